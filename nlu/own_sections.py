"""The shape of intent files, and the sections that Rasa does not know: commands, never, tests, appliances."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from nlu.errors import LanguageError
from nlu.language import line_of
from nlu.own import NeverWord, OwnAppliance, OwnCommand, OwnTest

LONGEST = 200
"""Characters of a sentence, its marks not counted."""

MOST_COMMANDS = 200
MOST_STEPS = 20
_MOST_NAMES = 20

_FOLDED = "'>' makes one sentence of all lines: write '{key}: |' instead"
_HOW_TO_LIST = "write '{key}: |' and below it, further right, a line '- …' for each {thing}"
_HOW_TO_BEGIN = """the file begins with 'version: "3.1"', and below it 'nlu:' or 'commands:' with its items"""
_HOW_TO_GO_ON = {
    "nlu": "each item below 'nlu:' begins with '- intent: …', '- synonym: …' or '- lookup: …'",
    "commands": "each item below 'commands:' begins with '- name: …', and below it stands 'steps: |'",
    "tests": "each item below 'tests:' begins with '- say: …', and below it stands 'means: …'",
    "appliances": "below 'appliances:' stands the id of each, and below that names, area, type or hidden",
}
_SHAPES = frozenset(("str", "list[str]"))
# what pydantic calls the shapes of which one may stand at a place
_THINGS = {"steps": "step", "never": "word"}

Lines = str | list[str]
_Names = dict[str, str | list[str]]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Item(_Strict):
    """Examples of one intent, words for one value, or words of one kind."""

    intent: str | None = Field(None, description="What the sentences below it mean: the name of an intent.")
    synonym: str | None = Field(
        None,
        description="What the words below it stand for: the id of an appliance, a room, a type or a mode.",
    )
    lookup: str | None = Field(
        None, description="What the words below it are (program, mode, …): more words for the trained engine."
    )
    examples: str = Field(description="One line '- …' for each sentence or word, below 'examples: |'.")


class Command(_Strict):
    """A phrase of this home and the sentences that it stands for."""

    name: str = Field(
        description="What the command is called: with 영화 모드 also '영화 모드 켜줘' is understood."
    )
    says: Lines = Field("", description="Further whole messages that mean the same, a line '- …' for each.")
    steps: Lines = Field(
        description="What is to be done, in this order: sentences as anybody could say them, '- …' for each."
    )


class Test(_Strict):
    """A sentence and what it must mean before a change goes live."""

    __test__ = False

    say: str = Field(description="A sentence as somebody says it.")
    means: str = Field(description="What it must mean: an intent, with its values or without, or 'nothing'.")


class Appliance(_Strict):
    """What is said about one appliance, over what it announced and what the config says."""

    names: _Names = Field(
        default_factory=dict, description="What it is called, by language: {ko: [통돌이], en: Topper}."
    )
    area: dict[str, str] = Field(
        default_factory=dict, description="Its room, by language: {ko: 다용도실, en: Utility room}."
    )
    type: str | None = Field(None, description="What kind of appliance it is: washer, light, tv and so on.")
    hidden: bool = Field(False, description="true: Jipsa does as if it were not there.")


class File(_Strict):
    """A file of intents of a home."""

    version: str = Field(description='The version of the format: "3.1".')
    nlu: list[Item] = Field(default_factory=list, description="Sentences and words: Rasa's own format.")
    commands: list[Command] = Field(
        default_factory=list, description="Own commands: a phrase stands for several sentences."
    )
    never: Lines = Field(
        "", description="Words that make talk of every message they stand in: nothing is done then."
    )
    tests: list[Test] = Field(
        default_factory=list, description="Sentences and what they must mean: no change may break one."
    )
    appliances: dict[str, Appliance] = Field(
        default_factory=dict, description="Names, room and type of appliances, by their id."
    )


def checked(data: Any, tree: yaml.Node | None, file: str) -> File:
    """The content of a file in its shape. Raises LanguageError."""
    try:
        found = File.model_validate(data)
    except ValidationError as error:
        # a misspelt key is also a missing one: say the first
        first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        where = max((one for one in map(_place, error.errors()) if _within(one, _place(first))), key=len)
        key = ".".join(map(str, where))
        if first["type"] == "extra_forbidden":
            reason = "there is no such key" + _near(str(where[-1]), _keys_at(where))
        else:
            reason = _wanted(where, missing=first["type"] == "missing")
        raise LanguageError(file, line_of(tree, where), key, reason) from error
    if not found.model_fields_set - {"version"}:
        raise LanguageError(file, line_of(tree, ("version",)), "", _HOW_TO_BEGIN)
    return found


def _place(error: ErrorDetails) -> tuple[int | str, ...]:
    """Where it is; what pydantic calls the shapes that may stand there is no part of it."""
    where = error["loc"]
    return (*where[:1], *(one for one in where[1:] if one not in _SHAPES))


def _within(place: tuple[int | str, ...], other: tuple[int | str, ...]) -> bool:
    return place[: len(other)] == other


def _keys_at(where: Sequence[int | str]) -> Iterable[str]:
    """The keys that may stand where this one stands."""
    models: dict[int | str, type[BaseModel]] = {
        "nlu": Item, "commands": Command, "tests": Test, "appliances": Appliance,
    }  # fmt: skip
    return (models[where[0]] if len(where) > 1 else File).model_fields


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, sorted(known), 1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _wanted(where: Sequence[int | str], *, missing: bool) -> str:
    """What should stand where something else, or nothing, stands."""
    if not where:
        return _HOW_TO_BEGIN
    last = where[-1] if isinstance(where[-1], str) or len(where) < 2 else where[-2]
    if last in ("examples", "says", "steps", "never"):
        return _how_to_list(str(last))
    if missing:
        return "this key is missing"
    if last == "hidden":
        return "write true or false"
    if last in ("names", "area"):
        return f"write it by language: {last}: {{ko: 통돌이, en: Topper}}"
    if where[0] in _HOW_TO_GO_ON and len(where) < 3:
        return _HOW_TO_GO_ON[str(where[0])]
    return "a word must stand here"


def _how_to_list(key: str) -> str:
    return _HOW_TO_LIST.format(key=key, thing=_THINGS.get(key, "sentence"))


def node_at(tree: yaml.Node | None, where: Iterable[str | int]) -> yaml.Node | None:
    """The node at this place; None: there is none."""
    node: Any = tree
    for key in where:
        if isinstance(key, int):
            node = node.value[key]
        else:
            node = next((value for name, value in node.value if name.value == key), None)
        if node is None:
            return None
    found: yaml.Node = node
    return found


def lines_at(tree: yaml.Node | None, file: str, *where: str | int) -> Iterator[tuple[int, str]]:
    """The lines '- …' of a block, or the items of a list, each with its number. Raises LanguageError."""
    node, key = node_at(tree, where), str(where[-1])
    if isinstance(node, yaml.SequenceNode):
        for one in node.value:
            line = one.start_mark.line + 1
            if one.style == ">" or one.start_mark.line < one.end_mark.line:
                raise LanguageError(file, line, key, "each sentence stands on a line of its own")
            yield line, one.value.strip()
    elif isinstance(node, yaml.ScalarNode) and (node.value.strip() or node.style == ">"):
        at = line_of(tree, tuple(where))
        if node.style == ">":
            raise LanguageError(file, at, key, _FOLDED.format(key=key))
        if node.style != "|" and not node.value.lstrip().startswith("- "):
            raise LanguageError(file, at, key, _how_to_list(key))
        first = node.start_mark.line + 1 + (node.style == "|")
        # a program writes it in quotes, too: then line by line it is near enough
        for line, raw in enumerate(node.value.splitlines(), first):
            text = raw.strip()
            if text and not text.startswith("- "):
                what = "every example" if key == "examples" else "every line"
                raise LanguageError(file, line, key, f"{what} begins with '- '")
            if text:
                yield line, text[2:].strip()


def _fitting(text: str, file: str, line: int, key: str) -> str:
    if not text:
        raise LanguageError(file, line, key, "nothing stands here: write a sentence or remove the line")
    if len(text) > LONGEST:
        raise LanguageError(file, line, key, f"longer than {LONGEST} characters: nobody says that")
    return text


def _sentences(tree: yaml.Node | None, file: str, *where: str | int) -> Iterator[tuple[int, str]]:
    for line, text in lines_at(tree, file, *where):
        yield line, _fitting(text, file, line, str(where[-1]))


def commands_of(data: File, tree: yaml.Node | None, file: str) -> Iterator[OwnCommand]:
    """The own commands of a file. Raises LanguageError."""
    for index, one in enumerate(data.commands):
        line = line_of(tree, ("commands", index, "name"))
        name = _fitting(one.name.strip(), file, line, "name")
        says = tuple(text for _, text in _sentences(tree, file, "commands", index, "says"))
        steps = tuple(text for _, text in _sentences(tree, file, "commands", index, "steps"))
        at = line_of(tree, ("commands", index, "steps"))
        if not steps:
            raise LanguageError(file, at, "steps", _how_to_list("steps"))
        if len(steps) > MOST_STEPS:
            raise LanguageError(file, at, "steps", f"more than {MOST_STEPS} steps: make two commands of it")
        yield OwnCommand(name, says, steps, file, line)


def never_of(tree: yaml.Node | None, file: str) -> Iterator[NeverWord]:
    """The words of a file that make talk of a message. Raises LanguageError."""
    for line, text in _sentences(tree, file, "never"):
        if not any(map(str.isalnum, text)):
            raise LanguageError(file, line, text, "there is no letter in it")
        yield NeverWord(text, file, line)


def tests_of(data: File, tree: yaml.Node | None, file: str) -> Iterator[OwnTest]:
    """The tests of a file. Raises LanguageError."""
    for index, one in enumerate(data.tests):
        said = line_of(tree, ("tests", index, "say"))
        meant = line_of(tree, ("tests", index, "means"))
        say = _fitting(one.say.strip(), file, said, "say")
        if not one.means.strip():
            raise LanguageError(file, meant, "means", "write what the sentence must mean, or 'nothing'")
        yield OwnTest(say, one.means.strip(), file, said)


def appliances_of(data: File, tree: yaml.Node | None, file: str) -> Iterator[OwnAppliance]:
    """What a file says of appliances. Raises LanguageError."""
    for key, one in data.appliances.items():
        where = ("appliances", key)
        line = line_of(tree, where)
        if not key.strip():
            raise LanguageError(file, line, "appliances", _HOW_TO_GO_ON["appliances"])
        names = {code: _names(found) for code, found in one.names.items()}
        for code, found in names.items():
            at = line_of(tree, (*where, "names", code))
            if not found or not all(found):
                raise LanguageError(file, at, code, "write a name here, or remove the line")
            if len(found) > _MOST_NAMES:
                raise LanguageError(file, at, code, f"more than {_MOST_NAMES} names: keep the usual ones")
        for code, word in (*_flat(names), *one.area.items()):
            _fitting(word.strip(), file, line, code)
        if one.type is not None and not one.type.strip():
            at = line_of(tree, (*where, "type"))
            raise LanguageError(file, at, "type", "write a type, or remove the line")
        area = {code: word.strip() for code, word in one.area.items()}
        kind = None if one.type is None else one.type.strip()
        yield OwnAppliance(key, file, line, kind, names, area, one.hidden)


def _names(found: str | list[str]) -> tuple[str, ...]:
    return tuple(one.strip() for one in ([found] if isinstance(found, str) else found))


def _flat(names: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    return ((code, name) for code, found in names.items() for name in found)
