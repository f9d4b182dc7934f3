"""Sentences taught by a tap, a page or a chat: one file, in which what people wrote stays."""

import asyncio

import pytest

from bot.desk.lessons import FILE, Lessons
from nlu.examples import load_training
from tests.bot.desk.conftest import HEAD, Folder, Joined


async def begun(folder: Folder) -> Lessons:
    words = folder.words()
    lessons = Lessons(await folder.join(words, Joined()))
    await words.reload()
    return lessons


def lines(folder: Folder) -> list[tuple[str, str]]:
    return [(one.intent, one.written) for one in load_training(folder.path).examples]


async def test_lessons_are_one_tidy_file(folder: Folder) -> None:
    lessons = await begun(folder)
    assert await lessons.taught("power.turn_off", "[거실](area) 재워", "mom")
    assert await lessons.taught("power.turn_on", "깨워", "mom")
    assert await (await begun(folder)).taught("power.turn_off", "재워 줘", "mom")
    assert lines(folder) == [
        ("power.turn_off", "[거실](area) 재워"), ("power.turn_off", "재워 줘"), ("power.turn_on", "깨워"),
    ]  # fmt: skip
    assert [one.name for one in folder.path.iterdir()] == [FILE]


async def test_the_same_twice_stands_once(folder: Folder) -> None:
    lessons = await begun(folder)
    assert await lessons.taught("power.turn_off", "재워", "mom")
    assert await lessons.taught("power.turn_off", "재워", "dad")
    assert lines(folder) == [("power.turn_off", "재워")]


async def test_many_at_once_are_all_kept(folder: Folder) -> None:
    lessons = await begun(folder)
    done = await asyncio.gather(
        *(lessons.taught("power.turn_off", f"{'재워 ' * n}버려", "mom") for n in range(1, 13))
    )
    assert all(done) and len(lines(folder)) == 12


@pytest.mark.parametrize("indent", ["", "  ", "    "])
async def test_what_people_wrote_in_the_file_stays(folder: Folder, indent: str) -> None:
    item = f"{indent}- intent: power.turn_on\n{indent}  examples: |\n{indent}    - 깨워\n"
    word = f"{indent}- synonym: tv\n{indent}  examples: |\n{indent}    - 바보상자\n"
    own = f"# 우리 집 말\n{HEAD}{item}{word}# 끝\n"
    folder.save(own, FILE)
    lessons = await begun(folder)
    assert await lessons.taught("power.turn_off", "재워", "mom")
    assert await lessons.taught("power.turn_off", "재워 줘", "mom")
    assert (folder.path / FILE).read_text().startswith(own.rstrip())
    assert lines(folder) == [
        ("power.turn_on", "깨워"),
        ("power.turn_off", "재워"),
        ("power.turn_off", "재워 줘"),
    ]
    assert load_training(folder.path).synonyms == (("바보상자", "tv"),)


async def test_sentences_of_other_files_stay_there(folder: Folder) -> None:
    folder.save(f"{HEAD}- intent: power.turn_on\n  examples: |\n    - 깨워\n")
    assert await (await begun(folder)).taught("power.turn_off", "재워", "mom")
    assert "깨워" not in (folder.path / FILE).read_text()


@pytest.mark.parametrize("text", ["{", "", f"{HEAD}- intent: [a]\n"])
async def test_where_nothing_can_be_added_nothing_is_changed(folder: Folder, text: str) -> None:
    folder.save(text, FILE)
    lessons = await begun(folder)
    done = await lessons.taught("power.turn_off", "재워", "mom")
    assert done == (text == ""), "an empty file is a fresh one"
    assert done or (folder.path / FILE).read_text() == text


async def test_a_folder_that_cannot_be_written_is_said(folder: Folder) -> None:
    folder.path.write_text("a file")
    assert not await (await begun(folder)).taught("power.turn_off", "재워", "mom")
