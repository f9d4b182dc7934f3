"""Why an appliance is taken for what it is, for a terminal of eighty columns."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from unicodedata import combining, east_asian_width

_WIDTH = 80
_LABEL = 10
_SHOWN = 40
# lines of a long list; --json has all


def lines(appliance: Mapping[str, Any], told: Mapping[str, Any]) -> list[str]:
    """What `jipsa appliances --explain` prints."""
    from bot.messengers.plain_text import printable

    return [printable(one) for one in _lines(appliance, told)]


def _lines(appliance: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[str]:
    yield f"{appliance['name']} — {told['type']} [{told['appliance']}]"
    for one in told["sources"]:
        yield from _row("from", one)
    for at, one in enumerate(told["candidates"]):
        why = "; ".join(one["why"]) or "no evidence"
        yield from _row("weighed" if at else "taken for", f"{one['type']} ({one['score']:g}): {why}")
    for one in told["parts"]:
        yield from _row("part", f"{one['key']} is {one['entity']}: {one['why'] or 'it is the only one'}")
        if one["topic"]:
            yield from _row("", f"at {one['topic']}")
    for one in told["left_out"][:_SHOWN]:
        yield from _row("left out", f"{one['entity']}: {one['why']}")
    more = len(told["left_out"][_SHOWN:]) + told["left_off"]
    if more:
        yield from _row("", f"… and {more} more" + ("" if told["left_off"] else "; --json has all"))
    for one in told["notes"]:
        yield from _row("note", one)
    yield from _way_out(told)


def _way_out(told: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the config that change it."""
    if not told["parts"]:
        return
    example = told["parts"][0]
    yield ""
    yield "To change who plays a part, in the config (another entity, or none):"
    yield "  appliances:"
    yield f"    {_quoted(told['appliance'])}:"
    yield "      roles:"
    yield f"        {example['key']}: {_quoted(example['entity'])}"


def _quoted(entity: str) -> str:
    """As YAML takes it: ids are plain words, names may be anything."""
    return entity if re.fullmatch(r"[A-Za-z][\w.-]*", entity) else json.dumps(entity, ensure_ascii=False)


def _row(label: str, text: str) -> Iterator[str]:
    """A labelled text, broken between words at the width of a terminal."""
    room = _WIDTH - _LABEL - 2
    line = ""
    for word in text.split():
        if line and _width(f"{line} {word}") > room:
            yield f"  {label:{_LABEL}}{line}"
            label, line = "", word
        else:
            line = f"{line} {word}" if line else word
    yield f"  {label:{_LABEL}}{line}".rstrip()


def _width(text: str) -> int:
    """Columns of a terminal: a Hangul syllable takes two."""
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)
