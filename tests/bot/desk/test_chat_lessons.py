"""Phrases taught by chat: live at once, or a reason in plain words."""

from collections.abc import Mapping

import pytest

from bot.desk.changes import Changes
from bot.desk.chat_lessons import ChatLessons
from bot.desk.lessons import FILE, Lessons
from bot.desk.own_words import OwnWords
from nlu.engines.base import Focus
from tests.bot.desk.conftest import HOME, Folder, Joined, meaning


async def begun(folder: Folder, *heard: str) -> tuple[OwnWords, ChatLessons, Changes]:
    words = folder.words()
    changes = await folder.join(words, Joined(heard))

    def means(text: str) -> str:
        read = words.engine.understand(text, HOME, Focus())
        return " ".join(f"{one.name} {one.one('appliance_type')}" for one in read.intents)

    return words, ChatLessons(Lessons(changes), changes, means), changes


async def test_a_phrase_is_learned_and_forgotten(folder: Folder) -> None:
    words, lessons, changes = await begun(folder)
    taught = await lessons.teach_phrase("달려라 바보상자", "티비 켜", "mom")
    assert taught.why is None and taught.version == changes.versions.all()[0].id
    assert meaning(words, "달려라 바보상자") == "power.turn_on"
    assert lessons.meaning("달려라 바보상자") == "티비 켜" and lessons.meaning("바보") is None
    assert (await lessons.teach_phrase("달려라 바보상자", "티비 켜", "mom")).why == "already"
    assert (await lessons.teach_phrase("달려라 바보상자", "티비 꺼", "mom")).why is None, (
        "it may mean something else now"
    )
    assert meaning(words, "달려라 바보상자") == "power.turn_off"
    assert (await lessons.forget_phrase("달려라 바보상자", "mom")).why is None
    assert meaning(words, "달려라 바보상자") == ""
    assert (await lessons.forget_phrase("달려라 바보상자", "mom")).why == "unknown"


async def test_undo(folder: Folder) -> None:
    words, lessons, _ = await begun(folder)
    taught = await lessons.teach_phrase("달려라 바보상자", "티비 켜", "mom")
    assert taught.version is not None
    assert (await lessons.undo(taught.version, "mom")).why is None and meaning(words, "달려라 바보상자") == ""
    assert (await lessons.undo(taught.version, "mom")).why == "conflict", "something came after it"
    assert (await lessons.undo("nothing", "mom")).why == "unknown"


@pytest.mark.parametrize(
    ("phrase", "says", "why"),
    [
        ("달려라 바보상자", "어쩌고 저쩌고", "not_understood"),
        ("티비 꺼", "현관문 열어", "everyday"),
        ("티비 켜", "텔레비전 켜 줘", "already"),
        ("응", "티비 켜", "everyday"),
        ("달려라 바보상자", "티비 켜지 마", "not_understood"),
    ],
)
async def test_what_is_not_learned(folder: Folder, phrase: str, says: str, why: str) -> None:
    words, lessons, changes = await begun(folder)
    before = words.engine.engines
    taught = await lessons.teach_phrase(phrase, says, "mom")
    assert taught.why == why, taught
    assert words.engine.engines is before and not (folder.path / FILE).exists()
    assert len(changes.versions.all()) == 1


async def test_a_phrase_of_somebodys_own_file_is_theirs(folder: Folder) -> None:
    folder.save('version: "3.1"\ncommands:\n- name: zorbel\n  steps: |\n    - turn on the tv\n')
    _, lessons, _ = await begun(folder)
    assert (await lessons.teach_phrase("zorbel", "turn off the tv", "mom")).why == "elsewhere"
    assert (await lessons.forget_phrase("zorbel", "mom")).why == "unknown"


@pytest.mark.parametrize(
    ("files", "why", "sentence"),
    [
        ({"a.yml": 'version: "3.1"\ntests:\n- say: 달려라\n  means: nothing\n'}, "tests", "달려라"),
        ({FILE: "{"}, "broken", ""),
    ],
)
async def test_what_stands_in_the_way(
    folder: Folder, files: Mapping[str, str], why: str, sentence: str
) -> None:
    for name, text in files.items():
        folder.save(text, name)
    _, lessons, _ = await begun(folder)
    taught = await lessons.teach_phrase("달려라", "티비 켜", "mom")
    assert (taught.why, taught.sentence) == (why, sentence)


async def test_it_must_not_make_a_sentence_of_late_risky(folder: Folder) -> None:
    words = folder.words()
    changes = await folder.join(words, Joined(("zorbel frump",), risky="power"))
    lessons = ChatLessons(Lessons(changes), changes, lambda _: "")
    taught = await lessons.teach_phrase("zorbel frump", "티비 켜", "mom")
    assert (taught.why, taught.sentence) == ("risky", "zorbel frump")
