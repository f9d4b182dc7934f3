"""The trained models of a home: kept with what is known of them, one of them in use."""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import UserError
from bot.rasa.environment import RASA_VERSION

MODEL, ABOUT, REPORT, PICTURE, ANSWERS = (
    "model.tar.gz",
    "about.json",
    "report.md",
    "confusion.png",
    "held_out.json",
)
POINTER = "current"
KEEP = 3
NEVER = 1.01
"""No confidence reaches it."""
_MEND = "train again with `jipsa nlu train`"


class About(BaseModel):
    """What is known of a model."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sha256: str
    # of model.tar.gz
    inputs: str
    # digest of everything it was made from
    rasa: str
    made: datetime
    counts: Mapping[str, int] = {}
    # examples, intents …
    sentences: int = 0
    # held-out sentences it was tried on
    accuracy: float | None = None
    languages: Mapping[str, float] = {}
    # accuracy by language
    sure_from: float = NEVER
    # from this confidence on no held-out sentence was wrong


@dataclass(frozen=True, slots=True)
class Model:
    """One trained model."""

    name: str
    file: Path
    digest: str
    # sha256 of the file
    about: About

    @property
    def folder(self) -> Path:
        """Its report and picture stand here too."""
        return self.file.parent


@dataclass(slots=True)
class Models:
    """The folder of models; a model is a folder in it, `current` names the one in use and those before it."""

    folder: Path
    problem: str | None = None
    # why current() said None although one was chosen: one sentence
    _seen: dict[str, tuple[tuple[int, ...], str]] = field(default_factory=dict, repr=False)
    # file → what it looked like when its sha256 was taken

    def current(self) -> Model | None:
        """The model in use, checked whole; None when none is, or `problem` says what is wrong."""
        self.problem = None
        try:
            chosen = self._chosen()
            model = self._read(chosen[0]) if chosen else None
            if model is None or model.about.rasa == RASA_VERSION:
                return model
            self.problem = f"The model {model.name} is of Rasa {model.about.rasa}: {_MEND}."
        except UserError as error:
            self.problem = str(error)
        return None

    def all(self) -> list[Model]:
        """Every whole model, newest first."""
        found = []
        with contextlib.suppress(OSError):
            for entry in sorted(self.folder.iterdir(), reverse=True):
                if entry.is_dir() and not entry.name.startswith("."):
                    with contextlib.suppress(UserError):
                        found.append(self._read(entry.name))
        return found

    def use(self, name: str) -> Model:
        """Make it the current one. Raises UserError when it is not there or not whole."""
        model = self._read(name)
        self._point([name, *(one for one in self._chosen_or_none() if one != name)])
        return model

    def back(self) -> Model | None:
        """Make the one that was in use before the current one again; None when there is none."""
        _, *before = self._chosen_or_none() or [""]
        for place, name in enumerate(before):
            with contextlib.suppress(UserError):
                model = self._read(name)
                self._point(before[place:])
                return model
        return None

    def add(self, trained: Path, about: About, others: Mapping[str, bytes] = {}) -> Model:
        """Keep a trained file (moved here) and files beside it; old models go. Raises OSError.

        `current` stays: use() changes it.
        """
        self._prepare()
        first = f"{about.made.astimezone(UTC):%Y%m%dT%H%M%SZ}-{about.inputs[:8]}"
        names = (first, *(f"{first}-{number}" for number in range(2, 100)))
        name = next(one for one in names if not (self.folder / one).exists())
        draft = Path(tempfile.mkdtemp(prefix=".new-", dir=self.folder))
        try:
            trained.replace(draft / MODEL)
            (draft / MODEL).chmod(0o600)
            _write(draft / ABOUT, about.model_dump_json(indent=1).encode() + b"\n")
            for other, content in others.items():
                _write(draft / other, content)
            draft.replace(self.folder / name)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        self._tidy()
        return self._read(name)

    def _prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.chmod(0o700)
        for left_over in self.folder.glob(".new-*"):
            shutil.rmtree(left_over, ignore_errors=True)

    def _tidy(self) -> None:
        """Only the newest stay, the current one, and the one to go back to."""
        names = sorted((one.name for one in self.folder.iterdir() if one.is_dir()), reverse=True)
        kept = {*names[:KEEP], *self._chosen_or_none()[:2]}
        for name in names:
            if name not in kept:
                shutil.rmtree(self.folder / name, ignore_errors=True)

    def _chosen(self) -> list[str]:
        pointer = self.folder / POINTER
        try:
            return pointer.read_text(encoding="utf-8").split()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"{pointer} cannot be read: {_MEND}.") from error

    def _chosen_or_none(self) -> list[str]:
        try:
            return self._chosen()
        except UserError:
            return []

    def _point(self, names: list[str]) -> None:
        self._prepare()
        _write(self.folder / f".{POINTER}", "".join(f"{name}\n" for name in names[: KEEP + 2]).encode())
        (self.folder / f".{POINTER}").replace(self.folder / POINTER)

    def _read(self, name: str) -> Model:
        file, mend = self.folder / name / MODEL, _MEND
        if name != Path(name).name or name.startswith("."):
            raise UserError(f'"{name}" is no model of {self.folder}: {mend}.')
        if file.parent.is_symlink() or file.is_symlink() or (file.parent / ABOUT).is_symlink():
            raise UserError(f"{file.parent} leads out of the folder of models: {mend}.")
        try:
            about = About.model_validate_json((file.parent / ABOUT).read_bytes())
            digest = self._sha256(file)
        except FileNotFoundError as error:
            raise UserError(f"The model {name} is not whole, {error.filename} is missing: {mend}.") from error
        except (OSError, ValidationError) as error:
            raise UserError(f"The model {name} cannot be read: {mend}.") from error
        if digest != about.sha256:
            raise UserError(f"{file} is not what was trained, it was changed: {mend}.")
        return Model(name, file, digest, about)

    def _sha256(self, file: Path) -> str:
        stat = file.stat()
        looks = (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        seen = self._seen.get(str(file))
        if seen is None or seen[0] != looks:
            seen = self._seen[str(file)] = (looks, sha256_of(file))
        return seen[1]


def models_folder(state_dir: Path) -> Path:
    """Where the models of a state folder are."""
    return state_dir / "rasa" / "models"


def sha256_of(file: Path) -> str:
    """Of a file's content, in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Readable by this user only, and on the disk when this returns."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
