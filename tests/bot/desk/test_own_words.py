"""Own words: whole or not at all, the last good ones while a file is broken, and every fault told once."""

import asyncio
import random
import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.own_words import OwnWords, Trouble
from bot.desk.words_folder import MOST
from nlu.engine import Engines
from nlu.engines.base import Focus
from nlu.engines.examples import ExamplesEngine
from nlu.examples import load_training
from tests.bot.desk.conftest import HEAD, HOME, Folder, Joined, lesson, meaning

SENTENCES = ("zorbel frump", "quandle wix", "요정아 뿅뿅", "반짝 요술봉")
BROKEN = (
    HEAD + "- intent: social.greet\n\texamples: |\n",
    HEAD + "- intent: social.gret\n  examples: |\n    - zorbel\n",
    HEAD + "- intent: social.greet\n  examples: |\n    - [zorbel](colr)\n",
    "",
    "<<<<<<< HEAD\n",
    "a: &a [*a]\n",
)


async def test_what_is_saved_is_understood_and_what_is_removed_is_not(folder: Folder) -> None:
    words = folder.words()
    assert words.check().ok and "None so far" in words.check().text
    folder.save(lesson(SENTENCES[0]))
    folder.save(lesson(SENTENCES[1], intent="social.thanks"), "b.yml")
    assert await words.reload()
    assert meaning(words, SENTENCES[0]) == "social.greet"
    assert meaning(words, SENTENCES[1]) == "social.thanks"
    assert "2 files, 2 sentences, 0 words, in " in words.check().text
    (folder.path / "b.yml").unlink()
    assert await words.reload()
    assert meaning(words, SENTENCES[1]) != "social.thanks"


async def test_synonyms_of_the_home_win(folder: Folder) -> None:
    words = folder.words()
    assert slot(words, "바보상자 켜줘", "appliance_type") is None
    folder.save(
        f"{HEAD}- synonym: tv\n  examples: |\n    - 바보상자\n- synonym: lamp\n  examples: |\n    - 왕별\n"
    )
    await words.reload()
    assert slot(words, "바보상자 켜줘", "appliance_type") == "tv"
    assert slot(words, "왕별 켜줘", "appliance") == "lamp"
    other = Folder(folder.path.with_name("other"), folder.last_good.with_name("other-good"), folder.engines)
    assert slot(other.words(), "왕별 켜줘", "appliance") is None, "what ships is unchanged"


async def test_a_new_word_is_known_in_the_examples_too(folder: Folder) -> None:
    folder.save(lesson("바보상자 좀 재워 버려", intent="power.turn_off"))
    words = folder.words()
    assert meaning(words, "티비 좀 재워 버려") != "power.turn_off", "nobody knows what 바보상자 is"
    folder.save(f"{HEAD}- synonym: tv\n  examples: |\n    - 바보상자\n", "words.yml")
    assert await words.reload()
    assert meaning(words, "티비 좀 재워 버려") == "power.turn_off"
    (folder.path / "words.yml").unlink()
    assert await words.reload()
    assert meaning(words, "티비 좀 재워 버려") != "power.turn_off"


