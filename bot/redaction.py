"""Secrets of the config never reach the log, whoever writes them there: a library's URL or its exception."""

import logging
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from pydantic import BaseModel, SecretStr

SHORTEST = 8
"""Characters; shorter secrets (PINs) are never handed to a library, and would hide every clock time."""

HIDDEN = "••••"


class Redacting(logging.Formatter):
    """Formats as another formatter does, then hides the secrets, in tracebacks too."""

    def __init__(self, inner: logging.Formatter, secrets: Iterable[str]) -> None:
        super().__init__()
        self._inner = inner
        long_enough = {one for one in secrets if len(one) >= SHORTEST}
        self._secrets = sorted({*long_enough, *(quote(one, safe="") for one in long_enough)}, key=len)[::-1]

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        line = self._inner.format(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line


def secrets_of(settings: BaseModel) -> Iterator[str]:
    """Every secret anywhere in the settings."""
    for _, value in settings:
        yield from _secrets_in(value)


def _secrets_in(value: object) -> Iterator[str]:
    if isinstance(value, SecretStr):
        yield value.get_secret_value()
    elif isinstance(value, BaseModel):
        yield from secrets_of(value)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _secrets_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _secrets_in(one)


def hide_in_logs(secrets: Iterable[str]) -> None:
    """From now on every handler of the root logger hides them."""
    hidden = tuple(secrets)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(Redacting(handler.formatter or logging.Formatter(), hidden))
