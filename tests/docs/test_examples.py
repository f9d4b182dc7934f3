"""The conversations in the documents, held with a real simulated home."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.app import build
from bot.options import RunOptions
from tests.docs.test_docs import DOCS, ROOT, read
from tests.end_to_end.conftest import Family, settings_for

SAID = re.compile(r"^\$ jipsa say (?:--as (\w+) )?(.+)\n(.+)$", re.MULTILINE)
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def examples() -> list[tuple[str, str, str]]:
    """(person, what is said, what is answered) of the pages, each in a chat of its own."""
    users = read(DOCS / "users.md")
    found = [
        (who or "mom", text, reply) for who, text, reply in SAID.findall(read(ROOT / "README.md") + users)
    ]
    table = users.partition("## What it never takes for a command")[2].partition("\n## ")[0]
    return found + [
        ("mom", text, reply) for text, reply in ROW.findall(table) if text not in ("you say", "---")
    ]


@pytest.fixture
async def family(tmp_path: Path) -> AsyncIterator[Family]:
    """A running home with its simulated appliances."""
    async with AsyncExitStack() as stack:
        options = RunOptions(state_dir=tmp_path / "state", port=0, chat=False)
        yield Family(await build(settings_for(tmp_path), options, stack))


async def test_the_home_answers_as_the_documents_say(family: Family) -> None:
    said = examples()
    assert len(said) > 8
    different = []
    for number, (who, text, reply) in enumerate(said):
        answer = await family.say(text, sender=who, chat=f"chat-{number}")
        if (told := " ".join(one.text for one in answer.replies)) != reply:
            different.append(f"{text}: {told!r}, not {reply!r}")
    assert different == []
