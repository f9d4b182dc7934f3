"""One human language as data: loaded strictly, an error names file, line and key."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from nlu.errors import LanguageError
from nlu.understanding import Language as LanguageCode

Order = Literal["verb_final", "verb_first"]
Inflection = Literal["korean", "english", "stems", "none"]
ApplianceSaying = Literal["type", "not_type", "name", "area", "hide", "show", "restore"]
LessonKind = Literal["teach", "forget", "negated", "asked", "reported", "order"]
Keyboard = Literal["none", "latin", "dubeolsik"]
WordKind = Literal[
    "type", "activity", "area", "person", "attribute", "mode", "fan_speed", "colour", "kelvin", "source",
    "program", "option", "object", "extreme", "change", "state", "quantifier", "pronoun", "ordinal",
    "particle", "mark", "part", "maker", "number", "native", "multiplier", "unit", "time", "beyond",
]  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class VerbData(_Strict):
    """Words that name one act."""

    act: str
    # language-neutral: on, off, start … (see `frames.py`)
    words: tuple[str, ...] = ()
    # dictionary forms, inflected by the language's rule
    nouns: tuple[str, ...] = ()
    # nouns that become verbs with a light verb: 시작 → 시작하다
    gives: tuple[str, ...] = ()
    # features of every form, e.g. "passive" for 꺼지다
    forms: Mapping[str, tuple[str, ...]] = {}
    # for `inflection: none`: features, separated by spaces → whole words
    stems: Mapping[str, tuple[str, ...]] = {}
    # for `inflection: stems`: form letter of the table of endings → stems


class EndingData(_Strict):
    """A row of the table of endings, which follow the forms of a stem."""

    on: str
    text: tuple[str, ...] = ("",)
    gives: tuple[str, ...] = ()
    aux: tuple[str, ...] = ()
    to: str = ""
    past: tuple[str, ...] = ()


class HouseData(_Strict):
    """What is said of the people of the home and of the chat (see `house_talk.py`)."""

    hints: tuple[str, ...] = ()
    # one of them stands in every such message
    no_time: tuple[str, ...] = ()
    # words that only look like a time: 조용한 시간
    around: tuple[str, ...] = ()
    # words that may stand at both ends and change nothing
    words: Mapping[str, tuple[str, ...]] = {}
    # the tables of the patterns
    roles: Mapping[str, tuple[str, ...]] = {}
    lengths: Mapping[int, tuple[str, ...]] = {}
    # seconds → words
    before_names: tuple[str, ...] = ()
    after_names: tuple[str, ...] = ()
    after_consonant: tuple[str, ...] = ()
    after_vowel: tuple[str, ...] = ()
    # the same, where only one of two forms fits the name
    nobody: tuple[str, ...] = ()
    # in the place of a name: no one in particular
    no_names: tuple[str, ...] = ()
    # … and what makes no sense there
    requests: tuple[str, ...] = ()
    # one of them makes an order of what ends with a question mark
    says: Mapping[str, tuple[str, ...]] = {}
    # intent → patterns


class LessonData(_Strict):
    """How people teach a phrase by chat (see `word_lessons.py`)."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    # what may stand at an end and changes nothing
    requests: tuple[str, ...] = ()
    # one of them at an end makes an order of what ends with a question mark
    words: Mapping[str, tuple[str, ...]] = {}
    # the tables of the patterns
    endings: tuple[str, ...] = ()
    # behind a stem they tell what is to be done: 끄라, 끄는, 끄도록 are 꺼
    instead: Mapping[str, str] = {}
    # … and others of a form of their own: 켜 달라 is 켜 줘
    no_order: tuple[str, ...] = ()
    # words before an order that are no part of it: to, that you
    says: Mapping[LessonKind, tuple[str, ...]] = {}
    # kind → patterns


