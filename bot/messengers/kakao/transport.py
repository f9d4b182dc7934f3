"""What the two ways to KakaoTalk have in common."""

from collections.abc import Callable, Sequence
from typing import Protocol

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
    return _at(GROUP_PREFIX + key)


def private_at(key: str) -> Address:
    """The private chat of the user with this key."""
    return _at(key)


def key_of(at: Address) -> tuple[str, bool]:
    """Kakao's key of a chat, and whether it is a group's."""
    whole = at.chat if at.thread is None else f"{at.chat}/{at.thread}"
    return whole.removeprefix(GROUP_PREFIX), whole.startswith(GROUP_PREFIX)


def _at(chat: str) -> Address:
    """A slash in a key would read back as a thread; so it is one from the start."""
    head, slash, rest = chat.partition("/")
    return Address(NAME, head, rest) if slash and head and rest else Address(NAME, chat)
