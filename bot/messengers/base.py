"""What every messenger is: a port to a platform in words of our own; no platform's type goes further in."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from starlette.routing import Route

from bot.house import Check
from bot.message import Button, Image, Language, Span


@dataclass(frozen=True, slots=True)
class Address:
    """A place where people write: a private chat, a group, a thread of either."""

    messenger: str
    # "telegram"
    chat: str
    # the platform's id of it
    thread: str | None = None
    # topic or thread inside

    @property
    def key(self) -> str:
        """The chat as the house knows it: "telegram:-100123/7"."""
        return f"{self.messenger}:{self.chat}" + (f"/{self.thread}" if self.thread else "")


def address_of(key: str) -> Address | None:
    """The address with this key; None for a chat of no messenger ("family")."""
    messenger, colon, rest = key.partition(":")
    if not colon or not rest:
        return None
    chat, _, thread = rest.partition("/")
    return Address(messenger, chat, thread or None)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's account on a platform; which person it is, only the house knows."""

    messenger: str
    id: str
    name: str | None = None
    # as they call themselves there: shown, never believed
    language: str | None = None
    # the platform's guess: "ko", "en-GB"

    @property
    def key(self) -> str:
        """The account as the house knows it: "telegram:1234"."""
        return f"{self.messenger}:{self.id}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something sent along that is not text."""

    kind: Literal["voice", "photo", "file", "sticker", "location", "contact", "other"]
    media_type: str = ""
    fetch: Callable[[], Awaitable[bytes]] | None = None
    # loads it from the platform; raises Undelivered


Addressed = Literal["direct", "mention", "reply", "command", "button", "overheard"]
"""How it was said to us. direct: a private chat. overheard: it was not."""

Kind = Literal["message", "joined", "left", "moved"]
"""joined, left: we were put into a group or taken out. moved: the chat has the new id `moved_to`."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that happened on a platform, before anybody knows who it was."""

    id: str
    # unique within one account of ours there; the same again is a redelivery
    at: Address
    sender: Account
    sent_at: float
    # seconds since the epoch, by the platform's clock; when it does not tell, the earliest that is possible
    kind: Kind = "message"
    text: str = ""
    # without the mention of us; of a command "/people args" without "@bot"
    action: str | None = None
    # the id of a pressed button, in place of text
    addressed: Addressed = "direct"
    group: bool = False
    # more people than the sender read the answer
    attachments: tuple[Attachment, ...] = ()
    answer_by: float | None = None
    # seconds since the epoch; later answers must find another way
    reply_to: str | None = None
    # the platform's id of this message, for an answer that quotes it
    responder: object | None = None
    # the adapter's own means to answer this very message (reply token, callback); handed back in `deliver`
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Features:
    """What a platform can do; `degrade` makes every reply fit it."""

    text_limit: int
    # UTF-16 units in one message
    buttons: int = 0
    # at most under one message; 0: none, choices are numbered lines
    label_limit: int = 20
    # characters
    edits: bool = False
    # a sent message can be changed
    private_in_group: Literal["ephemeral", "direct", "none"] = "direct"
    # how the sender alone is told in a group: there, in a private chat, not at all
    images: Literal["upload", "url", "none"] = "none"
    spans: frozenset[Literal["bold", "code", "link"]] = frozenset()
    proactive: Literal["free", "paid", "no"] = "free"
    # whether we may write first
    shows_speaker: bool = False
    # a message may bear an appliance's name instead of ours
    silent: bool = False
    # a message can come without a sound
    patience_s: float = 3.0
    # how long the first answer may wait for an appliance's report
    pace_s: float = 0.0
    # least time between two messages that nobody waits for, in one chat
    group_buttons: int | None = None
    # where groups show fewer than private chats do
    trusted: bool = True
    # the platform vouches for who wrote; False: their account is a claim, so what could harm asks once more


@dataclass(frozen=True, slots=True)
class Speaker:
    """The appliance that says something."""

    appliance: str
    name: str
    # in the language of the reply
    emoji: str
    type: str


@dataclass(frozen=True, slots=True)
class Card:
    """An appliance at a glance, for platforms that draw cards."""

    speaker: Speaker
    area: str | None
    online: bool | None
    summary: str
    power: bool | None = None
    # whether it is on, of what can be switched on and off


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to a platform, made to fit its features."""

    text: str
    short: str
    language: Language
    spans: tuple[Span, ...] = ()
    buttons: tuple[Button, ...] = ()
    image: Image | None = None
    speaker: Speaker | None = None
    # set only where the platform shows it; elsewhere it stands in the text
    card: Card | None = None
    only_for: Account | None = None
    # only they may see it: sent ephemerally (private_in_group == "ephemeral")
    silent: bool = False
    reply_to: str | None = None


class Undelivered(Exception):
    """The platform did not take it."""

    def __init__(
        self,
        reason: Literal["away", "slow_down", "gone", "refused"],
        detail: str = "",
        retry_after_s: float | None = None,
    ) -> None:
        """away: try again later. slow_down: not before retry_after_s. gone: the chat or message is no more.

        refused: it will never be taken. detail is in plain English, without any token.
        """
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
        self.retry_after_s = retry_after_s


Arrived = Callable[[Arrival], Coroutine[Any, Any, None]]
"""Called for everything that arrives, in the platform's order; it returns when the arrival is dealt with. An
adapter acknowledges to its platform first, and begins each call in a task of its own: the order of what one
person says in one chat is kept by the desk.
"""


class Messenger(Protocol):
    """One platform. Nothing here raises for an outage: `check` says so, and it mends itself."""

    name: str
    features: Features

    async def start(self, arrived: Arrived) -> None:
        """Connect and listen from now on; returns at once also when the platform is away."""

    async def stop(self) -> None:
        """Stop listening, then close."""

    async def deliver(self, at: Address, parcel: Parcel, responder: object | None = None) -> str | None:
        """Send it; returns the platform's id of the message where it can be edited. Raises Undelivered."""

    async def edit(self, at: Address, message: str, parcel: Parcel) -> None:
        """Put the parcel in the place of a sent message. Raises Undelivered ("gone": send a new one)."""

    async def working(self, at: Address) -> None:
        """Show that an answer is being made, where the platform can; never raises."""

    def check(self) -> Check:
        """One line of health, named as the messenger."""

    def pairing_link(self, code: str) -> str | None:
        """A link that opens a private chat with us and says the code; None when there is none (yet)."""

    def routes(self) -> Sequence[Route]:
        """What the web server must serve for it: webhooks under /hooks/<name>."""


class SpeechEngine(Protocol):
    """Turns a voice note into text."""

    async def transcribe(self, audio: bytes, media_type: str, language: Language) -> str:
        """What was said, "" when nothing was understood."""
