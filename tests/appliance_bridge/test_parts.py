"""The small parts of the bridge, each by itself."""

import asyncio
import gc
from collections.abc import Sequence
from typing import Any

import pytest
from redis.asyncio import Redis

from appliance_bridge.appliance import Appliance
from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.dialects.base import Dialect, Effect, Incoming, Report
from appliance_bridge.errors import UnknownAppliance
from appliance_bridge.fanout import Fanout
from appliance_bridge.goal import Goal
from appliance_bridge.intake import Intake
from appliance_bridge.keys import Keys
from appliance_bridge.merging import Part, Source
from appliance_bridge.registry import Registry
from appliance_bridge.state import ApplianceState, Reported
from appliance_bridge.state_store import StateStore
from appliance_bridge.subscriber import Subscriber
from appliance_bridge.watch import Watches
from tests.support.tiny import TinyDialect
from tests.support.waiting import until

# --- keys


def test_all_keys_of_a_home_share_one_partition() -> None:
    keys = Keys("home")
    assert keys.key("x") == "jipsa:{p0}:home:x"
    assert keys.message("a:b") == "jipsa:{p0}:home:message:a:b"
    assert Keys("home", partitions=256).key("x") == "jipsa:{p208}:home:x"


@pytest.mark.parametrize("home", ["", "Home", "a b", "a:b", "{x}", "집", "x" * 65])
def test_a_home_id_is_plain(home: str) -> None:
    with pytest.raises(ValueError, match="home's id"):
        Keys(home)


# --- registry


def test_registry_finds_and_keeps_an_order() -> None:
    one, other = Source(0, "mqtt", TinyDialect()), Source(1, "mqtt", TinyDialect())
    registry = Registry(load_catalogue())
    lamp = Appliance("b", "light", ("등", "Lamp"), ("거실", "Living room"))
    washer = Appliance("a", "washer", ("세탁기",))
    assert [change.before for change in registry.put(Part(one, lamp)) + registry.put(Part(one, washer))] == [
        None,
        None,
    ]
    assert registry.put(Part(one, lamp)) == []
    assert registry.all() == [washer, lamp]
    assert (
        registry.all(type_key="light")
        == registry.all(area="living ROOM")
        == registry.all(name=" 등 ")
        == [lamp]
    )
    assert registry.all(type_key="washer", area="거실") == []
    assert registry.find("b") is lamp
    assert registry.speaker("b", "power").source is one

    [change] = registry.put(Part(other, Appliance("b", "door_lock", ("mine",))))
    assert change.id == "b-tiny"
    assert registry.find("b") is lamp
    assert registry.speaker("b-tiny", "lock").source is other
    assert [change.id for change in registry.remove(other, "b")] == ["b-tiny"]
    assert registry.remove(other, "b") == []
    assert [change.after for change in registry.remove(one, "b")] == [None]
    assert registry.find("b") is None
    with pytest.raises(UnknownAppliance):
        registry.speaker("b", "power")


# --- fan-out


async def test_a_slow_listener_loses_the_oldest() -> None:
    fanout: Fanout[int] = Fanout(kept=3)
    slow = fanout.listen()
    for number in range(10):
        fanout.tell(number)
    late = fanout.listen()
    fanout.end()
    assert [number async for number in slow] == [7, 8, 9]
    assert [number async for number in late] == []


async def test_a_listener_that_is_gone_costs_nothing() -> None:
    fanout: Fanout[int] = Fanout()
    feed = fanout.listen()
    waiting = asyncio.ensure_future(anext(feed))
    await asyncio.sleep(0)
    fanout.tell(1)
    assert await waiting == 1
    del feed, waiting
    gc.collect()
    assert len(fanout._feeds) == 0


# --- watches


def watch_states(*values: Any) -> list[ApplianceState]:
    return [ApplianceState(True, {"x.on": Reported(value, 0)}) for value in values]


