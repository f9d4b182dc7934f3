"""Ids and names of appliances, made from what devices say about themselves."""

import re
import zlib

_EAST_ASIAN = re.compile(r"[ぁ-ヿ一-鿿가-힣]")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9_-]+")
_BETWEEN_NAMES = re.compile(r"\s+/\s+")
MAX_ID = 64


def slug(text: str) -> str:
    """An id of [a-z0-9_-]{1,64}: "washer-1" stays; what has no Latin letter or is too long is numbered."""
    found = _NOT_IN_SLUG.sub("-", text.lower()).strip("-")
    if not found:
        return f"appliance-{checksum(text)}"
    return found if len(found) <= MAX_ID else f"{found[: MAX_ID - 9]}-{checksum(text)}"


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
