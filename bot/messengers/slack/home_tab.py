"""The app's Home page in Slack: the appliances at a glance, each with the switch it has. Pure."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.message import Language
from bot.messengers.base import Card
from bot.messengers.slack.encode import SAY, button

Say = Callable[[str, Language], str]

_MOST_BLOCKS = 98
# Slack takes 100; the last two say that there is more
_NAME = "…"
# stands for the appliance's name in what a button says
_HEADER = 150
_LINE = 3000


def home_tab(cards: Sequence[Card] | None, language: Language, say: Say) -> dict[str, Any]:
    """The page of somebody who may see these; None: a stranger's, who reads how to get in."""
    if cards is None:
        blocks: list[Block] = [_header(say("slack.title", language)), _text(say("desk.stranger", language))]
    elif not cards:
        blocks = [_header(say("slack.title", language)), _text(say("slack.nothing", language))]
    else:
        blocks = list(_areas(cards, language, say))
        if len(blocks) > _MOST_BLOCKS:
            more = ContextBlock(elements=[_plain(say("slack.more", language))])
            blocks = [*blocks[:_MOST_BLOCKS], DividerBlock(), more]
    return View(type="home", blocks=blocks).to_dict()


def _areas(cards: Sequence[Card], language: Language, say: Say) -> Iterable[Block]:
    """Rooms in the order they come; what stands in none comes last."""
    order = {area: at for at, area in enumerate(dict.fromkeys(card.area for card in cards if card.area))}
    in_order = sorted(cards, key=lambda card: order.get(card.area or "", len(order)))
    for area, inside in groupby(in_order, key=lambda card: card.area or ""):
        yield _header(area or say("slack.elsewhere", language))
        for at, card in enumerate(inside):
            yield _appliance(card, f"{order.get(area, len(order))}-{at}", language, say)


def _appliance(card: Card, name: str, language: Language, say: Say) -> Block:
    text = f"{card.speaker.emoji} {card.speaker.name}\n{card.summary}"[:_LINE]
    if card.power is None or card.online is False:
        return _text(text)
    verb = "turn_off" if card.power else "turn_on"
    said = say(f"slack.say_{verb}", language).replace(_NAME, card.speaker.name)
    pressed = button(say(f"slack.{verb}", language), SAY + said, name, said)
    return SectionBlock(text=_plain(text), accessory=pressed)


def _header(text: str) -> Block:
    return HeaderBlock(text=_plain(text[:_HEADER]))


def _text(text: str) -> Block:
    return SectionBlock(text=_plain(text))


def _plain(text: str) -> PlainTextObject:
    return PlainTextObject(text=text, emoji=False)
