"""The history of a home's words as a folder: one folder a version, which a person can read and copy from."""

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ValidationError

from bot.desk.marks import mark_of
from bot.desk.version import About, Version

log = logging.getLogger(__name__)

MOST_BYTES = 50_000_000
"""All versions together; the newest stays however big it is."""

_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")
_STAMP = "%Y%m%d-%H%M%S"
_ABOUT = "about.json"
_PASSING = ".passing-"
# begins the names of what is not whole yet, or no longer


class _Entry(BaseModel):
    """What stands in `about.json` of a version."""

    mark: str
    about: About
    files: dict[str, int]
    # name → bytes


class OwnVersions:
    """Versions (bot/desk/version.py); one `keep` at a time. A crash leaves whole versions only."""

    def __init__(self, folder: Path, most: int = 200, most_bytes: int = MOST_BYTES) -> None:
        """The folder comes into being with the first version."""
        self._folder = folder
        self._most, self._most_bytes = most, most_bytes
        self._told: set[str] = set()
        # versions that are known to be damaged

    def keep(self, files: Mapping[str, bytes], about: About) -> Version:
        """The files as they are live from now on; the same content as the newest one: that one, unchanged."""
        mark = mark_of(files)
        if (newest := self.all(1)) and newest[0].mark == mark:
            return newest[0]
        if odd := [name for name in files if not _fits(name)]:
            raise OSError(f"a file of the name {odd[0]!r} cannot be kept")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._sweep()
        entry = _Entry(mark=mark, about=about, files={name: len(content) for name, content in files.items()})
        version = Version(self._next_id(about.at, mark), mark, about)
        new = Path(tempfile.mkdtemp(prefix=_PASSING, dir=self._folder))
        for name, content in {**files, _ABOUT: entry.model_dump_json(indent=1).encode()}.items():
            _write(new / name, content)
        _sync(new)
        new.rename(self._folder / version.id)
        _sync(self._folder)
        self._prune(version.id)
        return version

    def all(self, most: int = 200) -> list[Version]:
        """The newest first; damaged ones are left out."""
        found: list[Version] = []
        for version_id in self._ids():
            if len(found) >= most:
                break
            if (entry := self._entry(version_id)) is not None:
                found.append(Version(version_id, entry.mark, entry.about))
        return found

    def files(self, version_id: str) -> dict[str, bytes] | None:
        """Names and contents; None: there is no such version, or it is damaged."""
        if version_id not in self._ids() or (entry := self._entry(version_id)) is None:
            return None
        try:
            files = {name: (self._folder / version_id / name).read_bytes() for name in entry.files}
        except OSError as error:
            self._tell(version_id, error)
            return None
        if mark_of(files) != entry.mark:
            self._tell(version_id, "its files are not as they were kept")
            return None
        return files

    def _ids(self) -> list[str]:
        """Of all that look like versions, damaged or not; the newest first."""
        try:
            names = [path.name for path in self._folder.iterdir()]
        except FileNotFoundError:
            return []
        return sorted((name for name in names if _ID.fullmatch(name)), reverse=True)

    def _entry(self, version_id: str) -> _Entry | None:
        folder = self._folder / version_id
        try:
            entry = _Entry.model_validate_json((folder / _ABOUT).read_bytes())
            sizes = {name: (folder / name).stat().st_size for name in entry.files}
        except (OSError, ValidationError, ValueError) as error:
            self._tell(version_id, error)
            return None
        if sizes != entry.files or not all(map(_fits, sizes)):
            self._tell(version_id, "its files are not as long as they were")
            return None
        return entry

    def _tell(self, version_id: str, why: object) -> None:
        if version_id not in self._told:
            self._told.add(version_id)
            reason, _, _ = str(why).partition("\n")
            log.warning("Version %s in %s is damaged and left out: %s", version_id, self._folder, reason)

    def _next_id(self, at: float, mark: str) -> str:
        """Later than all others, also when the clock was set back."""
        try:
            stamp = datetime.fromtimestamp(at, UTC).replace(microsecond=0)
            if ids := self._ids():
                last = datetime.strptime(ids[0][:15], _STAMP).replace(tzinfo=UTC)
                stamp = max(stamp, last + timedelta(seconds=1))
        except (OverflowError, ValueError) as error:
            raise OSError(f"no version can follow the last one in {self._folder}: {error}") from error
        return f"{stamp.strftime(_STAMP)}-{mark[:6]}"

    def _prune(self, newest: str) -> None:
        """Remove what is too old or too much. What cannot be removed stays: the newest is kept already."""
        total = 0
        try:
            for count, version_id in enumerate(self._ids()):
                folder = self._folder / version_id
                total += sum(one.lstat().st_size for one in folder.iterdir()) if folder.is_dir() else 0
                if version_id != newest and (count >= self._most or total > self._most_bytes):
                    folder.rename(self._folder / f"{_PASSING}{version_id}")
        except OSError as error:
            log.warning("Old versions in %s cannot be removed: %s", self._folder, error)
        self._sweep()

    def _sweep(self) -> None:
        """Remove what a crash left, and what was pruned."""
        for path in self._folder.glob(f"{_PASSING}*"):
            shutil.rmtree(path, ignore_errors=True)


def _fits(name: str) -> bool:
    """Whether a file of this name can stand in the folder of a version."""
    return name not in ("", ".", "..", _ABOUT) and "/" not in name and "\0" not in name


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    """So that the names in it survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
