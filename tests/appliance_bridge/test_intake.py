"""What waits before the dialects: nobody's flood drowns the others."""

import asyncio
from collections.abc import Sequence

from appliance_bridge.dialects.base import Dialect, Effect, Incoming, Problem, Report
from appliance_bridge.intake import Intake
from tests.support.tiny import TinyDialect
from tests.support.waiting import until


class Costly(TinyDialect):
    """Each message costs a hundredth of a second of computing."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, bytes]] = []
        self.clock = 0.0

    def receive(self, message: Incoming) -> Sequence[Effect]:
        self.heard.append((message.topic, message.payload))
        self.clock += 0.01
        return (Report("lamp"),) if message.topic == "lamp" else ()


async def test_a_flooding_topic_is_heard_by_its_latest_and_named_once() -> None:
    dialect = Costly()
    effects: list[Effect] = []

    def take(_dialect: Dialect, effect: Effect, _message: Incoming) -> None:
        effects.append(effect)

    intake = Intake([dialect], take, computed=lambda: dialect.clock)
    for number in range(500):
        intake.put(Incoming("mad", b"%d" % number, False, 0.0))
        if number % 100 == 0:
            intake.put(Incoming("calm", b"%d" % number, False, 0.0))
        await asyncio.sleep(0)
    await until(lambda: ("mad", b"499") in dialect.heard)
    mad = [int(payload) for topic, payload in dialect.heard if topic == "mad"]
    assert mad == sorted(mad)
    assert len(mad) < 100
    assert [payload for topic, payload in dialect.heard if topic == "calm"] == [
        b"%d" % number for number in range(0, 500, 100)
    ]
    assert [one.topic for one in effects if isinstance(one, Problem)] == ["mad"]


async def test_all_of_a_quiet_topic_is_heard_in_order() -> None:
    dialect = Costly()
    intake = Intake([dialect], lambda *_: None, computed=lambda: 0.0)
    for number in range(1_000):
        intake.put(Incoming("a", b"%d" % number, False, 0.0))
    await until(lambda: len(dialect.heard) == 1_000)
    assert [int(payload) for _, payload in dialect.heard] == list(range(1_000))


async def test_more_of_one_topic_than_may_wait_leaves_room_for_others() -> None:
    dialect = Costly()
    intake = Intake([dialect], lambda *_: None, computed=lambda: 0.0)
    for number in range(10_000):
        intake.put(Incoming("mad", b"%d" % number, False, 0.0))
    intake.put(Incoming("calm", b"x", False, 0.0))
    await until(lambda: ("mad", b"9999") in dialect.heard)
    assert ("calm", b"x") in dialect.heard
    assert len(dialect.heard) < 3_000


class Patient(TinyDialect):
    """Puts off all that it hears."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[str] = []
        self.owed: list[Incoming] = []

    @property
    def behind(self) -> bool:
        return bool(self.owed)

    def receive(self, message: Incoming) -> Sequence[Effect]:
        self.log.append(f"at once {message.topic}")
        return ()

    def collect(self, message: Incoming) -> Sequence[Effect]:
        self.log.append(f"collect {message.topic}")
        self.owed.append(message)
        return ()

    def owes(self, topic: str) -> bool:
        return topic == "owed" and self.behind

    def catch_up(self) -> tuple[Incoming, Sequence[Effect]] | None:
        done, self.owed = self.owed, []
        self.log.append(f"catch up {len(done)}")
        return done[-1], (Problem(done[-1].topic, "it was put off"),)


async def test_what_waits_together_is_put_off_and_caught_up_with() -> None:
    dialect, effects = Patient(), list[Effect]()

    def take(_dialect: Dialect, effect: Effect, _message: Incoming) -> None:
        effects.append(effect)

    intake = Intake([dialect], take)
    for topic in ("a", "b", "owed", "c", "d"):
        intake.put(Incoming(topic, b"", False, 0.0))
    await intake.settled(lambda: False, 5, 0.0)
    owed = ["collect a", "collect b", "catch up 2", "collect owed", "collect c", "at once d", "catch up 2"]
    assert dialect.log == owed
    assert [one.topic for one in effects if isinstance(one, Problem)] == ["b", "c"]
    intake.put(Incoming("e", b"", False, 0.0))
    await until(lambda: dialect.log[-1] == "at once e")


async def test_settled_means_caught_up_with_what_the_broker_kept() -> None:
    dialect = Patient()
    intake = Intake([dialect], lambda *_: None)
    intake.put(Incoming("a", b"", True, 0.0))
    await until(lambda: bool(dialect.log))
    intake.put(Incoming("b", b"", True, 0.0))
    await intake.settled(lambda: False, 5, 0.0)
    assert dialect.log == ["collect a", "collect b", "catch up 2"]


async def test_ever_new_topics_wait_behind_those_that_were_heard_before() -> None:
    dialect = Costly()
    intake = Intake([dialect], lambda *_: None, computed=lambda: 0.0)
    intake.put(Incoming("lamp", b"first", False, 0.0))
    await until(lambda: len(dialect.heard) == 1)
    for number in range(1_000):
        intake.put(Incoming(f"new/{number}", b"", False, 0.0))
    intake.put(Incoming("lamp", b"second", False, 0.0))
    await until(lambda: len(dialect.heard) == 1_002)
    assert dialect.heard[1] == ("lamp", b"second")


async def test_what_was_kept_is_not_overtaken_by_what_came_later() -> None:
    dialect = Costly()
    intake = Intake([dialect], lambda *_: None, computed=lambda: 0.0)
    intake.put(Incoming("lamp", b"1", False, 0.0))
    await until(lambda: len(dialect.heard) == 1)
    intake.put(Incoming("other", b"", True, 0.0))
    intake.put(Incoming("lamp", b"kept", True, 0.0))
    intake.put(Incoming("lamp", b"news", False, 0.0))
    await until(lambda: len(dialect.heard) == 4)
    assert [payload for topic, payload in dialect.heard if topic == "lamp"] == [b"1", b"kept", b"news"]
