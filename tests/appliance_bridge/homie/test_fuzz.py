"""Whatever is said below the root: nothing raises, memory is bounded."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.dialects.base import Incoming
from appliance_bridge.dialects.convention import OWN
from appliance_bridge.dialects.homie.convention import Homie
from appliance_bridge.entities.templates import Template
from tests.appliance_bridge.homie.devices import LAMP, THERMOSTAT, WASHER
from tests.appliance_bridge.homie.house import House, four

LEVEL = st.one_of(
    st.sampled_from(
        ["5", "lamp", "light", "power", "set", "$homie", "$state", "$nodes", "$properties", "$name", "$alert"]
    ),
    st.sampled_from(["$datatype", "$format", "$settable", "$description", "$target", "", "$", "거실"]),
    st.text(max_size=8),
)
TOPIC = st.lists(LEVEL, max_size=6).map(lambda parts: "/".join(["homie", *parts]))
WORDS = st.sampled_from(
    [
        "4.0.0",
        "3.0.1",
        "ready",
        "init",
        "lost",
        "sleeping",
        "true",
        "false",
        "light,lamp",
        "power,light[]",
        "boolean",
        "color",
        "enum",
        "duration",
        "0:100",
        ":",
        "1e999:-1:0",
        "rgb",
        "hsv,xyz",
        "off,heat",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | WORDS | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "homie",
                    "name",
                    "nodes",
                    "properties",
                    "datatype",
                    "format",
                    "settable",
                    "root",
                    "id",
                    "unit",
                ]
            )
            | st.text(max_size=4),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)
PAYLOAD = st.one_of(
    WORDS.map(str.encode),
    st.just(b""),
    st.binary(max_size=40),
    JSON.map(lambda value: json.dumps(value).encode()),
)
NAMES = ["$nodes", "$state", "$homie", "light/$properties", "light/power/$datatype", "light/power/$format"]
NEAR = st.sampled_from([*(f"homie/lamp/{name}" for name in NAMES), "homie/5/lamp/$description"])


@given(st.lists(st.tuples(TOPIC | NEAR, PAYLOAD), max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_messages_in_any_order(messages: list[tuple[str, bytes]]) -> None:
    house = House()
    known = {**four("lamp", LAMP), "homie/lamp/$state": "ready"}
    first = [(topic, payload.encode()) for topic, payload in known.items()]
    for number, (topic, raw) in enumerate([*first, *messages]):
        house.hear(list(house.dialect.receive(Incoming(topic, raw, bool(number % 2), 1.0))))
    house.dialect.subscriptions()
    house.dialect.described()


@given(JSON)
@settings(max_examples=200, deadline=None)
def test_any_description(described: object) -> None:
    house = House()
    house.say("homie/5/dev/$state", "ready")
    house.say("homie/5/dev/$description", described)
    house.say("homie/5/dev/$description", {"homie": "5.0", "name": described, "nodes": described})
    node = {"n": {"name": described, "properties": described}}
    house.say("homie/5/dev/$description", {"homie": "5.0", "name": "x", "nodes": node})
    one = {"n": {"properties": {"p": {"datatype": described, "format": described, "settable": described}}}}
    house.say("homie/5/dev/$description", {"homie": "5.0", "name": "x", "nodes": one})


@given(
    st.sampled_from(["integer", "float", "boolean", "string", "enum", "color", "datetime", "duration", "x"]),
    st.text(max_size=20) | WORDS | st.sampled_from(["0:100", 'a\'b,"c",{{ d }},\\', "10:20:5", "rgb"]),
    st.text(max_size=6) | st.sampled_from(["%", "°C", "°F", "K", "W"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["power", "brightness", "setpoint", "mode", "action", "ct", "x"]),
    st.binary(max_size=30),
)
@settings(max_examples=300, deadline=None)
def test_any_property_and_value(
    datatype: str, form: str, unit: str, settable: bool, retained: bool, name: str, value: bytes
) -> None:
    homie = Homie()
    one = {"datatype": datatype, "format": form, "unit": unit, "settable": settable, "retained": retained}
    switch = {"datatype": "boolean", "settable": True}
    modes = {"datatype": "enum", "format": "OFF,Heat,COOL", "settable": True}
    properties = {"on": switch, "hvac-mode": modes, name: one}
    described = {"homie": "5.0", "name": "x", "nodes": {"n": {"properties": properties}}}
    homie.hear(Incoming("homie/5/dev/$state", b"ready", True, 1.0))
    heard = homie.hear(Incoming("homie/5/dev/$description", json.dumps(described).encode(), True, 1.0))
    assert heard is not None
    [announced] = heard.announced
    for entity in announced.entities:
        for option in entity.config.values():
            assert not isinstance(option, Template) or option.problem is None
        for key, option in entity.config.items():
            if key.endswith("_topic"):
                assert str(option).startswith((OWN, "homie/5/dev/"))
    house = House()
    house.say("homie/5/dev/$state", "ready")
    house.say("homie/5/dev/$description", described)
    house.say(f"homie/5/dev/n/{name}", value)


def test_a_flood_of_devices_is_bounded() -> None:
    homie = Homie()
    for number in range(1_200):
        homie.hear(Incoming(f"homie/d{number}/$homie", b"4.0.0", True, 1.0))
        homie.hear(Incoming(f"homie/5/e{number}/$state", b"ready", True, 1.0))
    assert len(homie._known) == 1_000
    assert len(homie.subscriptions()) <= 2 * 1_000 + 1


def test_a_flood_of_attributes_is_bounded() -> None:
    homie = Homie()
    homie.hear(Incoming("homie/d/$homie", b"4.0.0", True, 1.0))
    for number in range(5_000):
        homie.hear(Incoming(f"homie/d/n{number}/$properties", b"x" * 100, True, 1.0))
    held = homie._known["homie/d"].attributes
    assert held is not None
    assert len(held._said) <= 4_000


def test_whole_houses_survive_being_cut_off_anywhere() -> None:
    messages = [*four("t", THERMOSTAT).items(), ("homie/t/$state", "ready")]
    for end in range(len(messages)):
        house = House()
        for topic, payload in [*messages[:end], ("homie/t/$state", "ready")]:
            house.say(topic, payload)
    house = House()
    for cut in range(0, len(json.dumps(WASHER)), 7):
        house.say("homie/5/wm/$description", json.dumps(WASHER)[:cut].encode())
