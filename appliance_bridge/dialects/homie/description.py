"""What a Homie device says about itself, whichever version it speaks."""

import re
from dataclasses import dataclass

MAX_NODES = 100
MAX_PROPERTIES = 500
# of one device
MAX_TEXT = 200
MAX_FORMAT = 4_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class Property:
    """One value of a node."""

    id: str
    name: str
    datatype: str
    # integer, float, boolean, string, enum, color, datetime, duration, json; percent in old devices
    format: str = ""
    unit: str = ""
    settable: bool = False
    retained: bool = True
    # false: a momentary event or command without a state


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a device."""

    id: str
    name: str
    type: str = ""
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """A device with all its nodes."""

    version: int
    # 4 (which version 3 agrees with in all that counts here) or 5
    name: str
    nodes: tuple[Node, ...] = ()
    mac: str = ""
    root: str = ""
    # id of the device that keeps the connection of this one, version 5
    parent: str = ""
    problems: tuple[str, ...] = ()
    # what was left out and why, in plain sentences


def cleaned(text: object, limit: int = MAX_TEXT) -> str:
    """Text to show or compare: no control characters, not too long; empty when it is no text."""
    return _CONTROL.sub(" ", text).strip()[:limit] if isinstance(text, str) else ""


def usable_id(text: object) -> bool:
    """Whether it can be a level of a topic. Devices do use capitals, so more is taken than Homie allows."""
    return (
        isinstance(text, str)
        and 0 < len(text) <= MAX_TEXT
        and not any(sign in text for sign in ("/", "+", "#", "$", "\ufffd"))
        and text.isprintable()
    )


def limited(nodes: list[Node]) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    """The nodes within the caps, and what had to be left out."""
    kept: list[Node] = []
    room = MAX_PROPERTIES
    for node in nodes[:MAX_NODES]:
        properties = node.properties[:room]
        room -= len(properties)
        kept.append(Node(node.id, node.name, node.type, properties))
    problems: list[str] = []
    if len(nodes) > MAX_NODES:
        problems.append(f"It has more than {MAX_NODES} nodes; the rest is left out.")
    if sum(len(node.properties) for node in nodes[:MAX_NODES]) > MAX_PROPERTIES:
        problems.append(f"It has more than {MAX_PROPERTIES} properties; the rest is left out.")
    return tuple(kept), tuple(problems)
