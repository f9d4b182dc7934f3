"""Tables of sentences and what they must mean: read, and compared with what a home makes of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.cli.api import Api, Target
from bot.config_errors import ConfigError
from bot.errors import UserError
from bot.strict_yaml import read
from nlu.meaning_line import meaning_line
from nlu.own import OwnTest


def table(path: Path) -> list[OwnTest]:
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
        rows.append(OwnTest(str(sentence), meaning, str(path), line or 0))
    return rows


def examples() -> Iterator[OwnTest]:
    """The sentences of the intent files: each must mean at least its own intent. Raises LanguageError."""
    from nlu.engine import INTENTS
    from nlu.examples import load_training

    for example in load_training(INTENTS).examples:
        yield OwnTest(example.text, example.intent, example.file, example.line)


async def compared(rows: list[OwnTest], target: Target, person: str | None) -> dict[str, Any]:
    """A verdict, as the API has it, on sentences that must mean these things in a home. Raises UserError.

    A meaning is as `meaning_line` writes it, or only the name of an intent that must be in it.
    """
    failed = []
    async with Api(target) as api:
        who = await api.person(person)
        for row in rows:
            understanding = await api.explain(row.say, who)
            means = meaning_line(understanding)
            names = [one["name"] for one in understanding.get("intents", ())]
            if row.means != means and row.means not in names:
                failed.append(
                    {"say": row.say, "means": means, "wanted": row.means, "file": row.file, "line": row.line}
                )
    why = "tests" if failed else None
    return {"why": why, "faults": [], "findings": [], "failed": failed, "tests": len(rows)}
