"""Changes of a home's words from a page, a chat or a command line: tried, written, live, kept, undone."""

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from bot.desk.examiner import Examined
from bot.desk.marks import mark_of
from bot.desk.own_words import OwnWords
from bot.desk.verdict import Verdict
from bot.desk.version import How, Versions
from nlu.errors import LanguageError
from nlu.finding import Finding
from nlu.own import OwnCommand

Edit = Mapping[str, bytes | None]
"""Name → new content; None: the file goes."""


class Changes:
    """All ways to change the words but an editor of one's own."""

    def __init__(self, words: OwnWords, versions: Versions) -> None:
        self._words = words
        self.versions = versions

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._words.folder.path

    @property
    def mark(self) -> str:
        """Of what the folder holds, as it was read last."""
        return self._words.seen.mark

    def files(self) -> Mapping[str, bytes]:
        """What the folder holds, as it was read last; maybe not in use."""
        return self._words.seen.files

    def commands(self) -> tuple[OwnCommand, ...]:
        """The own commands that are in use."""
        return self._words.live.training.commands

    async def look_again(self) -> None:
        """Read the folder now, not only when a change is heard of."""
        await self._words.reload()

    @property
    def live_mark(self) -> str:
        """Of what is in use."""
        return self._words.live.mark

    async def pending(self) -> Verdict | None:
        """What there is to say about what the folder holds when that is not in use; None: it is."""
        trouble = self._words.seen.trouble
        return None if trouble is None else trouble.verdict

    async def look(self, files: Mapping[str, bytes]) -> Verdict:
        """What there is to say about a whole folder; nothing is written."""
        return (await self._words.examine(files)).verdict

    async def save(
        self, edit: Edit, by: str | None, how: How, what: str, *, base: str | None = None,
        use_anyway: bool = False, unless: Callable[[Finding], bool] | None = None,
    ) -> Verdict:  # fmt: skip
        """Write these files and go live, unless something speaks against it; then nothing is written.

        base: `mark` as the writer knew it; when it is another now: why "conflict". use_anyway: although a
        test or the replay speaks against it. unless: a finding for which this writer calls it broken.
        A file that somebody else broke holds up no change of other files.
        """
        async with self._words.turn:
            try:
                there = await asyncio.to_thread(self._words.folder.files)
            except LanguageError as error:
                if self._words.folder.path.exists():
                    return Verdict((error,), why="broken")
                there = {}
            if base is not None and base != mark_of(there):
                return Verdict(why="conflict", mark=mark_of(there))
            return await self._save(there, edit, by, how, what, use_anyway, unless)

    async def restore(
        self, version: str, by: str | None, how: How = "rollback", *, use_anyway: bool = False
    ) -> Verdict | None:
        """The files of this version again, all of them; None: there is no such version."""
        files = await asyncio.to_thread(self.versions.files, version)
        if files is None:
            return None
        gone = dict.fromkeys(self.files())
        return await self.save({**gone, **files}, by, how, f"back to {version}", use_anyway=use_anyway)

    async def undo(self, version: str, by: str | None, how: How = "rollback") -> Verdict | None:
        """What this version changed as it was before, if nothing came after it; None: there is no such."""
        known = await asyncio.to_thread(self.versions.all)
        place = next((n for n, one in enumerate(known) if one.id == version), None)
        if place is None or place + 1 >= len(known):
            return None
        if place > 0:
            return Verdict(why="conflict", mark=self.mark)
        after = await asyncio.to_thread(self.versions.files, version)
        before = await asyncio.to_thread(self.versions.files, known[1].id)
        if after is None or before is None:
            return None
        # all else in the folder stays: somebody may be writing it
        edit = {name: before.get(name) for name in {*before, *after} if before.get(name) != after.get(name)}
        return await self.save(edit, by, how, f"back to {known[1].id}")

    async def _save(
        self,
        there: Mapping[str, bytes],
        edit: Edit,
        by: str | None,
        how: How,
        what: str,
        use_anyway: bool,
        unless: Callable[[Finding], bool] | None,
    ) -> Verdict:
        words, whole, beside = self._words, _merged(there, edit), _merged(self._words.live.files, edit)
        examined = await words.examine(whole)
        others: Examined | None = None
        if examined.good is None and edit and beside != whole:
            # what others left in the folder is not the fault of this change
            others, examined = examined, await words.examine(beside)
        forced = examined.good is None and use_anyway and examined.verdict.can_be_forced
        taken = examined.words if forced else examined.good
        if unless is not None and any(map(unless, examined.verdict.findings)):
            return replace(examined.verdict, why="broken")
        if taken is None:
            return examined.verdict
        try:
            await asyncio.to_thread(_write, words.folder.path, there, edit)
        except OSError:
            return replace(examined.verdict, why="not written")
        version = await words.take(taken, words.about(examined, by, how, what, forced=forced))
        await words.saw(whole, others)
        return replace(examined.verdict, why=None, version=version, mark=mark_of(whole))


def _merged(files: Mapping[str, bytes], edit: Edit) -> dict[str, bytes]:
    whole: dict[str, bytes | None] = {**files, **edit}
    return {name: content for name, content in sorted(whole.items()) if content is not None}


def _write(folder: Path, there: Mapping[str, bytes], edit: Edit) -> None:
    """Each file whole or not at all; what was written before a failure is put back. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    done: list[str] = []
    try:
        for name, content in edit.items():
            if there.get(name) != content:
                done.append(name)
                _put(folder / name, content)
    except OSError:
        for name in done:
            _put(folder / name, there.get(name))
        raise


def _put(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
        return
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
