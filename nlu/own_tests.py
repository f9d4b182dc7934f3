"""The tests of a home: sentences, and what each must mean in it."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from difflib import get_close_matches
from typing import get_args

from nlu.contract import Contract
from nlu.engines.examples import NOTHING_WANTED
from nlu.errors import LanguageError
from nlu.house_talk import ASKED
from nlu.meaning_line import meaning_line
from nlu.own import OwnTest
from nlu.replay import Read
from nlu.understanding import Mood, Understanding

NOTHING = "nothing"
"""The meaning of what must set nothing going: talk, a question, what nobody understands."""

MOODS: tuple[str, ...] = get_args(Mood)


def failing(tests: Iterable[OwnTest], read: Read) -> list[tuple[OwnTest, str]]:
    """Those that do not hold, each with what the sentence means instead, as `meaning_line` writes it."""
    pairs = ((test, read(test.say)) for test in tests)
    return [(test, meaning_line(asdict(found))) for test, found in pairs if not holds(test.means, found)]


def holds(means: str, found: Understanding) -> bool:
    """Whether a meaning is the wanted one: "nothing", a mood, an intent that must be in it, or its line."""
    if means == NOTHING:
        return not acts(found)
    if means in MOODS:
        return found.mood == means
    return any(one.name == means for one in found.intents) or meaning_line(asdict(found)) == means


def acts(read: Understanding) -> bool:
    """Whether saying it would set something going, now or later."""
    return read.mood in _ACTING and any(is_wanted(one.name) for one in read.intents)


def is_wanted(intent: str) -> bool:
    """Whether this intent is something that shall be done, not only answered."""
    talk = intent.partition(".")[0] in _ONLY_ANSWERED
    return not talk and intent not in ASKED and intent != NOTHING_WANTED


_ACTING: tuple[Mood, ...] = ("command", "conditional", "scheduled")
_ONLY_ANSWERED = frozenset(("query", "social", "comfort", "answer"))


def test_faults(tests: Iterable[OwnTest], contract: Contract) -> Iterator[LanguageError]:
    """Every test whose meaning can never hold, because it names an intent that there is none of."""
    for test in tests:
        if test.means in (NOTHING, *MOODS):
            continue
        for name in _named(test.means):
            if name not in contract:
                near = get_close_matches(name, sorted((*contract, NOTHING, *MOODS)), 1)
                hint = f"; did you mean '{near[0]}'?" if near else ""
                yield LanguageError(test.file, test.line, name, f"there is no such intent{hint}")


def _named(means: str) -> Iterator[str]:
    """The intents in a line of a meaning: "mood: intent slot=value + intent | left over"."""
    line = means.partition(" | ")[0]
    mood, colon, rest = line.partition(": ")
    for part in (rest if colon and mood in MOODS else line).split(" + "):
        name = part.partition(" ")[0]
        if name != NOTHING:
            yield name
