"""The token and what people wrote stay out of every log."""

import logging


class Redacting(logging.Filter):
    """Puts stars where the token stands: httpx writes down whole addresses, and Telegram's bear it."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, without the token."""
        said = record.getMessage()
        if self._token in said:
            record.msg, record.args = said.replace(self._token, "***"), ()
        return True


class Quiet:
    """In force between `begin` and `end`."""

    def __init__(self, token: str) -> None:
        self._redacting = Redacting(token)
        self._http = logging.getLogger("httpx")
        self._library = logging.getLogger("telegram")
        self._level = logging.NOTSET

    def begin(self) -> None:
        """From now on. The library is silent: it logs updates with their text; what matters, health says."""
        self._http.addFilter(self._redacting)
        self._level = self._library.level
        self._library.setLevel(logging.CRITICAL + 1)

    def end(self) -> None:
        """As it was."""
        self._http.removeFilter(self._redacting)
        self._library.setLevel(self._level)
