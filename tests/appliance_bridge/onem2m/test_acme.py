"""The whole bridge, a real CSE, and appliances that live on it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from appliance_bridge.bridge import Bridge
from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.command import Command
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.onem2m.convention import OneM2M
from appliance_bridge.dialects.onem2m.settings import OneM2MSettings
from tests.appliance_bridge.onem2m.cse import acme_server
from tests.appliance_bridge.onem2m.farm import Farm
from tests.support.servers import Server
from tests.support.waiting import until

pytestmark = pytest.mark.onem2m
MakeBridge = Callable[..., Awaitable[Bridge]]
NAMES = {"airConJobMode": {1: "cool", 2: "dry", 3: "auto"}, "clothesWasherJobMode": {2: "Wool"}}


@pytest.fixture
async def cse(tmp_path: Path, mosquitto: Server) -> AsyncIterator[Server]:
    server = acme_server(tmp_path, mosquitto.port)
    await asyncio.to_thread(server.start)
    yield server
    await asyncio.to_thread(server.kill)


@pytest.fixture
async def farm(cse: Server, mosquitto: Server) -> AsyncIterator[Farm]:
    farm = Farm(mosquitto.port).start()
    await asyncio.to_thread(farm.register)
    yield farm
    farm.stop()


def dialect(port: int) -> EntityDialect:
    settings = OneM2MSettings(point_of_access=f"mqtt://127.0.0.1:{port}/", job_modes=NAMES, ask_again_s=2)
    return EntityDialect(OneM2M(settings), load_catalogue())


def command(appliance: str, what: str, number: int = 0, **arguments: Any) -> Command:
    capability, _, action = what.partition(".")
    return Command(
        id=f"m{number}.0",
        message=f"m{number}",
        appliance=appliance,
        capability=capability,
        action=action,
        arguments=arguments,
        deadline=time.time() + 30,
    )


async def found(bridge: Bridge, count: int = 5) -> dict[str, str]:
    await until(lambda: len(bridge.appliances()) == count and settled(bridge), 30)
    return {one.id: one.type for one in bridge.appliances()}


def settled(bridge: Bridge) -> bool:
    return all(bridge.state(one.id).attributes for one in bridge.appliances())


async def test_a_house_is_found_and_commanded(bridge_of: MakeBridge, farm: Farm, mosquitto: Server) -> None:
    await asyncio.to_thread(farm.build)
    bridge = await bridge_of(dialects=[dialect(mosquitto.port)])
    assert await found(bridge) == {
        "farm-washer": "washer",
        "farm-aircon": "air_conditioner",
        "farm-fridge": "refrigerator",
        "farm-rice_cooker": "rice_cooker",
        "farm-robot": "robot_vacuum",
    }
    orders = [
        command("farm-washer", "run_control.start", 1),
        command("farm-washer", "run_control.pause", 2),
        command("farm-washer", "program.select", 3, value="Wool"),
        command("farm-aircon", "power.turn_on", 4),
        command("farm-aircon", "temperature.set", 5, value=26),
        command("farm-aircon", "mode.set", 6, value="dry"),
        command("farm-fridge", "temperature.set", 7, value=5),
        command("farm-rice_cooker", "run_control.start", 8),
        command("farm-robot", "run_control.start", 9),
    ]
    for order in orders:
        [result] = await bridge.execute(order.message, [order])
        assert (result.result, result.refusal) == ("confirmed", None), order
    assert bridge.state("farm-robot").value("battery.percent") == 80


async def test_what_the_cse_stores_is_no_report_of_the_appliance(
    bridge_of: MakeBridge, farm: Farm, mosquitto: Server, short_waits: None
) -> None:
    farm.act = lambda *_: {}
    await asyncio.to_thread(farm.build, "rice_cooker", "washer")
    bridge = await bridge_of(dialects=[dialect(mosquitto.port)])
    await found(bridge, 2)
    order = command("farm-rice_cooker", "power.turn_on")
    [result] = await bridge.execute("m0", [order])
    assert result.result == "timed_out"
    await until(lambda: farm.heard)
    assert farm.heard[0][:2] == ("rice_cooker", "binarySwitch")
    assert bridge.state("farm-rice_cooker").value("power.on") is False

    await asyncio.to_thread(farm.say, "rice_cooker", "binarySwitch", state=True)
    await until(lambda: bridge.state("farm-rice_cooker").value("power.on") is True)


async def test_the_appliance_speaks_for_itself(bridge_of: MakeBridge, farm: Farm, mosquitto: Server) -> None:
    await asyncio.to_thread(farm.build, "washer", "fridge")
    bridge = await bridge_of(dialects=[dialect(mosquitto.port)])
    await found(bridge, 2)
    assert bridge.state("farm-fridge").value("door.open") is False
    await asyncio.to_thread(farm.say, "fridge", "doorStatus", dooSe=2)
    await until(lambda: bridge.state("farm-fridge").value("door.open") is True)
    await asyncio.to_thread(farm.say, "washer", "remoteControlEnable", reCEd=False)
    await until(lambda: bridge.state("farm-washer").value("remote_control.allowed") is False)
    refusal = bridge.check(command("farm-washer", "run_control.start"))
    assert refusal is not None
    assert refusal.reason == "remote_control_off"
    await asyncio.to_thread(farm.say, "washer", "runState", cuMSe=2, cuJSe=203)
    await asyncio.to_thread(farm.say, "washer", "timer", eTTEd=1800)
    await until(lambda: bridge.state("farm-washer").value("remaining_time.seconds") == 1800)
    assert bridge.state("farm-washer").value("run_control.state") == "running"
    assert bridge.state("farm-washer").value("run_control.phase") == "rinse"


async def test_a_new_appliance_is_found_while_the_house_runs(
    bridge_of: MakeBridge, farm: Farm, mosquitto: Server
) -> None:
    bridge = await bridge_of(dialects=[dialect(mosquitto.port)])
    await asyncio.to_thread(farm.build, "robot")
    assert await found(bridge, 1) == {"farm-robot": "robot_vacuum"}
    await until(lambda: bridge.state("farm-robot").value("battery.percent") == 80)
    answer = await asyncio.to_thread(farm.ask, 4, "cse-in/farm/robot")
    assert answer["rsc"] == 2002
    await until(lambda: not bridge.appliances())


async def test_a_cse_that_forgot_everything_is_joined_anew(
    bridge_of: MakeBridge, cse: Server, farm: Farm, mosquitto: Server
) -> None:
    await asyncio.to_thread(farm.build, "aircon")
    bridge = await bridge_of(dialects=[dialect(mosquitto.port)])
    await found(bridge, 1)
    await asyncio.to_thread(cse.kill)
    await asyncio.to_thread(cse.start)
    await asyncio.to_thread(farm.register)
    await asyncio.to_thread(farm.build, "aircon")

    def heard() -> bool:
        return bool(bridge.appliances()) and bridge.state("farm-aircon").value("temperature.current") == 31.5

    await asyncio.to_thread(farm.say, "aircon", "temperature", curT0=31.5)
    await until(heard, 30)
    for number, order in enumerate([("power.turn_on", {}), ("temperature.set", {"value": 22})]):
        [result] = await bridge.execute(f"m{number}", [command("farm-aircon", order[0], number, **order[1])])
        assert result.result == "confirmed"
