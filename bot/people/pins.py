"""PINs: kept as scrypt hashes, compared in constant time, locked after five wrong tries."""

import asyncio
import hashlib
import hmac
import os
from dataclasses import dataclass
from typing import Literal, Protocol

TRIES = 5
LOCK_S = 15 * 60

# 16 MB and a few hundredths of a second: dear enough for a short number that is also locked after five tries
_COST, _BLOCK, _LANES = 2**14, 8, 1


def hash_pin(pin: str, salt: bytes | None = None) -> str:
    """A hash that `matches` understands; salt is for tests."""
    salt = os.urandom(16) if salt is None else salt
    return f"scrypt${salt.hex()}${_scrypt(pin, salt).hex()}"


def matches(pin: str, pin_hash: str) -> bool:
    """Whether the PIN is the one that was hashed; False on a hash that is none."""
    parts = pin_hash.split("$")
    if len(parts) != 3 or parts[0] != "scrypt":
        return False
    try:
        salt, wanted = bytes.fromhex(parts[1]), bytes.fromhex(parts[2])
    except ValueError:
        return False
    return hmac.compare_digest(_scrypt(pin, salt), wanted)


def _scrypt(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=_COST, r=_BLOCK, p=_LANES, dklen=32)


@dataclass(frozen=True, slots=True)
class PinVerdict:
    """What came of one try."""

    result: Literal["right", "wrong", "locked", "not_set_up"]
    left: int = 0
    # tries left after a wrong one
    locked_s: float = 0.0
    # how long it stays locked


class TryStore(Protocol):
    """Counts tries; the real one is Redis (tries.py)."""

    async def count(self, person: str, limit: int, lock_s: int) -> tuple[int, float]:
        """Count one more try in one step: (tries so far with this one, seconds until they are forgotten).

        Up to `limit` each try starts the lock_s anew; tries beyond it do not.
        """

    async def forget(self, person: str) -> None:
        """Start again from nothing."""


async def check_pin(person: str, pin_hash: str | None, pin: str, tries: TryStore) -> PinVerdict:
    """Try a PIN. Tries are counted before they are looked at, so many at once gain nothing."""
    if pin_hash is None:
        return PinVerdict("not_set_up")
    number, seconds = await tries.count(person, TRIES, LOCK_S)
    if number > TRIES:
        return PinVerdict("locked", locked_s=seconds)
    if await asyncio.to_thread(matches, pin, pin_hash):
        await tries.forget(person)
        return PinVerdict("right")
    if number == TRIES:
        return PinVerdict("locked", locked_s=seconds)
    return PinVerdict("wrong", left=TRIES - number)
