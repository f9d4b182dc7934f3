"""The words of the home that runs here, asked over its API."""

from collections.abc import Mapping
from typing import Any

from bot.cli.api import Api, Target
from bot.home_vocabulary import WORDS
from nlu.vocabulary import Thing, Vocabulary, Who


async def home_words(target: Target) -> Vocabulary:
    """Names, rooms and options of its appliances, names of its people. Raises UserError."""
    async with Api(target) as api:
        things = tuple(_thing(one) for one in sorted(await api.appliances(), key=lambda one: str(one["id"])))
        people = sorted(await api.people(), key=lambda one: str(one["id"]))
    who = tuple(Who(str(one["id"]), tuple(dict.fromkeys(one["names"].values()))) for one in people)
    return Vocabulary(things, "asked", who)


def _thing(appliance: Mapping[str, Any]) -> Thing:
    options = {}
    for name in WORDS:
        limits = appliance["capabilities"].get(name, {}).get("limits", {})
        words = (limits.get("selected") or limits.get("value") or {}).get("options")
        if words:
            options[name] = tuple(words)
    return Thing(
        appliance["id"], appliance["type"], tuple(appliance["names"]), tuple(appliance["areas"]), options
    )
