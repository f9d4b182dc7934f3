"""Ids and names of appliances, made from what devices say about themselves."""

import re
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from appliance_bridge.yaml_file import load

_EAST_ASIAN = re.compile(r"[ぁ-ヿ一-鿿가-힣]")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9_-]+")
_ADDRESS = re.compile(r"(?<![0-9a-z])(?:0x)?[0-9a-f]{12,16}(?![0-9a-z])", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s+/\s+")
MAX_ID = 64
_LONGEST_ROOM = 3
# words of the longest name of a room
_SHORTEST_OWN_ROOM = 3
# letters of a room that is somebody's own: "형방" is too easily something else


class _Rooms(BaseModel):
    """The words of rooms.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rooms: frozenset[str]
    endings: frozenset[str]
    never: frozenset[str]


@cache
def _rooms() -> _Rooms:
    return load(Path(__file__).with_name("rooms.yaml"), _Rooms)


def slug(text: str) -> str:
    """An id of [a-z0-9_-]{1,64}: "washer-1" stays; what has no Latin letter or is too long is numbered."""
    found = _NOT_IN_SLUG.sub("-", text.lower()).strip("-")
    if not found:
        return f"appliance-{checksum(text)}"
    return found if len(found) <= MAX_ID else f"{found[: MAX_ID - 9]}-{checksum(text)}"


def spoken(key: str) -> str:
    """A key without addresses, whose digits spell words by chance: "0x00158d0005acbeef"."""
    return _ADDRESS.sub(" ", key)


def checksum(text: str) -> str:
    """Eight hexadecimal digits, the same at every start."""
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def names(text: str | None) -> tuple[str, ...]:
    """The names in one announced name: "거실 에어컨 / Living room aircon" is two, "Wash / Dry" is one."""
    if text is None:
        return ()
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    cleaned = " ".join(printable.replace("_", " ").split())
    if not cleaned:
        return ()
    parts = _BETWEEN_NAMES.split(cleaned)
    other_script = [bool(_EAST_ASIAN.search(part)) for part in parts]
    if len(parts) == 2 and all(parts) and sum(other_script) == 1:
        return (parts[0], parts[1])
    return (cleaned,)


def joined(device: tuple[str, ...], entity: tuple[str, ...]) -> tuple[str, ...]:
    """Names of a part of a device, language by language: ("거실", "Living room") and ("전등", "Light")."""
    if not device or not entity:
        return entity or device
    if len(device) != len(entity):
        return tuple(f"{first} {entity[0]}" for first in device)
    return tuple(f"{first} {second}" for first, second in zip(device, entity, strict=True))


def rooms(said: Iterable[str]) -> tuple[str, ...]:
    """The rooms that these names begin or else end with: "거실 에어컨" stands in 거실."""
    return tuple(dict.fromkeys(room for name in said if (room := _room_of(name.split()))))


def _room_of(words: list[str]) -> str:
    for length in range(min(_LONGEST_ROOM, len(words)), 0, -1):
        for part in (words[:length], words[-length:]):
            text = " ".join(part)
            if text.lower() in _rooms().rooms or _is_own_room(part):
                return text
    if not words or words[0].isascii():
        return ""
    # 거실등, 안방에어컨: written together
    heads = (room for room in _rooms().rooms if words[0].startswith(room))
    return max(heads, key=len, default="")


def _is_own_room(part: list[str]) -> bool:
    """할머니방, Emma's room: whose it is, and that it is a room."""
    text = " ".join(part).lower()
    if text.isascii():
        return len(part) > 1 and part[-1].lower() in _rooms().endings and "'" in part[-2]
    ends = text.endswith(tuple(_rooms().endings)) and text not in _rooms().never
    return ends and len(part) == 1 and len(text) >= _SHORTEST_OWN_ROOM
