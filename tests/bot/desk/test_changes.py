"""Changes by a page, a chat or a tap: through the gate, whole or not at all, and back again."""

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.changes import Changes
from bot.desk.lessons import FILE, Lessons
from bot.desk.own_words import OwnWords
from nlu.engine import Engines
from tests.bot.desk.conftest import Folder, Joined, lesson, meaning
from tests.bot.desk.test_own_words import BROKEN, SENTENCES, state

TESTED = f'version: "3.1"\ntests:\n- say: {SENTENCES[0]}\n  means: social.greet\n'
UNLOCKS = lesson(SENTENCES[0], intent="lock.unlock")


def bytes_of(**files: str | None) -> Mapping[str, bytes | None]:
    return {f"{name}.yml": None if text is None else text.encode() for name, text in files.items()}


async def begun(folder: Folder, *heard: str) -> tuple[OwnWords, Changes, Joined]:
    words, home = folder.words(), Joined(heard)
    return words, await folder.join(words, home), home


async def test_a_saved_file_is_live_and_in_the_history(folder: Folder) -> None:
    words, changes, home = await begun(folder, SENTENCES[0], SENTENCES[0], "hello")
    verdict = await changes.save(
        bytes_of(own=lesson(SENTENCES[0])), "mom", "page", "own.yml", base=changes.mark
    )
    assert verdict.why is None and verdict.mark == changes.mark == changes.live_mark
    assert meaning(words, SENTENCES[0]) == "social.greet"
    assert (verdict.effect.of, [one.count for one in verdict.effect.changed]) == (3, [2])
    newest, first = changes.versions.all()
    assert (newest.id, newest.about.by, newest.about.how) == (verdict.version, "mom", "page")
    assert (newest.about.replayed, newest.about.changed, newest.about.worse) == (3, 2, 0)
    assert first.about.how == "start"
    assert home.took[-1].mark == verdict.mark and not home.told
    assert await words.reload(), "what was just written is no news to the watch"
    assert len(changes.versions.all()) == 2
    assert (folder.path / "own.yml").read_text() == lesson(SENTENCES[0])


async def test_two_admins_at_once(folder: Folder) -> None:
    words, changes, _ = await begun(folder)
    base = changes.mark
    both = await asyncio.gather(
        changes.save(bytes_of(own=lesson(SENTENCES[0])), "mom", "page", "a", base=base),
        changes.save(bytes_of(own=lesson(SENTENCES[1])), "dad", "page", "b", base=base),
    )
    assert sorted(str(one.why) for one in both) == ["None", "conflict"]
    lost = next(one for one in both if one.why == "conflict")
    assert lost.mark == changes.mark and meaning(words, SENTENCES[0]) == "social.greet"


async def test_a_change_in_an_editor_is_a_conflict_too(folder: Folder) -> None:
    words, changes, _ = await begun(folder)
    base = changes.mark
    folder.save(lesson(SENTENCES[1]), "dad.yml")
    verdict = await changes.save(bytes_of(own=lesson(SENTENCES[0])), "mom", "page", "a", base=base)
    assert verdict.why == "conflict" and not (folder.path / "own.yml").exists()
    await words.reload()
    assert verdict.mark == changes.mark


async def test_a_broken_change_is_not_written(folder: Folder) -> None:
    _, changes, home = await begun(folder)
    verdict = await changes.save(bytes_of(own=BROKEN[1]), "mom", "page", "a")
    assert verdict.why == "broken" and verdict.faults[0].line == 5 and not verdict.can_be_forced
    assert not folder.path.exists() and not home.told
    forced = await changes.save(bytes_of(own=BROKEN[1]), "mom", "page", "a", use_anyway=True)
    assert forced.why == "broken" and not folder.path.exists()


async def test_what_would_be_risky_is_refused_and_may_be_forced(folder: Folder) -> None:
    words, changes, _ = await begun(folder, SENTENCES[0])
    verdict = await changes.save(bytes_of(own=UNLOCKS), "mom", "page", "a")
    assert verdict.why == "risky" and verdict.can_be_forced and verdict.version is None
    assert [one.text for one in verdict.effect.changed if one.worse] == [SENTENCES[0]]
    assert not folder.path.exists()
    forced = await changes.save(bytes_of(own=UNLOCKS), "mom", "page", "a", use_anyway=True)
    assert forced.why is None and meaning(words, SENTENCES[0]) == "lock.unlock"
    assert changes.versions.all()[0].about.forced


