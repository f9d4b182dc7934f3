"""A home with two brokers and with two dialects on one: one that is away holds up nobody else."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
from redis.asyncio import Redis

from appliance_bridge.answers import Answers
from appliance_bridge.bridge import Bridge
from appliance_bridge.broker_settings import BrokerSettings
from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.command import Command
from appliance_bridge.dialects.base import Publish
from appliance_bridge.event import ApplianceChanged, ApplianceRemoved
from appliance_bridge.line import Broker
from appliance_bridge.override import Override
from tests.support.servers import Server, mosquitto_server
from tests.support.tiny import LAMP, WASHER, TinyDevice, TinyDialect
from tests.support.waiting import until

MakeDevice = Callable[..., TinyDevice]
MAC = "mac:aabbccddeeff"
KNOWN_LAMP = {**LAMP, "identities": [MAC]}
ONLY_POWER = {"type": "light", "identities": [MAC], "offers": {"power": LAMP["offers"]["power"]}}  # type: ignore[index]


def command(appliance: str, action: str = "turn_on", *, number: int = 0, **settings: Any) -> Command:
    capability = settings.pop("capability", "power")
    return Command(
        f"m{number}.0", appliance, capability, action, message=f"m{number}",
        deadline=time.time() + 30, **settings,
    )  # fmt: skip


@pytest.fixture
def garage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A second broker."""
    server = mosquitto_server(tmp_path_factory.mktemp("garage"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def both(
    redis: Redis, mosquitto: Server, garage: Server
) -> AsyncIterator[Callable[..., Awaitable[Bridge]]]:
    """A bridge to both brokers."""
    made: list[Bridge] = []

    async def make(*, ready: bool = True) -> Bridge:
        others = [Broker("garage", BrokerSettings(garage.host, garage.port), [TinyDialect()])]
        bridge = Bridge(
            BrokerSettings(mosquitto.host, mosquitto.port), redis, load_catalogue(), [TinyDialect()], "home",
            others=others,
        )  # fmt: skip
        made.append(bridge)
        await bridge.start()
        if ready:
            assert await bridge.wait_ready(10), bridge.last_error
        return bridge

    yield make
    for one in made:
        await one.stop()


@pytest.fixture
def at_garage(garage: Server) -> Iterator[MakeDevice]:
    made: list[TinyDevice] = []

    def make(**settings: Any) -> TinyDevice:
        made.append(TinyDevice(garage.host, garage.port, **settings).start())
        return made[-1]

    yield make
    for one in made:
        one.stop()


# --- two brokers


async def test_appliances_of_both_brokers_are_told_apart(
    both: Callable[..., Awaitable[Bridge]], device: MakeDevice, at_garage: MakeDevice
) -> None:
    here, there = device(state={"power.on": False}), at_garage(state={"power.on": True})
    bridge = await both()
    assert [one.id for one in bridge.appliances()] == ["lamp", "lamp-garage"]
    assert bridge.state("lamp").value("power.on") is False
    assert bridge.state("lamp-garage").value("power.on") is True

    [result] = await bridge.execute("m1", [command("lamp-garage", "turn_off", number=1)])
    assert result.result == "confirmed"
    assert (here.values(), there.values()) == ([], ["turn_off"])
    [first, second] = bridge.discovery()
    assert (first.broker, first.appliances, first.announcements, first.settled) == ("mqtt", 1, 1, True)
    assert (second.broker, second.appliances, second.connected) == ("garage", 1, True)
    assert 0 < second.seconds < 10


async def test_a_broker_that_is_away_holds_up_only_its_own(
    both: Callable[..., Awaitable[Bridge]], device: MakeDevice, at_garage: MakeDevice, garage: Server
) -> None:
    here, there = device(), at_garage(id="gate")
    bridge = await both()
    garage.kill()
    await until(lambda: not bridge.discovery()[1].connected)
    assert bridge.connected
    assert bridge.ready
    assert str(garage.port) in str(bridge.last_error)
    refusal = bridge.check(command("gate-garage"))
    assert refusal is not None
    assert refusal.reason == "not_connected"
    [refused] = await bridge.execute("m1", [command("gate-garage", number=1)])
    assert refused.refusal == refusal
    [done] = await bridge.execute("m2", [command("lamp", number=2)])
    assert done.result == "confirmed"
    assert (here.values(), there.values()) == (["turn_on"], [])

    garage.start()
    await until(lambda: bridge.discovery()[1].settled, 40)
    assert bridge.last_error is None
    await until(lambda: bridge.check(command("gate-garage")) is None, 20)


async def test_a_broker_that_never_was_there_is_not_waited_for(
    both: Callable[..., Awaitable[Bridge]], device: MakeDevice, garage: Server
) -> None:
    device()
    garage.stop()
    bridge = await both()
    assert [one.id for one in bridge.appliances()] == ["lamp"]
    assert [one.connected for one in bridge.discovery()] == [True, False]
    [done] = await bridge.execute("m1", [command("lamp", number=1)])
    assert done.result == "confirmed"


async def test_a_stranger_at_another_broker_takes_no_appliance_over(
    both: Callable[..., Awaitable[Bridge]], device: MakeDevice, at_garage: MakeDevice
) -> None:
    """Not with its id, nor with its identity: that only adds what it lacks."""
    evil = at_garage(config=KNOWN_LAMP, state={"power.on": True, "level.percent": 7})
    here = device(config=ONLY_POWER, state={"power.on": False})
    bridge = await both()
    assert [one.id for one in bridge.appliances()] == ["lamp"]
    assert bridge.state("lamp").value("power.on") is False
    assert bridge.state("lamp").value("level.percent") == 7
    [done] = await bridge.execute("m1", [command("lamp", number=1)])
    assert done.result == "confirmed"
    evil.tell("power.on", False)
    evil.tell("level.percent", 8)
    await until(lambda: bridge.state("lamp").value("level.percent") == 8)
    assert bridge.state("lamp").value("power.on") is True
    assert (here.values(), evil.values()) == (["turn_on"], [])


async def test_what_an_admin_says_is_meant_for_one_of_them(
    both: Callable[..., Awaitable[Bridge]], device: MakeDevice, at_garage: MakeDevice
) -> None:
    device()
    at_garage()
    bridge = await both()
    bridge.override({"lamp": Override(names=("여기",)), "lamp-garage": Override(names=("저기",))})
    assert [one.names for one in bridge.appliances()] == [("여기",), ("저기",)]
    bridge.override({"lamp-garage": Override(hidden=True)})
    assert [(one.id, one.names) for one in bridge.appliances()] == [("lamp", ("lamp",))]
    assert [(one.appliance.id, one.hidden) for one in bridge.described()] == [
        ("lamp", False), ("lamp-garage", True),
    ]  # fmt: skip


# --- two dialects on one broker


async def two_dialects(bridge_of: Callable[..., Awaitable[Bridge]], **settings: Any) -> Bridge:
    return await bridge_of(dialects=[TinyDialect(), TinyDialect("other")], **settings)


async def test_each_capability_is_asked_of_who_owns_it(
    bridge_of: Callable[..., Awaitable[Bridge]], device: MakeDevice
) -> None:
    first = device(config=ONLY_POWER, state={"power.on": False})
    second = device(id="0x1", root="other", config=KNOWN_LAMP, state={"power.on": True, "level.percent": 10})
    bridge = await two_dialects(bridge_of)
    [lamp] = bridge.appliances()
    assert (lamp.id, lamp.source, set(lamp.offers)) == (
        "lamp", "tiny:lamp + other:0x1", {"power", "level", "program"},
    )  # fmt: skip
    [described] = bridge.described()
    assert described.appliance == lamp
    await until(lambda: bridge.state("lamp").value("level.percent") == 10)
    assert bridge.state("lamp").value("power.on") is False

    bright = command("lamp", "set", capability="level", arguments={"value": 40}, number=2)
    results = await bridge.execute("m1", [command("lamp", number=1), bright])
    assert [one.result for one in results] == ["confirmed", "confirmed"]
    assert (first.values(), second.values()) == (["turn_on"], [40])


async def test_it_is_there_while_any_of_them_says_so(
    bridge_of: Callable[..., Awaitable[Bridge]], device: MakeDevice
) -> None:
    first = device(config=ONLY_POWER)
    second = device(id="0x1", root="other", config=KNOWN_LAMP)
    bridge = await two_dialects(bridge_of)
    assert bridge.state("lamp").online is True
    first.publish("online", "offline")
    second.tell("level.percent", 3)
    await until(lambda: bridge.state("lamp").value("level.percent") == 3)
    assert bridge.state("lamp").online is True
    second.publish("online", "offline")
    await until(lambda: bridge.state("lamp").online is False)


async def test_the_one_that_remains_takes_over_and_the_first_takes_back(
    bridge_of: Callable[..., Awaitable[Bridge]], device: MakeDevice
) -> None:
    second = device(id="0x1", root="other", config=KNOWN_LAMP, state={"power.on": True, "level.percent": 10})
    bridge = await two_dialects(bridge_of)
    assert [one.id for one in bridge.appliances()] == ["0x1"]
    events = bridge.events()

    first = device(config=ONLY_POWER, state={"power.on": False})
    await until(lambda: bridge.state("lamp").value("power.on") is False)
    assert [one.id for one in bridge.appliances()] == ["lamp"]
    assert bridge.state("lamp").value("level.percent") == 10
    assert bridge.state("0x1").attributes == {}
    seen = [await anext(events) for _ in range(2)]
    assert seen[0] == ApplianceRemoved("0x1")
    assert isinstance(seen[1], ApplianceChanged)
    assert seen[1].added

    first.publish("config", "")
    await until(lambda: bridge.appliance("lamp") is None)
    assert bridge.state("0x1").value("power.on") is True
    [done] = await bridge.execute("m1", [command("0x1", "turn_off", number=1)])
    assert done.result == "confirmed"
    assert (first.values(), second.values()) == ([], ["turn_off"])


async def test_hidden_all_of_it_is_gone_whoever_comes_late(
    bridge_of: Callable[..., Awaitable[Bridge]], device: MakeDevice
) -> None:
    device(config=ONLY_POWER, state={"power.on": False})
    bridge = await two_dialects(bridge_of)
    bridge.override({"lamp": Override(hidden=True)})
    late = device(id="0x1", root="other", config=KNOWN_LAMP, state={"level.percent": 10})
    await until(lambda: "0x1" in bridge.described()[0].appliance.source)
    assert bridge.appliances() == []
    late.tell("level.percent", 11)
    bridge.override({})
    await until(lambda: bridge.state("lamp").value("level.percent") == 11)
    assert bridge.state("lamp").value("power.on") is False


async def test_what_an_admin_says_is_said_to_all_its_parts(
    bridge_of: Callable[..., Awaitable[Bridge]], device: MakeDevice
) -> None:
    bridge = await two_dialects(bridge_of)
    bridge.override({"lamp": Override(type="fan", names=("바람",))})
    device(id="0x1", root="other", config=KNOWN_LAMP)
    await until(lambda: bridge.appliance("0x1") is not None)
    device(config=ONLY_POWER)
    await until(lambda: bridge.appliance("lamp") is not None)
    lamp = bridge.appliance("lamp")
    assert lamp is not None
    assert (lamp.type, lamp.names) == ("fan", ("바람",))
    assert [one.id for one in bridge.appliances()] == ["lamp"]


async def test_nothing_is_started_by_who_only_claims_to_be_the_washer(
    bridge_of: Callable[..., Awaitable[Bridge]], device: MakeDevice
) -> None:
    oven = {"type": "oven", "identities": [MAC], "offers": {"run_control": {"attributes": ["state"]}}}
    device(id="oven", config=oven, state={"run_control.state": "stopped"})
    evil = device(
        id="evil", root="other", config={**WASHER, "type": "oven", "identities": [MAC]},
        state={"remote_control.allowed": True},
    )  # fmt: skip
    bridge = await two_dialects(bridge_of)
    await until(lambda: bridge.state("oven").value("remote_control.allowed") is True)
    [refused] = await bridge.execute("m1", [command("oven", "start", capability="run_control", number=1)])
    assert refused.refusal is not None
    assert refused.refusal.reason == "unsupported"
    assert evil.values() == []


# --- answers


async def test_answers_leave_in_order_and_never_retained() -> None:
    said: list[Publish] = []

    async def say(message: Publish) -> None:
        await asyncio.sleep(0)
        said.append(message)

    answers = Answers(say)
    for number in range(50):
        answers.put(Publish(f"a/{number}", b"", qos=2, retain=True))
    await until(lambda: len(said) == 50)
    assert [one.topic for one in said] == [f"a/{number}" for number in range(50)]
    assert {(one.qos, one.retain) for one in said} == {(1, False)}


async def test_more_answers_than_a_broker_can_take_are_left_out(caplog: pytest.LogCaptureFixture) -> None:
    held = asyncio.Event()
    said: list[Publish] = []

    async def say(message: Publish) -> None:
        await held.wait()
        said.append(message)

    answers = Answers(say)
    for number in range(2000):
        answers.put(Publish(f"a/{number}", json.dumps(number).encode()))
    assert "too much to answer" in caplog.text
    assert len(caplog.records) < 20
    held.set()
    await until(lambda: len(said) > 100)
    # the rest waits its turn
    assert len(said) < 400
    answers.clear()
    assert answers.task is not None
    answers.task.cancel()
