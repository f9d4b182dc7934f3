"""Slash commands: words of a menu that stand for a sentence in each language."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import cast

from bot.config_errors import ConfigError
from bot.languages import languages
from bot.message import Language
from bot.strict_yaml import Document, read

MENU_LIMIT = 60
"""Characters of a line in a menu."""

FIELDS = {"menu", "says", "given"}

_TYPED = re.compile(r"\s*/([A-Za-z][A-Za-z0-9_]*)(?:@\w+)?(?:\s+(.*\S))?\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """One word behind a slash."""

    name: str
    menu: Mapping[Language, str]
    # what it does, for menus: at most 60 characters
    says: Mapping[Language, str]
    # the sentence it stands for
    given: Mapping[Language, str]
    # … with the words behind it in the place of {}; empty: they are not looked at


def load_commands() -> tuple[Command, ...]:
    """Those that ship, in the order of the menu; raises ConfigError when the file is broken."""
    with as_file(files("bot") / "commands.yaml") as path:
        return commands_from(read(path))


def commands_from(document: Document) -> tuple[Command, ...]:
    """The commands of a parsed file; raises ConfigError with the key that is wrong."""
    return tuple(_command(document, name) for name in document.data)


def sentence_for(
    text: str,
    commands: Iterable[Command],
    language: Language,
    language_of: Callable[[str], Language] | None = None,
) -> str | None:
    """The sentence that "/word …" stands for, in this language or the first there is.

    language_of: tells the language of the words behind it, which then counts.
    "" when there is no such command; None when the text is no command at all.
    """
    typed = _TYPED.fullmatch(text)
    if typed is None:
        return None
    found = next((one for one in commands if one.name == typed[1].lower()), None)
    if found is None:
        return ""
    if typed[2] and found.given:
        spoken = language if language_of is None else language_of(typed[2])
        return _in(found.given, spoken).replace("{}", typed[2])
    return _in(found.says, language)


def _in(texts: Mapping[Language, str], language: Language) -> str:
    return texts.get(language) or next(iter(texts.values()))


def _command(document: Document, name: str) -> Command:
    fields = document.data[name]
    if not isinstance(fields, dict) or not {"menu", "says"} <= set(fields) <= FIELDS:
        raise _error(document, (name,), "A command has menu and says, and may have given.")
    for field, texts in fields.items():
        spoken = isinstance(texts, dict) and set(texts) <= set(languages()) and texts
        if not spoken or not all(isinstance(text, str) and text for text in texts.values()):
            raise _error(
                document, (name, field), f"Here must stand texts by language: {', '.join(languages())}."
            )
        for language, text in texts.items():
            if field == "menu" and len(text) > MENU_LIMIT:
                raise _error(
                    document, (name, field, language), f"This is longer than {MENU_LIMIT} characters."
                )
            if field == "given" and text.count("{}") != 1:
                raise _error(document, (name, field, language), "{} must stand in it once.")
    made = cast("dict[str, Mapping[Language, str]]", fields)
    return Command(name, made["menu"], made["says"], made.get("given", {}))


def _error(document: Document, path: tuple[str, ...], sentence: str) -> ConfigError:
    return ConfigError(document.file, document.line(path), ".".join(path), sentence)