async def test_what_an_editor_saved_is_held_until_somebody_says_so(folder: Folder) -> None:
    words, changes, home = await begun(folder, SENTENCES[0])
    folder.save(UNLOCKS)
    assert not await words.reload() and not await words.reload()
    assert meaning(words, SENTENCES[0]) != "lock.unlock" and len(home.told) == 1
    pending = await changes.pending()
    assert pending is not None and pending.why == "risky"
    assert not words.check().ok and SENTENCES[0] in words.check().text
    again = folder.words()
    assert meaning(again, SENTENCES[0]) != "lock.unlock", "a restart lets nothing through"
    verdict = await changes.save({}, "mom", "page", "anyway", use_anyway=True)
    assert verdict.why is None and meaning(words, SENTENCES[0]) == "lock.unlock"
    assert home.told[1:] == [None] and words.check().ok and await changes.pending() is None


async def test_a_test_that_held_must_hold(folder: Folder) -> None:
    words, changes, _ = await begun(folder)
    saved = await changes.save(bytes_of(own=lesson(SENTENCES[0]), tests=TESTED), "mom", "page", "a")
    assert saved.why is None and saved.tests == 1
    verdict = await changes.save(bytes_of(own=None), "mom", "page", "b")
    assert verdict.why == "tests" and verdict.failed[0].test.line == 3
    assert meaning(words, SENTENCES[0]) == "social.greet"
    assert (await changes.save(bytes_of(own=None), "mom", "page", "b", use_anyway=True)).why is None
    other = await changes.save(bytes_of(more=lesson(SENTENCES[1])), "mom", "page", "c")
    assert other.why is None and len(other.failed) == 1, "it failed before: not the fault of this change"


async def test_somebody_elses_broken_file_holds_up_nobody(folder: Folder) -> None:
    words, changes, home = await begun(folder)
    folder.save(BROKEN[0], "dad.yml")
    await words.reload()
    verdict = await Lessons(changes).teach_example("social.greet", SENTENCES[0], "mom", "tap")
    assert verdict.why is None and meaning(words, SENTENCES[0]) == "social.greet"
    assert not words.check().ok and len(home.told) == 1
    assert meaning(folder.words(), SENTENCES[0]) == "social.greet", "after a restart, too"
    (folder.path / "dad.yml").unlink()
    assert await words.reload() and meaning(words, SENTENCES[0]) == "social.greet"


async def test_back_to_a_version(folder: Folder) -> None:
    words, changes, _ = await begun(folder)
    first = await changes.save(bytes_of(own=lesson(SENTENCES[0])), "mom", "page", "a")
    second = await changes.save(bytes_of(own=None, other=lesson(SENTENCES[1])), "dad", "page", "b")
    assert first.version is not None and second.version is not None
    back = await changes.restore(first.version, "mom")
    assert back is not None and back.why is None and back.mark == first.mark
    assert sorted(path.name for path in folder.path.iterdir()) == ["own.yml"]
    assert meaning(words, SENTENCES[0]) == "social.greet" and meaning(words, SENTENCES[1]) != "social.greet"
    assert changes.versions.all()[0].about.how == "rollback"
    assert await changes.restore("20200101-000000-abcdef", "mom") is None


async def test_undo_only_what_came_last(folder: Folder) -> None:
    words, changes, _ = await begun(folder)
    first = await changes.save(bytes_of(own=lesson(SENTENCES[0])), "mom", "chat", "a")
    second = await changes.save(bytes_of(other=lesson(SENTENCES[1])), "mom", "chat", "b")
    assert first.version is not None and second.version is not None
    refused = await changes.undo(first.version, "mom")
    assert refused is not None and refused.why == "conflict"
    undone = await changes.undo(second.version, "mom")
    assert undone is not None and undone.why is None and undone.mark == first.mark
    assert meaning(words, SENTENCES[1]) != "social.greet"
    assert await changes.undo("nothing", "mom") is None


async def test_undo_leaves_alone_what_somebody_else_is_writing(folder: Folder) -> None:
    words, changes, _ = await begun(folder)
    folder.save(lesson(SENTENCES[0]))
    await words.reload()
    folder.save(BROKEN[0])
    await words.reload()
    taught = await Lessons(changes).teach_example("social.greet", SENTENCES[1], "mom", "chat")
    assert taught.version is not None and meaning(words, SENTENCES[1]) == "social.greet"
    undone = await changes.undo(taught.version, "mom")
    assert undone is not None and undone.why is None
    assert meaning(words, SENTENCES[1]) != "social.greet" and meaning(words, SENTENCES[0]) == "social.greet"
    assert (folder.path / "own.yml").read_text() == BROKEN[0], "half written, and theirs"
    assert not (folder.path / FILE).exists() and not words.check().ok


