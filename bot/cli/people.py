"""`jipsa people`: who is in the home, and taking somebody out."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import typer

from bot.cli.common import OK, AsJson, StateDir, Token, Url, out, out_json


def group() -> typer.Typer:
    """The commands under `jipsa people`."""
    commands = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    commands.callback(invoke_without_command=True)(everybody)
    commands.command()(remove)
    return commands


def everybody(
    context: typer.Context,
    json: AsJson = False,
    url: Url = None,
    token: Token = None,
    state_dir: StateDir = None,
) -> int:
    """Who is in the home: name, role, until when, and where they write from."""
    if context.invoked_subcommand is not None:
        return OK
    from bot.cli.api import Api, find

    async def ask() -> list[dict[str, Any]]:
        async with Api(find(url, token, state_dir)) as api:
            return await api.people()

    found = asyncio.run(ask())
    if json:
        out_json(found)
    else:
        out(*(_line(person) for person in found))
    return OK


def remove(
    person: Annotated[str, typer.Argument(help="Their id: `jipsa people` shows it in brackets.")],
    json: AsJson = False,
    url: Url = None,
    token: Token = None,
    state_dir: StateDir = None,
) -> int:
    """Take somebody out: their accounts and pages count no more."""
    from bot.cli.api import Api, find

    async def ask() -> dict[str, Any]:
        async with Api(find(url, token, state_dir)) as api:
            return await api.remove_person(person)

    removed = asyncio.run(ask())
    if json:
        out_json(removed)
    elif removed["gone"]:
        out(f"{person} is out of the home.")
    else:
        out(f"{person} has no accounts and no signed-in pages any more, but the config still names them.")
        if removed["coming_back"]:
            accounts = ", ".join(removed["coming_back"])
            out(f"The config lists {accounts}: take that out too, or it is back at the next start.")
    return OK


def _line(person: Mapping[str, Any]) -> str:
    from bot.messengers.plain_text import printable

    names = person["names"]
    name = names.get("ko") or next(iter(names.values()), person["id"])
    until = ""
    if person["until"] is not None:
        until = f" until {datetime.fromtimestamp(person['until']).astimezone():%Y-%m-%d %H:%M}"
    accounts = ", ".join(person["accounts"]) or "no accounts"
    return printable(f"{name} — {person['role']}{until}, {accounts} [{person['id']}]")
