"""What was not understood, or corrected: kept for a while, shown in groups of what is alike."""

import asyncio
import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from pydantic import TypeAdapter
from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from bot.desk.kept import Kept
from nlu.likeness import Wording, alike, grouped
from nlu.understanding import Language

Kind = Literal["not_understood", "corrected"]
Why = Literal["said_next", "guessed", "corrected"]

MOST_SHOWN = 200
MOST_IGNORED = 200
IGNORED_DAYS = 365


@dataclass(frozen=True, slots=True)
class Miss:
    """One message that went wrong, without who wrote it and where."""

    text: str
    # with nothing private in it
    at: float
    # seconds since the epoch
    language: Language
    kind: Kind
    wording: Wording
    understood: str = ""
    # what it meant by itself when it was corrected, as `meaning_line` writes it
    meant: str = ""
    # what the same person said next that was done
    meant_by: Why = "said_next"
    guess: tuple[str, str] | None = None
    # intent and example of what the engine thought of without daring it


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an admin could take with one tap."""

    kind: Literal["example", "command"]
    intent: str | None
    # of an example
    example: str | None
    # with its words marked, as a file of intents has it
    steps: tuple[str, ...]
    # of a command: what its phrase, the first text of the group, stands for
    why: Why
    # key of the words that say where it comes from


@dataclass(frozen=True, slots=True)
class MissGroup:
    """Misses that may well be the same wish."""

    id: str
    # stays the same as long as its oldest text is there
    texts: tuple[str, ...]
    # most frequent first
    count: int
    last_at: float
    kind: Kind
    proposal: Proposal | None


_MISS, _WORDING = TypeAdapter(Miss), TypeAdapter(Wording)


class Reader(Protocol):
    """Reads sentences with the words that are in use now."""

    def __call__(self, misses: Sequence[Miss]) -> Proposal | None:
        """What could be taught about misses that are alike; the most frequent text is the first one's."""

    def meaning(self, text: str) -> str:
        """What a text means, as `meaning_line` writes it; "" when not all of it is understood."""


class Misses:
    """The misses of a home. Methods that wait raise StoreUnavailable."""

    def __init__(
        self,
        redis: Redis,
        keys: Keys,
        reader: Reader,
        *,
        messages: int,
        days: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """messages: how many are kept, and for so many days at most; 0: none."""
        self._reader = reader
        self._kept = Kept(redis, keys.key("words", "misses"), _MISS, most=messages, days=days, clock=clock)
        self._ignored = Kept(
            redis, keys.key("words", "ignored"), _WORDING,
            most=MOST_IGNORED if messages else 0, days=IGNORED_DAYS, clock=clock,
        )  # fmt: skip

    @property
    def on(self) -> bool:
        """Whether misses are kept at all."""
        return self._kept.on

    async def start(self) -> None:
        """Delete what must no longer be kept."""
        await self._kept.tidy()
        await self._ignored.tidy()

    async def add(self, miss: Miss) -> str | None:
        """Keep one more; its id. None: it is like those that are ignored, or nothing is kept."""
        ignored = await self._ignored.all()
        if any(alike(one, miss.wording) for one in ignored.values()):
            return None
        understood = self._reader.meaning(miss.text) if miss.kind == "corrected" else ""
        return await self._kept.add(replace(miss, understood=understood))

    async def meant(self, miss_id: str, text: str, by: Why = "said_next") -> str | None:
        """What this miss was meant to say; its new id. None: it is gone."""
        miss = await self._kept.one(miss_id)
        if miss is None:
            return None
        return await self._kept.add(replace(miss, meant=text, meant_by=by), instead_of=miss_id)

    async def groups(self) -> list[MissGroup]:
        """The largest groups, then the latest; of very many only the first."""
        groups = [list(one.values()) for one in (await self._grouped()).values()]
        groups.sort(key=lambda misses: (-len(misses), -max(miss.at for miss in misses)))
        shown = []
        for misses in groups[:MOST_SHOWN]:
            shown.append(self._shown(misses))
            # for each some sentences are read: others may go first
            await asyncio.sleep(0)
        return shown

    async def done(self, group_id: str) -> bool:
        """Remove a group that was dealt with; False: there is none of this id."""
        return await self._take_out(group_id) is not None

    async def ignore(self, group_id: str) -> bool:
        """Remove a group, and whatever is like it from now on; False: there is none of this id."""
        taken = await self._take_out(group_id)
        for wording in dict.fromkeys(miss.wording for miss in taken or ()):
            await self._ignored.add(wording)
        return taken is not None

    async def now_understood(self, read: Callable[[str], str]) -> int:
        """Remove groups whose texts are all understood by now; how many. read: text → meaning, "" when none.

        What was corrected was understood before, only wrongly: it has to mean something else.
        """
        gone = 0
        for group in (await self._grouped()).values():
            if await _all_settled(group.values(), read):
                await self._kept.remove(group)
                gone += 1
        return gone

    async def forget(self) -> None:
        """Delete all, also what is ignored."""
        await self._kept.forget()
        await self._ignored.forget()

    async def _grouped(self) -> dict[str, dict[str, Miss]]:
        """Group id → its misses by their ids, the oldest first."""
        found = sorted((await self._kept.all()).items(), key=lambda one: one[1].at)
        groups = grouped([miss.wording for _, miss in found])
        return {_id(found[group[0]][1]): dict(found[at] for at in group) for group in groups}

    def _shown(self, misses: Sequence[Miss]) -> MissGroup:
        """misses: of one group, the oldest first."""
        often = Counter(miss.text for miss in misses)
        kinds = Counter(miss.kind for miss in misses)
        return MissGroup(
            _id(misses[0]),
            tuple(text for text, _ in often.most_common()),
            len(misses),
            max(miss.at for miss in misses),
            kinds.most_common(1)[0][0],
            self._reader(sorted(misses, key=lambda miss: -often[miss.text])),
        )

    async def _take_out(self, group_id: str) -> list[Miss] | None:
        group = next(
            (one for one in (await self._grouped()).values() if group_id in map(_id, one.values())), None
        )
        if group is None:
            return None
        await self._kept.remove(group)
        return list(group.values())


async def _all_settled(misses: Iterable[Miss], read: Callable[[str], str]) -> bool:
    for miss in {one.text: one for one in misses}.values():
        meaning = read(miss.text)
        if not meaning or (miss.kind == "corrected" and meaning == miss.understood):
            return False
        # reading takes a millisecond: others may go first
        await asyncio.sleep(0)
    return True


def _id(miss: Miss) -> str:
    """The same for the same text."""
    return hashlib.sha256(f"{miss.language}\0{miss.text}".encode()).hexdigest()[:12]