async def test_what_was_read_before_is_not_read_again(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.save(lesson(*SENTENCES))
    words, read = folder.words(), list[str]()
    real = ExamplesEngine._worded
    monkeypatch.setattr(ExamplesEngine, "_worded", lambda self, text: read.append(text) or real(self, text))
    folder.save(lesson(*SENTENCES, "zorbel zorbel"))
    assert await words.reload()
    assert read == ["zorbel zorbel"]


async def test_own_examples_win_over_those_that_ship(folder: Folder, engines: Engines) -> None:
    folder.save(lesson(SENTENCES[0]), "shipped.yml")
    shipped = load_training(folder.path).examples
    (folder.path / "shipped.yml").unlink()
    folder.save(lesson(SENTENCES[0], intent="social.thanks"))
    own = Folder(
        folder.path,
        folder.last_good,
        replace(engines, shipped=shipped),
    )
    assert meaning(own.words(), SENTENCES[0]) == "social.thanks"
    (folder.path / "own.yml").unlink()
    words = own.words()
    assert meaning(words, SENTENCES[0]) == "social.thanks", "what changed meanwhile is tried first"
    assert await words.reload()
    assert meaning(words, SENTENCES[0]) == "social.greet"


@pytest.mark.parametrize("broken", BROKEN)
async def test_a_broken_file_changes_nothing_and_is_told_once(folder: Folder, broken: str) -> None:
    words, home = folder.words(), Joined()
    await folder.join(words, home)
    folder.save(lesson(SENTENCES[0]))
    await words.reload()
    engines = words.engine.engines
    folder.save(broken, "z.yml")
    for _ in range(3):
        assert not await words.reload()
    assert words.engine.engines is engines
    check = words.check()
    assert not check.ok and check.optional and "z.yml, line" in check.text and str(folder.path) in check.text
    assert len(home.told) == 1 and home.told[0] is not None and "z.yml" in home.told[0]
    (folder.path / "z.yml").unlink()
    assert await words.reload()
    assert home.told[1:] == [None] and words.check().ok


async def test_another_fault_is_told_again(folder: Folder) -> None:
    words, home = folder.words(), Joined()
    await folder.join(words, home)
    for broken in BROKEN[:2]:
        folder.save(broken)
        await words.reload()
    assert [bool(one) for one in home.told] == [True, True]


class Away(Joined):
    """A home whose messenger cannot be reached."""

    async def news(self, trouble: Trouble | None) -> None:
        raise OSError("the messenger is away")


async def test_who_is_told_cannot_break_it(folder: Folder) -> None:
    words = folder.words()
    await folder.join(words, Away())
    folder.save(BROKEN[0])
    assert not await words.reload()
    folder.save(lesson(SENTENCES[0]))
    assert await words.reload()


async def test_a_fault_of_ours_is_a_fault_of_the_file_too(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = folder.words()
    folder.save(lesson(SENTENCES[0]))
    with monkeypatch.context() as patch:
        patch.setattr("bot.desk.examiner.checked", lambda *_: 1 / 0)
        assert not await words.reload()
        assert "division by zero" in words.check().text
    assert not await words.reload(), "the same content is not tried again"
    folder.save(lesson(SENTENCES[1]))
    assert await words.reload()


async def test_a_start_with_a_broken_folder(folder: Folder) -> None:
    folder.save(lesson(SENTENCES[0]))
    folder.words()
    folder.save(BROKEN[0])
    words = folder.words()
    assert not words.check().ok and meaning(words, SENTENCES[0]) == "social.greet"
    shutil.rmtree(folder.last_good)
    assert meaning(folder.words(), SENTENCES[0]) != "social.greet"
    folder.last_good.mkdir()
    (folder.last_good / "own.yml").write_text("{")
    assert not folder.words().check().ok, "a broken copy stops nobody"


async def test_a_folder_that_must_be_there(folder: Folder) -> None:
    folder.save(lesson(SENTENCES[0]))
    words = folder.words(needed=True)
    shutil.rmtree(folder.path)
    assert not await words.reload()
    assert "nlu.intents" in words.check().text
    assert meaning(words, SENTENCES[0]) == "social.greet", "a drive that is away takes no words along"
    assert meaning(folder.words(needed=True), SENTENCES[0]) == "social.greet"


async def test_too_many_sentences(folder: Folder) -> None:
    folder.save(lesson(*(f"zorbel {n}" for n in range(MOST + 1))))
    assert f"line {MOST + 5}: more than {MOST:,} lines" in folder.words().check().text


async def test_words_change_under_load(folder: Folder) -> None:
    """Each reading is of one whole version: all sentences mean this, or all mean that."""
    sentences = [f"zorbel {'quandle ' * n}frump" for n in range(1, 13)]
    folder.save(lesson(*sentences))
    words = folder.words()
    over, read = False, Counter[str]()

    async def speak() -> None:
        rng = random.Random(1)
        while not over:
            read[meaning(words, rng.choice(sentences))] += 1
            await asyncio.sleep(0.002)

    speaking = asyncio.create_task(speak())
    for n in range(100):
        if n % 3 == 2:
            folder.save(BROKEN[n % len(BROKEN)])
            assert not await words.reload()
        else:
            folder.save(lesson(*sentences, intent=("social.greet", "social.thanks")[n % 2]))
            assert await words.reload()
    over = True
    await speaking
    assert set(read) == {"social.greet", "social.thanks"}, read
    assert min(read.values()) > 10


EDITS = st.lists(
    st.tuples(
        st.sampled_from(("a.yml", "b.yml", "taught.yml")),
        st.one_of(
            st.builds(
                lambda some, intent: lesson(*some, intent=intent),
                st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3),
                st.sampled_from(("social.greet", "social.thanks", "power.turn_on")),
            ),
            st.sampled_from(("tv", "lamp")).map(
                lambda of: f"{HEAD}- synonym: {of}\n  examples: |\n    - 왕별\n"
            ),
            st.sampled_from(BROKEN),
            st.none(),
        ),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=40)
@given(edits=EDITS)
def test_any_edits_leave_what_loading_afresh_gives(
    engines: Engines, edits: list[tuple[str, str | None]]
) -> None:
    """… or the last good when the files are broken; and a restart changes nothing."""
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(_edit(Folder(Path(name) / "intents", Path(name) / "last-good", engines), edits))


async def _edit(folder: Folder, edits: list[tuple[str, str | None]]) -> None:
    words = folder.words()
    good = state(words)
    for name, text in edits:
        if text is None:
            (folder.path / name).unlink(missing_ok=True)
        else:
            folder.save(text, name)
        files = [path.read_text() for path in folder.path.glob("*")] if folder.path.exists() else []
        fine = await words.reload()
        assert fine == (not any(one in BROKEN for one in files))
        if fine:
            good = afresh(folder)
        assert state(words) == good
        assert state(folder.words()) == good


def afresh(folder: Folder) -> object:
    """What a house without any past knows from these files."""
    other = folder.last_good.with_name("nothing-yet")
    shutil.rmtree(other, ignore_errors=True)
    return state(Folder(folder.path, other, folder.engines).words())


def state(words: OwnWords) -> object:
    """All that an engine knows of a home's own."""
    engines = words.engine.engines
    learned = {key: (one.intent, one.text) for key, one in engines.examples._patterns.items()}
    return learned, engines.grammar._synonyms


def slot(words: OwnWords, text: str, name: str) -> object:
    """The value of a slot of the one intent that a text has now."""
    [intent] = words.engine.understand(text, HOME, Focus()).intents
    return intent.one(name)
