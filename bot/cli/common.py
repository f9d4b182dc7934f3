"""What the commands share: options, exit codes, plain output."""

import json as json_format
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.embedded.instance import default_state_dir

OK, ERROR, ASKED, REFUSED, NOT_UNDERSTOOD = 0, 1, 3, 4, 5
CHANGES = 3
# a replay: something would be understood otherwise
EXIT_CODES = {
    "acted": OK,
    "scheduled": OK,
    "answered": OK,
    "silent": OK,
    "asked": ASKED,
    "refused": REFUSED,
    "not_understood": NOT_UNDERSTOOD,
}

Url = Annotated[
    str | None,
    typer.Option("--url", envvar="JIPSA_URL", help="Address of a Jipsa; default: the one running here."),
]
Token = Annotated[
    str | None,
    typer.Option("--token", envvar="JIPSA_TOKEN", help="Its token; for the one here it is found."),
]
StateDir = Annotated[
    Path | None,
    typer.Option("--state-dir", envvar="JIPSA_STATE_DIR", help="State folder of the running Jipsa."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the API's JSON.")]
Person = Annotated[
    str | None,
    typer.Option("--as", envvar="JIPSA_PERSON", metavar="PERSON", help="Who speaks; default: an owner."),
]
Chat = Annotated[str | None, typer.Option("--chat", help="Where it is said; default: your terminal.")]
Config = Annotated[
    Path | None,
    typer.Option("--config", envvar="JIPSA_CONFIG", help="Config file; without one everything comes along."),
]


def out(*lines: str) -> None:
    """Lines to standard output."""
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


def out_json(value: object) -> None:
    """One JSON value to standard output."""
    out(json_format.dumps(value, ensure_ascii=False, indent=2))


def complain(sentence: str) -> None:
    """One sentence to standard error."""
    sys.stderr.write(sentence.rstrip() + "\n")
    sys.stderr.flush()


def state_folder(given: Path | None) -> Path:
    """The folder named on the command line, else the usual one."""
    return given.expanduser() if given is not None else default_state_dir()


def state_of(configured: Path, config: Path | None, given: Path | None) -> Path:
    """The state folder that is named, else that of the config, else the usual one."""
    return state_folder(given or (configured if config is not None else None))
