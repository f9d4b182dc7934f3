"""Whatever comes in: nothing raises, and what comes out is of the vocabulary."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from appliance_bridge.dialects.base import Announced, Publish, Report, Subscribe
from appliance_bridge.dialects.plain.description import PlainAppliance
from appliance_bridge.dialects.plain.speech import MAX_WORD
from appliance_bridge.errors import Unsupported
from tests.appliance_bridge.plain.house import CATALOGUE, HEATER, House, described, heater

KEYS = sorted(
    f"{one.name}.{attribute}" for one in CATALOGUE.capabilities.values() for attribute in one.attributes
)
WORDS = [
    "machineState",
    "washerJobState",
    "phaseId",
    "state",
    "run",
    "RUNNING",
    "remainingDurationMinutes",
    "ident",
    "type",
]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(WORDS)
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(WORDS), inner)),
    max_leaves=8,
)
PAYLOADS = st.one_of(
    st.binary(max_size=60),
    JSON.map(lambda one: json.dumps(one).encode()),
    st.text(max_size=40).map(str.encode),
)
TOPICS = st.sampled_from(
    ["heater/state", "heater/LWT", "heater/json", "home/miele/1", "home/miele/1/full", "smartthings/1/state", "x/main/Heatpump_State",
     "x/LWT", "smartthings/1/availability", "smartthings//state", "", "/", "$SYS/x"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(TOPICS, PAYLOADS), max_size=6))
def test_any_message_is_survived(messages: list[tuple[str, bytes]]) -> None:
    house = House(heater())
    for topic, payload in messages:
        for effect in house.say(topic, payload):
            assert isinstance(effect, Announced | Report | Subscribe)
            assert not isinstance(effect, Publish)
            for value in effect.attributes.values() if isinstance(effect, Report) else ():
                assert not isinstance(value, str) or len(value) <= MAX_WORD


@settings(deadline=None)
@given(st.sampled_from(KEYS), PAYLOADS)
def test_every_value_is_of_the_kind_of_its_attribute(key: str, payload: bytes) -> None:
    house = House({"x": described({"reports": {key: "t"}})}, profiles=())
    capability, _, name = key.partition(".")
    attribute = CATALOGUE.capabilities[capability].attributes[name]
    for effect in house.say("t", payload):
        for value in effect.attributes.values() if isinstance(effect, Report) else ():
            kinds = {"boolean": bool, "number": int | float, "text": str, "choice": str}
            assert value is None or isinstance(value, kinds[attribute.kind])
            assert not (attribute.kind == "number" and isinstance(value, bool))
            assert attribute.kind != "choice" or value is None or value in attribute.options


@settings(deadline=None)
@given(st.one_of(st.floats(), st.integers(), st.text(max_size=20), st.booleans()))
def test_any_argument_is_sent_or_refused(value: float | str | bool) -> None:
    house = House(heater())
    house.override({})
    try:
        sent = house.publish("temperature.set", value=value)
    except Unsupported:
        return
    assert [one.topic for one in sent] == ["heater/set"]


DESCRIPTIONS = st.recursive(
    st.one_of(SCALARS, st.sampled_from(["a/b", "{{ value }}", "{{", "a/+"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.sampled_from(["topic", "template", "payload", "values", "options", "power.on", "power.turn_on", "reports",
                             "commands", "online", "minimum", "unit"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)  # fmt: skip


@settings(deadline=None)
@given(DESCRIPTIONS)
def test_any_description_is_taken_or_refused_with_a_sentence(data: object) -> None:
    try:
        PlainAppliance.model_validate(data, context={"capabilities": CATALOGUE.capabilities})
    except ValidationError as error:
        assert all(one["msg"] for one in error.errors(include_url=False))


def test_the_heater_of_these_tests_is_described_well() -> None:
    assert PlainAppliance.model_validate(HEATER, context={"capabilities": CATALOGUE.capabilities})
