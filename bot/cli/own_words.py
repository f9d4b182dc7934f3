"""`jipsa nlu check`, `test` and `replay`: what own words mean, before they count."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.common import (
    CHANGES,
    ERROR,
    OK,
    REFUSED,
    AsJson,
    Config,
    Person,
    StateDir,
    Token,
    Url,
    complain,
    out,
    out_json,
)
from bot.errors import UserError

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="[FOLDER]", help="Of intent files; default: that of the home."),
]
HomeFile = Annotated[
    Path | None,
    typer.Option("--home", metavar="FILE", help="What `jipsa appliances --json` printed; no home is asked."),
]


def check(
    folder: Folder = None,
    home: HomeFile = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings are mistakes, too.")] = False,
    json: AsJson = False,
    config: Config = None,
    url: Url = None,
    token: Token = None,
    state_dir: StateDir = None,
) -> int:
    """Look through own intent files for mistakes. Exit code 1 when there is one."""
    from bot.cli.looking import HOW, Asked, look
    from bot.cli.verdicts import counted, number, refusal, remark_lines

    looked = look(Asked(folder, home, config, url, token, state_dir))
    verdict = looked.verdict
    levels = counted(verdict)
    wrong = not verdict["ok"] or "error" in levels or (strict and "warning" in levels)
    if folder is not None and not looked.files and not wrong:
        raise UserError(f"There are no intent files in {folder}.")
    if json:
        out_json(verdict)
        return ERROR if wrong else OK
    out(*remark_lines(verdict, looked.folder))
    if verdict["why"] == "risky":
        out(f"{refusal(verdict)} `jipsa nlu replay` shows it.")
    if levels:
        found = ", ".join(number(count, level) for level, count in levels.items())
        out(f"In {looked.folder}: {found}.")
    elif looked.files:
        out(f"{number(looked.files, 'intent file')} of your own in {looked.folder}: fine.")
    else:
        out(f"There are no intent files of your own: they go into {looked.folder}.")
    if looked.left_out:
        complain(f"No home runs here, so its names, own tests and steps of commands were left out: {HOW}.")
    return ERROR if wrong else OK


def test(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE|FOLDER]",
            help='YAML rows "sentence: meaning", or a folder of intent files with tests; '
            "default: the folder of the home, and the examples that ship.",
        ),
    ] = None,
    home: HomeFile = None,
    json: AsJson = False,
    config: Config = None,
    person: Person = None,
    url: Url = None,
    token: Token = None,
    state_dir: StateDir = None,
) -> int:
    """Whether sentences still mean in this home what tests say. Exit code 1 when one does not."""
    from bot.cli.looking import HOW, Asked, is_folder, look
    from bot.cli.sentences import compared, examples, table
    from bot.cli.verdicts import is_broken

    if path is not None and not is_folder(path):
        asked = Asked(None, home, config, url, token, state_dir)
        return _tested([("", asyncio.run(compared(table(path), asked.needed(), person)))], json)
    asked = Asked(path, home, config, url, token, state_dir, tests=True)
    looked = look(asked)
    parts = [(looked.folder, looked.verdict)]
    if path is None and asked.running() is not None and not is_broken(looked.verdict):
        parts.append(("", asyncio.run(compared(list(examples()), asked.needed(), person))))
    done = _tested(parts, json)
    if done != OK and not looked.in_a_home:
        complain(f"No home runs here, so no appliance was known: {HOW}.")
    return done


def replay(
    folder: Folder = None,
    messages: Annotated[
        Path | None, typer.Option("--messages", metavar="FILE", help="Sentences, one on each line.")
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", metavar="FOLDER", help="With --messages: what is in use; default: nothing."
        ),
    ] = None,
    home: HomeFile = None,
    use_anyway: Annotated[
        bool, typer.Option("--use-anyway", help="Take what the home's folder holds, though it was refused.")
    ] = False,
    json: AsJson = False,
    config: Config = None,
    url: Url = None,
    token: Token = None,
    state_dir: StateDir = None,
) -> int:
    """What a folder would make of what was said lately.

    Exit code: 0 nothing changes, 3 something changes, 4 a home would refuse it, 1 it is broken.
    """
    from bot.cli.api import Api
    from bot.cli.looking import Asked, look
    from bot.cli.outcomes import outcome
    from bot.cli.verdicts import effect_lines, failed_lines, is_broken, refusal, remark_lines

    asked = Asked(folder, home, config, url, token, state_dir, messages, against)
    if use_anyway:
        if any((folder, home, messages, against)):
            raise UserError(
                "--use-anyway takes the home's folder as it stands: name no other file or folder."
            )

        async def take() -> dict[str, Any]:
            async with Api(asked.needed()) as api:
                return await api.use_anyway()

        return outcome(asyncio.run(take()), json)
    if messages is None and (home or against):
        raise UserError("On what shall it be tried? Give sentences, one on each line, with --messages FILE.")
    if messages is None:
        asked.needed()
    looked = look(asked)
    verdict = looked.verdict
    if json:
        out_json(verdict)
    elif is_broken(verdict):
        out(*remark_lines(verdict, looked.folder))
    else:
        out(*effect_lines(verdict), *failed_lines(verdict["failed"], looked.folder))
        out(*filter(None, [refusal(verdict)]))
    if is_broken(verdict):
        return ERROR
    return REFUSED if not verdict["ok"] else CHANGES if verdict["effect"]["count"] else OK


def _tested(parts: list[tuple[str, dict[str, Any]]], json: bool) -> int:
    """Show what came of tests; each part is a folder and a verdict on what is in it."""
    from bot.cli.verdicts import failed_lines, is_broken, number, remark_lines

    broken = any(is_broken(verdict) for _, verdict in parts)
    failed = [one for _, verdict in parts for one in verdict["failed"]]
    tests = sum(verdict["tests"] for _, verdict in parts)
    if json:
        lists = {key: [one for _, verdict in parts for one in verdict[key]] for key in ("faults", "findings")}
        out_json({"ok": not (broken or failed), "tests": tests, "failed": failed, **lists})
    elif broken:
        for folder, verdict in parts:
            out(*remark_lines(verdict, folder))
        out("No test was run: mend that first.")
    else:
        for folder, verdict in parts:
            out(*failed_lines(verdict["failed"], folder))
        count = number(tests, "sentence")
        out(f"{count}, {len(failed)} differ." if failed else f"{count}, all as written.")
    return ERROR if broken or failed else OK
