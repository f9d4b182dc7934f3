"""A whole home behind one messenger, and its family talking there."""

import asyncio
import itertools
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from redis.asyncio import Redis

from bot.app import Home
from bot.config import Settings
from bot.house import Check
from bot.message import Answer, IncomingMessage
from tests.contracts.messengers.bench import Bench, Heard

T = TypeVar("T")

WITHIN_S = 20.0
_NUMBERS = itertools.count()

CODE = re.compile(r"(?<![A-Z0-9])[A-HJ-NP-Z2-9]{4}-?[A-HJ-NP-Z2-9]{4}(?![A-Z0-9])")
"""An invitation."""

ODD_NAME = "★별_스탠드_*.#<b>&😀 Lamp"
"""What a family may call a lamp, and no markup may break."""


async def eventually(
    what: Callable[[], Awaitable[T]], within_s: float = WITHIN_S, hint: Callable[[], object] = str
) -> T:
    """What it gives as soon as that is true; fails, with a hint, when it does not become so."""
    end = time.monotonic() + within_s
    while not (got := await what()):
        assert time.monotonic() < end, f"not so within {within_s} s: {got!r} {hint()}"
        await asyncio.sleep(0.02)
    return got


def code_in(text: str) -> str:
    """The invitation code in a message."""
    found = CODE.search(text)
    assert found is not None, f"there is no code in {text!r}"
    return found[0]


def neighbours_of(bench: Bench) -> list[str]:
    """Names of so many people that a list of them fits into no single message there."""
    count = 25 if bench.name == "kakao" else 120
    return [
        f"복도 끝 계단 옆에 있는 집에 사는, 이름을 아무도 한 번에 다 말하지 못하는 이웃 {n:02}호"
        for n in range(count)
    ]


def settings_for(bench: Bench, messengers: Mapping[str, object], folder: Path) -> Settings:
    """The settings of a home whose people have accounts there; the guest has none yet."""

    def person(id_: str, korean: str, english: str, role: str) -> dict[str, object]:
        messenger, _, account = bench.account(id_).partition(":")
        known = {} if id_ == "guest" or messenger not in messengers else {messenger: [account]}
        return {"name": {"ko": korean, "en": english}, "role": role, "accounts": known}

    people = {
        "mom": person("mom", "엄마", "Mom", "owner") | {"pin": "4821"},
        "dad": person("dad", "아빠", "Dad", "adult"),
        "child": person("child", "지우", "Jiu", "child"),
    }
    if not messengers:
        people["guest"] = person("guest", "손님", "Guest", "guest")
    for number, name in enumerate(neighbours_of(bench)):
        people[f"neighbour-{number}"] = {"name": name, "role": "guest"}
    return Settings.model_validate(
        {
            "state_dir": str(folder / "state"),
            "http": {"port": 0, "public_url": "https://home.example"},
            "people": people,
            "appliances": {"lamp-bedroom": {"names": [ODD_NAME, "무드등"], "area": "안방"}},
            "messengers": messengers,
        }
    )


