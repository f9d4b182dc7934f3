"""The files of a training project as text, in Rasa's YAML format."""

import json
from collections.abc import Iterable, Mapping

from nlu.training.sentence import Sentence, marked

_HEAD = 'version: "3.1"\n'


def nlu_file(
    sentences: Iterable[Sentence],
    values: Mapping[str, str],
    synonyms: Mapping[str, str] | None = None,
    lookups: Mapping[str, Iterable[str]] | None = None,
) -> str:
    """Sentences by intent, whose marked words stand for `values`; synonyms (word → value) and word lists."""
    by_intent: dict[str, list[str]] = {}
    for sentence in sentences:
        by_intent.setdefault(sentence.intent, []).append(marked(sentence.spans, values))
    by_value: dict[str, list[str]] = {}
    for text, value in sorted((synonyms or {}).items()):
        if text != value:
            by_value.setdefault(value, []).append(text)
    tables: tuple[tuple[str, Mapping[str, Iterable[str]]], ...] = (
        ("intent", by_intent), ("synonym", by_value), ("lookup", lookups or {}),
    )  # fmt: skip
    items = (_item(kind, name, table[name]) for kind, table in tables for name in sorted(table))
    return _HEAD + "nlu:\n" + "".join(items)


def domain_file(intents: Iterable[str], entities: Iterable[str]) -> str:
    """All names that a model may say."""
    listed = {"intents": sorted(intents), "entities": sorted(entities)}
    rows = (f"{key}:\n" + "".join(f"  - {name}\n" for name in names) for key, names in listed.items())
    return _HEAD + "".join(rows)


def _item(kind: str, name: str, lines: Iterable[str]) -> str:
    # a name in quotes is no number and no yes; in a literal block no sign means anything
    examples = "".join(f"      - {line}\n" for line in lines)
    return f"  - {kind}: {json.dumps(name, ensure_ascii=False)}\n    examples: |\n{examples}"
