"""Remarks on a home's own intent files, as sentences."""

from collections.abc import Mapping

from bot.wording.phrases import Fact, Phrases, Words
from nlu.finding import Finding

_ABOUT = "finding."


def as_facts(finding: Finding) -> dict[str, str | int]:
    """A finding among the facts of something to tell."""
    return {"finding": finding.kind, **{f"{_ABOUT}{name}": value for name, value in finding.facts.items()}}


def told_finding(facts: Mapping[str, object], phrases: Phrases) -> str:
    """The finding among these facts in words."""
    about = {
        name.removeprefix(_ABOUT): value if isinstance(value, int) else str(value)
        for name, value in facts.items()
        if name.startswith(_ABOUT)
    }
    return finding_text(Finding(str(facts["finding"]), "error", "", 0, about), phrases)


def finding_text(finding: Finding, phrases: Phrases) -> str:
    """What is wrong, why it matters and what to do: one or two sentences."""
    facts = {name: _fact(name, value, phrases) for name, value in finding.facts.items()}
    if finding.facts.get("count") == 1:
        # one is no number worth saying
        del facts["count"]
    return phrases.say(f"lint.{finding.kind}", **facts)


def _fact(name: str, value: str | int, phrases: Phrases) -> Fact:
    language = f"lint.language.{value}"
    if name == "language" and language in phrases:
        return phrases.say(language)
    return Words(str(value), value) if isinstance(value, int) else value
