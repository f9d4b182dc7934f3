"""Who says that an appliance is something else takes none of its danger away."""

from itertools import permutations

import pytest

from tests.appliance_bridge.home_assistant.house import CATALOGUE, House, device

OVEN = device("0x12", "Oven")


def _oven(house: House) -> None:
    house.announce("select", "program", OVEN, options=["Bake", "Broil"], name="Program")
    house.announce("button", "start", OVEN, name="Start")
    house.announce("switch", "power", OVEN, name="Power")


def _risks(house: House) -> set[str]:
    """Of all that can make something of the oven hot."""
    return {
        CATALOGUE.type_of(one.type).risk_of(name, action)
        for one in house.appliances.values()
        for name, offer in one.offers.items()
        for action in offer.actions & {"turn_on", "start", "select"}
    }


@pytest.mark.parametrize("name", ["세탁기", "Washing machine", "Fan", "Oven-safe washing machine", None])
@pytest.mark.parametrize("order", list(permutations([0, 1])))
def test_a_sensor_makes_no_washer_of_an_oven(name: str | None, order: tuple[int, ...]) -> None:
    house = House()
    for one in order:
        if one:
            _oven(house)
        else:
            house.announce("sensor", "evil", device("0x12", name, model="Washer"))
    assert _risks(house) == {"confirm"}
    assert any(one.can("run_control", "start") and one.type == "oven" for one in house.appliances.values())
