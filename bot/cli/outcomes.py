"""What came of a change of the own words that was wanted."""

from typing import Any

from bot.cli.common import ERROR, OK, REFUSED, complain, out, out_json
from bot.cli.verdicts import effect_lines, remark_lines

_REFUSALS = ("tests", "risky", "conflict")


def outcome(verdict: dict[str, Any], json: bool, hint: str = "") -> int:
    """Show it. Exit code: 0 it is in use, 4 refused, 1 broken or not written.

    hint: what to do about a refusal that can be overruled.
    """
    if json:
        out_json(verdict)
    elif verdict["ok"]:
        out(f"In use now, as version {verdict['version']}." if verdict["version"] else "In use now.")
    else:
        out(*remark_lines(verdict, ""))
        if verdict["why"] == "risky":
            out(*effect_lines(verdict))
        complain(f"{verdict['error']} {hint if verdict['can_be_forced'] else ''}")
    if verdict["ok"]:
        return OK
    return REFUSED if verdict["why"] in _REFUSALS else ERROR
