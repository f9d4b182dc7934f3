"""The token and what people wrote stay out of every log."""

import logging
from urllib.parse import quote


class Redacting(logging.Filter):
    """Puts stars where the token stands: httpx writes down whole addresses, and Telegram's bear it."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._spellings = (token, quote(token, safe=":"))
        # as it is, and as it stands in an address

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, without the token."""
        said = record.getMessage()
        for one in self._spellings:
            if one in said:
                said = said.replace(one, "***")
                record.msg, record.args = said, ()
        return True


class Quiet:
    """In force between `begin` and `end`."""

    def __init__(self, token: str) -> None:
        self._redacting = Redacting(token)
        self._http = logging.getLogger("httpx")

    def begin(self) -> None:
        """From now on. The library is silent for good: it logs what people write; health says the rest."""
        self._http.addFilter(self._redacting)
        logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)

    def end(self) -> None:
        """The token is used no more."""
        self._http.removeFilter(self._redacting)
