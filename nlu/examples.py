"""Training examples in Rasa's YAML format (version "3.1"), as admins write them in `intents/*.yml`."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from nlu.errors import LanguageError
from nlu.language import compose, plain

_ANNOTATION = re.compile(r"\[([^\]]+)\](?:\(([^)]+)\)|\{([^}]+)\})")


@dataclass(frozen=True, slots=True)
class Annotation:
    """A marked piece of an example: [tv](appliance_type), [movies]{"entity": "mode", "value": "movie"}."""

    start: int
    end: int
    entity: str
    value: str | None = None
    # what the piece stands for, when it is not what the words themselves mean


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence that means an intent."""

    intent: str
    text: str
    annotations: tuple[Annotation, ...]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Training:
    """What all files of a folder teach."""

    examples: tuple[Example, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()
    # word → value: a type, an area, a mode, or the id of an appliance


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid")

    intent: str | None = None
    synonym: str | None = None
    examples: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: str
    nlu: list[_Item]


def load_training(folder: Path) -> Training:
    """Examples and synonyms of all `*.yml` files in the folder. Raises LanguageError with file and line."""
    examples: list[Example] = []
    synonyms: list[tuple[str, str]] = []
    for path in sorted(folder.glob("*.yml")):
        tree = compose(path)
        text = path.read_text(encoding="utf-8")
        try:
            data = _File.model_validate(plain(tree, path))
        except ValidationError as error:
            first = error.errors()[0]
            raise LanguageError(path.name, 1, ".".join(map(str, first["loc"])), first["msg"]) from error
        lines = text.splitlines()
        for item in data.nlu:
            for raw in item.examples.splitlines():
                if not raw.strip():
                    continue
                line = next((n for n, other in enumerate(lines, 1) if raw.strip() == other.strip()), 1)
                if not raw.strip().startswith("- "):
                    raise LanguageError(path.name, line, "examples", "every example begins with '- '")
                sentence = raw.strip()[2:].strip()
                if item.synonym is not None:
                    synonyms.append((sentence, item.synonym))
                elif item.intent is not None:
                    examples.append(_example(item.intent, sentence, path.name, line))
    return Training(tuple(examples), tuple(synonyms))


def _example(intent: str, sentence: str, file: str, line: int) -> Example:
    text, annotations, last = "", [], 0
    for match in _ANNOTATION.finditer(sentence):
        text += sentence[last : match.start()]
        entity, value = match[2], None
        if match[3] is not None:
            fields = yaml.safe_load("{" + match[3] + "}")
            if not isinstance(fields, dict) or "entity" not in fields:
                raise LanguageError(file, line, sentence, 'write [words]{"entity": "mode", "value": "movie"}')
            entity, value = str(fields["entity"]), fields.get("value")
        start = len(text)
        text += match[1]
        annotations.append(Annotation(start, len(text), entity, None if value is None else str(value)))
        last = match.end()
    return Example(intent, text + sentence[last:], tuple(annotations), file, line)
