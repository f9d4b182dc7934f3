"""A home that is only known from a list: words are tried in it, and nobody is told anything."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from functools import partial

from appliance_bridge.appliance import Appliance
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.dialects.base import Described
from appliance_bridge.state import ApplianceState
from bot.desk.examiner import Surroundings
from bot.desk.overrides import AsIf, as_described, careless, overrides_of
from bot.desk.stakes import Stakes
from bot.home_vocabulary import vocabulary_of
from bot.message import Language
from bot.people.person import Person
from bot.plan import Plan
from bot.planner.affordances import load_affordances
from bot.planner.planner import make_plan
from bot.planner.situation import Situation
from bot.wording.facts import HomeFacts
from nlu.engines.base import Focus
from nlu.finding import Finding
from nlu.own import OwnAppliance
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary

_OWNER = Person("owner", {}, "owner")


class StillHome:
    """HomeFacts of appliances that have reported nothing."""

    now = 0.0
    timezone: tzinfo = UTC

    def __init__(self, appliances: Iterable[Appliance]) -> None:
        self._appliances = {one.id: one for one in appliances}

    def appliances(self) -> Iterable[Appliance]:
        """All of them."""
        return self._appliances.values()

    def appliance(self, appliance_id: str) -> Appliance | None:
        """One of them."""
        return self._appliances.get(appliance_id)

    def state(self, appliance_id: str) -> ApplianceState:
        """Nothing is known."""
        return ApplianceState()

    def person_name(self, person_id: str, language: Language) -> str | None:
        """Nobody is known."""
        return None


def surroundings(
    appliances: Sequence[Appliance], heard: Sequence[str], catalogue: Catalogue, language: Language
) -> Surroundings:
    """What words are tried in; without appliances nothing is risky, and no name of one is known."""
    described = [Described(_known(one, catalogue), hidden=False) for one in appliances]
    home = StillHome(one.appliance for one in described)
    situation = Situation(home, catalogue, load_affordances(), _OWNER, people={_OWNER.id: _OWNER})

    def vocabulary(own: Sequence[OwnAppliance]) -> Vocabulary:
        return vocabulary_of(as_described(described, overrides_of({}, own)), secrets.token_hex(8))

    def plan(facts: HomeFacts, read: Understanding) -> Plan:
        return make_plan(read, replace(situation, home=facts))

    def stakes_with(own: Sequence[OwnAppliance]) -> Stakes:
        return Stakes(partial(plan, AsIf(home, as_described(described, overrides_of({}, own)))))

    def grave(own: Sequence[OwnAppliance]) -> Iterator[Finding]:
        return careless(described, {}, own, catalogue)

    ids = frozenset(one.id for one in appliances)
    stakes, focus = Stakes(partial(plan, home)), Focus(language=language)
    return Surroundings(vocabulary, heard, stakes, focus, ids, stakes_with, grave)


def _known(appliance: Appliance, catalogue: Catalogue) -> Appliance:
    """What another version of Jipsa may know besides is left out."""
    offers = {}
    for name, offer in appliance.offers.items():
        if (known := catalogue.capabilities.get(name)) is not None:
            offers[name] = replace(offer, actions=offer.actions & known.actions.keys())
    return replace(appliance, offers=offers)
