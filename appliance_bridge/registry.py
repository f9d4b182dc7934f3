"""The appliances of this home, and which dialect speaks for each."""

import asyncio
import time
from dataclasses import dataclass, field

from appliance_bridge.appliance import Appliance
from appliance_bridge.dialects.base import Dialect
from appliance_bridge.errors import UnknownAppliance


@dataclass(slots=True)
class Registry:
    """Known appliances, in the order of their ids."""

    _known: dict[str, tuple[Appliance, Dialect]] = field(default_factory=dict)

    def put(self, appliance: Appliance, dialect: Dialect) -> Appliance | None:
        """Add or replace it; returns what it was before. Another dialect's appliance stays as it is."""
        before = self._known.get(appliance.id)
        if before is not None and before[1] is not dialect:
            return before[0]
        self._known[appliance.id] = (appliance, dialect)
        return None if before is None else before[0]

    def remove(self, appliance_id: str, dialect: Dialect) -> bool:
        """Forget it; False when this dialect did not announce it."""
        known = self._known.get(appliance_id)
        if known is None or known[1] is not dialect:
            return False
        del self._known[appliance_id]
        return True

    def find(self, appliance_id: str) -> Appliance | None:
        """The appliance with this id."""
        known = self._known.get(appliance_id)
        return None if known is None else known[0]

    async def known(self, appliance_id: str, within_s: float) -> bool:
        """Wait until it is announced; False when it takes longer."""
        until = time.monotonic() + within_s
        while appliance_id not in self._known:
            if time.monotonic() > until:
                return False
            await asyncio.sleep(0.05)
        return True

    def speaker(self, appliance_id: str) -> Dialect:
        """The dialect that reaches it. Raises UnknownAppliance."""
        known = self._known.get(appliance_id)
        if known is None:
            raise UnknownAppliance(appliance_id)
        return known[1]

    def all(
        self, *, type_key: str | None = None, area: str | None = None, name: str | None = None
    ) -> list[Appliance]:
        """Those that fit all that is given, in a stable order; names and areas in any case."""
        return [
            one
            for _, (one, _dialect) in sorted(self._known.items())
            if (type_key is None or one.type == type_key)
            and (area is None or _among(area, one.areas))
            and (name is None or _among(name, one.names))
        ]


def _among(word: str, words: tuple[str, ...]) -> bool:
    return word.strip().casefold() in (one.strip().casefold() for one in words)
