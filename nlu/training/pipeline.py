"""The pipeline's template with the words that its components must know."""

import json
from collections.abc import Iterable, Iterator, Mapping

import yaml

from nlu.errors import LanguageError
from nlu.frames import Frames
from nlu.language import Language, WordKind
from nlu.training.concepts import concepts
from nlu.training.sentence import Sentence
from nlu.training.words import Words

_NOUNS: tuple[WordKind, ...] = (
    "type", "activity", "area", "attribute", "mode", "fan_speed", "colour", "kelvin", "source", "program",
    "option", "object", "unit", "part",
)  # fmt: skip
_HOW: tuple[WordKind, ...] = ("change", "extreme")
# of these, and of nouns of verbs, one syllable is too little to be told from a piece of another word
_FILE = "config.yml"


def fill(
    template: str,
    languages: Mapping[str, Language],
    words: Words,
    frames: Frames,
    sentences: Iterable[Sentence],
) -> str:
    """`template` with its empty `words`, `particles`, `stems` and `concepts` filled. Raises LanguageError.

    The first three are those of languages that write words together, and what is marked in the sentences.
    """
    try:
        tree = yaml.compose(template, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = str(getattr(error, "problem", error))
        raise LanguageError(_FILE, mark.line + 1 if mark else 1, "", reason) from error
    lists = {**_lists(languages, words, sentences), "concepts": concepts(languages, words, frames)}
    empty = {key: node for key, node in _empty(tree) if key in lists}
    missing = [key for key in ("words", "particles") if key not in empty]
    if missing:
        reason = f"the tokenizer needs the line '{missing[0]}: []', which is filled from the languages"
        raise LanguageError(_FILE, 1, "pipeline", reason)
    filled = template
    for key, node in sorted(empty.items(), key=lambda pair: -pair[1].start_mark.index):
        listed = json.dumps(lists[key], ensure_ascii=False)
        filled = filled[: node.start_mark.index] + listed + filled[node.end_mark.index :]
    return filled


def _empty(tree: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    """Keys of the pipeline's entries whose value is an empty list or mapping."""
    root = dict(_pairs(tree))
    entries = root["pipeline"].value if isinstance(root.get("pipeline"), yaml.SequenceNode) else []
    for entry in entries:
        for key, value in _pairs(entry):
            if isinstance(value, yaml.CollectionNode) and not value.value:
                yield key, value


def _pairs(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), value


def _lists(
    languages: Mapping[str, Language], words: Words, sentences: Iterable[Sentence]
) -> dict[str, list[str]]:
    """What the tokenizer looks for in languages that write words together."""
    together = {code: one for code, one in languages.items() if not one.spaced}
    nouns = {one.text for one in words.own if one.language in together}
    particles, stems = set[str](), set[str]()
    marked = (one.text for sentence in sentences for one in sentence.spans if one.entity is not None)
    nouns.update(text for text in marked if len(text) > 1)
    for language in together.values():
        for kind in _NOUNS:
            nouns.update(word for texts in language.words.get(kind, {}).values() for word in texts)
        for kind in _HOW:
            nouns.update(
                word for texts in language.words.get(kind, {}).values() for word in texts if word[1:]
            )
        for verb in language.verbs:
            nouns.update(noun for noun in verb.nouns if len(noun) > 1)
            stems.update(word.removesuffix("다") for word in verb.words)
        particles.update(one for texts in language.words.get("particle", {}).values() for one in texts)
        stems.update(word.removesuffix("다") for word in (*language.light_verbs, *language.passive_verbs))
    return {
        # Latin letters need no cutting
        "words": sorted({noun.lower() for noun in nouns if not noun.isascii()}),
        "particles": sorted(particles),
        "stems": sorted(stem for stem in stems if stem),
    }
