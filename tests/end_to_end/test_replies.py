"""Talks of a family with the whole house, by table: what it does, and the very words it says."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
import yaml

from bot.app import build
from bot.message import Answer
from bot.options import RunOptions
from tests.end_to_end.conftest import Family, settings_for, settled
from tests.end_to_end.replies import Reset, told

TABLES = Path(__file__).parent.parent / "sentences"


@dataclass(frozen=True)
class Talk:
    """One row: turns of one person in a chat of its own."""

    id: str
    person: str
    turns: tuple[dict[str, object], ...]


@dataclass
class House:
    """One home for all rows, put back to its beginning before each."""

    family: Family
    reset: Reset


def talks(language: str) -> list[Talk]:
    """The rows of every table of this language."""
    found = []
    for path in sorted(TABLES.glob(f"replies*_{language}.yaml")):
        part = path.stem.removeprefix("replies_").removesuffix(language).strip("_")
        name = f"{language}-{part}" if part else language
        for at, row in enumerate(yaml.safe_load(path.read_text("utf-8"))):
            last = row["turns"][-1]["say"]
            found.append(Talk(f"{name}-{at}-{last}", row.get("person", "mom"), tuple(row["turns"])))
    return found


TALKS = [*talks("ko"), *talks("en"), *talks("ja")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        settings = settings_for(tmp_path_factory.mktemp("replies"))
        family = await settled(await build(settings, RunOptions(port=0), stack))
        yield House(family, Reset(family))


def differences(answer: Answer, turn: dict[str, object]) -> list[str]:
    """What is otherwise than this row says."""
    text = " ".join(reply.text for reply in answer.replies)
    wanted = str(turn.get("reply", text))
    is_pattern = len(wanted) > 1 and wanted.startswith("/") and wanted.endswith("/")
    said = re.fullmatch(wanted[1:-1], text) is not None if is_pattern else text == wanted
    facts = [
        (said, f"said {text!r}, not {wanted!r}"),
        (answer.outcome == turn["outcome"], f"{answer.outcome}, not {turn['outcome']}"),
        (
            (done := [told(one) for one in answer.commands]) == (turn.get("commands") or []),
            f"did {done}, not {turn.get('commands') or []}",
        ),
        (all(len(reply.short) <= 40 for reply in answer.replies), "a short form is too long"),
    ]
    return [f"{turn['say']!r}: {why}" for right, why in facts if not right]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("talk", TALKS, ids=[talk.id for talk in TALKS])
async def test_a_talk(house: House, talk: Talk) -> None:
    await house.reset()
    for turn in talk.turns:
        answer = await house.family.say(
            str(turn["say"]), sender=str(turn.get("person", talk.person)), chat=talk.id
        )
        assert not differences(answer, turn)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_capability_is_in_the_table(language: str) -> None:
    acts = {
        str(command).split()[1]
        for talk in talks(language)
        for turn in talk.turns
        for command in turn.get("commands") or ()  # type: ignore[attr-defined]
    }
    capabilities = {act.partition(".")[0] for act in acts}
    assert capabilities >= {
        "power", "run_control", "program", "temperature", "humidity", "mode", "fan_speed", "level", "colour",
        "colour_temperature", "volume", "channel", "source", "position", "valve", "lock",
    }  # fmt: skip
