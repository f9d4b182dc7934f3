"""A Slack messenger against a double, and what arrives from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.config_messengers import SlackSettings
from bot.messengers.base import Account, Arrival, Card, Parcel, Speaker
from bot.messengers.slack.messenger import SlackMessenger
from bot.wording.replies import load_wording
from tests.support.slack_api.emulate import BOT_TOKEN, SIGNING_SECRET
from tests.support.slack_api.front import APP_TOKEN, Front
from tests.support.slack_api.payloads import Json, signed
from tests.support.waiting import until

MOM, STRANGER, CHAT, GROUP = "U0MOM", "U0STRANGER", "D0MOM", "C0FAMILY"
CARDS = (
    Card(Speaker("washer-1", "세탁기", "🧺", "washer"), "다용도실", True, "세탁 중 · 58분"),
    Card(Speaker("light-living", "거실 불", "💡", "light"), "거실", True, "꺼짐", power=False),
    Card(Speaker("tv", "TV", "📺", "tv"), "거실", True, "켜짐", power=True),
)
WORDING = load_wording()


@dataclass(frozen=True, slots=True)
class Word:
    """A command of the house."""

    name: str


def parcel(text: str = "거실 불을 켰어요.", short: str = "켜짐", **more: object) -> Parcel:
    """A plain one."""
    return Parcel(text, short, "ko", **more)  # type: ignore[arg-type]


def dashboard(account: Account) -> tuple[Card, ...] | None:
    """Everything for everybody but the stranger."""
    return None if account.id == STRANGER else CARDS


@dataclass
class Talker:
    """One running messenger."""

    front: Front
    messenger: SlackMessenger
    arrivals: list[Arrival] = field(default_factory=list)
    on_arrival: Callable[[Arrival], object] | None = None

    async def arrived(self, arrival: Arrival) -> None:
        """Keep it."""
        self.arrivals.append(arrival)
        if self.on_arrival is not None:
            self.on_arrival(arrival)

    async def start(self) -> None:
        """Start it and wait until it says that all is well."""
        await self.messenger.start(self.arrived)
        await until(lambda: self.messenger.check().ok)

    async def post(self, payload: Json, **signing: object) -> httpx.Response:
        """Call it as Slack would."""
        body, headers = signed(payload, **signing)  # type: ignore[arg-type]
        async with self._client() as client:
            return await client.post("/hooks/slack", content=body, headers=headers)

    async def call(self, body: bytes, headers: Mapping[str, str | bytes]) -> int:
        """Call it as anybody may; the status."""
        async with self._client() as client:
            sent = [
                (name.encode(), one if isinstance(one, bytes) else one.encode())
                for name, one in headers.items()
            ]
            return (await client.post("/hooks/slack", content=body, headers=sent)).status_code

    def _client(self) -> httpx.AsyncClient:
        app = Starlette(routes=list(self.messenger.routes()))
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://home")

    async def until(self, count: int) -> Arrival:
        """Wait for so many arrivals; the last of them."""
        await until(lambda: len(self.arrivals) >= count)
        return self.arrivals[count - 1]


def talker(front: Front, *, socket: bool, bot_token: str = BOT_TOKEN, app_token: str = APP_TOKEN) -> Talker:
    """Not started."""
    settings = SlackSettings(
        bot_token=SecretStr(bot_token),
        app_token=SecretStr(app_token) if socket else None,
        signing_secret=None if socket else SecretStr(SIGNING_SECRET),
        api_url=front.api_url,
    )
    words = [Word("help"), Word("people"), Word("invite")]
    return Talker(front, SlackMessenger(settings, commands=words, dashboard=dashboard, say=WORDING.say))
