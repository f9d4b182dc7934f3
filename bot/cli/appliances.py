"""`jipsa appliances`: what is in the home, and why each thing is taken for what it is."""

import asyncio
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Annotated, Any

import typer

from bot.cli.common import AsJson, StateDir, Token, Url, complain, out, out_json
from bot.errors import UserError

_NEAR = 3
# ids that are told in place of one that is not there
_PROBLEMS = 10
# announcements that could not be used, told one by one

Explain = Annotated[
    str | None,
    typer.Option("--explain", metavar="ID", help="Why this one is taken for what it is; an id or a name."),
]


def appliances(
    explain: Explain = None,
    json: AsJson = False,
    url: Url = None,
    token: Token = None,
    state_dir: StateDir = None,
) -> int:
    """Each appliance: type, room, state, what it can do, where it came from, what is missing and why."""
    from bot.cli.api import Api, find

    async def ask() -> tuple[list[dict[str, Any]], dict[str, Any], dict[str, Any] | None]:
        async with Api(find(url, token, state_dir)) as api:
            listed, search = await api.appliances(), await api.discovery()
            told = None if explain is None else await api.explanation(_meant(explain, listed))
            return listed, search, told

    found, search, told = asyncio.run(ask())
    _tell_search(search)
    if told is not None:
        from bot.cli.explaining import lines

        appliance = next(one for one in found if one["id"] == told["appliance"])
        if json:
            out_json(told)
        else:
            out(*lines(appliance, told))
        return 0
    if json:
        out_json(found)
    elif not found:
        out("No appliance has announced itself yet.")
    for appliance in found if not json else []:
        out(*_lines(appliance), "")
    return 0


def _meant(said: str, listed: Sequence[Mapping[str, Any]]) -> str:
    """The id of the appliance with this id or name. Raises UserError."""
    from bot.messengers.plain_text import printable

    if said in {one["id"] for one in listed}:
        return said
    word = said.strip().casefold()
    named = [
        str(one["id"])
        for one in listed
        if word == str(one["id"]).casefold() or word in {str(name).casefold() for name in one["names"]}
    ]
    if len(named) == 1:
        return named[0]
    shown = printable(said)
    if named:
        raise UserError(f'"{shown}" is the name of several: say which of {", ".join(sorted(named))}.')
    called = {str(text).casefold(): str(one["id"]) for one in listed for text in (one["id"], *one["names"])}
    near = dict.fromkeys(called[text] for text in get_close_matches(word, called, n=2 * _NEAR))
    # part of a long name is seldom a close match
    near.update(dict.fromkeys(one for text, one in called.items() if word and word in text))
    hint = f"near it: {', '.join(list(near)[:_NEAR])}" if near else "`jipsa appliances` lists all"
    raise UserError(f'There is no appliance "{shown}" in this home; {hint}.')


def _tell_search(search: Mapping[str, Any]) -> None:
    """On standard error, that more may come and what cannot be used: what is listed is not all then."""
    from bot.messengers.plain_text import printable

    for one in search["brokers"]:
        name = printable(str(one["broker"]))
        if not one["connected"]:
            complain(f"The broker {name} is not there: `jipsa doctor` says why.")
        elif not one["settled"]:
            complain(
                f"Still looking around at the broker {name}: {one['appliances']} appliances found so far."
            )
    # an older Jipsa may run, which tells none
    unusable = search.get("problems", [])
    for one in unusable[:_PROBLEMS]:
        complain(printable(f"Could not be used: {one['topic']}: {one['reason']}"))
    if more := len(unusable[_PROBLEMS:]) + search.get("more_problems", 0):
        complain(f"{more} more announcements could not be used.")


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
    lines += [f"  from     {one}" for one in str(appliance["source"]).split(" + ")]
    if why := appliance["details"].get("recognised_by"):
        lines.append(f"  because  {why}")
    return [printable(line) for line in lines]


def _one_language(texts: Mapping[str, str]) -> str:
    return texts.get("ko") or next(iter(texts.values()), "")
