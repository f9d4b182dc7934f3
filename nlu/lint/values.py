"""Words and marks that stand for something nobody knows."""

from collections.abc import Iterator, Set
from difflib import get_close_matches

from nlu.canonical import spell
from nlu.examples import Annotation
from nlu.finding import Finding
from nlu.lint.looked_at import Candidate

_TARGETS = frozenset(
    ("appliance", "appliance_type", "area", "except_appliance", "except_type", "except_area")
)
_CHOICES = frozenset(("mode", "program", "fan_speed", "colour", "source", "option"))


def about_values(candidate: Candidate) -> Iterator[Finding]:
    """Values of synonyms and marks that neither the home nor a language knows; appliances that nobody saw."""
    if not candidate.vocabulary.things:
        # before the appliances have announced themselves nothing can be told
        return
    known = candidate.engines.grammar.values(candidate.vocabulary)
    options = {
        spell(one) for thing in candidate.vocabulary.things for own in thing.options.values() for one in own
    }
    places = candidate.training.synonym_places
    for (word, value), (file, line) in zip(candidate.training.synonyms, places, strict=True):
        if value not in known:
            yield _unknown("unknown_value", file, line, word, value, known)
    for example in candidate.training.examples:
        for mark in example.annotations:
            if _is_unknown(mark, known, options):
                yield _unknown(
                    "unknown_mark", example.file, example.line, example.text, str(mark.value), known
                )
    ids = candidate.ids or frozenset(one.id for one in candidate.vocabulary.things)
    for own in candidate.training.appliances:
        if own.id not in ids and not own.hidden:
            yield _unknown("unknown_appliance", own.file, own.line, own.id, own.id, ids)


def _is_unknown(mark: Annotation, known: Set[str], options: Set[str]) -> bool:
    if mark.value is None or mark.entity not in _TARGETS | _CHOICES:
        return False
    return mark.value not in known and spell(mark.value) not in options


def _unknown(kind: str, file: str, line: int, word: str, value: str, known: Set[str]) -> Finding:
    near = get_close_matches(value, sorted(known), 1)
    facts = {"word": word, "value": value, **({"near": near[0]} if near else {})}
    return Finding(kind, "warning", file, line, facts)
