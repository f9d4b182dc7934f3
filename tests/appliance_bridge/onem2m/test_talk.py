"""The talk with a CSE: who is believed, what is asked again, what is answered."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance_bridge.dialects.base import Incoming, Publish
from appliance_bridge.dialects.onem2m.convention import OneM2M
from appliance_bridge.dialects.onem2m.primitives import Line
from appliance_bridge.dialects.onem2m.settings import OneM2MSettings
from tests.appliance_bridge.onem2m.house import NOTIFICATIONS, NOW, RESPONSES, Cse, House

PLUG = "cse-in/home/plug/binarySwitch"


@pytest.fixture
def home() -> House:
    cse = Cse()
    cse.device("plug", "deviceSmartPlug", binarySwitch={"state": False})
    return House(cse).greet()


def operations(home: House) -> list[tuple[int, Any]]:
    return [(one["op"], one.get("ty")) for one in home.cse.asked]


def test_it_registers_discovers_retrieves_and_subscribes(home: House) -> None:
    assert operations(home) == [(1, 2), (2, None), (2, None), (1, 23), (2, None)]
    register, discover, *_, subscribe, _ = home.cse.asked
    assert register["pc"]["m2m:ae"]["poa"] == ["mqtt://127.0.0.1:1883/"]
    assert discover["fc"] == {"fu": 1, "ty": [28]}
    assert (subscribe["to"], subscribe["pc"]["m2m:sub"]["nu"]) == (PLUG, ["CJipsa"])
    assert len({one["rqi"] for one in home.cse.asked}) == len(home.cse.asked)


def test_one_that_is_registered_renews_where_it_is_reached_and_subscribes_once(home: House) -> None:
    again = House(home.cse)
    home.cse.asked.clear()
    again.greet()
    assert (3, None) in operations(again)
    assert list(home.cse.subscriptions) == [PLUG]
    again.notify(PLUG, state=True)
    assert again.state["home-plug"]["power.on"] is True
    assert again.replies[-1]["rsc"] == 2000


def test_a_notification_is_answered_with_its_identifier(home: House) -> None:
    home.notify(PLUG, state=True)
    assert home.replies == [{"rsc": 2000, "rqi": "n1", "fr": "CJipsa", "rvi": "4", "to": "/id-in"}]
    assert home.state["home-plug"]["power.on"] is True


def test_a_notification_for_no_subscription_of_ours_is_refused(home: House) -> None:
    home.notify(PLUG, sur="/id-in/subOfAnother", state=True)
    assert home.replies[-1]["rsc"] == 4004
    assert home.state["home-plug"]["power.on"] is False


def test_a_subscription_is_also_known_by_its_path(home: House) -> None:
    home.notify(PLUG, sur=f"//provider/id-in/{PLUG}/jipsa", state=True)
    assert home.state["home-plug"]["power.on"] is True


def test_verification_is_granted_only_while_jipsa_subscribes(home: House) -> None:
    asked = {"op": 5, "rqi": "v", "fr": "/id-in", "pc": {"m2m:sgn": {"vrf": True, "sur": "x"}}}
    home.talk(one for one in home.say(NOTIFICATIONS, asked) if isinstance(one, Publish))
    assert home.replies[-1]["rsc"] == 4103


def test_an_answer_nobody_asked_for_and_one_that_was_kept_are_nothing(home: House) -> None:
    content = home.cse.devices["cse-in/home/plug"]
    assert home.say(RESPONSES, {"rsc": 2000, "rqi": "r-3", "pc": content}) == []
    asked = home.dialect.greetings()[0]
    rqi = json.loads(asked.payload)["rqi"]
    assert home.say(RESPONSES, {"rsc": 2001, "rqi": rqi}, retained=True) == []
    assert home.say(RESPONSES, {"rsc": 2001, "rqi": rqi}) != []
    assert home.say(RESPONSES, {"rsc": 2001, "rqi": rqi}) == []


def test_an_answer_that_comes_too_late_is_nothing(home: House) -> None:
    asked = home.dialect.greetings()[0]
    home.say("somebody/else", b"tick")
    home.now += 31
    assert home.say(RESPONSES, {"rsc": 2001, "rqi": json.loads(asked.payload)["rqi"]}) == []


def test_own_words_are_no_report_whichever_comes_first(home: House) -> None:
    for early in (True, False):
        [command] = home.publish("home-plug", "power.turn_on")
        answer = home.cse.answer(json.loads(command.payload))
        tag, module = home.cse.module(PLUG)
        steps = [lambda tag=tag, module=dict(module): home.told(PLUG, tag, module)]
        steps.insert(1 if early else 0, lambda answer=answer: home.say(RESPONSES, answer))
        home.state.clear()
        for step in steps:
            step()
        assert home.state == {}
    home.greet()
    assert home.state == {}
    home.notify(PLUG, state=True)
    assert home.state["home-plug"]["power.on"] is True


def test_an_older_version_does_not_undo_a_newer(home: House) -> None:
    tag, module = home.cse.module(PLUG)
    old = dict(module)
    home.notify(PLUG, state=True)
    home.told(PLUG, tag, old)
    assert home.state["home-plug"]["power.on"] is True


def test_what_did_not_change_is_not_said_anew_but_after_a_reconnect(home: House) -> None:
    home.state.clear()
    home.now += 61
    home.talk(one for one in home.say("any/thing", b"") if isinstance(one, Publish))
    assert home.state == {}
    home.greet()
    assert home.state["home-plug"]["power.on"] is False


def test_a_refused_command_makes_jipsa_look_again(home: House) -> None:
    [command] = home.publish("home-plug", "power.turn_on")
    home.cse.asked.clear()
    home.cse.devices.clear()
    effects = home.say(RESPONSES, {"rsc": 4004, "rqi": json.loads(command.payload)["rqi"]})
    home.talk(one for one in effects if isinstance(one, Publish))
    assert operations(home)[:1] == [(1, 2)]
    assert home.appliances == {}


def test_a_cse_that_does_not_let_jipsa_in_is_a_problem() -> None:
    cse = Cse()
    cse.refuses[1] = 4103
    assert House(cse).greet().problems == ["The CSE does not let CJipsa register (status 4103)."]


def test_it_looks_again_after_a_while_and_when_others_change_something(home: House) -> None:
    assert home.say("any/thing", b"") == []
    home.cse.device("lamp", "deviceLight", binarySwitch={"state": True})
    home.now += 61
    home.talk(one for one in home.say("any/thing", b"") if isinstance(one, Publish))
    assert set(home.appliances) == {"home-plug", "home-lamp"}
    del home.cse.devices["cse-in/home/plug"]
    effects = home.say("/oneM2M/resp/Cfarm/id-in/json", {"rsc": 2002, "rqi": "theirs"})
    home.talk(one for one in effects if isinstance(one, Publish))
    assert set(home.appliances) == {"home-lamp"}


def test_what_others_store_is_no_reason_to_look(home: House) -> None:
    body = {"rsc": 2001, "rqi": "theirs", "pc": {"m2m:cin": {"con": "1"}}}
    assert home.say("/oneM2M/resp/Cfarm/id-in/json", body) == []


def test_the_name_of_the_csebase_in_topics_is_understood() -> None:
    line = Line(OneM2MSettings(cse_id="/Mobius2", cse_name="Mobius", ae_id="SJipsa", ae_name="jipsa"))
    assert line.kind("/oneM2M/resp/SJipsa/Mobius/json") == "response"
    assert line.kind("/oneM2M/req/Mobius2/Mobius:jipsa/json") == "request"
    assert line.kind("/oneM2M/req/Mobius2/SJipsa/json") == "request"
    assert line.kind("/oneM2M/resp/SJipsa/another/json") is None
    assert line.local("/Mobius2/Mobius/home") == line.local("//p/Mobius2/Mobius/home") == "Mobius/home"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["pc", "rsc", "rqi", "op", "m2m:sgn", "nev", "rep", "sur", "m2m:uril", "cod:binSh", "state", "rn", "cnd",
             "ty", "st", "m2m:sub", "ri", "cuMSe", "macSs", "jobMs", "cuJMe", "lbl"]
        ),
        inner,
        max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip


@given(
    bodies=st.lists(JSON | st.binary(max_size=60), max_size=4), kind=st.sampled_from(["resp", "req", "other"])
)
def test_no_message_breaks_it(bodies: list[Any], kind: str) -> None:
    home = House(run_known()).greet()
    topic = {"resp": RESPONSES, "req": NOTIFICATIONS, "other": "/oneM2M/resp/Cx/id-in/json"}[kind]
    for body in bodies:
        convention = home.dialect
        asked = convention.greetings()
        if isinstance(body, dict) and kind == "resp":
            body = {**body, "rqi": json.loads(asked[0].payload)["rqi"]}
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        for effect in convention.receive(Incoming(topic, raw, False, NOW)):
            assert not (isinstance(effect, Publish) and effect.retain)


@given(content=st.dictionaries(st.sampled_from(["hod:x", "cod:y", "m2m:uril"]), JSON), step=st.integers(0, 4))
def test_no_answer_breaks_it(content: dict[str, Any], step: int) -> None:
    cse, count = run_known(), 0
    real = cse.answer

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        nonlocal count
        count += 1
        told = real(request)
        return {**told, "rsc": 2000, "pc": content} if count - 1 == step else told

    cse.answer = answer  # type: ignore[method-assign]
    House(cse).greet()


def run_known() -> Cse:
    cse = Cse()
    cse.device("plug", "deviceSmartPlug", binarySwitch={"state": False})
    return cse


def test_what_is_open_is_bounded() -> None:
    convention = OneM2M(OneM2MSettings())
    for _ in range(2_000):
        convention.greetings()
        convention.hear(Incoming("x", b"", False, NOW))
    assert len(convention._exchange._open) <= 512
