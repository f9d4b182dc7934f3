"""The conversations in the documents, held with a real simulated home."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.app import build
from bot.options import RunOptions
from tests.docs.test_docs import DOCS, ROOT, read
from tests.end_to_end.conftest import Family, settings_for, settled

SAID = re.compile(r"^\$ jipsa say (?:--as (\w+) )?(.+)\n(.+)$", re.MULTILINE)
FENCE = re.compile(r"^ *```\n( *> .+?)^ *```$", re.MULTILINE | re.DOTALL)
TURN = re.compile(r"^> (.+)\n([^>\n].*)$", re.MULTILINE)
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


def conversations() -> list[tuple[str, list[tuple[str, str]]]]:
    """(person, what is said and answered in turn) of each talk in the page for users, in its order."""
    found = []
    for part in re.split(r"^#+ ", read(DOCS / "users.md"), flags=re.MULTILINE):
        who = "child" if part.startswith("Asking an adult") else "mom"
        found += [
            (who, TURN.findall(re.sub(r"^  ", "", talk, flags=re.MULTILINE))) for talk in FENCE.findall(part)
        ]
    quiet = read(DOCS / "users.md").partition("**Be quiet**")[2].partition("\n**")[0]
    return [*found, ("mom", [row for row in ROW.findall(quiet) if row[0][0] > "z"])]


def said_as(reply: str) -> str:
    """A pattern for the first line of an answer: times and codes differ, … stands for more words."""
    pattern = re.escape(re.sub(r"^\W+ \w+: ", "…", reply)).replace("…", ".*")
    pattern = re.sub(r"(오늘\\ )?(오전|오후)\\ \d+:\d\d", r".{1,9} \\d+:\\d\\d", pattern)
    pattern = re.sub(r"\d+분\\ 남", r"\\d+분 남", pattern)
    return re.sub(r"\b[A-Z0-9]{8}\b", "[A-Z0-9]{8}", pattern)


@pytest.fixture
async def family(tmp_path: Path) -> AsyncIterator[Family]:
    """A running home with its simulated appliances."""
    async with AsyncExitStack() as stack:
        options = RunOptions(state_dir=tmp_path / "state", port=0, chat=False)
        yield await settled(await build(settings_for(tmp_path), options, stack))


async def test_the_home_answers_as_the_documents_say(family: Family) -> None:
    said = examples()
    assert len(said) > 8
    different = []
    for number, (who, text, reply) in enumerate(said):
        answer = await family.say(text, sender=who, chat=f"chat-{number}")
        if (told := " ".join(one.text for one in answer.replies)) != reply:
            different.append(f"{text}: {told!r}, not {reply!r}")
    assert different == []


async def test_the_talks_in_the_page_for_users_are_held(family: Family) -> None:
    talks = conversations()
    assert sum(len(turns) for _, turns in talks) > 15 and all(turns for _, turns in talks)
    different = []
    for number, (who, turns) in enumerate(talks):
        for text, reply in turns:
            answer = await family.say(text, sender=who, chat=f"talk-{number}")
            told = answer.replies[0].text.split("\n")[0]
            if not re.fullmatch(said_as(reply), told):
                different.append(f"{text}: {told!r}, not {reply!r}")
    assert different == []
