"""Parcels as KakaoTalk's skill responses (version 2.0); pure."""

from collections.abc import Sequence
from typing import Any

from bot.message import Button, Language
from bot.messengers.base import Card, Parcel
from bot.messengers.kakao.transport import Lend
from bot.messengers.kakao.words import word
from bot.messengers.utf16 import clip

TEXT = 1_000
OUTPUTS = 3
BUTTONS = 10
LABEL = 14

CARD_TITLE = 50
CARD_TEXT = 400
# of title and description together

MORE = "kakao:more"
"""The action of the button that shows what is kept; it never reaches the home."""

SILENCE: dict[str, Any] = {"version": "2.0", "data": {}}
"""An answer that says nothing."""


def will_call_back(language: Language) -> dict[str, Any]:
    """The first answer when the real one comes later; the block shows {{#webhook.text}}."""
    return {"version": "2.0", "useCallback": True, "data": {"text": word("wait", language)}}


def fitting(parcels: Sequence[Parcel], lend: Lend, *, group: bool = False) -> int:
    """How many of them, from the first, fit into one response; groups need room for the offer of the rest."""
    counts = [len(_outputs(parcel, lend, group=group)) for parcel in parcels]
    if sum(counts) <= OUTPUTS:
        return len(parcels)
    room = OUTPUTS - 1 if group else OUTPUTS
    return next(number for number in range(len(counts)) if sum(counts[: number + 1]) > room)


def response(
    parcels: Sequence[Parcel], lend: Lend, *, group: bool = False, offer: str | None = None
) -> dict[str, Any]:
    """Parcels that fit. offer: the label of a button that shows what is kept. Groups have no buttons."""
    outputs = [one for parcel in parcels for one in _outputs(parcel, lend, group=group)][:OUTPUTS]
    if offer is not None and group:
        hint = {"simpleText": {"text": f"👉 {offer}"}}
        outputs = [*outputs, hint][:OUTPUTS]
    if not outputs:
        return SILENCE
    template: dict[str, Any] = {"outputs": outputs}
    replies = [] if offer is None else [_quick_reply(Button(offer, MORE, offer))]
    replies = [_quick_reply(one) for one in _last_buttons(parcels)[: BUTTONS - len(replies)]] + replies
    if replies and not group:
        template["quickReplies"] = replies
    return {"version": "2.0", "template": template}


def _outputs(parcel: Parcel, lend: Lend, *, group: bool) -> list[dict[str, Any]]:
    picture = lend(parcel.image) if parcel.image is not None else None
    text = parcel.text
    if parcel.image is not None and picture is None and parcel.image.alt not in text:
        text = f"{text}\n{parcel.image.alt}".strip()
    if group:
        text = "\n".join([text, *(f"👉 {one.text}" for one in parcel.buttons)])
    found = []
    card = _card(parcel.card, text) if parcel.card is not None else None
    if card is not None:
        found.append({"textCard": card})
    elif text.strip() or picture is None:
        said = next((one for one in (text, parcel.short) if one.strip()), "…")
        found.append({"simpleText": {"text": clip(said, TEXT)}})
    if picture is not None and parcel.image is not None:
        found.append({"simpleImage": {"imageUrl": picture, "altText": clip(parcel.image.alt or "…", TEXT)}})
    return found


def _card(card: Card, text: str) -> dict[str, Any] | None:
    """None: there is too much to say for a card."""
    head = " · ".join(one for one in (f"{card.speaker.emoji} {card.speaker.name}".strip(), card.area) if one)
    title = clip(head, CARD_TITLE)
    description = "\n".join(one for one in dict.fromkeys((text.strip(), card.summary.strip())) if one)
    if not title or not description or len(title) + len(description) > CARD_TEXT:
        return None
    return {"title": title, "description": description}


def _last_buttons(parcels: Sequence[Parcel]) -> tuple[Button, ...]:
    return next((one.buttons for one in reversed(parcels) if one.buttons), ())


def _quick_reply(button: Button) -> dict[str, Any]:
    """A press comes back as a message that says the label, with our id beside it."""
    label = button.label if len(button.label) <= LABEL else button.label[: LABEL - 1] + "…"
    said = button.text.strip() or label
    return {"label": label, "action": "message", "messageText": said, "extra": {"action": button.action}}
