"""What tells a device over any dialect: only what cannot be mistaken, spelled alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.entities.identities import identities
from tests.appliance_bridge.home_assistant.announce import entity_of

BYTES = st.lists(st.integers(0, 255), min_size=6, max_size=6).filter(
    lambda one: len(set(bytes(one).hex())) > 1 and one[:2] != [0x02, 0x42]
)


@pytest.mark.parametrize(
    ("device", "found"),
    [
        ({"cns": [["mac", "A8:03:2A:BE:54:DC"]]}, {"mac:a8032abe54dc"}),
        ({"cns": [["mac", "a8032abe54dc"], ["ip", "10.0.0.7"], "x", ["mac"]]}, {"mac:a8032abe54dc"}),
        ({"cns": [["zigbee", "0x00158D0001A2B3C4"]]}, {"ieee:00158d0001a2b3c4"}),
        ({"cns": [["mac", "00:00:00:00:00:00"], ["mac", "02:42:ac:11:00:02"], ["mac", "7"]]}, set()),
        ({"ids": ["a8-03-2a-be-54-dc"]}, {"mac:a8032abe54dc", "id:a8032abe54dc"}),
        ({"ids": "kitchen"}, set()),
        ({"ids": "Tasmota AABBCC"}, set()),
        ({"ids": "livingroom1"}, set()),
        ({"ids": ["bridge_0x00158d0001a2b3c4_group"]}, {"id:bridge0x00158d0001a2b3c4group"}),
        ({"ids": ["x"], "sn": "SN-2024.0815"}, {"id:sn20240815"}),
        ({"ids": "00000000-0000-0000-0000-a8032abe54dc"}, {"id:00000000000000000000a8032abe54dc"}),
        ({"ids": ["123456789012"]}, {"id:123456789012"}),
    ],
)
def test_what_is_told(device: dict[str, object], found: set[str]) -> None:
    assert entity_of("switch", dev={"ids": [], **device}).device.identities == found


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"availability_topic": "valetudo/CleanRobot/$state"}, {"homie:valetudo/CleanRobot"}),
        (
            {"~": "valetudo/CleanRobot", "avty": [{"t": "x/y"}, {"t": "~/$state"}]},
            {"homie:valetudo/CleanRobot"},
        ),
        ({"availability_topic": "valetudo/CleanRobot/state"}, set()),
        ({"availability_topic": "valetudo/Other/$state"}, set()),
        ({"availability_topic": "CleanRobot/$state"}, set()),
        ({"availability_topic": "$state"}, set()),
        ({"availability_topic": "a" * 300 + "/CleanRobot/$state"}, set()),
        ({"availability": ["x", {}]}, set()),
    ],
)
def test_a_homie_device_that_is_announced_here_too(options: dict[str, object], found: set[str]) -> None:
    """Its last word of it is the topic of the device: another's, like that of its gateway, tells nothing."""
    assert entity_of("switch", dev={"ids": ["CleanRobot"]}, **options).device.identities == found


def test_a_part_of_a_homie_gateway_is_not_the_gateway() -> None:
    alone = {"ids": ["gateway_lamp"], "via_device": "gateway"}
    assert not entity_of("light", dev=alone, avty_t="homie/gateway/$state").device.identities
    child = {"ids": ["gateway"], "child_device": {"identifiers": ["gateway-lamp"]}}
    assert not entity_of("light", dev=child, avty_t="homie/gateway/$state").device.identities


@given(BYTES, st.sampled_from([":", "-"]), st.booleans())
def test_one_address_however_it_is_spelled(address: list[int], between: str, upper: bool) -> None:
    plain = bytes(address).hex()
    spelled = between.join(plain[at : at + 2] for at in range(0, 12, 2))
    told = spelled.upper() if upper else spelled
    assert f"mac:{plain}" in identities([("mac", told)], ())
    assert f"mac:{plain}" in identities([("MAC", plain)], ())
    assert f"mac:{plain}" in identities((), [f"lamp_{told}"])


@given(st.lists(st.tuples(st.text(), st.text())), st.lists(st.text()), st.none() | st.text())
@settings(deadline=None)
def test_anything_gives_well_formed_ones_or_none(
    connections: list[tuple[str, str]], identifiers: list[str], serial: str | None
) -> None:
    for one in identities(connections, identifiers, serial):
        kind, _, value = one.partition(":")
        assert kind in ("mac", "ieee", "id")
        assert value == value.casefold()
        assert len(value) == {"mac": 12, "ieee": 16}.get(kind, len(value))
