"""`jipsa nlu history` and `rollback`: every state of the own words that was in use, and the way back."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from bot.cli.common import AsJson, StateDir, Token, Url, out, out_json
from bot.errors import UserError

_ALL = "`jipsa nlu history` shows all"


def history(
    version: Annotated[
        str | None, typer.Argument(metavar="[VERSION]", help="Show how it differs from the one before.")
    ] = None,
    json: AsJson = False,
    url: Url = None,
    token: Token = None,
    state_dir: StateDir = None,
) -> int:
    """Every change of the own words: when, how, who, and what it did to messages; * is in use."""
    from bot.cli.api import Api, find

    async def ask() -> Any:
        async with Api(find(url, token, state_dir)) as api:
            known = await api.history()
            return known if version is None else await api.version(_named(version, known))

    found = asyncio.run(ask())
    if json:
        out_json(found)
    elif version is None:
        out(*_table(found))
    else:
        out(*_table([found]), *_differences(found["files"]))
    return 0


def rollback(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="`jipsa nlu history` shows them.")],
    use_anyway: Annotated[
        bool, typer.Option("--use-anyway", help="Although a test or the replay speaks against it.")
    ] = False,
    json: AsJson = False,
    url: Url = None,
    token: Token = None,
    state_dir: StateDir = None,
) -> int:
    """Go back to a version of the own words, all files of it.

    Exit code: 0 done, 4 refused (a test fails, or something would be riskier), 1 error.
    """
    from bot.cli.api import Api, find
    from bot.cli.outcomes import outcome

    async def ask() -> dict[str, Any]:
        async with Api(find(url, token, state_dir)) as api:
            return await api.restore(_named(version, await api.history()), use_anyway=use_anyway)

    return outcome(asyncio.run(ask()), json, "`--use-anyway` does it all the same.")


def _named(version: str, known: Sequence[Mapping[str, Any]]) -> str:
    """The id that begins so. Raises UserError unless it is one."""
    ids = [str(one["id"]) for one in known]
    found = [version] if version in ids else [one for one in ids if version and one.startswith(version)]
    if len(found) > 1:
        raise UserError(f'{len(found)} versions begin with "{version}": write more of it; {_ALL}.')
    if not found:
        raise UserError(f'There is no version "{version}": {_ALL}.')
    return found[0]


def _table(versions: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    from bot.messengers.plain_text import printable

    if not versions:
        yield "Nothing is kept yet."
        return
    rows = [("", "VERSION", "WHEN", "HOW", "MESSAGES", "WHAT"), *map(_row, versions)]
    widths = [max(len(row[at]) for row in rows) for at in range(5)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        # a name or a line of text has no width to count on: it comes last
        yield printable("  ".join((*cells, row[5]))).rstrip()


def _row(one: Mapping[str, Any]) -> tuple[str, ...]:
    when = f"{datetime.fromtimestamp(one['at']).astimezone():%Y-%m-%d %H:%M}"
    effect = f"{one['changed']} of {one['replayed']} changed" if one["replayed"] else ""
    effect += f", {one['worse']} riskily" if one["worse"] else ""
    what = one["what"] + (" (forced)" if one["forced"] else "")
    who = one["by_name"] or one["by"]
    return "*" if one["live"] else "", one["id"], when, one["how"], effect, f"{who}: {what}" if who else what


def _differences(files: Sequence[Mapping[str, str]]) -> Iterator[str]:
    from bot.messengers.plain_text import printable

    if not files:
        yield "No file differs from the version before."
    for file in files:
        yield from (printable(line.expandtabs(4)) for line in file["diff"].splitlines())
