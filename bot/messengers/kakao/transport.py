"""What the two ways to KakaoTalk have in common."""

from collections.abc import Callable, Sequence
from typing import Protocol
from urllib.parse import unquote

from starlette.routing import Route

from bot.house import Check
from bot.message import Image
from bot.messengers.base import Address, Arrived, Features, Parcel

NAME = "kakao"

GROUP_PREFIX = "g-"
"""A chat's id begins with it when it is a group's key; else it is a person's."""

Lend = Callable[[Image], str | None]
"""Where KakaoTalk can fetch a picture; None: nowhere."""


class KakaoTransport(Protocol):
    """One way to KakaoTalk; as Messenger, without what they share."""

    features: Features

    async def start(self, arrived: Arrived) -> None:
        """Listen from now on; returns at once."""

    async def stop(self) -> None:
        """Stop listening, then close."""

    async def deliver(self, at: Address, parcel: Parcel, responder: object | None) -> None:
        """Send it. Raises Undelivered."""

    def check(self) -> Check:
        """One line of health."""

    def routes(self) -> Sequence[Route]:
        """What the web server must serve."""


def group_at(key: str) -> Address:
    """The group with this key."""
    return Address(NAME, GROUP_PREFIX + _named(key))


def private_at(key: str) -> Address:
    """The private chat of the user with this key."""
    return Address(NAME, _named(key))


def key_of(at: Address) -> tuple[str, bool]:
    """Kakao's key of a chat, and whether it is a group's."""
    return unquote(at.chat.removeprefix(GROUP_PREFIX)), at.chat.startswith(GROUP_PREFIX)


def _named(key: str) -> str:
    """As part of a chat's id, where a slash would begin a thread."""
    return key.replace("%", "%25").replace("/", "%2F")
