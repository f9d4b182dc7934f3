"""What is wrong with a file of the home, in the language of whoever is told."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

from pydantic import BaseModel, ConfigDict

from bot.message import Language
from bot.strict_yaml import read
from bot.wording.findings import finding_text
from bot.wording.phrases import Phrase, Phrases, parse_phrase
from nlu.errors import LanguageError
from nlu.finding import Finding

_SLOT = re.compile(r"\\{([a-z]+)\\}")
_NEAR = re.compile(r"; did you mean '(?P<near>.+)'\?$")
_KEY = "fault"


class _Pair(BaseModel):
    model_config = ConfigDict(extra="forbid")

    en: str
    ko: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    near: str
    sentences: list[_Pair]


@dataclass(frozen=True, slots=True)
class _Table:
    """Sentences in English, as patterns, and in another language."""

    sentences: tuple[tuple[re.Pattern[str], Phrase], ...] = ()
    near: Phrase | None = None


def remark_text(remark: Finding | LanguageError, phrases: Phrases) -> str:
    """What is wrong or worth knowing, in the language of `phrases`."""
    return (
        finding_text(remark, phrases) if isinstance(remark, Finding) else fault_text(remark.reason, phrases)
    )


def fault_text(reason: str, phrases: Phrases) -> str:
    """The reason of a LanguageError in the language of `phrases`; in English what that has no words for."""
    table = _table(phrases.language)
    near = _NEAR.search(reason)
    bare = reason if near is None else reason[: near.start()]
    for pattern, phrase in table.sentences:
        if (found := pattern.fullmatch(bare)) is not None:
            hints = [] if near is None or table.near is None else [_filled(table.near, near, phrases)]
            return " ".join([_filled(phrase, found, phrases), *hints])
    return reason


def _filled(phrase: Phrase, found: re.Match[str], phrases: Phrases) -> str:
    one = Phrases(phrases.language, {_KEY: (phrase,)}, about=phrases.about)
    return one.say(_KEY, **found.groupdict())


@cache
def _table(language: Language) -> _Table:
    """The sentences that ship for a language; none for English, in which faults are found."""
    with as_file(files("bot.wording") / "fault_sentences" / f"{language}.yaml") as path:
        if not path.exists():
            return _Table()
        data = _File.model_validate(read(path).data)
    pairs = ((_pattern(one.en), parse_phrase(one.ko, "particles")) for one in data.sentences)
    return _Table(tuple(pairs), parse_phrase(data.near, "particles"))


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile(_SLOT.sub(r"(?P<\1>.+?)", re.escape(english)), re.DOTALL)
