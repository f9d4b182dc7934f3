"""The KakaoTalk messenger: one way to KakaoTalk, whichever the config opens."""

import time
from collections.abc import Callable, Sequence
from urllib.parse import quote

from starlette.routing import Route

from bot.config_messengers import KakaoSettings
from bot.house import Check
from bot.message import Image
from bot.messengers.base import Address, Arrived, Parcel, Undelivered
from bot.messengers.kakao.gateway import GatewayTransport
from bot.messengers.kakao.skill import SkillTransport
from bot.messengers.kakao.transport import NAME, KakaoTransport
from bot.messengers.pictures import lent, picture_route


class KakaoMessenger:
    """A bot token opens the (experimental) gateway, else KakaoTalk calls the skill."""

    name = NAME

    def __init__(
        self,
        settings: KakaoSettings,
        *,
        public_url: str | None,
        secret: bytes,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """public_url: where KakaoTalk reaches this server. secret: signs the addresses of pictures."""
        self._public_url = (public_url or "").rstrip("/")
        self._secret = secret
        self._clock = clock
        self._channel = settings.channel
        self._lends = self._public_url.startswith("https://")
        self._transport: KakaoTransport
        if settings.bot_token is not None:
            self._transport = GatewayTransport(settings, self._lend, self._lends, clock)
        else:
            self._transport = SkillTransport(settings, self._public_url, self._lend, self._lends, clock)
        self.features = self._transport.features

    async def start(self, arrived: Arrived) -> None:
        """Listen from now on; returns at once also when KakaoTalk is away."""
        await self._transport.start(arrived)

    async def stop(self) -> None:
        """Stop listening, then close."""
        await self._transport.stop()

    async def deliver(self, at: Address, parcel: Parcel, responder: object | None = None) -> None:
        """Send it; KakaoTalk changes nothing that was sent. Raises Undelivered."""
        await self._transport.deliver(at, parcel, responder)

    async def edit(self, at: Address, message: str, parcel: Parcel) -> None:
        """KakaoTalk changes nothing that was sent."""
        raise Undelivered("gone", "KakaoTalk changes no message")

    async def working(self, at: Address) -> None:
        """KakaoTalk has no sign for it."""

    def check(self) -> Check:
        """One line of health."""
        return self._transport.check()

    def pairing_link(self, code: str) -> str | None:
        """Opens a chat with the channel; the code is typed there."""
        return f"http://pf.kakao.com/{quote(self._channel, safe='')}/chat" if self._channel else None

    def routes(self) -> Sequence[Route]:
        """The skill, and the pictures we lend."""
        pictures = [picture_route(self._secret, self._clock)] if self._lends else []
        return [*self._transport.routes(), *pictures]

    def _lend(self, image: Image) -> str | None:
        return lent(self._public_url, image, self._secret, self._clock()) if self._lends else None
