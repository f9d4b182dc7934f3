"""What is rehearsed is what is published: every action of every appliance of the shipped home."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

import pytest
from redis.asyncio import Redis

from appliance_bridge.appliance import Appliance
from appliance_bridge.bridge import Bridge
from appliance_bridge.broker_settings import BrokerSettings
from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.command import Command, Refusal
from appliance_bridge.dialects.base import Publish
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from appliance_bridge.simulator.control import CLIENT_ID, Simulator
from appliance_bridge.state import ApplianceState
from appliance_bridge.transport import Transport
from tests.appliance_bridge.simulator.test_understood import CATALOGUE, argument
from tests.support.servers import Server
from tests.support.tiny import TinyDevice, TinyDialect
from tests.support.waiting import until

MakeBridge = Callable[..., Awaitable[Bridge]]
MakeDevice = Callable[..., TinyDevice]


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[Publish]:
    """All that bridges put on the wire."""
    seen: list[Publish] = []
    really = Transport.publish

    async def publish(self: Transport, message: Publish, *, deadline: float | None = None) -> None:
        if self._client_id != CLIENT_ID:
            seen.append(message)
        await really(self, message, deadline=deadline)

    monkeypatch.setattr(Transport, "publish", publish)
    return seen


def commands_of(appliance: Appliance) -> list[Command]:
    """One for each action it offers, and one with a value that it cannot take."""
    found: list[Command] = []
    for capability, offer in sorted(appliance.offers.items()):
        for name in sorted(offer.actions):
            action = CATALOGUE.capabilities[capability].actions[name]
            given = {one.name: argument(offer, action, one.name, one.kind) for one in action.arguments}
            for arguments in (given, dict.fromkeys(given, 10_000.0)):
                message, late = f"{appliance.id}.{len(found)}", time.time() + 60
                found.append(
                    Command(
                        f"{message}.0", appliance.id, capability, name, arguments, "normal", late, message
                    )
                )
    return found


async def test_every_command_is_rehearsed_as_it_is_carried_out(
    bridge_of: MakeBridge, mosquitto: Server, published: list[Publish], short_waits: None
) -> None:
    farm = Simulator(BrokerSettings(mosquitto.host, mosquitto.port))
    await farm.start()
    bridge = await bridge_of(dialects=[HomeAssistant(load_catalogue())])
    await until(lambda: all(bridge.state(one.id).online is not None for one in bridge.appliances()))
    refused: set[str] = set()
    sent: set[str] = set()

    async def one_after_another(device: str, appliances: Sequence[Appliance]) -> None:
        for command in (one for appliance in appliances for one in commands_of(appliance)):
            published[:] = [one for one in published if not one.topic.startswith(f"sim/{device}/")]
            rehearsed = bridge.rehearse(command)
            [result] = await bridge.execute(command.message, [command])
            left = tuple(one for one in published if one.topic.startswith(f"sim/{device}/"))
            if isinstance(rehearsed, Refusal):
                assert (left, result.result, result.refusal) == ((), "refused", rehearsed), command
                refused.add(rehearsed.reason)
            else:
                assert (left, result.result != "refused") == (rehearsed, True), command
                sent.add(command.capability)

    devices: dict[str, list[Appliance]] = {}
    for one in bridge.appliances():
        devices.setdefault(one.source.partition(":")[2], []).append(one)
    await asyncio.gather(*(one_after_another(*device) for device in devices.items()))
    await farm.stop()
    offered = {name for one in bridge.appliances() for name, offer in one.offers.items() if offer.actions}
    assert sent == offered
    assert {"out_of_range", "not_an_option", "unsupported"} <= refused


def command(action: str = "turn_on", *, deadline: float | None = None) -> Command:
    until_then = time.time() + 30 if deadline is None else deadline
    return Command("m1.0", "lamp", "power", action, deadline=until_then, message="m1")


async def test_nothing_is_written_sent_or_changed(
    bridge_of: MakeBridge, device: MakeDevice, published: list[Publish], redis: Redis
) -> None:
    lamp = device(state={"power.on": False})
    bridge = await bridge_of()
    state, events = bridge.state("lamp"), bridge.events()
    known = sorted(await redis.keys("*:command:*") + await redis.keys("*:message:*"))
    said = len(published)
    for _ in range(3):
        rehearsed = bridge.rehearse(command())
        assert isinstance(rehearsed, tuple)
        assert [(one.topic, one.qos, one.retain) for one in rehearsed] == [("tiny/lamp/set", 1, False)]
    assert len(published) == said
    assert bridge.state("lamp") is state
    assert sorted(await redis.keys("*:command:*") + await redis.keys("*:message:*")) == known
    assert await bridge.ledger.record("m1.0") is None
    assert await bridge.ledger.open_commands() == []
    # the very same command still goes, once
    [result] = await bridge.execute("m1", [command()])
    assert result.result == "confirmed"
    assert lamp.values() == ["turn_on"]
    first = await anext(events)
    assert "power.on" in getattr(first, "after", {"power.on": None})


async def test_why_it_would_not_go(bridge_of: MakeBridge, device: MakeDevice, mosquitto: Server) -> None:
    device(state={"power.on": True})
    bridge = await bridge_of()
    assert bridge.rehearse(command(deadline=time.time() - 1)) == Refusal("too_late")
    safe = Command("m1.0", "lamp", "power", "turn_off", risk="safe", deadline=time.time() - 1)
    assert isinstance(bridge.rehearse(safe), tuple)
    nobody = Command("m1.0", "nobody", "power", "turn_off")
    assert bridge.rehearse(nobody) == Refusal("unknown_appliance")
    mosquitto.kill()
    await until(lambda: not bridge.connected)
    assert bridge.rehearse(command()) == Refusal("not_connected")


class Astray(TinyDialect):
    """Its second message goes to a topic that no broker takes."""

    def encode(
        self, appliance: str, capability: str, action: str, arguments: object, state: ApplianceState
    ) -> Sequence[Publish]:
        return [Publish("tiny/lamp/set", b'{"half": 1}'), Publish("tiny/lamp/#", b"")]


async def test_a_command_that_could_go_only_in_part_does_not_go(
    bridge_of: MakeBridge, device: MakeDevice, published: list[Publish]
) -> None:
    lamp = device(state={"power.on": False})
    bridge = await bridge_of(dialects=[Astray()])
    rehearsed = bridge.rehearse(command())
    said = len(published)
    [result] = await bridge.execute("m1", [command()])
    assert (result.result, result.refusal) == ("refused", rehearsed)
    assert rehearsed == Refusal("unsupported", {"detail": "the topic 'tiny/lamp/#' cannot be used"})
    assert len(published) == said
    assert lamp.received == []
