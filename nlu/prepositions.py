"""Small words that look like a switch and only say of what: "low spin on the washer"."""

from dataclasses import replace

from nlu.tokens import Token

_SAID = frozenset((
    "quantity", "fan_speed", "mode", "program", "option", "extreme", "colour", "kelvin", "source",
    "attribute",
))  # fmt: skip
_THINGS = frozenset(("type", "name", "area"))
_HAVE_A_SWITCH = ("child_lock", "swing", "power")


def with_prepositions(stream: list[Token]) -> list[Token]:
    """The tokens with each "on" between a value and a thing as a preposition: it switches nothing on."""
    out: list[Token] = []
    for index, token in enumerate(stream):
        if token.is_a("state", "on") and out and _is_said(out[-1]) and _names_thing(stream[index + 1 :]):
            token = replace(token, entry=replace(token.entry, kind="mark", value="prep"))
        out.append(token)
    return out


def _is_said(before: Token) -> bool:
    return before.kind in _SAID and not before.is_a("attribute", *_HAVE_A_SWITCH)


def _names_thing(behind: list[Token]) -> bool:
    first = next((one for one in behind if not one.is_a("mark", "filler")), None)
    return first is not None and first.kind in _THINGS
