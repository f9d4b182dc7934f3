"""Where Rasa is installed: it needs a Python 3.10 of its own, apart from ours."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nlu

RASA_VERSION = "3.6.21"
PROJECT = Path(nlu.__file__).parent / "rasa"
"""Our Rasa project: the pipeline's template and our components."""
VARIABLE = "JIPSA_RASA_ENV"
SETUP = "run `jipsa nlu setup`"

_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONUNBUFFERED": "1",
    "PYTHONUTF8": "1",
}
_THEIRS = frozenset(
    ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "XDG_CACHE_HOME",
     "XDG_CONFIG_HOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES")
)  # fmt: skip
"""All that it may see of our variables, besides LC_…: whatever holds a token, it does not get."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A Python environment for Rasa, perhaps not there yet."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    def problem(self) -> str | None:
        """One sentence when it is not there, incomplete, or another version; looks at files only."""
        if not self.folder.is_dir():
            return f"Rasa is not installed in {self.folder}: {SETUP}."
        if not os.access(self.python, os.X_OK):
            return f"{self.folder} is no Python environment that works: {SETUP}."
        infos = self.folder.glob("lib/python3*/site-packages/rasa-*.dist-info")
        versions = [info.name.removeprefix("rasa-").removesuffix(".dist-info") for info in infos]
        if RASA_VERSION not in versions:
            there = f"Rasa {versions[0]}" if versions else "no Rasa"
            return f"{self.folder} holds {there}, but Rasa {RASA_VERSION} is needed: {SETUP}."
        return None

    def command(self, *arguments: str) -> list[str]:
        """The command line of `rasa …`."""
        return [str(self.python), "-m", "rasa", *arguments]

    def variables(self, env: Mapping[str, str] = os.environ, threads: int | None = None) -> dict[str, str]:
        """The variables Rasa runs with: quiet, no telemetry, our components, none of our secrets."""
        kept = {key: value for key, value in env.items() if key in _THEIRS or key.startswith("LC_")}
        count = {} if threads is None else {name: str(threads) for name in _THREADS}
        return kept | _QUIET | count | {"PYTHONPATH": str(PROJECT)}


_THREADS = ("TF_INTRA_OP_PARALLELISM_THREADS", "TF_INTER_OP_PARALLELISM_THREADS", "OMP_NUM_THREADS")


def find_environment(configured: Path | None, env: Mapping[str, str] = os.environ) -> Environment:
    """The one that the config names (nlu.rasa.environment), else JIPSA_RASA_ENV, else the usual one."""
    if configured is not None:
        return Environment(configured)
    return Environment(Path(env[VARIABLE]).expanduser() if env.get(VARIABLE) else PROJECT / ".venv")
