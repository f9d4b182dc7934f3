"""Small words that look like a switch and only say of what: "low spin on the washer"."""

from dataclasses import replace

from nlu.tokens import Token

_SAID = frozenset((
    "quantity", "fan_speed", "mode", "program", "option", "extreme", "colour", "kelvin", "source",
    "attribute", "change",
))  # fmt: skip
_THINGS = frozenset(("type", "name", "area"))
_HAVE_A_SWITCH = ("child_lock", "swing", "power")


def with_prepositions(stream: list[Token]) -> list[Token]:
    """The tokens with each "on" between a value and a thing as a preposition: it switches nothing on."""
    out: list[Token] = []
    for index, token in enumerate(stream):
        if token.is_a("state", "on") and out and _points(out, stream[index + 1 :]):
            token = replace(token, entry=replace(token.entry, kind="mark", value="prep"))
        out.append(token)
    return out


def _points(before: list[Token], behind: list[Token]) -> bool:
    owned = (one for one in behind if not (one.is_a("mark", "filler") or one.is_a("person", "my", "their")))
    first = next(owned, None)
    if first is None:
        return False
    if first.kind == "attribute":
        # give me 25 on the volume
        return before[-1].kind == "quantity" and not first.is_a("attribute", *_HAVE_A_SWITCH)
    toggled = any(one.is_a("verb", "toggle") for one in before)
    return first.kind in _THINGS and _is_said(before[-1], toggled)


def _is_said(before: Token, toggled: bool) -> bool:
    """toggle the power on the fan: its switch, and not on."""
    return before.kind in _SAID and (toggled or not before.is_a("attribute", *_HAVE_A_SWITCH))
