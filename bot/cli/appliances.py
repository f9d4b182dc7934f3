"""`jipsa appliances`: what is in the home."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.cli.common import AsJson, StateDir, Token, Url, out, out_json


def appliances(json: AsJson = False, url: Url = None, token: Token = None, state_dir: StateDir = None) -> int:
    """Each appliance: type, room, state, what it can do, where it came from, what is missing and why."""
    from bot.cli.api import Api, find

    async def ask() -> list[dict[str, Any]]:
        async with Api(find(url, token, state_dir)) as api:
            return await api.appliances()

    found = asyncio.run(ask())
    if json:
        out_json(found)
    elif not found:
        out("No appliance has announced itself yet.")
    for appliance in found if not json else []:
        out(*_lines(appliance), "")
    return 0


def _lines(appliance: Mapping[str, Any]) -> list[str]:
    from bot.messengers.plain_text import printable

    online = {True: "", False: " (offline)", None: ""}[appliance["online"]]
    where = appliance["area"] or "no room"
    lines = [f"{appliance['name']}{online} — {appliance['type']}, {where} [{appliance['id']}]"]
    if summary := _one_language(appliance["summary"]):
        lines.append(f"  now      {summary}")
    if others := [name for name in appliance["names"] if name != appliance["name"]]:
        lines.append(f"  called   {', '.join(others)}")
    for name, capability in appliance["capabilities"].items():
        actions = ", ".join(capability["actions"]) or "reports only"
        silent = "" if capability["feedback"] else " (never reports back)"
        lines.append(f"  can      {name}: {actions}{silent}")
    lines += [f"  missing  {one['capability']}: {_one_language(one['text'])}" for one in appliance["missing"]]
    lines.append(f"  from     {appliance['source']}")
    return [printable(line) for line in lines]


def _one_language(texts: Mapping[str, str]) -> str:
    return texts.get("ko") or next(iter(texts.values()), "")
