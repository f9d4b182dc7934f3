"""What words mean, whatever language they are of: the table that lets a model learn from one for all."""

from collections.abc import Iterable, Iterator, Mapping

from nlu.frames import Frames
from nlu.inflection import english_forms, english_plural
from nlu.korean.conjugation import conjugate
from nlu.language import Language, VerbData, WordKind
from nlu.training.words import Words

MORE = "*"
"""Behind a word: what begins so counts, too."""
_NAMED_ONLY: frozenset[WordKind] = frozenset(
    ("area", "colour", "kelvin", "source", "program", "option", "object", "maker", "number", "native",
     "multiplier", "ordinal", "person", "time")
)  # fmt: skip
# kinds of which only that it is one matters: which room is lit changes nothing
_BY_FEATURE: frozenset[WordKind] = frozenset(("attribute", "unit", "mark", "change"))
# kinds whose values have parts, of which the first is a concept by itself: question.unit.celsius
_PLURALS: frozenset[WordKind] = frozenset(("type", "area", "activity", "attribute", "object"))


def concepts(languages: Mapping[str, Language], words: Words, frames: Frames) -> dict[str, list[str]]:
    """Concepts, separated by spaces → the words that mean all of them; "켜*" is every word that begins so."""
    table: dict[str, set[str]] = {}
    for language in languages.values():
        for names, word in _of(language, frames):
            table.setdefault(" ".join(names), set()).add(word.lower())
    for one in words.own:
        table.setdefault(" ".join(_names(one.kind, one.value, frames)), set()).add(one.text.lower())
    return {names: sorted(found) for names, found in sorted(table.items())}


def _of(language: Language, frames: Frames) -> Iterator[tuple[list[str], str]]:
    english = language.inflection == "english"
    for kind, table in language.words.items():
        for value, words in table.items():
            for word in words:
                yield _names(kind, value, frames), word
                if english and kind in _PLURALS:
                    yield _names(kind, value, frames), english_plural(word)
    for verb in language.verbs:
        names = [f"verb:{verb.act}", *(f"verb:{one}" for one in verb.gives if ":" not in one)]
        for word in _forms(verb, language):
            yield names, word
    for word in language.home:
        yield ["home"], word


def _names(kind: WordKind, value: str, frames: Frames) -> list[str]:
    first = value.partition("|")[0].replace(" ", "_")
    base, _, rest = first.partition(".")
    if kind in _NAMED_ONLY:
        return [kind]
    if kind in ("type", "activity"):
        groups = sorted(name for name, types in frames.groups.items() if base in types)
        return [kind, f"{kind}:{base}", *(f"group:{one}" for one in groups)]
    if kind in _BY_FEATURE and rest:
        return [kind, f"{kind}:{base}", f"{kind}:{first}", *([f"way:{rest}"] if kind == "change" else [])]
    return [kind, f"{kind}:{base}"]


def _forms(verb: VerbData, language: Language) -> Iterable[str]:
    if language.inflection == "korean":
        irregular = {key: frozenset(stems) for key, stems in language.irregular.items()}
        forms = (form for word in verb.words for form in conjugate(word, irregular).values())
        yield from (one + MORE for form in forms for one in form)
    elif language.inflection == "english":
        yield from (form for word in verb.words for form, _ in english_forms(word, language.irregular_forms))
    for stems in verb.stems.values():
        yield from (stem + MORE for stem in stems)
    for surfaces in verb.forms.values():
        yield from surfaces
    yield from verb.nouns
