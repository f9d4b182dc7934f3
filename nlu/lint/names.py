"""Names that own files give appliances: what the home would no longer hear, or would do in talk."""

from collections.abc import Iterator
from dataclasses import replace

from nlu.canonical import spell
from nlu.engines.base import Focus
from nlu.finding import Finding, Level
from nlu.lint.looked_at import Candidate
from nlu.lint.talk import everyday
from nlu.own import OwnAppliance
from nlu.own_tests import acts
from nlu.understanding import Intent, Understanding
from nlu.vocabulary import Vocabulary


def about_names(candidate: Candidate) -> Iterator[Finding]:
    """Names like 꺼, 가스 or 엄마, each appliance once."""
    named = [one for one in candidate.training.appliances if one.names and not one.hidden]
    known = everyday()
    lines = (*known.answers, *known.wanted, *known.talk)
    touched = {one.id: [line for line in lines if _name_in(line, one)] for one in named}
    if not any(touched.values()):
        return
    plain = _without_names(candidate.vocabulary, frozenset(touched))
    for one in named:
        for line in touched[one.id]:
            finding = _finding(candidate, plain, line, one)
            if finding is not None:
                yield finding
                break


def _finding(candidate: Candidate, plain: Vocabulary, line: str, one: OwnAppliance) -> Finding | None:
    known = everyday()
    focus = Focus(pending=line in known.answers)
    before = candidate.engines.grammar.understand(line, plain, focus)
    after = candidate.engines.grammar.understand(line, candidate.vocabulary, focus)
    if line in known.talk:
        if not acts(after) or acts(before) or any(intent.confidence < 1 for intent in after.intents):
            return None
        facts = {"said": line, "sentence": _name_in(line, one)}
        return Finding("fires_in_talk", "warning", one.file, one.line, facts)
    if _does_the_same(before, after, candidate.vocabulary):
        return None
    level: Level = "error" if line in known.vital or line in known.answers else "warning"
    facts = {"word": _name_in(line, one), "value": one.id, "sentence": line}
    return Finding("name_blocks", level, one.file, one.line, facts)


def _name_in(line: str, one: OwnAppliance) -> str:
    """The name of it that stands in the line; "" when none does."""
    spelled = spell(line)
    names = (name for some in one.names.values() for name in some)
    return next((name for name in names if spell(name) and spell(name) in spelled), "")


def _without_names(vocabulary: Vocabulary, ids: frozenset[str]) -> Vocabulary:
    things = tuple(replace(one, names=()) if one.id in ids else one for one in vocabulary.things)
    version = f"{vocabulary.version} without own names" if vocabulary.version else ""
    return replace(vocabulary, things=things, version=version)


def _does_the_same(before: Understanding, after: Understanding, vocabulary: Vocabulary) -> bool:
    """Whether the same is done, and to things of the same type."""
    types = {one.id: one.type for one in vocabulary.things}
    return before.mood == after.mood and [_act(one, types) for one in before.intents] == [
        _act(one, types) for one in after.intents
    ]


def _act(intent: Intent, types: dict[str, str]) -> tuple[object, ...]:
    """What it does, and to which types of things."""
    things = {str(one.value) for one in intent.slots if one.name in ("appliance", "appliance_type")}
    return intent.name, intent.confidence, {types.get(one, one) for one in things}