async def test_what_was_so_before_is_not_our_doing() -> None:
    (on,) = watch_states(True)
    with Watches().watching("lamp", Goal({"x.on": (True,)}, {}), on) as watch:
        watch.arm(on)
        assert await watch.wait(0.01) == "unchanged"


async def test_only_reports_after_sending_count() -> None:
    off, on = watch_states(False, True)
    watches = Watches()
    with watches.watching("lamp", Goal({"x.on": (True,)}, {}), off) as watch:
        watches.look("lamp", on)
        watch.arm(off)
        watches.look("other", on)
        assert await watch.wait(0.01) is None
        watches.look("lamp", on)
        assert await watch.wait(5) == "reached"
    assert watches._by_appliance == {}


async def test_what_was_so_and_is_contradicted_is_not_confirmed() -> None:
    on, off = watch_states(True, False)
    watches = Watches()
    with watches.watching("lamp", Goal({"x.on": (True,)}, {}), on) as watch:
        watch.arm(on)
        watches.look("lamp", off)
        assert await watch.wait(0.05) is None


async def test_an_old_fault_does_not_end_the_wait_but_a_new_one_does() -> None:
    faulty = ApplianceState(True, {"error.active": Reported(True, 0)})
    watches = Watches()
    with watches.watching("lamp", Goal({"x.on": (True,)}, {}), faulty) as watch:
        watch.arm(faulty)
        watches.look("lamp", faulty)
        assert await watch.wait(0.01) is None
    fine = ApplianceState(True, {})
    with watches.watching("lamp", Goal({"x.on": (True,)}, {}), fine) as watch:
        watch.arm(fine)
        watches.look("lamp", faulty)
        assert await watch.wait(5) == "broken"


# --- intake


class Raising(TinyDialect):
    def receive(self, message: Incoming) -> Sequence[Effect]:
        if message.payload == b"bad":
            raise RuntimeError("a dialect that raises")
        return [Report(message.topic)]


async def test_a_dialect_that_raises_loses_one_message_only() -> None:
    seen: list[str] = []

    def take(dialect: Dialect, effect: Effect, message: Incoming) -> None:
        seen.append(message.topic)

    intake = Intake([Raising(), Raising()], take)
    for topic, payload in (("a", b""), ("b", b"bad"), ("c", b""), ("huge", bytes(32 * 1024 * 1024))):
        intake.put(Incoming(topic, payload, False, 0))
    await until(lambda: seen == ["a", "a", "c", "c"])


async def test_what_was_read_is_skipped_only_while_counting_again() -> None:
    dialect = TinyDialect()
    intake = Intake([dialect], lambda *_: None)

    async def put(payload: bytes, *, retained: bool = True) -> int:
        intake.put(Incoming("tiny/x/other", payload, retained, 0))
        await intake.settled(lambda: False, 5, 0.0)
        return dialect.received

    assert await put(b"1") == 1
    assert await put(b"1") == 2
    intake.skip_known(True)
    assert await put(b"1") == 2
    assert await put(b"2") == 3
    assert await put(b"2", retained=False) == 4
    # somebody new listens
    intake.look_again(["tiny/x/other", "tiny/never/heard"])
    assert intake.retained_topics == 1
    assert await put(b"2") == 5
    assert await put(b"2") == 5
    intake.begin()
    assert await put(b"2") == 6
    assert intake.retained_topics == 1


# --- subscriptions


def test_wildcards_are_asked_for_one_at_a_time() -> None:
    asked: list[list[str]] = []

    def send(batch: Sequence[tuple[str, int]]) -> int:
        asked.append([name for name, _ in batch])
        return len(asked)

    subscriber = Subscriber(send)
    subscriber.subscribe([("a/+", 0), ("b", 1), ("c", 1), ("d/#", 0)])
    subscriber.subscribe([("e", 1)])
    assert asked == [["a/+"]]
    assert subscriber.answered(99, [False]) == []
    assert subscriber.answered(1, [True]) == ["a/+"]
    subscriber.forget(["b", "e"])
    subscriber.answered(2, [False])
    assert asked == [["a/+"], ["d/#"], ["c"]]
    subscriber.answered(3, [False])
    assert not subscriber.busy


