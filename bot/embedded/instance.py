"""One running Jipsa for each state folder: its lock, its secrets, and how others of the same user find it."""

import contextlib
import fcntl
import json
import os
import secrets
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO, Self

from bot.errors import UserError

LOCK, INFO, TOKEN, SESSION_SECRET = "instance.lock", "instance.json", "token", "session-secret"


@dataclass(frozen=True, slots=True)
class InstanceInfo:
    """Where a running Jipsa is."""

    url: str
    # "http://127.0.0.1:8321"
    pid: int
    broker_host: str | None
    broker_port: int | None
    started: float
    # seconds since the epoch
    token: str = field(repr=False)
    # what its API takes


class Instance:
    """The right to use a state folder, held until release() or the end of this process."""

    def __init__(self, state_dir: Path, lock: BinaryIO) -> None:
        self.state_dir = state_dir
        self.token = _secret(state_dir / TOKEN)
        # for the API; the config may name another
        self.session_secret = _secret(state_dir / SESSION_SECRET)
        # signs the web page's cookies
        self._lock = lock

    @classmethod
    def claim(cls, state_dir: Path) -> Self:
        """Take the folder (made when missing, closed to others). Raises UserError naming who holds it."""
        _prepare(state_dir)
        lock = (state_dir / LOCK).open("a+b")
        try:
            _lock(lock)
        except BlockingIOError as error:
            lock.seek(0)
            holder = lock.read(20).decode(errors="replace").strip() or "unknown"
            lock.close()
            info = read_info(state_dir)
            where = f" at {info.url}" if info is not None and str(info.pid) == holder else ""
            raise UserError(
                f"Jipsa is already running on {state_dir} (process {holder}{where}): use that one, stop it, "
                "or give this one its own folder with --state-dir."
            ) from error
        except OSError as error:
            lock.close()
            raise UserError(
                f"The disk of {state_dir} knows no file locks ({error.strerror}): choose another folder with "
                "--state-dir."
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()).encode())
        lock.flush()
        with contextlib.suppress(FileNotFoundError):
            (state_dir / INFO).unlink()  # left by one that was killed
        return cls(state_dir, lock)

    def announce(
        self,
        url: str,
        broker_host: str | None = None,
        broker_port: int | None = None,
        token: str | None = None,
    ) -> None:
        """Tell the command line where we serve (token: the config's, if any); call when the API answers."""
        info = InstanceInfo(
            url.rstrip("/"), os.getpid(), broker_host, broker_port, time.time(), token or self.token
        )
        _write_private(self.state_dir / INFO, json.dumps(asdict(info), indent=1) + "\n")

    def release(self) -> None:
        """Give the folder back."""
        with contextlib.suppress(FileNotFoundError):
            (self.state_dir / INFO).unlink()
        self._lock.close()


def default_state_dir() -> Path:
    """$JIPSA_STATE_DIR, else the user's state folder of the XDG rules."""
    if own := os.environ.get("JIPSA_STATE_DIR"):
        return Path(own).expanduser()
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "jipsa"


def find_instance(state_dir: Path) -> InstanceInfo | None:
    """The Jipsa that runs on this folder now; None when there is none, or it is still starting."""
    try:
        with (state_dir / LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return read_info(state_dir)  # locked: its owner is alive
    except OSError:
        return None
    return None


def read_info(state_dir: Path) -> InstanceInfo | None:
    """What the last instance wrote about itself; it may be gone."""
    try:
        return InstanceInfo(**json.loads((state_dir / INFO).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _lock(file: BinaryIO) -> None:
    """Take the lock. Tried for a moment: someone who only looks holds it for an instant."""
    for _ in range(5):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05)
        else:
            return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _prepare(state_dir: Path) -> None:
    try:
        state_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        if state_dir.stat().st_uid != os.getuid():
            raise UserError(f"{state_dir} is another user's: choose a folder of yours with --state-dir.")
        state_dir.chmod(0o700)
        (state_dir / LOCK).touch(mode=0o600)
    except (FileExistsError, NotADirectoryError) as error:
        raise UserError(f"{state_dir} is not a folder: choose another with --state-dir.") from error
    except OSError as error:
        raise UserError(
            f"Cannot write to the state folder {state_dir} ({error.strerror}): choose another with "
            "--state-dir."
        ) from error


def _secret(path: Path) -> str:
    """Read it, or make it once."""
    try:
        if secret := path.read_text().strip():
            path.chmod(0o600)
            return secret
    except FileNotFoundError:
        pass
    secret = secrets.token_urlsafe(32)
    _write_private(path, secret + "\n")
    return secret


def _write_private(path: Path, text: str) -> None:
    """Whole or not at all, readable by this user only."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
