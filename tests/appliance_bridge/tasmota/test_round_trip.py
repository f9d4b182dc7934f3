"""A simulated device, a real broker and the bridge."""

import time
from collections.abc import Awaitable, Callable, Iterator

import pytest

from appliance_bridge.bridge import Bridge
from appliance_bridge.command import Command
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.tasmota.convention import Tasmota
from tests.appliance_bridge.shelly.on_broker import OnBroker
from tests.appliance_bridge.tasmota.house import CATALOGUE, MAC
from tests.appliance_bridge.tasmota.simulated import SimulatedTasmota
from tests.support.servers import Server
from tests.support.waiting import until

PLUG = f"tasmota_{MAC.lower()}"


@pytest.fixture
def plug(mosquitto: Server) -> Iterator[OnBroker]:
    device = OnBroker(SimulatedTasmota(), mosquitto.host, mosquitto.port)
    yield device
    device.stop()


def _ids(bridge: Bridge) -> list[str]:
    return [one.id for one in bridge.appliances()]


async def test_a_plug_is_found_switched_lost_renamed_and_removed(
    bridge_of: Callable[..., Awaitable[Bridge]], plug: OnBroker, mosquitto: Server
) -> None:
    bridge = await bridge_of(dialects=[EntityDialect(Tasmota(), CATALOGUE)])
    await until(lambda: _ids(bridge) == [PLUG] and bridge.state(PLUG).value("power.on") is False)
    await until(lambda: bridge.state(PLUG).value("energy.total_kwh") == 3.25)
    assert bridge.state(PLUG).online is True

    order = Command(
        "m1.0", appliance=PLUG, capability="power", action="turn_on", message="m1", deadline=time.time() + 30
    )
    [result] = await bridge.execute("m1", [order])
    assert result.result == "confirmed"
    assert isinstance(plug.device, SimulatedTasmota)
    assert ("POWER1", "ON") in plug.device.heard

    plug.device.config |= {"dn": "주방 콘센트", "fn": ["주방 콘센트"]}
    plug.say(plug.device.connects())
    await until(lambda: bridge.appliances()[0].names == ("주방 콘센트",))

    plug.vanish()
    await until(lambda: bridge.state(PLUG).online is False)
    again = OnBroker(SimulatedTasmota(), mosquitto.host, mosquitto.port)
    await until(lambda: bridge.state(PLUG).online is True)
    again.say([(f"tasmota/discovery/{MAC}/{kind}", b"", True) for kind in ("config", "sensors")])
    await until(lambda: not _ids(bridge))
    again.stop()
