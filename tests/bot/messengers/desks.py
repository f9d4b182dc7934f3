"""A desk with everything real but the platform and the house."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from redis.asyncio import Redis

from appliance_bridge.fanout import Fanout
from appliance_bridge.keys import Keys
from bot.answering import as_json
from bot.house import ApplianceView, Check, HouseEvent, PersonView, PictureView
from bot.message import Answer, Button, CommandReport, IncomingMessage, Reply
from bot.messengers.base import (
    Account,
    Address,
    Arrival,
    Arrived,
    Features,
    Parcel,
    SpeechEngine,
    Undelivered,
)
from bot.messengers.desk import Desk
from bot.messengers.memory import DeskMemory
from bot.messengers.settings import DeskSettings
from bot.people.chats import Chats
from bot.people.pairing import Pairing
from bot.people.people import People
from bot.people.person import Person
from bot.people.store import PeopleStore
from bot.wording.replies import Wording

FEATURES = Features(
    text_limit=1000, buttons=8, label_limit=20, edits=True, private_in_group="direct",
    images="upload", spans=frozenset(("bold",)), patience_s=0.2,
)  # fmt: skip
FAMILY = {
    "mom": Person("mom", {"ko": "엄마", "en": "Mom"}, "owner", "ko"),
    "dad": Person("dad", {"ko": "아빠", "en": "Dad"}, "adult", "en"),
}
NOW = 1_800_000_000.0


@dataclass(frozen=True, slots=True)
class Sent:
    """One call of the platform."""

    chat: str
    parcel: Parcel
    id: str
    edited: bool = False
    responder: object | None = None

    @property
    def text(self) -> str:
        return self.parcel.text


class FakeMessenger:
    """Keeps what it was given."""

    def __init__(self, name: str = "fake", features: Features = FEATURES) -> None:
        self.name = name
        self.features = features
        self.sent: list[Sent] = []
        self.worked: list[Address] = []
        self.troubles: list[Exception] = []
        # raised by the next calls
        self.arrived: Arrived | None = None
        self.news = asyncio.Event()
        self.stopped = False

    async def start(self, arrived: Arrived) -> None:
        self.arrived = arrived

    async def stop(self) -> None:
        self.stopped = True

    async def deliver(self, at: Address, parcel: Parcel, responder: object | None = None) -> str | None:
        self._trouble()
        return self._took(Sent(at.key, parcel, f"m{len(self.sent) + 1}", False, responder))

    async def edit(self, at: Address, message: str, parcel: Parcel) -> None:
        self._trouble()
        self._took(Sent(at.key, parcel, message, True))

    def _trouble(self) -> None:
        if self.troubles:
            raise self.troubles.pop(0)

    def _took(self, sent: Sent) -> str:
        self.sent.append(sent)
        self.news.set()
        return sent.id

    async def working(self, at: Address) -> None:
        self.worked.append(at)

    def check(self) -> Check:
        return Check(self.name, True, "Connected.")

    def pairing_link(self, code: str) -> str | None:
        return None

    def routes(self) -> tuple[()]:
        return ()

    @property
    def texts(self) -> list[str]:
        """All texts, oldest first."""
        return [one.text for one in self.sent]

    async def until(self, number: int) -> list[str]:
        """The texts, once there are so many."""
        async with asyncio.timeout(5):
            while len(self.sent) < number:
                self.news.clear()
                await self.news.wait()
        return self.texts


def reply(text: str, *labels: str, **more: object) -> Reply:
    return Reply(text, text[:40], tuple(Button(one, f"v1:{one}", one) for one in labels), **more)  # type: ignore[arg-type]


def answer(message: str, text: str, *labels: str, pending: bool = False, **more: object) -> Answer:
    result = "pending" if pending else "confirmed"
    command = CommandReport("c1", "washer-1", "washer", "run_control", "start", {}, result)  # type: ignore[arg-type]
    return Answer(message, "acted", "ko", (reply(text, *labels, **more),), (command,))


class FakeHouse:
    """Answers as `answering` says, by default with what it heard."""

    def __init__(self) -> None:
        self.heard: list[IncomingMessage] = []
        self.waits: list[float] = []
        self.answering: Callable[[IncomingMessage], Awaitable[Answer]] = self._echo
        self.views: dict[str, ApplianceView] = {"fridge-1": view("fridge-1", "refrigerator", "냉장고", "3°C")}
        self._events: Fanout[HouseEvent] = Fanout()

    async def _echo(self, message: IncomingMessage) -> Answer:
        return answer(message.id, f"들음: {message.text or message.action}")

    async def handle(self, message: IncomingMessage, wait_s: float = 10.0) -> Answer:
        self.heard.append(message)
        self.waits.append(wait_s)
        return await self.answering(message)

    def tell(self, told: Answer, chat: str | None, person: str | None, *, group: bool = False) -> None:
        """An answer that comes as an event."""
        self._events.tell(
            HouseEvent("answer", {"chat": chat, "sender": person, **as_json(told)}, person, group)
        )

    def events(self) -> AsyncIterator[HouseEvent]:
        return self._events.listen()

    def appliances(self, person: str | None = None) -> list[ApplianceView]:
        return list(self.views.values())

    def appliance(self, appliance_id: str, person: str | None = None) -> ApplianceView | None:
        return self.views.get(appliance_id)

    async def picture(self, appliance_id: str, person: str | None = None) -> PictureView | None:
        return None

    def people(self) -> list[PersonView]:
        return []

    async def explain(self, text: str, person: str | None = None) -> Mapping[str, object]:
        return {}

    async def health(self) -> list[Check]:
        return []


def view(id_: str, type_: str, name: str, summary: str) -> ApplianceView:
    return ApplianceView(
        id_,
        type_,
        name,
        (name,),
        "주방",
        ("주방",),
        True,
        {},
        {},
        {},
        {"ko": summary, "en": summary},
        "test:1",
    )


@dataclass
class Clock:
    """Time that only a test moves."""

    now: float = NOW

    def __call__(self) -> float:
        return self.now


@dataclass
class Front:
    """A desk and all around it."""

    desk: Desk
    house: FakeHouse
    messenger: FakeMessenger
    people: People
    pairing: Pairing
    chats: Chats
    memory: DeskMemory
    redis: Redis
    clock: Clock
    moves: list[tuple[str, str]] = field(default_factory=list)
    numbers: int = 0

    def arrival(self, text: str = "", *, who: str = "1", group: bool = False, **more: object) -> Arrival:
        """A message of an account; "1" is mom's, "2" dad's, everything else a stranger's."""
        self.numbers += 1
        at = Address(self.messenger.name, "g" if group else f"p{who}")
        given = Arrival(
            id=str(self.numbers), at=at, sender=Account(self.messenger.name, who, "Someone"), sent_at=self.clock.now,
            text=text, addressed="mention" if group else "direct", group=group, reply_to="q",
        )  # fmt: skip
        return replace(given, **more)  # type: ignore[arg-type]

    async def say(self, text: str = "", *, who: str = "1", group: bool = False, **more: object) -> list[str]:
        """Let it arrive; the texts sent because of it."""
        before = len(self.messenger.sent)
        await self.desk.arrived(self.arrival(text, who=who, group=group, **more))
        return self.messenger.texts[before:]


async def front(
    redis: Redis,
    words: Wording,
    messenger: FakeMessenger,
    speech: SpeechEngine | None = None,
    settings: DeskSettings | None = None,
) -> Front:
    """A desk that runs; stop it afterwards."""
    keys, clock, house = Keys("home"), Clock(), FakeHouse()
    accounts = {f"{messenger.name}:1": "mom", f"{messenger.name}:2": "dad"}
    people = People(FAMILY, accounts, PeopleStore(redis, keys), clock)
    await people.start()
    pairing, chats = Pairing(redis, keys, people, clock), Chats(redis, keys, clock)
    memory = DeskMemory(redis, keys)
    moves: list[tuple[str, str]] = []

    async def moved(old: str, new: str) -> None:
        moves.append((old, new))

    desk = Desk(
        house=house, people=people, pairing=pairing, chats=chats, memory=memory, words=words,
        settings=settings or DeskSettings(), clock=clock, speech=speech, moved=(moved,),
    )  # fmt: skip
    await desk.start([messenger])
    return Front(desk, house, messenger, people, pairing, chats, memory, redis, clock, moves)


AWAY = Undelivered("away", "no network")
GONE = Undelivered("gone", "no such message")