class ApplianceTalkData(_Strict):
    """How people say what an appliance is, is called and where it is (see `appliance_talk.py`)."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    # what may stand at an end and changes nothing
    requests: tuple[str, ...] = ()
    # one of them at an end makes an order of what ends with a question mark
    words: Mapping[str, tuple[str, ...]] = {}
    # the tables of the patterns
    says: Mapping[ApplianceSaying, tuple[str, ...]] = {}
    # kind → patterns


class Language(_Strict):
    """Everything the engine knows of one language."""

    language: LanguageCode
    order: Order
    inflection: Inflection
    letters: str = ""
    # what it is written with, as a class of a regular expression: "가-힣"
    guests: int = 0
    # so many of its letters may stand in a text of another language: a name, a unit
    spaced: bool = True
    # words stand between spaces
    keyboard: Keyboard = "none"
    # what it is typed on: a text typed on the other one is tried as this language
    words: Mapping[WordKind, Mapping[str, tuple[str, ...]]]
    verbs: tuple[VerbData, ...]
    light_verbs: tuple[str, ...] = ()
    # verbs that turn `nouns` into verbs
    light_stems: Mapping[str, tuple[str, ...]] = {}
    # for `inflection: stems`: the forms of the verb that turns `nouns` into verbs
    passive_verbs: tuple[str, ...] = ()
    # the same, with the meaning "be done"
    endings: tuple[EndingData, ...] = ()
    irregular: Mapping[str, tuple[str, ...]] = {}
    aux_forms: Mapping[str, Mapping[str, tuple[str, ...]]] = {}
    irregular_forms: Mapping[str, tuple[str, ...]] = {}
    # verb → past, participle (English)
    phrases: Mapping[str, tuple[str, ...]] = {}
    # intent → whole messages that mean it
    answers: Mapping[str, tuple[str, ...]] = {}
    # the same, only while a question is pending
    house: HouseData = HouseData()
    lessons: LessonData = LessonData()
    appliances: ApplianceTalkData = ApplianceTalkData()
    veto: Mapping[str, tuple[str, ...]] = {}
    # mood → strings that force it wherever they stand: the net below the grammar
    slips: Mapping[str, str] = {}
    # a word that is often typed for another one: tried when nothing else makes sense, and only asked about
    symbols: Mapping[str, str] = {}
    # emoji → a word of this language
    home: tuple[str, ...] = ()
    # words for the home as a whole

    @property
    def around(self) -> tuple[str, ...]:
        """Words that may stand beside a phrase and change nothing: please, well, the butler's name."""
        marks, persons = self.words.get("mark", {}), self.words.get("person", {})
        said = [marks.get(kind, ()) for kind in ("filler", "remark", "please")]
        called = [persons.get(kind, ()) for kind in ("you", "you.bot")]
        return tuple(word for table in (*said, *called) for word in table)


def load_language(path: Path) -> Language:
    """The language in this file. Raises LanguageError with file and line."""
    tree = compose(path)
    try:
        return Language.model_validate(plain(tree, path))
    except ValidationError as error:
        first = error.errors()[0]
        where = first["loc"]
        key = ".".join(map(str, where))
        raise LanguageError(path.name, line_of(tree, where), key, first["msg"]) from error


def compose(path: Path) -> yaml.Node | None:
    """The YAML tree of a file; every scalar is a word, also "on" and "no". Raises LanguageError."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        tree: yaml.Node | None = yaml.compose(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise LanguageError(path.name, line, "", str(getattr(error, "problem", error))) from error
    return tree


def plain(node: yaml.Node | None, path: Path) -> Any:
    """The tree as dicts, lists and strings. A key that stands twice is refused: words would vanish."""
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if key.value in found:
                raise LanguageError(
                    path.name, key.start_mark.line + 1, str(key.value), "this key stands twice"
                )
            found[key.value] = plain(value, path)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [plain(value, path) for value in node.value]
    return None if node is None else node.value


def line_of(node: yaml.Node | None, where: tuple[int | str, ...]) -> int:
    """The line, from 1, of the key or item at this place of the tree, or of the nearest one around it."""
    line = 1
    for key in where:
        if node is None:
            break
        line = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == str(key)), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line + 1
    return line
