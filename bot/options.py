"""What `jipsa run` was asked for on the command line."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Options that win over the config file."""

    state_dir: Path | None = None
    # secrets, the embedded servers' data, logs; None: the config's
    config: Path | None = None
    # None: everything embedded, with a simulated home
    port: int | None = None
    # of the web page and API; None: the config's, or 8321
    chat: bool = True
    # a terminal chat when stdin is a terminal
    debug: bool = False
