"""`jipsa link`: a link that opens the page signed in."""

import asyncio
from pathlib import Path

from bot.cli.common import OK, Person, StateDir, Token, Url, out


def link(person: Person = None, url: Url = None, token: Token = None, state_dir: StateDir = None) -> int:
    """Print a link that opens the page signed in as a person; it works once, for ten minutes."""
    out(asyncio.run(_link(person, url, token, state_dir)))
    return OK


async def _link(person: str | None, url: str | None, token: str | None, state_dir: Path | None) -> str:
    from bot.cli.api import Api, find

    async with Api(find(url, token, state_dir)) as api:
        return await api.link(await api.person(person))