# --- states


async def test_states_are_loaded_as_they_were_written(redis: Redis) -> None:
    keys = Keys("home")
    store = StateStore(redis, keys)
    await store.start()
    told = {"power.on": True, "temperature.target": 24.5, "mode.selected": "냉방", "a.b": 3}
    changed = store.report(Report("lamp", told, online=True), 100.0, retained=False, source="tiny")
    assert changed == ({}, told)
    assert store.report(Report("lamp", told, online=True), 101.0, retained=False, source="tiny") is None
    assert store.get("lamp").attributes["power.on"].at == 101.0
    assert store.report(
        Report("lamp", {"a.b": None, "power.on": False}), 102.0, retained=True, source="tiny"
    ) == (
        {"a.b": 3, "power.on": True},
        {"power.on": False},
    )
    assert store.report(Report("lamp", online=False), 103.0, retained=False, source="tiny") == ({}, {})
    store.report(Report("gone", {"a.b": 1}), 100.0, retained=False, source="tiny")
    store.forget("gone")
    await store.stop()

    again = StateStore(redis, keys)
    await again.start()
    state = again.get("lamp")
    assert state.online is None
    assert {key: one.value for key, one in state.attributes.items()} == {
        "power.on": False,
        "temperature.target": 24.5,
        "mode.selected": "냉방",
    }
    assert state.attributes["temperature.target"] == Reported(24.5, 101.0, retained=True)
    assert again.get("gone").attributes == {}
    assert await redis.exists(keys.state("gone")) == 0
    assert 0 < await redis.ttl(keys.state("lamp")) <= 30 * 24 * 3600
    await again.stop()


async def test_what_is_forgotten_and_comes_back_at_once_is_kept(redis: Redis) -> None:
    store = StateStore(redis, Keys("home"))
    await store.start()
    store.report(Report("lamp", {"a.b": 1, "power.on": True}), 100.0, retained=False, source="tiny")
    store.forget("lamp")
    assert store.get("lamp") == ApplianceState()
    store.report(Report("lamp", {"power.on": True}), 101.0, retained=True, source="tiny")
    await store.stop()
    again = StateStore(redis, Keys("home"))
    await again.start()
    assert again.get("lamp").attributes == {"power.on": Reported(True, 101.0, retained=True)}
    await again.stop()


async def test_an_appliance_cannot_fill_the_memory(redis: Redis) -> None:
    store = StateStore(redis, Keys("home"))
    for number in range(1000):
        store.report(Report("x", {f"sensor.{number}": "y" * 10_000}), 0, retained=False, source="tiny")
    attributes = store.get("x").attributes
    assert len(attributes) == 400
    assert {len(str(one.value)) for one in attributes.values()} == {2000}


async def test_half_characters_of_a_device_do_not_stop_the_writing(redis: Redis) -> None:
    store = StateStore(redis, Keys("home"))
    await store.start()
    store.report(
        Report("lamp", {"mode.selected": "\ud800", "sensor.\udfff": 1}), 1, retained=False, source="tiny"
    )
    await store.stop()
    again = StateStore(redis, Keys("home"))
    await again.start()
    assert again.get("lamp").value("mode.selected") == "\ud800"
    await again.stop()


async def test_damaged_states_are_left_out(redis: Redis) -> None:
    keys = Keys("home")
    await redis.sadd(keys.states, "lamp", "absent")
    await redis.hset(
        keys.state("lamp"),
        mapping={"a": "not JSON", "b": "[1]", "c": "[null, 1, false]", "d": "[7, 1, true]"},
    )
    store = StateStore(redis, keys)
    await store.start()
    assert list(store.get("lamp").attributes) == ["d"]
    assert await redis.smembers(keys.states) == {b"lamp"}
    await store.stop()
