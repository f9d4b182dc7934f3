"""Asking to see something → the newest picture of an appliance."""

from collections.abc import Sequence

from appliance_bridge.appliance import Appliance
from bot.plan import AskStep, Option, Plan, Step, TellStep

_CAMERAS = {"camera", "doorbell"}
# to be shown one of these is to be shown its picture


def choose_picture(found: Sequence[Appliance]) -> tuple[Step, ...]:
    """The picture of the only one that has any; of several, which one is meant."""
    if len(found) > 1 and all(_shows(one) for one in found):
        options = tuple(Option(one.id, Plan((_told(one),)), one.id) for one in found)
        return (AskStep("choose", "ask.which", options=options),)
    return tuple(_told(one) for one in found)


def with_pictures(told: tuple[Step, ...], found: Sequence[Appliance]) -> tuple[Step, ...]:
    """How they are; how a camera is, shows its picture."""
    if len(found) != 1 or found[0].type not in _CAMERAS or not _shows(found[0]):
        return told
    others = any(offer.attributes for name, offer in found[0].offers.items() if name != "picture")
    return (_told(found[0]), *(told if others else ()))


def _shows(appliance: Appliance) -> bool:
    offer = appliance.offers.get("picture")
    return offer is not None and "taken_at" in offer.attributes


def _told(appliance: Appliance) -> TellStep:
    return TellStep("told.picture", {}, appliance.id)
