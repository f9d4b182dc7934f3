"""`jipsa invite`: a code and links for a new person, or for a further account of a known one."""

import asyncio
import sys
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from bot.cli.common import OK, AsJson, StateDir, Token, Url, out, out_json


class Role(StrEnum):
    """What a new person may be."""

    owner = "owner"
    adult = "adult"
    child = "child"
    guest = "guest"


def invite(
    role: Annotated[
        Role | None, typer.Option("--role", help="What a new person is; default: adult, with --hours guest.")
    ] = None,
    hours: Annotated[
        float | None, typer.Option("--hours", help="How long a guest may stay; default: a day.")
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", help="Whose further account it is, instead of a new person's.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", help="What the new person is called; default: as they say.")
    ] = None,
    json: AsJson = False,
    url: Url = None,
    token: Token = None,
    state_dir: StateDir = None,
) -> int:
    """Invite somebody: prints a code that works once, for an hour, and links that carry it."""
    from bot.cli.api import Api, find

    role = role or (Role.adult if hours is None else Role.guest)
    given = {"role": role.value, "hours": hours, "person": person, "name": name}
    body = {key: value for key, value in given.items() if value is not None}

    async def ask() -> dict[str, Any]:
        async with Api(find(url, token, state_dir)) as api:
            return await api.invite(body)

    made = asyncio.run(ask())
    if json:
        out_json(made)
        return OK
    out(*_lines(made))
    if sys.stdout.isatty() and made["links"]:
        _draw(made["links"][0]["url"])
    return OK


def _lines(made: dict[str, Any]) -> list[str]:
    from bot.messengers.plain_text import printable

    whom = f"a further account of {made['person']}" if made["person"] else f"a new {made['role']}"
    stay = f", to stay {made['hours']:g} h" if made["hours"] else ""
    until = datetime.fromtimestamp(made["expires_at"]).astimezone()
    code = made["code"]
    lines = [
        f"Code for {whom}{stay}: {code[:4]}-{code[4:]}",
        f"It works once, until {until:%H:%M}. Send the code to Jipsa in any messenger, or open a link:",
        *(f"  {way['messenger']:<9} {way['url']}" for way in made["links"]),
    ]
    return [printable(line) for line in lines]


def _draw(url: str) -> None:
    import segno

    segno.make_qr(url).terminal(sys.stdout, compact=True)
