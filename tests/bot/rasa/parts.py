"""What several tests of the trained engine build from."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from bot.rasa.models import About, Model, Models


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def made(models: Models, archive: bytes, sure_from: float = 0.95) -> Model:
    """A new model in the folder; not in use."""
    models.folder.mkdir(parents=True, exist_ok=True)
    draft = models.folder.parent / "draft"
    draft.write_bytes(archive)
    digest = hashlib.sha256(archive).hexdigest()
    about = About(sha256=digest, inputs=digest, rasa="3.6.21", made=datetime.now(UTC), sure_from=sure_from)
    return models.add(draft, about)


def arguments(pid: int | None) -> list[bytes]:
    """What everybody on this computer sees of a process."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")


def variables(pid: int | None) -> dict[str, str]:
    """The environment it was started with; its own user alone sees it."""
    file = Path(f"/proc/{pid}/environ")
    assert file.stat().st_mode & 0o077 == 0
    pairs = (one.decode(errors="replace").partition("=") for one in file.read_bytes().split(b"\0"))
    return {name: value for name, _, value in pairs}


def runs(pid: int) -> bool:
    """Whether there is such a process."""
    return Path(f"/proc/{pid}").exists()