@dataclass
class Scene:
    """What the scenarios do and see."""

    bench: Bench
    home: Home
    store: Redis
    folder: Path
    changed: set[str] = field(default_factory=set)
    # appliances whose circumstances a scenario changed

    @property
    def neighbours(self) -> list[str]:
        """People of the home with long names."""
        return neighbours_of(self.bench)

    # --- talking

    async def heard(self, who: str, *, group: bool = False) -> list[Heard]:
        """All that was said to them so far."""
        return await self.bench.heard(who, group=group)

    async def ask(self, who: str, text: str, *, group: bool = False, ago_s: float = 0.0) -> Heard:
        """Say something and wait for an answer: the newest message of ours afterwards."""
        before = await self.heard(who, group=group)
        await self.bench.say(who, text, group=group, ago_s=ago_s)
        return await self.news(who, before, group=group)

    async def done(self, who: str, text: str, *words: str, group: bool = False) -> Heard:
        """Say something and wait until one message says all these words: an appliance may take its time."""
        before = len(await self.heard(who, group=group))
        await self.bench.say(who, text, group=group)
        return await self.until_heard(who, *words, group=group, since=before)

    async def probe(self, who: str, *, group: bool = False) -> None:
        """Ask about something that no scenario is about: what was said before it has been dealt with by then."""
        await self.done(who, "가습기 켜져 있어?", "가습기", group=group)

    async def press(self, who: str, label: str, *, group: bool = False, twice: bool = False) -> Heard:
        """Press a button and wait for what comes of it."""
        before = await self.heard(who, group=group)
        await self.bench.press(who, label, group=group, twice=twice)
        return await self.news(who, before, group=group)

    async def news(self, who: str, before: list[Heard], *, group: bool = False) -> Heard:
        """The first message that was not there before or has changed."""

        async def fresh() -> list[Heard]:
            now = await self.heard(who, group=group)
            return now[len(before) :] or [
                one for one, old in zip(now, before, strict=False) if one.text != old.text
            ]

        return (await eventually(fresh))[-1]

    async def until_heard(self, who: str, *words: str, group: bool = False, since: int = 0) -> Heard:
        """The newest message with all these words, the name of who speaks among them."""

        async def found() -> Heard | None:
            now = (await self.heard(who, group=group))[since:]
            return next(
                (one for one in reversed(now) if all(word in f"{one.speaker} {one.text}" for word in words)),
                None,
            )

        return await eventually(found)  # type: ignore[return-value]

    async def order(self, text: str, *, sender: str = "mom", action: str | None = None) -> Answer:
        """Tell the house something from elsewhere, past the messenger."""
        now = time.time()
        message = IncomingMessage(
            id=f"elsewhere-{next(_NUMBERS)}", text=text, chat="elsewhere", sender=sender, received_at=now,
            sent_at=now, action=action,
        )  # fmt: skip
        return await self.home.steward.handle(message, 20.0)

    # --- the appliances

    def obeyed(self, *appliances: str) -> int:
        """How many commands these took over MQTT; without names: all of them."""
        devices = self.home.simulator.devices()  # type: ignore[union-attr]
        return sum(len(one.commands) for one in devices if not appliances or one.id in appliances)

    def value(self, appliance: str, key: str) -> object:
        """What it reports."""
        return self.home.bridge.state(appliance).value(key)

    async def reports(self, appliance: str, key: str, value: object) -> None:
        """Wait until it does."""

        async def so() -> bool:
            return self.value(appliance, key) == value

        await eventually(so)

    def change(self, appliance: str, **conditions: object) -> None:
        """Put a simulated appliance into a situation, until the scenario ends."""
        self.home.simulator.change(appliance, **conditions)  # type: ignore[union-attr]
        self.changed.add(appliance)

    # --- what is kept

    async def kept(self) -> str:
        """Everything in the store, keys and values, as one text."""
        found = []
        async for key in self.store.scan_iter("*"):
            found.append(key)
            kind = await self.store.type(key)
            if kind == "string":
                found.append(await self.store.get(key))
            elif kind == "hash":
                found += itertools.chain(*(await self.store.hgetall(key)).items())
            elif kind == "set":
                found += await self.store.smembers(key)
            elif kind == "zset":
                found += await self.store.zrange(key, 0, -1)
            elif kind == "list":
                found += await self.store.lrange(key, 0, -1)
            elif kind == "stream":
                found.append(str(await self.store.xrange(key)))
            else:
                assert kind == "none", f"{key} is a {kind}"
        return "\n".join(str(one) for one in found)

    @property
    def accounts(self) -> set[str]:
        """The accounts that are somebody's."""
        people = self.home.desk._people
        return {account for person in people for account in people.accounts_of(person)}

    @property
    def text_limit(self) -> int | None:
        """UTF-16 units in one message there; None: no platform counts."""
        messenger = self.home.desk._messengers.get(self.bench.name)
        return None if messenger is None else messenger.features.text_limit

    async def health(self) -> Check | None:
        """The line of this messenger."""
        lines = await self.home.steward.health()
        return next((one for one in lines if one.name == self.bench.name), None)
