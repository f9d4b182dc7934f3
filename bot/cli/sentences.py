"""Tables of sentences and what they must mean: read, compared, told."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.config_errors import ConfigError
from bot.errors import UserError
from bot.strict_yaml import read
from nlu.meaning_line import meaning_line

Explain = Callable[[str], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence and its meaning."""

    sentence: str
    meaning: str
    # as `meaning_line` writes it, or only the name of an intent that must be in it
    where: str
    # file and line


def table(path: Path) -> list[Row]:
    """The rows "sentence: meaning" of a file; raises UserError with file and line."""
    try:
        document = read(path)
    except ConfigError as error:
        raise UserError(str(error)) from error
    rows = []
    for sentence, meaning in document.data.items():
        line = document.line((sentence,))
        if not isinstance(meaning, str):
            raise UserError(
                f'{path}, line {line}: "{sentence}" needs one text behind its colon: its meaning.'
            )
        rows.append(Row(str(sentence), meaning, f"{path}, line {line}"))
    return rows


def examples() -> Iterator[Row]:
    """The sentences of the intent files: each must mean at least its own intent. Raises LanguageError."""
    from nlu.engine import INTENTS
    from nlu.examples import load_training

    for example in load_training(INTENTS).examples:
        yield Row(example.text, example.intent, f"{example.file}, line {example.line}")


async def differing(rows: list[Row], explain: Explain) -> list[str]:
    """A line for each sentence that means something else here."""
    lines = []
    for row in rows:
        understanding = await explain(row.sentence)
        meant = meaning_line(understanding)
        names = [one["name"] for one in understanding.get("intents", ())]
        if row.meaning != meant and row.meaning not in names:
            lines.append(f'{row.where}: "{row.sentence}" means {meant}, not {row.meaning}')
    return lines
