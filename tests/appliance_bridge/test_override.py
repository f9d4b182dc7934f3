"""Overrides that change while the bridge runs, over a real broker."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from appliance_bridge.bridge import Bridge
from appliance_bridge.broker_settings import BrokerSettings
from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.command import Command
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from appliance_bridge.event import ApplianceChanged, ApplianceRemoved, CommandEnded, Event, StateChanged
from appliance_bridge.override import Override
from appliance_bridge.simulator.control import Simulator
from tests.support.servers import Server
from tests.support.tiny import TinyDevice
from tests.support.waiting import until

MakeBridge = Callable[..., Awaitable[Bridge]]
MakeDevice = Callable[..., TinyDevice]

HIDDEN = Override(hidden=True)


@pytest.fixture
async def farm(mosquitto: Server) -> AsyncIterator[Simulator]:
    simulator = Simulator(BrokerSettings(mosquitto.host, mosquitto.port))
    await simulator.start()
    yield simulator
    await simulator.stop()


async def home_of(bridge_of: MakeBridge, **settings: object) -> Bridge:
    bridge = await bridge_of(dialects=[HomeAssistant(load_catalogue())], **settings)
    await until(lambda: bridge.state("washer-1").value("remote_control.allowed") is not None)
    return bridge


async def next_of(events: AsyncIterator[Event], kind: type[Event]) -> Event:
    async with asyncio.timeout(5):
        return await anext(event async for event in events if isinstance(event, kind))


def said(bridge: Bridge, appliance: str) -> dict[str, object]:
    return {key: one.value for key, one in bridge.state(appliance).attributes.items()}


async def test_hidden_it_is_gone_and_back_it_says_what_it_said(
    bridge_of: MakeBridge, farm: Simulator
) -> None:
    bridge = await home_of(bridge_of)
    before, appliance = said(bridge, "washer-1"), bridge.appliance("washer-1")
    events = bridge.events()

    bridge.override({"washer-1": HIDDEN})
    assert await next_of(events, ApplianceRemoved) == ApplianceRemoved("washer-1")
    assert bridge.appliance("washer-1") is None
    assert said(bridge, "washer-1") == {}
    assert [one.appliance for one in bridge.described() if one.hidden] == [appliance]

    bridge.override({})
    assert appliance is not None
    assert await next_of(events, ApplianceChanged) == ApplianceChanged(appliance, added=True)
    assert bridge.state("washer-1").online is True
    # whether it may be started was asked of the broker anew
    await until(lambda: said(bridge, "washer-1") == before)
    assert [one for one in bridge.described() if one.hidden] == []


async def test_away_from_the_broker_it_counts_too(
    bridge_of: MakeBridge, farm: Simulator, mosquitto: Server
) -> None:
    bridge = await home_of(bridge_of)
    bridge.override({"washer-1": HIDDEN, "light-living": Override(names=("왕별",))})
    mosquitto.kill()
    await until(lambda: not bridge.connected)
    bridge.override({})
    bridge.override({"light-living": Override(names=("샛별",))})
    appliance = bridge.appliance("light-living")
    assert appliance is not None
    assert appliance.names == ("샛별",)
    assert bridge.appliance("washer-1") is not None
    mosquitto.start()
    assert await bridge.wait_ready(30)
    await until(lambda: bridge.state("washer-1").value("remote_control.allowed") is not None)


async def test_said_in_the_midst_of_announcements_it_counts(bridge_of: MakeBridge, farm: Simulator) -> None:
    bridge = await bridge_of(ready=False, dialects=[HomeAssistant(load_catalogue())])
    bridge.override({"washer-1": HIDDEN})
    while not bridge.ready:
        for names in ((), ("왕별",)):
            bridge.override({"washer-1": HIDDEN, "light-living": Override(names=names)})
        await asyncio.sleep(0)
    await until(lambda: bridge.appliance("light-living") is not None)
    appliance = bridge.appliance("light-living")
    assert appliance is not None
    assert appliance.names == ("왕별",)
    assert bridge.appliance("washer-1") is None
    bridge.override({})
    plain = await home_of(bridge_of)
    assert bridge.appliances() == plain.appliances()
    await until(
        lambda: all(said(bridge, one.id).keys() == said(plain, one.id).keys() for one in plain.appliances())
    )


def turn_on(number: int = 0) -> Command:
    return Command(
        f"m{number}.0", "lamp", "power", "turn_on", deadline=time.time() + 30, message=f"m{number}"
    )


async def test_a_command_under_way_ends_as_it_would(bridge_of: MakeBridge, device: MakeDevice) -> None:
    lamp = device(behaviour="silent", state={"power.on": False})
    bridge = await bridge_of()
    running = asyncio.create_task(bridge.execute("m0", [turn_on()]))
    await until(lambda: lamp.received)
    bridge.override({"lamp": Override(type="plug", names=("전등",))})
    lamp.tell("power.on", True)
    [result] = await running
    assert (result.result, result.refusal) == ("confirmed", None)
    assert lamp.values() == ["turn_on"]
    assert await bridge.ledger.open_commands() == []


async def test_hidden_while_a_command_is_under_way_it_is_in_doubt_and_not_repeated(
    bridge_of: MakeBridge, device: MakeDevice, short_waits: None
) -> None:
    lamp = device(behaviour="silent", state={"power.on": False})
    bridge = await bridge_of()
    events = bridge.events()
    running = asyncio.create_task(bridge.execute("m0", [turn_on()]))
    await until(lambda: lamp.received)
    bridge.override({"lamp": HIDDEN})
    [result] = await running
    assert result.result == "timed_out"
    assert await next_of(events, CommandEnded) == CommandEnded(result)
    [refused] = await bridge.execute("m1", [turn_on(1)])
    assert refused.refusal is not None
    assert refused.refusal.reason == "unknown_appliance"
    bridge.override({})
    await until(lambda: bridge.state("lamp").value("power.on") is False)
    assert await bridge.execute("m0", [turn_on()]) == [result]
    assert lamp.values() == ["turn_on"]
    assert await bridge.ledger.open_commands() == []


async def test_a_new_name_is_one_event_and_touches_no_state(bridge_of: MakeBridge, farm: Simulator) -> None:
    bridge = await home_of(bridge_of)
    before = bridge.state("light-living")
    events = bridge.events()
    bridge.override({"light-living": Override(names=("왕별",))})
    bridge.override({"light-living": Override(names=("왕별",))})
    bridge.override({"light-living": Override(names=("왕별",)), "fan-1": Override()})
    assert bridge.state("light-living") == before
    light = bridge.appliance("light-living")
    assert light is not None
    bridge.override({})
    seen = [await next_of(events, ApplianceChanged) for _ in range(2)]
    plain = bridge.appliance("light-living")
    assert plain is not None
    assert seen == [ApplianceChanged(light, added=False), ApplianceChanged(plain, added=False)]


async def test_what_another_type_cannot_say_is_forgotten(bridge_of: MakeBridge, farm: Simulator) -> None:
    bridge = await home_of(bridge_of)
    before = said(bridge, "light-living")
    assert "level.percent" in before
    events = bridge.events()
    bridge.override({"light-living": Override(type="door")})
    assert "level.percent" not in said(bridge, "light-living")
    change = await next_of(events, StateChanged)
    assert isinstance(change, StateChanged)
    assert "level.percent" in change.before
    bridge.override({})
    assert said(bridge, "light-living") == before
    assert all(one.retained for one in bridge.state("light-living").attributes.values())
