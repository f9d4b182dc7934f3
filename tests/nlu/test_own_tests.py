"""The tests of a home: what holds, what does not, and what can never hold."""

import pytest

from nlu import own_tests
from nlu.contract import load_contract
from nlu.engines.base import Engine, Focus
from nlu.own import OwnTest
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary


def _test(say: str, means: str) -> OwnTest:
    return OwnTest(say, means, "own.yml", 7)


@pytest.mark.parametrize(
    ("say", "means"),
    [
        ("거실 불 꺼", "power.turn_off"),
        ("안방 스탠드 꺼", "power.turn_off appliance=lamp-bedroom"),
        ("세탁기 돌리고 티비 꺼", "power.turn_off"),
        ("밥 먹었어?", "nothing"),
        ("티비 꺼졌어?", "nothing"),
        ("고마워", "nothing"),
        ("티비 켜지 마", "nothing"),
        ("티비 켜지 마", "negated"),
        ("티비 꺼졌어?", "question"),
        ("고마워", "chat"),
        ("turn on the tv", "command"),
        ("가족 누구누구 있어?", "nothing"),
    ],
)
def test_what_holds(engine: Engine, vocabulary: Vocabulary, say: str, means: str) -> None:
    assert own_tests.failing([_test(say, means)], _reading(engine, vocabulary)) == []


@pytest.mark.parametrize(
    ("say", "means", "found"),
    [
        ("안방 스탠드 꺼", "power.turn_on", "power.turn_off appliance=lamp-bedroom"),
        ("안방 스탠드 꺼", "power.turn_off appliance=tv-1", "power.turn_off appliance=lamp-bedroom"),
        ("안방 스탠드 꺼", "nothing", "power.turn_off appliance=lamp-bedroom"),
        ("안방 스탠드 꺼", "question", "power.turn_off appliance=lamp-bedroom"),
        # a promise is something, too
        ("세탁기 끝나면 알려줘", "nothing", "conditional: notify.when_done appliance_type=washer"),
        ("손님 초대해 줘", "nothing", "people.invite role=guest"),
    ],
)
def test_what_does_not_hold(engine: Engine, vocabulary: Vocabulary, say: str, means: str, found: str) -> None:
    test = _test(say, means)
    [(failed, meant)] = own_tests.failing([test], _reading(engine, vocabulary))
    assert failed is test
    assert meant.split(" ")[:2] == found.split(" ")[:2]


@pytest.mark.parametrize(
    "means",
    [
        "nothing", "chat", "question", "power.turn_off", "power.turn_off appliance=light-living | 좀",
        "negated: power.turn_on area=거실 + power.turn_off", "query.state appliance=oven-1~", "question: nothing | 뭐",
    ],
)  # fmt: skip
def test_meanings_that_can_be(means: str) -> None:
    assert list(own_tests.test_faults([_test("x", means)], load_contract())) == []


@pytest.mark.parametrize(
    ("means", "near"),
    [
        ("power.turn_of", "power.turn_off"),
        ("power.turnoff appliance=light-living", "power.turn_off"),
        ("power.turn_on + lock.lok", "lock.lock"),
        ("nothin", "nothing"),
        ("negated: power.turnon", "power.turn_on"),
        ("qestion", "question"),
    ],
)
def test_meanings_that_never_can_be(means: str, near: str) -> None:
    [fault] = own_tests.test_faults([_test("x", means)], load_contract())
    assert (fault.file, fault.line) == ("own.yml", 7)
    assert f"did you mean '{near}'?" in fault.reason


def _reading(engine: Engine, vocabulary: Vocabulary) -> own_tests.Read:
    def read(text: str) -> Understanding:
        return engine.understand(text, vocabulary, Focus())

    return read
