"""`jipsa nlu misses`: what was not understood, or was put right by who said it."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.cli.common import AsJson, StateDir, Token, Url, out, out_json

_KINDS = {"not_understood": "not understood", "corrected": "corrected"}


def misses(json: AsJson = False, url: Url = None, token: Token = None, state_dir: StateDir = None) -> int:
    """Messages that were not understood or were put right, grouped, with what could be taught."""
    from bot.cli.api import Api, find

    async def ask() -> dict[str, Any]:
        async with Api(find(url, token, state_dir)) as api:
            return await api.misses()

    found = asyncio.run(ask())
    if json:
        out_json(found)
    elif not found["on"]:
        out("Messages are not kept in this home, so nobody knows.")
    elif not found["groups"]:
        out("Everything was understood.")
    else:
        out(*(line for group in found["groups"] for line in _lines(group)))
    return 0


def _lines(group: Mapping[str, Any]) -> list[str]:
    from bot.messengers.plain_text import printable

    last = f"{datetime.fromtimestamp(group['last_at']).astimezone():%Y-%m-%d %H:%M}"
    texts = ", ".join(f'"{text}"' for text in group["texts"])
    lines = [f"{group['count']:>4}x  {texts}   {_KINDS.get(group['kind'], group['kind'])}, last {last}"]
    proposal = group["proposal"]
    if proposal is not None and proposal["kind"] == "example":
        lines.append(f"       maybe {proposal['intent']}: {proposal['example']}")
    elif proposal is not None:
        lines.append(f"       maybe the same as: {', '.join(proposal['steps'])}")
    return [printable(line) for line in lines]
