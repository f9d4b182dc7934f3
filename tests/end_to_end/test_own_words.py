"""The folder of a home's own words: live when a file is saved, unharmed when one is broken."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.app import build
from bot.conversation.pending import Conversation
from bot.house import Check, HouseEvent
from bot.message import Answer
from bot.options import RunOptions
from nlu.understanding import Understanding
from tests.end_to_end.conftest import Family, settings_for
from tests.support.house import House, wait_for
from tests.support.waiting import until

HEAD = 'version: "3.1"\nnlu:\n'
PHRASE = "거실 조명 좀 잠재워 줘"
OTHER = "거실 조명 좀 재워 버려"
BROKEN = HEAD + "- intent: power.turn_off\n\texamples: |\n    - x\n"
LIVE_WITHIN_S = 30.0
"""A bound for a busy machine; it is a second on an idle one."""


def lesson(*sentences: str, intent: str = "power.turn_off") -> str:
    return f"{HEAD}- intent: {intent}\n  examples: |\n" + "".join(f"    - {one}\n" for one in sentences)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "intents"


def save(folder: Path, text: str | bytes, name: str = "own.yml") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def read(family: Family, text: str) -> Understanding:
    """What it means now, asked without a message, which would act."""
    pipeline = family.home.steward._pipeline
    return pipeline.understand(text, Conversation(), family.home.steward._people["mom"])


def knows(family: Family, text: str, intent: str = "power.turn_off") -> bool:
    return [one.name for one in read(family, text).intents] == [intent]


async def words_line(family: Family) -> Check:
    return next(one for one in await family.home.steward.health() if one.name == "own words")


async def broken(family: Family) -> Check:
    """The line of health, once it is not fine."""
    line = await words_line(family)
    for _ in range(3000):
        if not line.ok:
            break
        await asyncio.sleep(0.01)
        line = await words_line(family)
    return line


class Told:
    """What owners hear about their files."""

    def __init__(self, family: Family) -> None:
        self._events: AsyncIterator[HouseEvent] = family.home.steward.events()

    async def next(self) -> HouseEvent:
        async with asyncio.timeout(LIVE_WITHIN_S):
            async for event in self._events:
                if event.kind == "answer" and str(event.data["id"]).startswith("house-"):
                    return event
        raise AssertionError("the house ended")


async def test_a_saved_phrase_works_at_once(family: Family, folder: Path) -> None:
    puzzled = await family.say(PHRASE)
    assert not puzzled.commands
    save(folder, lesson(PHRASE))
    await until(lambda: knows(family, PHRASE), LIVE_WITHIN_S)
    await family.say("거실 불 켜줘")
    done = await family.say(PHRASE)
    assert [(one.appliance, one.action, one.result) for one in done.commands] == [
        ("light-living", "turn_off", "confirmed")
    ]
    assert "1 file, 1 sentence, 0 words, in " in (await words_line(family)).text
    (folder / "own.yml").unlink()
    await until(lambda: not knows(family, PHRASE), LIVE_WITHIN_S)


async def test_a_saved_synonym_works_at_once(family: Family, folder: Path) -> None:
    save(
        folder,
        f"{HEAD}- synonym: light-living\n  examples: |\n    - 왕별\n- synonym: tv\n  examples: |\n    - 바보상자\n",
    )
    await until(lambda: read(family, "왕별 꺼줘").intents[0].one("appliance"), LIVE_WITHIN_S)
    await family.say("왕별 켜줘")
    done = await family.say("왕별 꺼줘")
    assert [(one.appliance, one.action) for one in done.commands] == [("light-living", "turn_off")]
    done = await family.say("바보상자 켜줘")
    assert {one.appliance_type for one in done.commands} == {"tv"}


async def test_a_broken_file_changes_nothing_and_is_told_once(family: Family, folder: Path) -> None:
    save(folder, lesson(PHRASE))
    await until(lambda: knows(family, PHRASE), LIVE_WITHIN_S)
    told = Told(family)
    save(folder, BROKEN)
    line = await broken(family)
    assert f"{folder}: own.yml, line 4, column 1" in line.text and "tab" in line.text and line.optional
    assert knows(family, PHRASE), "the last good words go on"
    event = await told.next()
    assert event.person == "mom" and not event.group
    assert "own.yml" in str(event.data["replies"]) and "4번째 줄" in str(event.data["replies"])
    save(folder, BROKEN)
    save(folder, lesson(OTHER))
    await until(lambda: knows(family, OTHER), LIVE_WITHIN_S)
    assert "괜찮아요" in str((await told.next()).data["replies"]), "nothing was told between"
    assert (await words_line(family)).ok and not knows(family, PHRASE)


async def test_a_start_with_a_broken_file_uses_the_last_good_one(tmp_path: Path, folder: Path) -> None:
    save(folder, lesson(PHRASE))
    async with AsyncExitStack() as stack:
        assert knows(Family(await build(settings_for(tmp_path), RunOptions(port=0), stack)), PHRASE)
    save(folder, BROKEN)
    async with AsyncExitStack() as stack:
        family = Family(await build(settings_for(tmp_path), RunOptions(port=0), stack))
        assert any("own.yml, line 4" in note for note in family.home.notes)
        assert not (await words_line(family)).ok
        assert knows(family, PHRASE)
        save(folder, lesson(OTHER))
        await until(lambda: knows(family, OTHER), LIVE_WITHIN_S)
        assert (await words_line(family)).ok and not knows(family, PHRASE)


async def test_a_first_start_with_a_broken_file_is_a_house_too(tmp_path: Path, folder: Path) -> None:
    save(folder, "\0\1\2 no yaml at all".encode("utf-16"))
    async with AsyncExitStack() as stack:
        family = Family(await build(settings_for(tmp_path), RunOptions(port=0), stack))
        assert (await family.say("거실 불 켜줘")).commands
        assert "UTF-16" in (await words_line(family)).text


async def test_a_folder_named_by_the_config_may_come_later(tmp_path: Path) -> None:
    folder = tmp_path / "nas" / "words"
    settings = settings_for(tmp_path, nlu={"intents": str(folder)})
    async with AsyncExitStack() as stack:
        family = Family(await build(settings, RunOptions(port=0), stack))
        line = await words_line(family)
        assert not line.ok and str(folder) in line.text and "nlu.intents" in line.text
        save(folder, lesson(PHRASE))
        await until(lambda: knows(family, PHRASE), LIVE_WITHIN_S)
        assert (await words_line(family)).ok


async def write_slowly(file: Path, text: str) -> None:
    """Half of it, and a moment later the rest: as a slow drive does."""
    raw = text.encode()
    with file.open("wb", buffering=0) as stream:
        for part in (raw[: len(raw) // 2], raw[len(raw) // 2 :]):
            stream.write(part)
            await asyncio.sleep(0.02)


async def test_messages_and_changes_at_once(family: Family, folder: Path) -> None:
    """50 messages a second while files change 100 times: each is answered, and by one whole version."""
    sentences = [f"zorbel {'quandle ' * n}frump" for n in range(1, 21)]
    versions = ("social.greet", "social.thanks")
    save(folder, lesson(*sentences, intent=versions[0]))
    await until(lambda: knows(family, sentences[-1], versions[0]), LIVE_WITHIN_S)
    answers: list[asyncio.Task[Answer]] = []
    over = asyncio.Event()

    async def speak() -> None:
        while not over.is_set():
            text = sentences[len(answers) * 7 % len(sentences)]
            answers.append(asyncio.create_task(family.say(text, chat=f"chat-{len(answers) % 10}")))
            await asyncio.sleep(0.02)

    speaking = asyncio.create_task(speak())
    for n in range(100):
        text = BROKEN if n % 5 == 3 else lesson(*sentences, intent=versions[n // 5 % 2])
        await write_slowly(folder / "own.yml", text)
        if n % 5 == 4:
            wanted = versions[n // 5 % 2]
            await until(lambda wanted=wanted: knows(family, sentences[-1], wanted), LIVE_WITHIN_S * 2)
    over.set()
    await speaking
    said = [await one for one in answers]
    meant = Counter(" ".join(one["name"] for one in answer.understood.intents) for answer in said)
    assert set(meant) == set(versions), meant
    assert min(meant.values()) > 100
    assert {answer.outcome for answer in said} == {"answered"}


def test_the_house_as_people_run_it(tmp_path: Path) -> None:
    """The process, its API and `jipsa doctor`."""
    folder = tmp_path / "state" / "intents"
    with House(tmp_path) as house:
        assert house.say(PHRASE)["outcome"] == "not_understood"
        save(folder, lesson(PHRASE))
        wait_for(lambda: "1 file" in house.jipsa("doctor").stdout, LIVE_WITHIN_S * 4)
        house.say("거실 불 켜줘")
        assert [one["action"] for one in house.say(PHRASE)["commands"]] == ["turn_off"]
        save(folder, BROKEN)
        wait_for(lambda: "BAD  own words" in house.jipsa("doctor").stdout, LIVE_WITHIN_S * 4)
        assert "own.yml, line 4, column 1" in house.jipsa("doctor").stdout
        assert house.http.get("/readyz").status_code == 200, "the home serves without its new words"
        house.say("거실 불 켜줘")
        assert [one["action"] for one in house.say(PHRASE)["commands"]] == ["turn_off"]
        assert house.log.read_text().count("own.yml, line 4") == 1
        house.end()
        house.start()
        assert "own.yml, line 4" in house.output.read_text()
        house.say("거실 불 켜줘")
        assert [one["action"] for one in house.say(PHRASE)["commands"]] == ["turn_off"]
