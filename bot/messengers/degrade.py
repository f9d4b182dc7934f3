"""Replies made to fit what a platform can do: the one place where that is decided."""

import hashlib
from dataclasses import dataclass, replace
from typing import Protocol

from bot.message import Button, Image, Language, Reply, Span
from bot.messengers.base import Account, Card, Features, Parcel, Speaker
from bot.messengers.labels import fitted
from bot.messengers.rich import ELLIPSIS, SHORT, Rich, cut

MORE_PREFIX = "more:"
"""Of the action of a button that shows the buttons for which there was no room."""

_ITSELF = ("desk.itself.topic", "desk.itself.subject", "desk.itself.object")


class Words(Protocol):
    """The sentences of the home."""

    def say(self, key: str, language: Language, **facts: str) -> str:
        """One sentence by its key."""


@dataclass(frozen=True, slots=True)
class Degraded:
    """What to send of a reply, and what to remember of it."""

    here: tuple[Parcel, ...] = ()
    # to the chat; empty: nothing is said
    private: tuple[Parcel, ...] = ()
    # to the sender's private chat, before what is said here
    menu: tuple[Button, ...] = ()
    # what the numbers mean, where the parcels with the buttons went
    rest: tuple[Button, ...] = ()
    # shown when "More…" is pressed
    more: str | None = None
    # the action of "More…"


@dataclass(frozen=True, slots=True)
class _Buttons:
    shown: tuple[Button, ...] = ()
    lines: tuple[str, ...] = ()
    menu: tuple[Button, ...] = ()
    rest: tuple[Button, ...] = ()
    more: str | None = None


def degrade(
    reply: Reply,
    features: Features,
    *,
    language: Language,
    words: Words,
    speaker: Speaker | None = None,
    card: Card | None = None,
    group: bool = False,
    asker: Account | None = None,
    can_reach_privately: bool = False,
    progress: bool = False,
    heard: str = "",
) -> Degraded:
    """A reply for one platform.

    asker: whom it answers. speaker: whose own words it is. progress: a later reply of the same status key
    will say how it ended. heard: a line of its own before it, what a voice note was understood as.
    """
    if progress and not features.edits:
        return Degraded()
    for_one = group and reply.audience == "sender"
    here = not for_one or (features.private_in_group == "ephemeral" and asker is not None)
    if not here and not (features.private_in_group == "direct" and can_reach_privately):
        return Degraded(here=(_plain(words.say("desk.write_privately", language), language),))
    room = room_for_buttons(features, group and here)
    buttons = _buttons(reply.buttons, room, features.label_limit, words.say("desk.more", language))
    parcels = _parcels(reply, features, language, buttons, speaker, card, heard, words)
    made = Degraded(parcels, (), buttons.menu, buttons.rest, buttons.more)
    if not here:
        line = _plain(words.say("desk.sent_privately", language), language)
        return replace(made, here=(line,), private=parcels)
    return replace(made, here=tuple(replace(one, only_for=asker) for one in parcels)) if for_one else made


def room_for_buttons(features: Features, group: bool) -> int:
    """How many fit under one message there; 0: choices are numbered lines."""
    return features.buttons if not group or features.group_buttons is None else features.group_buttons


def _parcels(
    reply: Reply,
    features: Features,
    language: Language,
    buttons: _Buttons,
    speaker: Speaker | None,
    card: Card | None,
    heard: str,
    words: Words,
) -> tuple[Parcel, ...]:
    """All parts of it; buttons, picture and card under the last."""
    rich = Rich(reply.text, reply.spans).only(features.spans)
    if speaker is not None and not features.shows_speaker:
        rich = _introduced(speaker, features) + _without_name(rich, speaker, language, words)
    image = reply.image if features.images != "none" and _can_be_drawn(reply.image) else None
    told = _alt(reply.image, rich.text) if image is None else ""
    for line in (told, *buttons.lines):
        if line:
            rich += Rich(f"\n{line}" if rich.text else line)
    if heard:
        rich = Rich(f"{heard}\n") + rich
    if not rich.text.strip():
        rich = Rich(_short(reply))
    parts = rich.parts(features.text_limit)
    named = speaker if features.shows_speaker else None
    parcels = [
        Parcel(
            text=part.text,
            short=_short(reply) if number == 0 else _cut_short(part.text),
            language=language,
            spans=part.spans,
            speaker=named,
            silent=reply.silent,
        )
        for number, part in enumerate(parts)
    ]
    parcels[-1] = replace(parcels[-1], buttons=buttons.shown, image=image, card=card)
    return tuple(parcels)


def _buttons(buttons: tuple[Button, ...], room: int, label_limit: int, more_label: str) -> _Buttons:
    """Which are shown, which are numbered lines, and which wait behind "More…"."""
    if not room:
        lines = tuple(f"{number}. {button.label}" for number, button in enumerate(buttons, 1))
        return _Buttons(lines=lines, menu=buttons)
    rest: tuple[Button, ...] = ()
    more = None
    if len(buttons) > room:
        buttons, rest = buttons[: room - 1], buttons[room - 1 :]
        more = MORE_PREFIX + hashlib.sha256("\n".join(one.action for one in rest).encode()).hexdigest()[:20]
        buttons = (*buttons, Button(more_label, more, more_label))
    labels = fitted([one.label for one in buttons], label_limit)
    shown = tuple(replace(one, label=label) for one, label in zip(buttons, labels, strict=True))
    return _Buttons(shown=shown, rest=rest, more=more)


def _introduced(speaker: Speaker, features: Features) -> Rich:
    """Who speaks, where the platform cannot show it: "🧊 냉장고: "."""
    emoji = f"{speaker.emoji} " if speaker.emoji else ""
    bold = (Span(len(emoji), len(speaker.name), "bold"),) if "bold" in features.spans else ()
    return Rich(f"{emoji}{speaker.name}: ", bold)


def _without_name(rich: Rich, speaker: Speaker, language: Language, words: Words) -> Rich:
    """Behind the name of who speaks, a sentence need not begin with it: "3도예요" of "냉장고는 3도예요"."""
    for key in _ITSELF:
        opening = words.say(key, language, name=speaker.name)
        if rich.text.startswith(opening) and len(rich.text) > len(opening):
            return rich.part(len(opening), len(rich.text))
    return rich


def _can_be_drawn(image: Image | None) -> bool:
    """What appliances sent is shown on the page alone."""
    return image is not None and image.source.startswith("qr:")


def _alt(image: Image | None, text: str) -> str:
    return image.alt if image is not None and image.alt not in text else ""


def _short(reply: Reply) -> str:
    """Always something: its short form, else what it begins with, else what its picture shows."""
    alt = reply.image.alt if reply.image is not None else ""
    return next((_cut_short(one) for one in (reply.short, reply.text, alt) if one.strip()), ELLIPSIS)


def _cut_short(text: str) -> str:
    return cut(" ".join(text.split()), SHORT)


def _plain(text: str, language: Language) -> Parcel:
    return Parcel(text, _cut_short(text), language)
