"""The watch over a folder: every way of saving is noticed once it is whole, none more than needed."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.desk.watch import FolderWatch
from nlu.yaml_checks import read_folder
from tests.support.waiting import until

TEXT = b"a: 1\n" * 200


class Seen:
    """What the folder held at each call."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.calls: list[dict[str, bytes]] = []

    async def __call__(self) -> None:
        self.calls.append(read_folder(self._folder))

    @property
    def last(self) -> dict[str, bytes] | None:
        return self.calls[-1] if self.calls else None


@asynccontextmanager
async def watching(folder: Path) -> AsyncIterator[Seen]:
    seen = Seen(folder)
    watch = FolderWatch(folder, seen)
    watch.start()
    try:
        await until(lambda: seen.calls)
        yield seen
    finally:
        await watch.stop()


def in_place(file: Path) -> None:
    file.write_bytes(TEXT)


def by_rename(file: Path) -> None:
    """Most editors, and programs that sync drives."""
    beside = file.with_name(f"{file.name}~tmp")
    beside.write_bytes(TEXT)
    beside.replace(file)


def by_removal(file: Path) -> None:
    """Windows shares: the old file goes first."""
    beside = file.with_name("4913")
    beside.write_bytes(TEXT)
    file.unlink(missing_ok=True)
    beside.rename(file)


def by_link(file: Path) -> None:
    """Volumes of containers: a link to the present version."""
    version = file.parent.parent / "version-2"
    version.mkdir()
    (version / file.name).write_bytes(TEXT)
    file.unlink(missing_ok=True)
    file.symlink_to(version / file.name)


def by_another_folder(file: Path) -> None:
    """git checkout of a folder, rsync of a whole: the old one is moved away."""
    new = file.parent.with_name("intents.incoming")
    new.mkdir()
    (new / file.name).write_bytes(TEXT)
    if file.parent.exists():
        file.parent.rename(file.parent.with_name("intents.old"))
    new.rename(file.parent)


@pytest.mark.parametrize("save", [in_place, by_rename, by_removal, by_link, by_another_folder])
@pytest.mark.parametrize("there", [True, False])
async def test_each_way_of_saving(tmp_path: Path, save: Callable[[Path], None], there: bool) -> None:
    folder = tmp_path / "intents"
    folder.mkdir()
    if there:
        (folder / "own.yml").write_bytes(b"old: 1\n")
    async with watching(folder) as seen:
        save(folder / "own.yml")
        await until(lambda: seen.last == {"own.yml": TEXT})
        in_place(folder / "more.yml")
        await until(lambda: seen.last == {"own.yml": TEXT, "more.yml": TEXT})
        (folder / "own.yml").unlink()
        await until(lambda: seen.last == {"more.yml": TEXT})


@pytest.mark.parametrize("depth", [1, 3])
async def test_a_folder_that_comes_goes_and_comes_again(tmp_path: Path, depth: int) -> None:
    folder = tmp_path.joinpath(*"abc"[:depth])
    async with watching(folder) as seen:
        for _ in range(2):
            folder.mkdir(parents=True)
            in_place(folder / "own.yml")
            await until(lambda: seen.last == {"own.yml": TEXT})
            shutil.rmtree(folder)
            await until(lambda: seen.last == {})


async def test_what_is_half_written_is_waited_for(tmp_path: Path) -> None:
    async with watching(tmp_path) as seen:
        with (tmp_path / "own.yml").open("wb", buffering=0) as stream:
            for start in range(0, len(TEXT), 50):
                stream.write(TEXT[start : start + 50])
                await asyncio.sleep(0.02)
        await until(lambda: seen.last == {"own.yml": TEXT})
    assert all(one in ({}, {"own.yml": TEXT}) for one in seen.calls)


async def test_what_editors_leave_and_what_did_not_change_is_no_news(tmp_path: Path) -> None:
    async with watching(tmp_path) as seen:
        before = len(seen.calls)
        for name in (".own.yml.swp", "own.yml~", "#own.yml#", "4913", "notes.txt"):
            (tmp_path / name).write_text("x")
        in_place(tmp_path / "own.yml")
        await until(lambda: seen.last == {"own.yml": TEXT})
    assert len(seen.calls) == before + 1


async def test_rights_that_change_are_noticed(tmp_path: Path) -> None:
    in_place(tmp_path / "own.yml")
    async with watching(tmp_path) as seen:
        before = len(seen.calls)
        (tmp_path / "own.yml").chmod(0o400)
        await until(lambda: len(seen.calls) > before)


async def test_without_any_word_from_the_system_it_looks_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drives of the network, and machines whose watches are used up."""

    def none_left(*_: object, **__: object) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr("watchfiles.main.RustNotify", none_left)
    async with watching(tmp_path) as seen:
        in_place(tmp_path / "own.yml")
        await until(lambda: seen.last == {"own.yml": TEXT})


async def test_it_ends_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    async with watching(tmp_path):
        pass
    left = [one for one in asyncio.all_tasks() if one.get_name() == "own words"]
    assert not left
