"""What tells a device from all others whoever announces it: addresses and serial numbers, spelled alike.

Only what cannot be mistaken counts: two devices that share one are taken for the same.
"""

import re
from collections.abc import Iterable

_HEX = r"[0-9a-fA-F]"
_SPELLED_MAC = re.compile(rf"(?<![0-9A-Za-z:-])({_HEX}{{2}}(?:([:-]){_HEX}{{2}})(?:\2{_HEX}{{2}}){{4}})\Z")
_PLAIN_MAC = re.compile(rf"(?:\A|(?<=[_ -]))({_HEX}{{12}})\Z")
_IEEE = re.compile(rf"(?<![0-9A-Za-z])0[xX]({_HEX}{{16}})\Z")
_UUID = re.compile(rf"{_HEX}{{8}}-(?:{_HEX}{{4}}-){{3}}{_HEX}{{12}}")
_NOT_A_LETTER = re.compile(r"[\W_]+")
_KINDS = {"mac": 12, "bluetooth": 12, "zigbee": 16, "ieee": 16}
_MAX = 32
# identities of one device
_LONGEST = 120
_SHORTEST = 8
_DIGITS = 4
# a serial number has some; "living room 1" is none


def identities(
    connections: Iterable[tuple[str, str]], identifiers: Iterable[str], serial: str | None = None
) -> frozenset[str]:
    """Of a device: `mac:<12 hex>`, `ieee:<16 hex>`, `id:<letters and digits>`. Never raises."""
    found = [one for kind, address in connections if (one := _of_connection(kind, address)) is not None]
    for name in (*identifiers, *([serial] if serial else ())):
        found.extend(_of_identifier(name))
    return frozenset(found[:_MAX])


def homie_identities(availability: Iterable[str], identifiers: Iterable[str]) -> frozenset[str]:
    """`homie:<topic>` of a device whose topics of availability are those of Homie devices. Never raises.

    Only where the topic is called like the device: the parts of a gateway share that of the gateway.
    """
    own = set(identifiers)
    topics = [one.removesuffix("/$state") for one in availability if one.endswith("/$state")]
    return frozenset(
        f"homie:{one}"
        for one in topics[:_MAX]
        if len(one) <= _LONGEST and "/" in one and one.split("/")[-1] in own
    )


def _of_connection(kind: str, address: str) -> str | None:
    length = _KINDS.get(kind.strip().lower())
    digits = address.strip().lower().removeprefix("0x")
    plain = re.sub(r"[:. -]", "", digits)
    if length is None or not re.fullmatch(rf"{_HEX}{{12}}|{_HEX}{{16}}", plain, re.ASCII):
        return None
    return _address(plain)


def _of_identifier(name: str) -> list[str]:
    name = name.strip()
    if len(name) > _LONGEST:
        return []
    found = []
    spelled = _SPELLED_MAC.search(name) or (None if _UUID.search(name) else _plain(name))
    ieee = _IEEE.search(name)
    for match in (spelled, ieee):
        address = None if match is None else _address(re.sub("[:-]", "", match.group(1)).lower())
        found.extend([] if address is None else [address])
    plain = _NOT_A_LETTER.sub("", name).casefold()
    if len(plain) >= _SHORTEST and sum(one.isdecimal() for one in plain) >= _DIGITS:
        found.append(f"id:{plain}")
    return found


def _plain(name: str) -> re.Match[str] | None:
    # twelve digits or twelve letters may be anything
    match = _PLAIN_MAC.search(name)
    mixed = match is not None and not match.group(1).isdecimal() and not match.group(1).isalpha()
    return match if mixed else None


def _address(digits: str) -> str | None:
    """Spelled as an identity; None when many devices have it: placeholders, and those of containers."""
    if len(set(digits)) == 1 or digits.startswith("0242"):
        return None
    return f"{'mac' if len(digits) == 12 else 'ieee'}:{digits}"
