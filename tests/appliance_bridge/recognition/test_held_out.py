"""Devices written down before the rules were tried on them: the right type and parts, never a wrong command."""

import pytest

from appliance_bridge.catalogue import Catalogue
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from benchmarks.recognition.held_out import Bag, bags, scored
from benchmarks.recognition.homes import Home, actions

BAGS = bags()


@pytest.mark.parametrize("bag", BAGS, ids=[bag.name for bag in BAGS])
def test_it_is_understood(bag: Bag, catalogue: Catalogue) -> None:
    score = scored(bag, catalogue)
    assert score.wrong == []
    assert (score.types == bag.types and not score.missed) != bool(bag.miss), (score.types, score.missed)


@pytest.mark.parametrize("bag", BAGS, ids=[bag.name for bag in BAGS])
def test_of_a_part_and_its_twin_neither_is_commanded(bag: Bag, catalogue: Catalogue) -> None:
    if len(bag.types) > 1 or catalogue.type_of(bag.types[0]).recognition.device != "one":
        return
    for message in bag.messages:
        topic, payload = message
        assert isinstance(payload, dict)
        if topic.split("/")[1] not in ("button", "number", "select", "switch"):
            continue
        mine = str(payload["command_topic"])
        twin = {key: f"twin/{said}" if key.endswith("_topic") else said for key, said in payload.items()}
        twin |= {"unique_id": "twin", "object_id": "twin"}
        home = Home(HomeAssistant(catalogue), catalogue)
        home.hear([*bag.messages, (topic.replace("/config", "_twin/config"), twin)])
        # A nameless device with two power switches falls apart in two, each with its own.
        whole = [one for one in home.appliances.values() if one.type == bag.types[0]]
        for one in whole:
            for key in actions(one):
                sent = {message.topic for message in home.sent(one, key)}
                assert sent.isdisjoint((mine, f"twin/{mine}")), key
