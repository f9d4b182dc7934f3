"""A copy of the last intent files that were good: what a house with a broken file starts with."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from nlu.yaml_checks import read_folder


class LastGood:
    """Keeps files in a folder, all of them or those before; survives a crash at any moment."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before = folder.with_name(f"{folder.name}.before")

    def files(self) -> dict[str, bytes]:
        """Names and contents; none when nothing was kept. Raises LanguageError."""
        return read_folder(self._folder if self._folder.is_dir() else self._before)

    def exists(self) -> bool:
        """Whether anything was ever kept."""
        return self._folder.is_dir() or self._before.is_dir()

    def keep(self, files: Mapping[str, bytes]) -> None:
        """From now on these. Raises OSError: then those before are still there."""
        new = self._folder.with_name(f"{self._folder.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700, parents=True)
        for name, content in files.items():
            with (new / name).open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        if self._folder.is_dir():
            shutil.rmtree(self._before, ignore_errors=True)
            self._folder.rename(self._before)
        new.rename(self._folder)
        shutil.rmtree(self._before, ignore_errors=True)
