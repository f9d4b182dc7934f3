"""Simulated devices, a real broker and the bridge."""

import time
from collections.abc import Awaitable, Callable, Iterator

import pytest

from appliance_bridge.bridge import Bridge
from appliance_bridge.command import Command
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.shelly.convention import Shelly
from tests.appliance_bridge.shelly.house import CATALOGUE
from tests.appliance_bridge.shelly.on_broker import OnBroker
from tests.appliance_bridge.shelly.simulated import ID, SimulatedShelly
from tests.support.servers import Server
from tests.support.waiting import until

MakeBridge = Callable[..., Awaitable[Bridge]]


def _simulated() -> SimulatedShelly:
    return SimulatedShelly(
        {"switch:0": {"id": 0, "output": False, "apower": 0.0, "aenergy": {"total": 1500.0}}}
    )


@pytest.fixture
def plug(mosquitto: Server) -> Iterator[OnBroker]:
    device = OnBroker(_simulated(), mosquitto.host, mosquitto.port)
    yield device
    device.stop()


def _order(action: str, number: int) -> Command:
    deadline = time.time() + 30
    return Command(
        f"m{number}.0",
        appliance=ID,
        capability="power",
        action=action,
        message=f"m{number}",
        deadline=deadline,
    )


async def test_a_plug_is_found_switched_lost_and_removed(
    bridge_of: MakeBridge, plug: OnBroker, mosquitto: Server
) -> None:
    bridge = await bridge_of(dialects=[EntityDialect(Shelly(), CATALOGUE)])
    await until(lambda: [one.id for one in bridge.appliances()] == [ID])
    await until(lambda: bridge.state(ID).value("energy.total_kwh") == 1.5)
    assert (bridge.state(ID).online, bridge.state(ID).value("power.on")) == (True, False)

    for number, action in enumerate(("turn_on", "turn_off")):
        [result] = await bridge.execute(f"m{number}", [_order(action, number)])
        assert result.result == "confirmed"
    assert isinstance(plug.device, SimulatedShelly)
    assert plug.device.called[-2:] == [
        ("Switch.Set", {"id": 0, "on": True}),
        ("Switch.Set", {"id": 0, "on": False}),
    ]

    plug.say(plug.device.notifies(switch_0={"output": True}))
    await until(lambda: bridge.state(ID).value("power.on") is True)

    plug.vanish()
    await until(lambda: bridge.state(ID).online is False)
    again = OnBroker(_simulated(), mosquitto.host, mosquitto.port)
    await until(lambda: bridge.state(ID).online is True)
    again.say([(f"{ID}/online", b"", True)])
    await until(lambda: not bridge.appliances())
    again.stop()


async def test_an_unrelated_online_does_no_harm(bridge_of: MakeBridge, plug: OnBroker) -> None:
    plug.say(
        [("robot/online", b"true", True), ("robot/rpc", b"\xff{", True), ("tv/events/rpc", b"[]", False)]
    )
    bridge = await bridge_of(dialects=[EntityDialect(Shelly(), CATALOGUE)])
    await until(lambda: [one.id for one in bridge.appliances()] == [ID])
