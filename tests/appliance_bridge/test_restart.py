"""What a killed process leaves behind: nothing runs twice, nothing is forgotten."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from redis.asyncio import Redis

from appliance_bridge.bridge import Bridge
from appliance_bridge.event import CommandEnded
from appliance_bridge.keys import Keys
from appliance_bridge.ledger import Duplicate, Ledger
from appliance_bridge.transport import Transport
from tests.appliance_bridge.test_bridge import command
from tests.support.servers import Server
from tests.support.tiny import TinyDevice
from tests.support.waiting import until

MakeBridge = Callable[..., Awaitable[Bridge]]
MakeDevice = Callable[..., TinyDevice]


@pytest.fixture
def ledger(redis: Redis) -> Ledger:
    """The ledger of a process that dies where the test stops using it."""
    return Ledger(redis, Keys("home"))


async def ended(bridge: Bridge, events: Any) -> CommandEnded:
    async with asyncio.timeout(20):
        return await anext(event async for event in events if isinstance(event, CommandEnded))


async def test_died_after_accept(bridge_of: MakeBridge, device: MakeDevice, ledger: Ledger) -> None:
    lamp = device(state={"power.on": False})
    await ledger.accept("m1", [command()], 0)
    bridge = await bridge_of()
    record = await bridge.ledger.record("m1.0")
    assert record is not None
    assert record.result is not None
    assert record.result.refusal is not None
    assert (record.state, record.result.result, record.result.refusal.reason) == (
        "FAILED",
        "refused",
        "restarted",
    )
    assert await bridge.execute("m1", [command()]) == [record.result]
    assert lamp.received == []


async def test_died_before_publish(
    bridge_of: MakeBridge, device: MakeDevice, ledger: Ledger, short_waits: None
) -> None:
    lamp = device(state={"power.on": False})
    await ledger.accept("m1", [command()], 0)
    assert await ledger.mark_sent("m1.0", 0) is None
    bridge = await bridge_of()
    result = (await ended(bridge, bridge.events())).result
    assert result.result == "timed_out"
    assert result.refusal is not None
    assert result.refusal.reason == "restarted"
    record = await bridge.ledger.record("m1.0")
    assert record is not None
    assert record.state == "UNKNOWN"
    assert await bridge.execute("m1", [command()]) == [result]
    assert lamp.received == []


async def test_died_after_publish(bridge_of: MakeBridge, device: MakeDevice, ledger: Ledger) -> None:
    lamp = device(state={"power.on": True})
    await ledger.accept("m1", [command()], 0)
    await ledger.mark_sent("m1.0", 0)
    bridge = await bridge_of(ready=False)
    result = (await ended(bridge, bridge.events())).result
    assert result.result == "confirmed"
    assert result.reported["power.on"] is True
    assert lamp.received == []


async def test_died_after_publish_and_the_appliance_answers_after_the_restart(
    bridge_of: MakeBridge, device: MakeDevice, ledger: Ledger
) -> None:
    lamp = device(state={"power.on": False})
    await ledger.accept("m1", [command()], 0)
    await ledger.mark_sent("m1.0", 0)
    bridge = await bridge_of()
    events = bridge.events()
    lamp.tell("power.on", True)
    assert (await ended(bridge, events)).result.result == "confirmed"
    assert lamp.received == []


async def test_died_after_the_end(bridge_of: MakeBridge, device: MakeDevice) -> None:
    lamp = device(state={"power.on": False})
    first = await bridge_of()
    results = await first.execute("m1", [command()])
    await first.ledger.store_answer("m1", "켰어요")
    second = await bridge_of()
    assert await second.execute("m1", [command()]) == results
    assert await second.ledger.begin("m1", 0) == Duplicate("켰어요", ("m1.0",))
    assert lamp.values() == ["turn_on"]


@pytest.mark.parametrize("where", ["before", "after"])
async def test_died_in_the_publish(
    bridge_of: MakeBridge, device: MakeDevice, monkeypatch: pytest.MonkeyPatch, where: str, short_waits: None
) -> None:
    """The first bridge stops for ever just before or after the wire; a second one takes over."""
    lamp = device(state={"power.on": False})
    reached = asyncio.Event()
    send = Transport.publish

    async def die(self: Transport, message: Any, **settings: Any) -> None:
        if not message.topic.endswith("/set"):
            return await send(self, message, **settings)
        if where == "after":
            await send(self, message, **settings)
        reached.set()
        return await asyncio.Event().wait()  # type: ignore[return-value]

    first = await bridge_of()
    monkeypatch.setattr(Transport, "publish", die)
    task = asyncio.create_task(first.execute("m1", [command()]))
    await reached.wait()
    if where == "after":
        await until(lambda: first.state("lamp").value("power.on"))
    monkeypatch.setattr(Transport, "publish", send)
    second = await bridge_of(ready=False)
    result = (await ended(second, second.events())).result
    assert result.result == ("confirmed" if where == "after" else "timed_out")
    assert await second.execute("m1", [command()]) == [result]
    assert lamp.values() == (["turn_on"] if where == "after" else [])
    task.cancel()
    for running in first._running.values():
        running.cancel()


async def test_reported_states_survive_and_are_marked_as_old(
    bridge_of: MakeBridge, device: MakeDevice, mosquitto: Server, redis: Redis
) -> None:
    lamp = device(state={"power.on": True, "level.percent": 30})
    first = await bridge_of()
    await until(lambda: first.state("lamp").value("level.percent") == 30)
    await first.stop()
    lamp.stop()
    mosquitto.kill()
    second = await bridge_of(ready=False)
    state = second.state("lamp")
    assert (state.value("power.on"), state.value("level.percent")) == (True, 30)
    assert state.online is None
    assert all(one.retained for one in state.attributes.values())


async def test_without_redis_nothing_acts(
    bridge_of: MakeBridge, device: MakeDevice, redis_process: Server
) -> None:
    from appliance_bridge.errors import StoreUnavailable

    lamp = device(state={"power.on": False})
    bridge = await bridge_of()
    redis_process.kill()
    try:
        with pytest.raises(StoreUnavailable):
            await bridge.execute("m1", [command()])
        assert lamp.received == []
    finally:
        redis_process.start()
    [result] = await bridge.execute("m2", [command(id="m2.0")])
    assert result.result == "confirmed"
