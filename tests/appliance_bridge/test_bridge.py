"""A bridge between real servers and small devices."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from appliance_bridge.bridge import Bridge
from appliance_bridge.command import Command
from appliance_bridge.event import ApplianceChanged, ApplianceRemoved, CommandEnded, Event, StateChanged
from tests.support.servers import Server
from tests.support.tiny import WASHER, TinyDevice
from tests.support.waiting import until

MakeBridge = Callable[..., Awaitable[Bridge]]
MakeDevice = Callable[..., TinyDevice]


def command(action: str = "turn_on", *, id: str = "m1.0", **settings: Any) -> Command:  # noqa: A002
    capability = settings.pop("capability", "power")
    deadline = settings.pop("deadline", time.time() + 30)
    fields = {"appliance": "lamp", "message": "m1", **settings}
    return Command(id=id, capability=capability, action=action, deadline=deadline, **fields)


def level(value: float, **settings: Any) -> Command:
    return command("set", capability="level", arguments={"value": value}, **settings)


async def test_a_command_goes_out_and_comes_back_confirmed(bridge_of: MakeBridge, device: MakeDevice) -> None:
    lamp = device(state={"power.on": False})
    bridge = await bridge_of()
    assert [one.id for one in bridge.appliances()] == ["lamp"]
    assert bridge.state("lamp").value("power.on") is False
    assert bridge.state("lamp").online is True

    [result] = await bridge.execute("m1", [command()])

    assert (result.result, result.refusal) == ("confirmed", None)
    assert result.reported["power.on"] is True
    assert lamp.values() == ["turn_on"]
    record = await bridge.ledger.record("m1.0")
    assert record is not None
    assert (record.state, record.result) == ("DONE", result)
    assert await bridge.ledger.open_commands() == []


async def test_a_command_is_never_retained_and_expires(bridge_of: MakeBridge, device: MakeDevice) -> None:
    lamp = device()
    bridge = await bridge_of()
    await bridge.execute("m1", [command(deadline=time.time() + 8.9)])
    late = device(id="late-listener")
    late.listen("tiny/lamp/set")
    await bridge.execute("m2", [level(40, id="m2.0")])
    await until(lambda: late.received)
    assert lamp.retained_commands == late.retained_commands == 0
    assert len(late.received) == 1
    assert lamp.expiries[0] in range(1, 9)


async def test_numbers_are_compared_tolerantly(bridge_of: MakeBridge, device: MakeDevice) -> None:
    lamp = device(behaviour="silent", state={"level.percent": 10})
    bridge = await bridge_of()
    running = asyncio.create_task(bridge.execute("m1", [level(40)]))
    await until(lambda: lamp.received)
    lamp.tell("level.percent", 39.6)
    [result] = await running
    assert result.result == "confirmed"
    assert result.reported["level.percent"] == 39.6


async def test_a_value_that_already_is_so_is_confirmed_without_a_new_report(
    bridge_of: MakeBridge, device: MakeDevice
) -> None:
    lamp = device(behaviour="mute", state={"level.percent": 24})
    bridge = await bridge_of()
    [result] = await bridge.execute("m1", [level(24)])
    assert result.result == "confirmed"
    assert lamp.values() == [24]


async def test_without_feedback_it_says_sent_and_no_more(bridge_of: MakeBridge, device: MakeDevice) -> None:
    config = {"type": "light", "offers": {"power": {"actions": ["turn_on"], "feedback": False}}}
    lamp = device(config=config)
    bridge = await bridge_of()
    [result] = await bridge.execute("m1", [command()])
    assert result.result == "sent"
    await until(lambda: lamp.received)


async def test_a_mute_appliance_times_out_and_stays_in_doubt(
    bridge_of: MakeBridge, device: MakeDevice, short_waits: None
) -> None:
    device(behaviour="mute", state={"power.on": False})
    bridge = await bridge_of()
    [result] = await bridge.execute("m1", [command()])
    assert (result.result, result.reported["power.on"]) == ("timed_out", False)
    record = await bridge.ledger.record("m1.0")
    assert record is not None
    assert record.state == "UNKNOWN"


async def test_a_fault_ends_the_wait_with_its_code(bridge_of: MakeBridge, device: MakeDevice) -> None:
    device(
        id="washer",
        config=WASHER,
        behaviour="fault",
        state={"remote_control.allowed": True, "error.active": False},
    )
    bridge = await bridge_of()
    start = command("start", capability="run_control", appliance="washer")
    [result] = await bridge.execute("m1", [start])
    assert result.result == "refused"
    assert result.refusal is not None
    assert (result.refusal.reason, result.refusal.facts["code"]) == ("fault", "E4")


async def test_going_offline_ends_the_wait(bridge_of: MakeBridge, device: MakeDevice) -> None:
    lamp = device(behaviour="silent", state={"power.on": False})
    bridge = await bridge_of()
    running = asyncio.create_task(bridge.execute("m1", [command()]))
    await until(lambda: lamp.received)
    lamp.publish("online", "offline")
    [result] = await running
    assert result.result == "timed_out"
    assert result.refusal is not None
    assert result.refusal.reason == "offline"


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({"remote_control.allowed": False}, "remote_control_off"),
        ({}, "remote_control_off"),
        ({"remote_control.allowed": True, "door.open": True}, "door_open"),
        ({"remote_control.allowed": True, "error.active": True}, "fault"),
        ({"remote_control.allowed": True, "run_control.state": "running"}, "already"),
    ],
)
async def test_what_must_hold_first(
    bridge_of: MakeBridge, device: MakeDevice, state: dict[str, Any], reason: str
) -> None:
    washer = device(id="washer", config=WASHER, state=state)
    bridge = await bridge_of()
    start = command("start", capability="run_control", appliance="washer")
    refusal = bridge.check(start)
    [result] = await bridge.execute("m1", [start])
    assert result.result == "refused"
    assert result.refusal == refusal
    assert refusal is not None
    assert refusal.reason == reason
    assert washer.received == []


async def test_nothing_is_started_when_what_comes_before_failed(
    bridge_of: MakeBridge, device: MakeDevice
) -> None:
    washer = device(id="washer", config=WASHER, state={"remote_control.allowed": True})
    bridge = await bridge_of()
    select = command("select", capability="program", appliance="washer", arguments={"value": "Silk"})
    start = command("start", capability="run_control", appliance="washer", id="m1.1")
    results = await bridge.execute("m1", [select, start])
    assert [one.refusal and one.refusal.reason for one in results] == ["not_an_option", "not_an_option"]
    assert washer.received == []


async def test_commands_of_one_appliance_keep_their_order(bridge_of: MakeBridge, device: MakeDevice) -> None:
    lamps = [device(id=name, state={"power.on": False}) for name in ("one", "two")]
    bridge = await bridge_of()
    commands = [
        make(appliance=name, id=f"m1.{name}.{index}")
        for name in ("one", "two")
        for index, make in enumerate(
            (command, lambda **more: level(30, **more), lambda **more: level(60, **more))
        )
    ]
    results = await bridge.execute("m1", commands)
    assert [one.command for one in results] == commands
    assert {one.result for one in results} == {"confirmed"}
    assert [lamp.values() for lamp in lamps] == [["turn_on", 30, 60]] * 2


async def test_the_same_message_again_has_no_second_effect(bridge_of: MakeBridge, device: MakeDevice) -> None:
    lamp = device(state={"power.on": False})
    bridge = await bridge_of()
    both = await asyncio.gather(*(bridge.execute("m1", [command()]) for _ in range(2)))
    again = await bridge.execute("m1", [command()])
    assert both == [again, again]
    assert again[0].result == "confirmed"
    assert lamp.values() == ["turn_on"]


async def test_asking_what_came_of_a_message_does_not_use_it_up(
    bridge_of: MakeBridge, device: MakeDevice
) -> None:
    lamp = device(state={"power.on": False})
    bridge = await bridge_of()
    assert await bridge.execute("m1", []) == []
    results = await bridge.execute("m1", [command()])
    assert results[0].result == "confirmed"
    assert await bridge.execute("m1", []) == results
    assert lamp.values() == ["turn_on"]


async def test_two_bridges_race_for_one_message(bridge_of: MakeBridge, device: MakeDevice) -> None:
    lamp = device(state={"level.percent": 0})
    one, other = await bridge_of(), await bridge_of()
    for number in range(1, 31):
        given = level(number, id=f"m{number}.0")
        await asyncio.gather(one.execute(f"m{number}", [given]), other.execute(f"m{number}", [given]))
    assert lamp.values() == list(range(1, 31))


async def test_a_caller_that_goes_away_does_not_stop_the_command(
    bridge_of: MakeBridge, device: MakeDevice
) -> None:
    lamp = device(behaviour="silent", state={"power.on": False})
    bridge = await bridge_of()
    caller = asyncio.create_task(bridge.execute("m1", [command()]))
    await until(lambda: lamp.received)
    caller.cancel()
    lamp.tell("power.on", True)
    [result] = await bridge.execute("m1", [command()])
    assert result.result == "confirmed"
    assert lamp.values() == ["turn_on"]


async def test_an_unknown_appliance_and_one_that_is_gone(bridge_of: MakeBridge, device: MakeDevice) -> None:
    lamp = device()
    bridge = await bridge_of()
    events = bridge.events()
    lamp.publish("config", "")
    await until(lambda: not bridge.appliances())
    [result] = await bridge.execute("m1", [command()])
    assert result.refusal is not None
    assert result.refusal.reason == "unknown_appliance"
    assert isinstance(await anext(events), ApplianceRemoved)
    assert isinstance(await anext(events), CommandEnded)
    assert lamp.received == []


async def test_events_tell_what_changed_and_nothing_else(bridge_of: MakeBridge, device: MakeDevice) -> None:
    bridge = await bridge_of()
    events = bridge.events()
    lamp = device(state={"power.on": False})

    async def next_of(kind: type[Event]) -> Any:
        async with asyncio.timeout(5):
            return await anext(event async for event in events if isinstance(event, kind))

    appeared = await next_of(ApplianceChanged)
    assert (appeared.appliance.id, appeared.added) == ("lamp", True)
    await until(lambda: bridge.state("lamp").value("power.on") is False)
    lamp.report()
    lamp.report()
    lamp.tell("power.on", True)
    seen = await next_of(StateChanged)
    while "power.on" not in seen.before:
        seen = await next_of(StateChanged)
    assert (seen.before, seen.after) == ({"power.on": False}, {"power.on": True})


async def test_too_late_is_refused_but_off_is_never_too_late(
    bridge_of: MakeBridge, device: MakeDevice
) -> None:
    lamp = device(state={"power.on": True})
    bridge = await bridge_of()
    past = time.time() - 1
    [late] = await bridge.execute("m1", [level(5, deadline=past)])
    [off] = await bridge.execute("m2", [command("turn_off", id="m2.0", deadline=past, risk="safe")])
    assert late.refusal is not None
    assert late.refusal.reason == "too_late"
    assert off.result == "confirmed"
    assert lamp.values() == ["turn_off"]


async def test_without_a_broker_it_is_refused_at_once_and_nothing_fires_later(
    bridge_of: MakeBridge, device: MakeDevice, mosquitto: Server
) -> None:
    lamp = device(state={"level.percent": 0})
    bridge = await bridge_of()
    mosquitto.kill()
    await until(lambda: not bridge.connected)
    results = [await bridge.execute(f"m{number}", [level(number, id=f"m{number}.0")]) for number in (11, 12)]
    assert [one.refusal and one.refusal.reason for [one] in results] == ["not_connected"] * 2
    assert bridge.last_error is not None
    mosquitto.start()
    assert await bridge.wait_ready(30)
    await until(lambda: lamp.client.is_connected())
    await until(lambda: bridge.state("lamp").online)
    [result] = await bridge.execute("m13", [level(13, id="m13.0")])
    assert result.result == "confirmed"
    # what was asked meanwhile would have come before this one
    assert lamp.values() == [13]


async def test_a_quiet_bridge_is_greeted_after_each_connect(bridge_of: MakeBridge, mosquitto: Server) -> None:
    from tests.support.tiny import TinyDialect

    dialect = TinyDialect()
    bridge = await bridge_of(dialects=[dialect])
    await until(lambda: dialect.greeted == 1)
    mosquitto.stop()
    await until(lambda: not bridge.ready)
    mosquitto.start()
    assert await bridge.wait_ready(30)
    assert dialect.greeted == 2
