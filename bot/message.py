"""Messages in and replies out, in words of our own; no chat platform's types come this far."""

from dataclasses import dataclass, field
from typing import Literal

Language = str
"""The code of a language: "ko". Those that ship stand in `languages.py`."""

Outcome = Literal["acted", "scheduled", "asked", "answered", "refused", "not_understood", "silent"]


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One message of one person, from whichever messenger."""

    id: str
    # unique per home; the same id again has no second effect
    text: str
    chat: str
    # where it was said and who hears the answer
    sender: str
    # id of the person, already resolved from the messenger's account
    received_at: float
    # seconds since the epoch
    sent_at: float | None = None
    # when the platform says it was sent; None: unknown, counts as now
    group: bool = False
    # more people than the sender hear the answer
    addressed: bool = True
    # False: overheard in a group, must leave no trace
    action: str | None = None
    # the id of a pressed button, in place of text
    messenger: str = "api"
    trusted: bool = True
    # the platform vouches for the sender; False: what could harm asks once more, and no PIN is taken


@dataclass(frozen=True, slots=True)
class Button:
    """A choice under a reply."""

    label: str
    action: str
    # "v1:…": the id of a stored, single-use record, never the command itself
    text: str
    # what a person may type instead


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text that is shown in another way; never markup inside the text."""

    start: int
    length: int
    # both in characters (code points) of the text
    kind: Literal["bold", "code", "link"]
    url: str | None = None
    # of a link


@dataclass(frozen=True, slots=True)
class Image:
    """A picture under a reply."""

    source: str
    # what it is drawn from: "qr:<text>"; or what an appliance sent: "picture:<appliance id>@<epoch seconds>"
    alt: str
    # what it shows, for those who cannot see it


Audience = Literal["chat", "sender"]
"""Who may read a reply: everybody in the chat, or only the one who wrote (a PIN prompt, an invitation)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing said back."""

    text: str
    short: str
    # at most 40 characters, for a wrist or a notification
    buttons: tuple[Button, ...] = ()
    image: Image | None = None
    speaker: str | None = None
    # id of the appliance that speaks, if one does
    audience: Audience = "chat"
    spans: tuple[Span, ...] = ()
    status_key: str | None = None
    # what it is the state of: a later reply of the same key takes its place where a messenger can edit
    silent: bool = False
    # nobody need be called by it


@dataclass(frozen=True, slots=True)
class CommandReport:
    """What came of one command, as told outside."""

    id: str
    appliance: str
    appliance_type: str
    capability: str
    action: str
    arguments: dict[str, bool | int | float | str]
    result: Literal["confirmed", "sent", "refused", "timed_out", "pending"]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """The understanding as told outside."""

    mood: str
    engine: str
    intents: tuple[dict[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a message led to; stored under its id, so that a redelivery gets the same."""

    id: str
    outcome: Outcome
    language: Language
    replies: tuple[Reply, ...] = ()
    commands: tuple[CommandReport, ...] = ()
    understood: Understood = field(default_factory=lambda: Understood("chat", "grammar"))
