"""Remarks on a home's own intent files, as sentences."""

from bot.wording.phrases import Fact, Phrases, Words
from nlu.finding import Finding


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
