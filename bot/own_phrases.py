"""Phrases of the home's own, taught by chat: the port to what keeps them, and what is told of them."""

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.plan import Facts, HouseStep, TellStep

WhyNot = Literal[
    "not_understood", "risky", "everyday", "short", "conflict", "already", "elsewhere", "unknown", "broken",
    "tests", "not_written",
]  # fmt: skip
"""Why nothing was learned, or forgotten. not_understood: the meaning is nothing that can be done; risky: a
message of late would do something risky; everyday: the phrase means something already; short: it is too short
to be told from other talk; conflict: somebody changes the words just now; already: it means that already;
elsewhere: a file that people wrote says what it means; unknown: nothing was taught of it, or there is no such
version; broken: the files have a fault; tests: a test of the home would not hold any more."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of it."""

    why: WhyNot | None = None
    # None: it was done
    version: str | None = None
    # under which it is live; None: there is nothing to undo
    sentence: str = ""
    # of "risky", "everyday" and "tests": the one that speaks against it
    count: int = 0
    # so many messages of late, besides the phrase itself, are understood otherwise now


class OwnPhrases(Protocol):
    """Keeps them. by: id of the person who says so."""

    async def teach_phrase(self, phrase: str, meaning: str, by: str) -> Taught:
        """From now on the phrase stands for this sentence."""

    async def forget_phrase(self, phrase: str, by: str) -> Taught:
        """From now on the phrase means what it meant before it was taught."""

    async def undo(self, version: str, by: str) -> Taught:
        """The words as they were before this version."""

    def meaning(self, phrase: str) -> str | None:
        """What the phrase stands for; None: nothing was taught of it."""


async def keep_phrase(phrases: OwnPhrases, step: HouseStep, by: str) -> TellStep:
    """Do such a step, and what there is to tell of it."""
    facts = step.facts
    if step.kind == "undo_words":
        undone = await phrases.undo(str(facts["version"]), by)
        if undone.why is not None:
            return _not("told.words_not_undone", undone, {})
        return TellStep("told.words_undone")
    phrase = str(facts["phrase"])
    words: Facts = {"words": phrase}
    if step.kind == "look_up_phrase":
        known = phrases.meaning(phrase)
        if known is None:
            return TellStep("told.phrase_unknown", words)
        return TellStep("told.phrase_means", {**words, "meaning": known})
    if step.kind == "forget_phrase":
        forgotten = await phrases.forget_phrase(phrase, by)
        if forgotten.why is not None:
            return _not("told.phrase_not_forgotten", forgotten, words)
        return TellStep("told.phrase_forgotten", {**words, **_version(forgotten)})
    meaning = str(facts["meaning"])
    words["meaning"] = meaning
    taught = await phrases.teach_phrase(phrase, meaning, by)
    if taught.why is not None:
        return _not("told.phrase_not_taught", taught, words)
    changed: Facts = {"count": taught.count} if taught.count else {}
    return TellStep("told.phrase_taught", {**words, **_version(taught), **changed})


def _version(taught: Taught) -> Facts:
    return {} if taught.version is None else {"version": taught.version}


def _not(key: str, taught: Taught, words: Facts) -> TellStep:
    other = taught.sentence not in ("", words.get("words"))
    against: Facts = {"against": taught.sentence} if other else {}
    return TellStep(key, {"why": str(taught.why), **words, **against})
