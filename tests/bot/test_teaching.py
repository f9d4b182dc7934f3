"""Sentences taught by a tap: one file, in which what people wrote stays."""

import asyncio
from pathlib import Path

import pytest

from bot.teaching import FILE, Teaching
from nlu.examples import Example, load_training

HEAD = 'version: "3.1"\nnlu:\n'


class Taught:
    """What became understood."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def __call__(self, example: Example) -> None:
        self.texts.append(example.text)


def lines(folder: Path) -> list[tuple[str, str]]:
    return [(one.intent, one.written) for one in load_training(folder).examples]


async def test_lessons_are_one_tidy_file(tmp_path: Path) -> None:
    live, folder = Taught(), tmp_path / "intents"
    teaching = Teaching(folder, live)
    assert await teaching.teach("power.turn_off", "[거실](area) 재워")
    assert await teaching.teach("power.turn_on", "깨워")
    assert await Teaching(folder, live).teach("power.turn_off", "재워 줘")
    assert lines(folder) == [
        ("power.turn_off", "[거실](area) 재워"), ("power.turn_off", "재워 줘"), ("power.turn_on", "깨워"),
    ]  # fmt: skip
    assert live.texts == ["거실 재워", "깨워", "재워 줘"]
    assert [one.name for one in folder.iterdir()] == [FILE]


async def test_the_same_twice_stands_once(tmp_path: Path) -> None:
    live = Taught()
    teaching = Teaching(tmp_path, live)
    assert await teaching.teach("power.turn_off", "재워") and await teaching.teach("power.turn_off", "재워")
    assert lines(tmp_path) == [("power.turn_off", "재워")]


async def test_many_at_once_are_all_kept(tmp_path: Path) -> None:
    teaching = Teaching(tmp_path, Taught())
    done = await asyncio.gather(*(teaching.teach("power.turn_off", f"재워 {n}") for n in range(20)))
    assert all(done) and len(lines(tmp_path)) == 20


@pytest.mark.parametrize("indent", ["", "  ", "    "])
async def test_what_people_wrote_in_the_file_stays(tmp_path: Path, indent: str) -> None:
    item = f"{indent}- intent: power.turn_on\n{indent}  examples: |\n{indent}    - 깨워\n"
    word = f"{indent}- synonym: tv\n{indent}  examples: |\n{indent}    - 바보상자\n"
    own = f"# 우리 집 말\n{HEAD}{item}{word}# 끝\n"
    (tmp_path / FILE).write_text(own)
    teaching = Teaching(tmp_path, Taught())
    assert await teaching.teach("power.turn_off", "재워")
    assert await teaching.teach("power.turn_off", "재워 줘")
    text = (tmp_path / FILE).read_text()
    assert text.startswith(own.rstrip())
    assert lines(tmp_path) == [
        ("power.turn_on", "깨워"),
        ("power.turn_off", "재워"),
        ("power.turn_off", "재워 줘"),
    ]
    assert load_training(tmp_path).synonyms == (("바보상자", "tv"),)


async def test_sentences_of_other_files_stay_there(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text(f"{HEAD}- intent: power.turn_on\n  examples: |\n    - 깨워\n")
    assert await Teaching(tmp_path, Taught()).teach("power.turn_off", "재워")
    assert "깨워" not in (tmp_path / FILE).read_text()


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "nlu:\n- intent: power.turn_on\n  examples: |\n    - 깨워\nversion: '3.1'\n",
        f"{HEAD[:-1]} [{{intent: power.turn_on, examples: '- 깨워'}}]\n",
    ],
)
async def test_where_nothing_can_be_added_nothing_is_changed(tmp_path: Path, text: str) -> None:
    live = Taught()
    (tmp_path / FILE).write_text(text)
    assert not await Teaching(tmp_path, live).teach("power.turn_off", "재워")
    assert (tmp_path / FILE).read_text() == text and live.texts == []


async def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    live = Taught()
    (tmp_path / "file").write_text("")
    assert not await Teaching(tmp_path / "file" / "intents", live).teach("power.turn_off", "재워")
    assert live.texts == []
