"""The appliances of this home, and which dialects speak for each."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from appliance_bridge.appliance import Appliance
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.dialects.base import Described
from appliance_bridge.errors import UnknownAppliance
from appliance_bridge.merging import Joined, Key, Part, Source, grouped, joined
from appliance_bridge.recognition.naming import MAX_ID, checksum

_IDENTITIES = 8
# more of them are claims, not names of one device
_AROUND = 64
# parts that may hang together; more are no device


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one id of the home."""

    id: str
    before: Joined | None
    after: Joined | None


class Registry:
    """Known appliances, in the order of their ids. Each id is one appliance, whoever announced it first."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._parts: dict[Key, Part] = {}
        self._by_identity: dict[str, set[Key]] = {}
        self._groups: dict[Key, tuple[Part, ...]] = {}
        # key of the main part → all parts
        self._group_of: dict[Key, Key] = {}
        # part → main part
        self._wanted: Counter[str] = Counter()
        # id → how many appliances would have it
        self._known: dict[str, Joined] = {}
        # also hidden ones
        self._shown: dict[str, Joined] = {}
        # only those that are appliances of the home
        self._ids: dict[Key, str] = {}
        # main part → id in the home
        self._hidden: frozenset[str] = frozenset()

    def put(self, part: Part) -> list[Change]:
        """Add or replace what a dialect knows of an appliance; returns what became of the home's."""
        if self._parts.get(part.key) == part:
            return []
        around = self._around([part.key])
        self._drop(part.key)
        self._parts[part.key] = part
        for one in _identities(part):
            self._by_identity.setdefault(one, set()).add(part.key)
        return self._changed(around)

    def remove(self, source: Source, appliance_id: str) -> list[Change]:
        """The dialect no longer knows it; empty when it never did, or when nobody sees the difference."""
        key = (source.rank, appliance_id)
        if key not in self._parts:
            return []
        around = self._around([key])
        self._drop(key)
        return self._changed(around)

    def hide(self, ids: Iterable[str]) -> list[Change]:
        """From now on these, and no others, are no appliances of the home."""
        self._hidden = frozenset(ids)
        return self._show(tuple(self._known))

    # --- asking

    def joined(self, appliance_id: str) -> Joined | None:
        """All that is known of the appliance with this id."""
        return self._shown.get(appliance_id)

    def find(self, appliance_id: str) -> Appliance | None:
        """The appliance with this id."""
        found = self._shown.get(appliance_id)
        return None if found is None else found.appliance

    def everything(self) -> Iterable[Joined]:
        """All there are, also hidden ones."""
        return self._known.values()

    def has(self, source: Source, appliance_id: str) -> bool:
        """Whether the dialect announced this one."""
        return (source.rank, appliance_id) in self._parts

    def owner(self, source: Source, appliance_id: str) -> Joined | None:
        """The appliance of the home that this one of a dialect is a part of."""
        main = self._group_of.get((source.rank, appliance_id))
        return None if main is None else self._shown.get(self._ids[main])

    async def known(self, appliance_id: str, within_s: float) -> bool:
        """Wait until it is announced; False when it takes longer."""
        until = time.monotonic() + within_s
        while appliance_id not in self._shown:
            if time.monotonic() > until:
                return False
            await asyncio.sleep(0.05)
        return True

    def speaker(self, appliance_id: str, capability: str) -> Part:
        """Who is told to do it. Raises UnknownAppliance."""
        found = self._shown.get(appliance_id)
        if found is None:
            raise UnknownAppliance(appliance_id)
        return found.speakers.get(capability, found.parts[0])

    def all(
        self, *, type_key: str | None = None, area: str | None = None, name: str | None = None
    ) -> list[Appliance]:
        """Those that fit all that is given, in a stable order; names and areas in any case."""
        shown = [self._shown[key].appliance for key in sorted(self._shown)]
        return [
            one
            for one in shown
            if (type_key is None or one.type == type_key)
            and (area is None or _among(area, one.areas))
            and (name is None or _among(name, one.names))
        ]

    def described(self, announced: Mapping[Key, Appliance]) -> list[Described]:
        """All appliances of the home, also hidden ones, as their dialects announced them."""
        found = []
        for one in sorted(self._known):
            parts = [
                Part(part.source, announced.get(part.key, part.appliance)) for part in self._known[one].parts
            ]
            appliance = joined(parts, one, self._catalogue).appliance
            found.append(Described(appliance, one not in self._shown))
        return found

    def meant(self, source: Source) -> dict[str, tuple[str, ...]]:
        """Each appliance of a dialect → the ids by which an admin may speak of it, the likeliest first."""
        return {
            key[1]: self._called(key)
            for key in self._parts
            if key[0] == source.rank and key in self._group_of
        }

    # --- naming

    def _called(self, key: Key) -> tuple[str, ...]:
        """The id in the home, then those that its parts would have alone and nobody else has."""
        main = self._group_of[key]
        home_id = self._ids[main]
        own = (part.id for part in (self._parts[key], *self._groups[main]))
        return tuple(dict.fromkeys([home_id, *(one for one in own if one not in self._known)]))

    def _named(self, news: Mapping[Key, tuple[Part, ...]], distinct: bool) -> dict[Key, str]:
        """Main part → id for all whose id is to be looked at; of two that want one id the first has it."""
        if distinct:
            return {key: parts[0].id for key, parts in news.items()}
        taken: set[str] = set()
        found: dict[Key, str] = {}
        losers = []
        for key in sorted(self._groups):
            main = self._groups[key][0]
            if main.id in taken:
                losers.append(main)
            else:
                found[key] = main.id
                taken.add(main.id)
        for main in losers:
            end = f"-{main.source.dialect.name.replace('_', '-')}"
            other = f"{main.id[: MAX_ID - len(end)]}{end}"
            if other in taken:
                other = f"{main.id[: MAX_ID - 9]}-{checksum(f'{main.source.name}:{main.appliance.id}')}"
            found[main.key] = other
            taken.add(other)
        return found

    # --- grouping

    def _around(self, keys: Iterable[Key]) -> set[Key]:
        """These, all that hang together with them by an identity, and those they are joined with now."""
        found: set[Key] = set()
        asked: set[str] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            found.add(key)
            part = self._parts.get(key)
            for identity in () if part is None or len(found) > _AROUND else _identities(part):
                if identity not in asked:
                    asked.add(identity)
                    there = self._by_identity.get(identity, set()) - found
                    waiting.extend(nsmallest(_AROUND, there))
        for main in {self._group_of.get(key) for key in found}:
            if main is not None:
                found.update(one.key for one in self._groups[main])
        return found

    def _drop(self, key: Key) -> None:
        part = self._parts.pop(key, None)
        for one in () if part is None else _identities(part):
            there = self._by_identity[one]
            there.discard(key)
            if not there:
                del self._by_identity[one]

    def _changed(self, around: set[Key]) -> list[Change]:
        """Group these anew (with whom they now hang together), name them, and tell what is not as before."""
        around |= self._around(around)
        was_distinct = len(self._wanted) == len(self._groups)
        stale = {
            self._forget(main) for main in {self._group_of.get(key) for key in around} if main is not None
        }
        parts = (self._parts[key] for key in around if key in self._parts)
        news = {some[0].key: some for some in grouped(parts, self._catalogue)}
        for key, some in news.items():
            self._groups[key] = some
            self._group_of.update(dict.fromkeys((one.key for one in some), key))
            self._wanted[some[0].id] += 1
        named = self._named(news, was_distinct and len(self._wanted) == len(self._groups))
        moved = {key: one for key, one in named.items() if self._ids.get(key) != one}
        stale.update(self._ids[key] for key in moved if key in self._ids)
        for one in stale:
            self._known.pop(one, None)
        for key, one in moved.items():
            self._ids[key] = one
            self._known[one] = joined(self._groups[key], one, self._catalogue)
        return self._show(stale.union(moved.values()))

    def _forget(self, main: Key) -> str:
        """No group any more; returns the id it had."""
        parts = self._groups.pop(main)
        for one in parts:
            self._group_of.pop(one.key, None)
        wanted = parts[0].id
        self._wanted[wanted] -= 1
        if not self._wanted[wanted]:
            del self._wanted[wanted]
        return self._ids.pop(main)

    def _show(self, ids: Iterable[str]) -> list[Change]:
        """What people may see of these from now on; returns what is not as before."""
        changes = []
        for one in sorted(ids):
            before, after = self._shown.pop(one, None), self._known.get(one)
            if after is not None and not self._hidden.intersection(self._called(after.parts[0].key)):
                self._shown[one] = after
            if before != self._shown.get(one):
                changes.append(Change(one, before, self._shown.get(one)))
        return changes


def _identities(part: Part) -> list[str]:
    return sorted(part.appliance.identities)[:_IDENTITIES]


def _among(word: str, words: tuple[str, ...]) -> bool:
    return word.strip().casefold() in (one.strip().casefold() for one in words)
