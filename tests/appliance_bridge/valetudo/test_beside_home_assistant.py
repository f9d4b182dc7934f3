"""A robot that announces itself to Home Assistant, too, is one robot."""

import pytest

from appliance_bridge.merging import Part, Source
from appliance_bridge.registry import Registry
from tests.appliance_bridge.home_assistant.house import CATALOGUE
from tests.appliance_bridge.home_assistant.house import House as HomeAssistantHouse
from tests.appliance_bridge.homie.house import House
from tests.appliance_bridge.valetudo.test_valetudo import ROBOT, house


def announced(robot: str = "CleanRobot") -> HomeAssistantHouse:
    """By its autodiscovery."""
    made = HomeAssistantHouse()
    made.say(
        f"homeassistant/vacuum/{robot}/{robot}_vacuum/config",
        {
            "name": "Robot",
            "unique_id": f"{robot}_vacuum",
            "supported_features": ["start", "stop", "pause", "return_home", "locate", "fan_speed", "status"],
            "state_topic": f"valetudo/{robot}/hass/{robot}_vacuum/state",
            "command_topic": f"valetudo/{robot}/hass/{robot}_vacuum/command",
            "fan_speed_list": ["low", "medium", "high", "max"],
            "set_fan_speed_topic": f"valetudo/{robot}/FanSpeedControlCapability/preset/set",
            "availability_topic": f"valetudo/{robot}/$state",
            "payload_available": "ready",
            "payload_not_available": "lost",
            "device": {"manufacturer": "Valetudo", "name": "Robot", "identifiers": [robot]},
        },
    )
    return made


def together(*homes: HomeAssistantHouse | House) -> Registry:
    """All that these dialects announced at one broker."""
    registry = Registry(CATALOGUE)
    for rank, home in enumerate(homes):
        for one in home.appliances.values():
            registry.put(Part(Source(rank, "mqtt", home.dialect), one))
    return registry


@pytest.mark.parametrize(("robot", "ids"), [("CleanRobot", 1), ("OtherRobot", 2)])
def test_one_robot_by_two_ways(robot: str, ids: int) -> None:
    by_discovery, by_itself = announced(robot), house()
    registry = together(by_discovery, by_itself)
    assert len(list(registry.all())) == ids
    joined = registry.joined(next(iter(by_discovery.appliances)))
    assert joined is not None and joined.appliance.type == "robot_vacuum"
    assert (f"homie:{ROBOT}" in joined.appliance.identities) is (ids == 1)
    # what only its own topics tell comes with it
    assert ("consumable" in joined.appliance.offers) is (ids == 1)
