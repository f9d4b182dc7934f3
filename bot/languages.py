"""The languages Jipsa speaks: those with a file of sentences in `wording/`."""

from functools import cache
from importlib.resources import files

from bot.message import Language


@cache
def languages() -> tuple[Language, ...]:
    """Their codes, in order."""
    names = (file.name for file in files("bot.wording").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))
