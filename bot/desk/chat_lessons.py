"""Phrases that people teach by chat, as own commands of one step; in plain words why one is not learned."""

from collections.abc import Callable

from bot.desk.changes import Changes
from bot.desk.lessons import FILE, Lessons
from bot.desk.verdict import Verdict
from bot.own_phrases import Taught, WhyNot
from nlu.finding import Finding
from nlu.own import OwnCommand
from nlu.own_phrases import spelled

_SPEAKS_AGAINST: dict[str, WhyNot] = {
    "too_short": "short",
    "phrase_taken": "everyday",
    "fires_in_talk": "everyday",
    "phrase_twice": "conflict",
    "step_not_understood": "not_understood",
    "step_leftover": "not_understood",
    "step_idle": "not_understood",
    "forbidden": "risky",
}
"""Kinds of findings that speak against a lesson in a chat, where nobody sees findings, and why."""

_WHY: dict[str, WhyNot] = {
    "broken": "broken", "tests": "tests", "risky": "risky", "conflict": "conflict",
    "not written": "not_written",
}  # fmt: skip


class ChatLessons:
    """OwnPhrases (bot/own_phrases.py) over the gate that every change goes through."""

    def __init__(self, lessons: Lessons, changes: Changes, means: Callable[[str], str]) -> None:
        """means: what a sentence means now, "" when it is not understood."""
        self._lessons = lessons
        self._changes = changes
        self._means = means

    async def teach_phrase(self, phrase: str, meaning: str, by: str) -> Taught:
        """From now on the phrase stands for this sentence."""
        same = self._of(phrase)
        if any(one.steps == (meaning,) for one in same) or "" != self._means(phrase) == self._means(meaning):
            return Taught("already")
        if any(one.file != FILE for one in same):
            # somebody wrote it into a file of their own
            return Taught("elsewhere")
        name = same[0].name if same else phrase
        verdict = await self._lessons.teach_command(
            name, (), (meaning,), by, "chat", unless=lambda one: _is_against(one, name)
        )
        return _taught(verdict, phrase, meaning)

    async def forget_phrase(self, phrase: str, by: str) -> Taught:
        """From now on the phrase means what it meant before it was taught."""
        name = next((one.name for one in self._of(phrase)), phrase)
        verdict = await self._lessons.forget_command(name, by, "chat")
        return Taught("unknown") if verdict is None else _taught(verdict, phrase)

    async def undo(self, version: str, by: str) -> Taught:
        """Go back to what was understood before this version, unless others came after it."""
        verdict = await self._changes.undo(version, by, "chat")
        return Taught("unknown") if verdict is None else _taught(verdict, "")

    def meaning(self, phrase: str) -> str | None:
        """What the phrase stands for; None: nothing was taught of it."""
        return next((", ".join(one.steps) for one in self._of(phrase)), None)

    def _of(self, phrase: str) -> list[OwnCommand]:
        """The own command that a phrase stands for, however it is spaced."""
        wanted = spelled(phrase)
        return [one for one in self._changes.commands() if wanted in map(spelled, (one.name, *one.says))]


def _is_against(finding: Finding, phrase: str) -> bool:
    return finding.kind in _SPEAKS_AGAINST and phrase in (
        finding.facts.get("command"), finding.facts.get("sentence")
    )  # fmt: skip


def _taught(verdict: Verdict, phrase: str, meaning: str = "") -> Taught:
    if verdict.why is None:
        others = (one.count for one in verdict.effect.changed if spelled(one.text) != spelled(phrase))
        return Taught(version=verdict.version, count=sum(others))
    against = next((one for one in verdict.findings if _is_against(one, phrase)), None)
    if against is not None and verdict.why == "broken":
        said = against.facts.get("said") or against.facts.get("sentence") or phrase
        return Taught(_SPEAKS_AGAINST[against.kind], sentence=str(said))
    if verdict.faults and all(one.key in (phrase, meaning) for one in verdict.faults):
        # the phrase is an answer or no order, or its meaning is none
        return Taught("not_understood" if verdict.faults[0].key == meaning else "everyday")
    sentence = ""
    if verdict.why == "risky":
        sentence = next(one.text for one in verdict.effect.changed if one.worse)
    elif verdict.why == "tests":
        sentence = verdict.failed[0].test.say
    return Taught(_WHY[verdict.why], sentence=sentence)
