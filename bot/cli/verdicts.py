"""What there is to say about own words, as lines for people. Takes the JSON of the API."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.messengers.plain_text import printable

Json = Mapping[str, Any]

_LEVELS = ("error", "warning", "hint")
_WHY = {
    "tests": "A home would not take this: own tests fail.",
    "risky": "A home would not take this: what was safe to say would do something risky.",
}


def remark_lines(verdict: Json, folder: str) -> list[str]:
    """A line for each fault, finding and test that fails, with its place and level."""
    return [
        *(_remark(one, folder) for one in (*verdict["faults"], *verdict["findings"])),
        *failed_lines(verdict["failed"], folder, "error: "),
    ]


def failed_lines(failed: Sequence[Json], folder: str = "", level: str = "") -> list[str]:
    """A line for each sentence that means something else than it must."""
    return [
        printable(f'{_place(one, folder)}: {level}"{one["say"]}" means {one["means"]}, not {one["wanted"]}')
        for one in failed
    ]


def counted(verdict: Json) -> dict[str, int]:
    """How many remarks of each level there are; a test that fails is an error."""
    levels = Counter(one["level"] for one in (*verdict["faults"], *verdict["findings"]))
    levels["error"] += len(verdict["failed"])
    return {level: levels[level] for level in _LEVELS if levels[level]}


def is_broken(verdict: Json) -> bool:
    """Whether the files cannot be used at all."""
    return bool(verdict["why"] == "broken")


def effect_lines(verdict: Json) -> Iterator[str]:
    """What the replay found; what is worse is marked."""
    effect = verdict["effect"]
    if not effect["of"]:
        yield "There are no messages to try it on."
    elif not effect["count"]:
        yield f"None of {number(effect['of'], 'message')} would be understood otherwise."
    else:
        worse = f", {effect['worse']} of them riskily" if effect["worse"] else ""
        yield f"{effect['count']} of {number(effect['of'], 'message')} would be understood otherwise{worse}:"
    for one in effect["changed"]:
        mark = "!" if one["worse"] else " "
        yield printable(f'{mark} {one["count"]:>3}x  "{one["text"]}"   {one["before"]} → {one["after"]}')
    rest = effect["count"] - sum(one["count"] for one in effect["changed"])
    if rest:
        yield f"       … and {rest} more"


def refusal(verdict: Json) -> str | None:
    """Why a home would not take files that are not broken."""
    return _WHY.get(verdict["why"])


def number(count: int, thing: str) -> str:
    """So many of them."""
    return f"1 {thing}" if count == 1 else f"{count} {thing}s"


def _remark(one: Json, folder: str) -> str:
    key = f" at '{one['key']}'" if one.get("key") else ""
    return printable(f"{_place(one, folder)}{key}: {one['level']}: {one['text']['en']}")


def _place(one: Json, folder: str) -> str:
    whole = not one["line"] and one["file"] == Path(folder).name
    place = folder if whole else str(Path(folder) / one["file"])
    place += f", line {one['line']}" if one["line"] else ""
    return place + (f", column {one['column']}" if one.get("column") is not None else "")
