"""Makes Rasa's environment: its Python 3.10 and its packages, whole or not at all."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.errors import UserError
from bot.rasa.environment import PROJECT, RASA_VERSION, VARIABLE, Environment

REQUIREMENTS = PROJECT / "requirements.txt"
NEEDED = 4_000_000_000
# bytes: 2.7 GB of packages, and what unpacking them takes
PYTHON = "3.10"
_NAME = f"name another place in {VARIABLE} or in the config at nlu.rasa.environment"

Run = Callable[[Sequence[str]], int]
"""Runs a command that shows its own progress; its exit code."""


def make(environment: Environment, tell: Callable[[str], None], run: Run | None = None) -> None:
    """Install Rasa where `environment` says, over what is there. Raises UserError: nothing changed then."""
    run = run or _run
    uv = _uv()
    parent = environment.folder.parent
    with _alone(parent) as drafts:
        _check_place(environment.folder)
        tell(f"Installing Rasa {RASA_VERSION} in {environment.folder}: about 2.7 GB, some minutes.")
        for left_over in parent.glob(f"{drafts}*"):
            shutil.rmtree(left_over, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix=drafts, dir=parent))
        try:
            _fill(Environment(draft), uv, run)
            _put(draft, environment.folder, parent, drafts)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    tell("Rasa is there; a running home finds it by itself. `jipsa nlu train` trains it.")


def find_python(uv: Path, env: Mapping[str, str] = os.environ) -> str:
    """An interpreter of Python 3.10 that works; else "3.10", which uv then downloads."""
    return next((str(one) for one in _candidates(uv, env) if _works(one)), PYTHON)


def _candidates(uv: Path, env: Mapping[str, str]) -> Iterator[Path]:
    found = _output([str(uv), "python", "find", "--no-project", "--no-python-downloads", PYTHON])
    if found:
        yield Path(found)
    on_path = shutil.which(f"python{PYTHON}", path=env.get("PATH"))
    if on_path is not None:
        yield Path(on_path)
    pyenv = Path(env.get("PYENV_ROOT") or Path(env.get("HOME") or Path.home()) / ".pyenv")
    yield from sorted(pyenv.glob(f"versions/{PYTHON}*/bin/python"), reverse=True)


def _works(python: Path) -> bool:
    """Whether it runs, and is what its name says: a shim of pyenv may point nowhere."""
    return _output([str(python), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]) == PYTHON


def _output(command: list[str]) -> str | None:
    try:
        ran = subprocess.run(command, capture_output=True, check=False, timeout=60, text=True)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return None
    return ran.stdout.strip() if ran.returncode == 0 else None


def _uv() -> Path:
    beside = Path(sys.executable).parent / "uv"
    found = shutil.which("uv") or (str(beside) if os.access(beside, os.X_OK) else None)
    if found is None:
        raise UserError("Installing Rasa takes uv, which is not here: `pip install uv`, then run this again.")
    return Path(found)


def _fill(draft: Environment, uv: Path, run: Run) -> None:
    python = find_python(uv)
    venv = [str(uv), "venv", "--no-project", "--relocatable", "--allow-existing", "--python", python]
    if run([*venv, str(draft.folder)]):
        raise UserError(
            f"uv found no Python {PYTHON} and could not get one (what it says stands above): install "
            f"Python {PYTHON}, then run `jipsa nlu setup` again."
        )
    if run([str(uv), "pip", "sync", "--python", str(draft.python), str(REQUIREMENTS)]):
        raise UserError(
            "uv could not install Rasa (what it says stands above): nothing has changed; run "
            "`jipsa nlu setup` again when that is mended."
        )
    if (problem := draft.problem()) is not None:
        raise UserError(problem)


def _put(draft: Path, place: Path, parent: Path, drafts: str) -> None:
    draft.chmod(0o755)
    if place.exists():
        old = Path(tempfile.mkdtemp(prefix=drafts, dir=parent))
        place.replace(old)
        draft.replace(place)
        shutil.rmtree(old, ignore_errors=True)
    else:
        draft.replace(place)


def _check_place(place: Path) -> None:
    strange = place.exists() and not (place / "pyvenv.cfg").is_file()
    if place.is_symlink() or (strange and (not place.is_dir() or any(place.iterdir()))):
        raise UserError(
            f"{place} is something else than a Python environment, so it stays as it is: {_NAME}."
        )
    free = shutil.disk_usage(place.parent).free
    if free < NEEDED:
        raise UserError(
            f"The disk of {place.parent} has {free / 1e9:.1f} GB free, and Rasa takes 4 GB while it is "
            f"installed: make room, or {_NAME}."
        )


@contextmanager
def _alone(parent: Path) -> Iterator[str]:
    """Nobody else installs here; what the names of unfinished environments begin with."""
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder = os.open(parent, os.O_RDONLY)
    except OSError as error:
        raise UserError(_not_writable(parent)) from error
    try:
        if not os.access(parent, os.W_OK):
            raise UserError(_not_writable(parent))
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield ".venv-unfinished-"
    except BlockingIOError:
        raise UserError("Rasa is being installed already: wait until that has ended.") from None
    finally:
        os.close(folder)


def _not_writable(parent: Path) -> str:
    return f"Cannot write to {parent}: {_NAME}, then run `jipsa nlu setup` again."


def _run(command: Sequence[str]) -> int:
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode  # noqa: S603