async def test_a_disk_that_takes_nothing(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    words, changes, _ = await begun(folder)
    folder.path.mkdir()
    (folder.path / "own.yml").write_text(lesson(SENTENCES[2]))
    await words.reload()

    def full(path: Path, content: bytes | None) -> None:
        if content is not None and path.name == "b.yml" and SENTENCES[1].encode() in content:
            raise OSError("no space")
        path.write_bytes(content) if content is not None else path.unlink(missing_ok=True)

    monkeypatch.setattr("bot.desk.changes._put", full)
    edit = bytes_of(own=lesson(SENTENCES[0]), b=lesson(SENTENCES[1], intent="social.thanks"))
    verdict = await changes.save(edit, "mom", "page", "a")
    assert verdict.why == "not written" and meaning(words, SENTENCES[0]) != "social.greet"
    assert (folder.path / "own.yml").read_text() == lesson(SENTENCES[2]), "put back as it was"
    assert not (folder.path / "b.yml").exists()


async def test_lessons_stand_in_one_file(folder: Folder) -> None:
    words, changes, _ = await begun(folder)
    lessons = Lessons(changes)
    await lessons.teach_example("social.greet", SENTENCES[0], "mom", "tap")
    text = "# ours\n" + (folder.path / FILE).read_text()
    folder.save(text, FILE)
    verdict = await lessons.teach_command("zorbel", (), ("turn on the tv",), "mom", "chat")
    assert verdict.why is None, "what somebody saved meanwhile is read, and stays"
    assert (folder.path / FILE).read_text().startswith("# ours\n")
    assert [one.name for one in changes.commands()] == ["zorbel"]
    assert meaning(words, "zorbel") == "power.turn_on"
    forgot = await lessons.forget_command("zorbel", "mom", "chat")
    assert forgot is not None and forgot.why is None and not changes.commands()
    assert await lessons.forget_command("zorbel", "mom", "chat") is None


ACTS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(("edit", "save", "force")),
            st.sampled_from(("a.yml", "b.yml")),
            st.one_of(
                st.builds(
                    lambda some, intent: lesson(*some, intent=intent),
                    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=2),
                    st.sampled_from(("social.greet", "social.thanks", "lock.unlock")),
                ),
                st.just(TESTED),
                st.sampled_from(BROKEN),
                st.none(),
            ),
        ),
        st.tuples(st.just("back"), st.integers(0, 5), st.none()),
        st.tuples(st.sampled_from(("anyway", "teach", "restart")), st.none(), st.none()),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=40)
@given(acts=ACTS)
def test_any_changes_leave_what_loading_the_live_files_gives(engines: Engines, acts: list[object]) -> None:
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(_act(Folder(Path(name) / "intents", Path(name) / "last-good", engines), acts))


async def _act(folder: Folder, acts: list[object]) -> None:
    words, changes, _ = await begun(folder, *SENTENCES)
    for act in acts:
        match act:
            case ("edit", str(name), None):
                (folder.path / name).unlink(missing_ok=True)
                await words.reload()
            case ("edit", str(name), str(text)):
                folder.save(text, name)
                await words.reload()
            case ("save" | "force" as how, str(name), text):
                content = text.encode() if isinstance(text, str) else None
                await changes.save({name: content}, "mom", "page", "a", use_anyway=how == "force")
            case ("back", int(number), _):
                known = changes.versions.all()
                await changes.restore(known[number % len(known)].id, "mom")
            case ("anyway", _, _):
                await changes.save({}, "mom", "page", "anyway", use_anyway=True)
            case ("teach", _, _):
                await Lessons(changes).teach_example("social.greet", "quandle", "mom", "tap")
            case _:
                words, changes, _ = await begun(folder, *SENTENCES)
                await words.reload()
        loaded = folder.engines.of_home(words.live.training)
        assert state(words) == (
            {key: (one.intent, one.text) for key, one in loaded.examples._patterns.items()},
            loaded.grammar.synonyms,
        )
        files = words.live.files
        assert changes.versions.files(changes.versions.all()[0].id) == files
        on_disk = {path.name: path.read_bytes() for path in folder.path.glob("*.yml")}
        if await changes.pending() is None:
            assert on_disk == files
        assert {path.name: path.read_bytes() for path in folder.last_good.glob("*.yml")} == files
