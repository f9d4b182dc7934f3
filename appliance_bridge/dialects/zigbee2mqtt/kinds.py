"""What a device is, from its description, as far as what it exposes bears that out."""

import re
from collections.abc import Iterable, Sequence

from appliance_bridge.dialects.zigbee2mqtt.exposes import Expose

_KINDS: Sequence[tuple[str, str, str]] = (
    ("feed", "feeder", "pet feeder"),
    ("climate", r"air.?condition|heat pump|split|household|\bAC controller", "air conditioner"),
    ("climate", r"floor.?heating|underfloor|boiler", "floor heating"),
    ("climate", "thermostat|radiator|valve", "thermostat"),
    ("climate", "heater|towel", "heater"),
    ("fan", "purifier", "air purifier"),
    ("fan", "ventilat|recuperat|exhaust", "ventilation"),
    ("fan", "hood", "range hood"),
    ("smoke", "smoke|fire", "smoke alarm"),
    ("carbon_monoxide", "co |carbon|gas", "gas detector"),
    ("gas", "gas|methane|combustible", "gas detector"),
    ("water_leak", "leak|water|flood", "leak sensor"),
    ("warning", "siren|alarm", "siren"),
    ("alarm", "siren", "siren"),
    ("state", r"\bgas\b.*(valve|lock)|(valve|lock).*\bgas\b", "gas valve"),
    ("state", "irrigation|sprinkler|garden|watering|water valve|water.*timer", "sprinkler"),
    ("state", "plug|outlet|socket|power strip|power point", "plug"),
    ("contact", "garage", "garage door"),
)
"""What must be exposed, what the description must hold, what it is then; the first that fits."""

_DETECTED = frozenset({"carbon_monoxide", "contact", "gas", "smoke", "water_leak"})
_THINGS = frozenset({"climate", "cover", "fan", "light", "lock", "switch"})
_PLAIN = {"cover": None, "light": "light", "lock": "door lock"}
# things that are what they are called; None: see its class

_COVERS: Sequence[tuple[str, str]] = (
    ("garage", "garage door"),
    ("gate", "gate"),
    ("curtain|drape", "curtain"),
    ("shutter", "shutter"),
    ("awning", "awning"),
    ("blind|shade|roller|venetian|screen", "blind"),
    (r"window(?! cover)", "window"),
)
# description → device class of its cover


def kind_of(description: str, exposes: Sequence[Expose]) -> str | None:
    """The noun for it, or None when only its parts can tell."""
    offered = {
        word for one in exposes for word in (one.kind, one.name, *(part.name for part in one.features))
    }
    things = offered & _THINGS
    if "climate" in things:
        # The switches of a thermostat are its own.
        things.discard("switch")
    if len(things) > 1:
        # A panel of switches, lamps and a curtain is none of them.
        return None
    if things & _PLAIN.keys():
        return _PLAIN[things.pop()] or _cover(description) or "curtain"
    # What switches is no mere detector.
    needed = offered - _DETECTED if "switch" in things else offered
    kind = next((kind for need, held, kind in _KINDS if need in needed and _holds(description, held)), None)
    # Several switches are one appliance only in the eyes of its maker, but they may be outlets.
    return kind if kind == "plug" or "switch" not in things or things_of(exposes) == 1 else None


def cover_class(description: str) -> str | None:
    """The device class of a cover, where the description tells."""
    kind = _cover(description)
    return kind and kind.removesuffix(" door")


def _cover(description: str) -> str | None:
    return next((kind for held, kind in _COVERS if _holds(description, held)), None)


def contact_class(description: str) -> str:
    """What a contact is on: a window only where nothing else is named."""
    return "window" if _holds(description, "window") and not _holds(description, "door") else "door"


def is_outlet(description: str) -> bool:
    """Whether its switch is one that things are plugged into."""
    return _holds(description, "plug|outlet|socket|power strip|power point")


def is_siren(description: str) -> bool:
    """Whether its alarm is what it is for, not a test of a detector."""
    return _holds(description, "siren|sound") and not _holds(description, "detector|sensor|smoke")


def things_of(exposes: Iterable[Expose]) -> int:
    """How many things a device is: each switch of two is called by its place."""
    things = (one for one in exposes if one.kind in _THINGS)
    return sum(one.kind != "switch" or _switches(one) for one in things)


def _switches(one: Expose) -> bool:
    state = one.feature("state")
    return state is not None and state.key.startswith("state")


def _holds(description: str, held: str) -> bool:
    return re.search(held, description, re.IGNORECASE) is not None
