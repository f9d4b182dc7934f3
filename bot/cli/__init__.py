"""The `jipsa` command. Each command imports what it needs when it runs, so that small ones start fast."""

import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, NoReturn

import typer

from bot.cli import appliances, chat, doctor, invite, link, nlu, people, run, say
from bot.cli.common import ERROR, OK, complain, state_folder
from bot.config_errors import ConfigError
from bot.errors import UserError

LOG_NAME = "jipsa-errors.log"


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit with its code."""
    sys.exit(execute(list(sys.argv[1:] if arguments is None else arguments)))


def execute(arguments: list[str]) -> int:
    """Run one command; its exit code. Whatever goes wrong is one sentence on standard error."""
    debug = "--debug" in _options(arguments)  # good anywhere before the text
    try:
        if debug:
            arguments.remove("--debug")
            arguments.insert(0, "--debug")
        result = _app()(args=arguments, prog_name="jipsa", standalone_mode=False)
        return result if isinstance(result, int) else OK
    except (UserError, ConfigError) as error:
        complain(str(error))
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except Exception as error:
        if hasattr(error, "format_message"):  # the command line itself was wrong
            sentence = error.format_message().rstrip(".").replace("Value error, ", "")
            complain(f"{sentence}: `jipsa --help` shows what there is.")
        elif debug:
            traceback.print_exc()
        else:
            complain(_unexpected(error))
    return ERROR


def _app() -> typer.Typer:
    app = typer.Typer(
        name="jipsa",
        help="Message your home in plain Korean or English; the appliances act and answer.",
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def options(
        debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks of unexpected errors.")] = False,
    ) -> None:
        """Message your home in plain Korean or English; the appliances act and answer."""

    commands = (run.run, chat.chat, say.say, appliances.appliances, doctor.doctor, link.link, invite.invite)
    for command in commands:
        app.command()(command)
    app.add_typer(people.group(), name="people", help="Who is in the home; `remove` takes somebody out.")
    app.add_typer(nlu.group(), name="nlu", help="What sentences mean, and the files that say so.")
    return app


def _options(arguments: list[str]) -> list[str]:
    """The arguments up to "--": after it everything is text."""
    return arguments[: arguments.index("--")] if "--" in arguments else arguments


def _unexpected(error: Exception) -> str:
    log = state_folder(None) / LOG_NAME
    try:
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with log.open("a") as file:
            file.write(f"{datetime.now(UTC).isoformat()}\n{''.join(traceback.format_exception(error))}\n")
    except OSError:
        return f"Something went wrong inside Jipsa ({type(error).__name__}): --debug shows what."
    return f"Something went wrong inside Jipsa ({type(error).__name__}): {log} says what, --debug shows it."
