"""Own examples: which of them contradict each other, never count, or never act."""

from collections.abc import Iterator
from dataclasses import asdict
from difflib import get_close_matches

from nlu.canonical import spell
from nlu.engines.examples import NOTHING_WANTED
from nlu.examples import Example
from nlu.finding import Finding
from nlu.lint.looked_at import Candidate, is_clear
from nlu.meaning_line import meaning_line
from nlu.own_tests import is_wanted
from nlu.training.contract import entities_of

_WORDLESS = 2
# parts of a wording that are not words of it
_STOPPED = ("negated", "question", "conditional", "reported")
# moods in which nothing is done now, whatever is said
_FEW, _ALSO_SAID = 3, 5
# examples of an intent, and messages in a language, from which on one of them is missed

Facts = dict[str, str | int]


def about_examples(candidate: Candidate) -> Iterator[Finding]:
    """All remarks on examples."""
    twice = list(_written_twice(candidate))
    yield from twice
    told = {(one.file, one.line) for one in twice}
    for one in _worded_alike(candidate, told):
        told.add((one.file, one.line))
        yield one
    idle: dict[str, list[Example]] = {}
    for example in candidate.training.examples:
        yield from _of_slots(example, candidate)
        if example.intent == NOTHING_WANTED or (example.file, example.line) in told:
            continue
        found = _without_effect(example, candidate)
        if found is None and _is_known_already(example, candidate):
            idle.setdefault(example.file, []).append(example)
        elif found is not None:
            yield found
    for file, examples in idle.items():
        facts: Facts = {"sentence": examples[0].text, "count": len(examples)}
        yield Finding("already", "hint", file, examples[0].line, facts)
    yield from _in_one_language(candidate)


def _written_twice(candidate: Candidate) -> Iterator[Finding]:
    """The same sentence under two intents: nobody can mean both."""
    first: dict[str, Example] = {}
    for example in candidate.training.examples:
        known = first.setdefault(spell(example.text), example)
        if known.intent != example.intent:
            yield Finding("conflict", "error", example.file, example.line, _two(example, known))


def _worded_alike(candidate: Candidate, told: set[tuple[str, int]]) -> Iterator[Finding]:
    """Two sentences that differ only in what they name, or one that ships, under another intent."""
    engine = candidate.engines.examples
    own: dict[tuple[str, ...], Example] = {}
    ships = {engine.worded(one.text): one for one in reversed(candidate.engines.shipped)}
    for example in candidate.training.examples:
        if example.intent == NOTHING_WANTED:
            continue
        wording = engine.worded(example.text)
        if len(wording) <= _WORDLESS:
            yield Finding("wordless", "warning", example.file, example.line, {"sentence": example.text})
            continue
        known, shipped = own.setdefault(wording, example), ships.get(wording)
        if (example.file, example.line) in told:
            continue
        if known.intent != example.intent:
            yield Finding("alike", "warning", example.file, example.line, _two(example, known))
        elif shipped is not None and shipped.intent not in (example.intent, NOTHING_WANTED):
            yield Finding("overrides", "warning", example.file, example.line, _two(example, shipped))


def _two(example: Example, other: Example) -> Facts:
    return {
        "sentence": example.text, "intent": example.intent, "other": other.text, "other_intent": other.intent,
        "other_file": other.file, "other_line": other.line,
    }  # fmt: skip


def _without_effect(example: Example, candidate: Candidate) -> Finding | None:
    """An example that never counts, or never acts, as it is worded."""
    read = candidate.step(example.text)
    facts: Facts = {"sentence": example.text, "intent": example.intent}
    if all(one.name != example.intent for one in read.intents):
        kind = "shadowed" if is_clear(read) else "not_counted"
        means = meaning_line(asdict(read))
        return Finding(kind, "warning", example.file, example.line, {**facts, "means": means})
    stops = is_wanted(example.intent) and not example.intent.startswith("notify.")
    if stops and read.mood in _STOPPED:
        return Finding(f"mood.{read.mood}", "warning", example.file, example.line, facts)
    if stops and read.mood == "scheduled":
        return Finding("mood.scheduled", "hint", example.file, example.line, facts)
    return None


def _is_known_already(example: Example, candidate: Candidate) -> bool:
    """Whether the grammar alone has understood it."""
    read = candidate.step(example.text)
    return is_clear(read) and read.engine == candidate.engines.grammar.name


def _of_slots(example: Example, candidate: Candidate) -> Iterator[Finding]:
    """Marked pieces that the intent has no use for."""
    if example.intent not in candidate.contract:
        return
    takes = candidate.contract[example.intent] | entities_of({})
    for one in example.annotations:
        if one.entity not in takes:
            near = get_close_matches(one.entity, sorted(takes), 1)
            facts = {"entity": one.entity, "intent": example.intent, **({"near": near[0]} if near else {})}
            yield Finding("slot_not_taken", "warning", example.file, example.line, facts)


def _in_one_language(candidate: Candidate) -> Iterator[Finding]:
    """An intent that is taught in one language only, in a home that speaks another, too: one for a file."""
    said = [_language(text) for text in candidate.heard]
    spoken = {one for one in ("ko", "en") if said.count(one) >= _ALSO_SAID}
    taught: dict[tuple[str, str], list[Example]] = {}
    for example in candidate.training.examples:
        taught.setdefault((example.file, example.intent), []).append(example)
    told: set[str] = set()
    for (file, intent), examples in taught.items():
        missing = sorted(spoken - {_language(one.text) for one in examples})
        if len(examples) >= _FEW and len(missing) < len(spoken) and missing and file not in told:
            told.add(file)
            facts: Facts = {"intent": intent, "count": len(examples), "language": missing[0]}
            yield Finding("unbalanced", "hint", file, examples[0].line, facts)


def _language(text: str) -> str:
    """By its letters alone: every message that was heard is looked at."""
    if any("가" <= letter <= "힣" for letter in text):
        return "ko"
    return "en" if any(letter.isascii() and letter.isalpha() for letter in text) else ""
