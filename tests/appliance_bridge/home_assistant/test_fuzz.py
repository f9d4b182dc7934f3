"""Whatever comes in: nothing raises, and what comes out is bounded and can be written down."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.entities.components import COMPONENTS
from appliance_bridge.entities.templates import compiled
from appliance_bridge.entities.templating.statements import MAX_OUTPUT
from appliance_bridge.entities.templating.values import TemplateError
from appliance_bridge.errors import Unsupported
from tests.appliance_bridge.home_assistant.announce import Announced, empty_inventory

OPTION_NAMES = """
~ name uniq_id dev ids stat_t cmd_t val_tpl cmd_tpl avty avty_t avty_mode avty_tpl pl_on pl_off ops modes
min max step schema bri_cmd_t bri_stat_t rgb_stat_t hs_stat_t xy_stat_t sup_clrm temp_unit temp_stat_t
temp_cmd_t mode_stat_t mode_cmd_t pct_stat_t pct_cmd_t spd_rng_min spd_rng_max spds spd_cmd_t pos pos_t
pos_open set_pos_t cmps p migr_discvry e unit_of_meas dev_cla stat_cla stat_tpl bri_tpl r_tpl g_tpl b_tpl
act_t evt_typ fanspd_lst sup_feat pl_stop cmd_on_tpl cmd_off_tpl hum_stat_t bri_scl clr_temp_stat_t
tilt_status_t ent_cat
"""
OPTIONS = st.sampled_from(OPTION_NAMES.split())
WORDS = st.sampled_from(
    [
        "s",
        "t",
        "~/x",
        "s/#",
        "json",
        "template",
        "F",
        "ON",
        "1",
        "None",
        "{{ value }}",
        "{{ value_json.a }}",
        "all",
    ]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | WORDS
VALUES = st.recursive(
    SCALARS | WORDS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(OPTIONS | st.text(max_size=8), inner, max_size=6)
    ),
    max_leaves=12,
)
WILD = st.dictionaries(OPTIONS, VALUES | WORDS, max_size=14)
TOPICS = st.sampled_from(["s", "t", "~/x"])
TEMPLATES = st.sampled_from(["{{ value }}", "{{ value_json.a }}", "{{ value | float }}", "{{ red }}"])


def _plausible(option: str) -> st.SearchStrategy[tuple[str, Any]]:
    if option.endswith("_t"):
        return st.tuples(st.just(option), TOPICS)
    return st.tuples(st.just(option), TEMPLATES if option.endswith("_tpl") else VALUES)


# with every topic in order more gets through to be decoded and encoded
ANNOUNCEMENTS = WILD | st.lists(OPTIONS.flatmap(_plausible), max_size=20).map(dict)
COMPONENT = st.sampled_from([*sorted(COMPONENTS), "device", "tag", "unheard_of"])
PAYLOADS = (
    st.binary(max_size=40)
    | SCALARS.map(lambda value: json.dumps(value).encode())
    | st.sampled_from(
        [
            b"ON",
            b"50",
            b"255,0,0",
            b"0.3,0.3",
            b'{"state": "ON", "a": 1}',
            b"online",
            b"1e999",
            b'{"position": "x"}',
        ]
    )
)


def _writable(value: object) -> None:
    assert json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


def _try_everything(inventory: Announced, data: Any) -> None:
    for key, entity in inventory.entities.items():
        _writable(
            [key, entity.name, entity.device.key, entity.device.name, entity.object_id, *entity.degraded]
        )
        component = inventory.component(entity)
        for service, fields in component.services(entity).items():
            for field in fields:
                _writable(dict(component.limits(entity, field)))
            try:
                messages = inventory.encode(key, service, dict.fromkeys(fields, data))
            except Unsupported:
                continue
            for message in messages:
                assert message.topic in entity.config.values()
                assert not message.retain


@given(st.lists(st.tuples(COMPONENT, ANNOUNCEMENTS, st.lists(PAYLOADS, max_size=3)), max_size=3), SCALARS)
@settings(max_examples=400, deadline=None)
def test_any_announcement(announcements: list[tuple[str, dict[str, Any], list[bytes]]], data: Any) -> None:
    inventory = empty_inventory()
    for component, options, payloads in announcements:
        changes = inventory.receive(f"homeassistant/{component}/x/config", json.dumps(options).encode())
        _writable([[problem.topic, problem.reason] for problem in changes.problems])
        for topic in (*inventory.state_topics(), "s"):
            for payload in payloads:
                changes = inventory.receive(topic, payload)
                _writable({key: dict(said) for key, said in changes.states.items()})
        assert not any("#" in topic or "+" in topic or "\0" in topic for topic in inventory.state_topics())
        _try_everything(inventory, data if isinstance(data, bool | int | float | str) else "x")


@given(st.text(max_size=40), st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes(name: str, payload: bytes) -> None:
    inventory = empty_inventory()
    for topic in (name, f"homeassistant/switch/{name}/config", f"homeassistant/device/{name}/config"):
        inventory.receive(topic, payload)
    _writable(list(inventory.entities))


SYNTAX = r"""
value value_json . a [ ] ( ) ' " 0 1 999999 + - * / // ** % ~ | int float round list length join replace
map {{ }} {% %} for in range endfor if else endif set = == < > and or not is defined namespace , : format
regex_replace {# #} items keys { } to_json from_json sort unique sum loop center split 'x' '%99999d'
timestamp_custom now timedelta strftime '%Y' None true -1 1e308 sqrt max min bitwise_and slice select
strptime as_datetime 'regex_search' base64_decode
99999999999999999999999999999999999999999999999999999999999999999999999999999999 namespace(a=1) ns.a
"""
PIECES = st.sampled_from(SYNTAX.split())


@given(st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=60), PAYLOADS)
@settings(max_examples=1_500, deadline=None)
def test_any_template(source: str, payload: bytes) -> None:
    for text in (source, "{{ " + source + " }}", "{% for a in range(99) %}{{ " + source + " }}{% endfor %}"):
        try:
            assert len(compiled(text).value(payload.decode("utf-8", "replace"))) <= MAX_OUTPUT
        except TemplateError:
            continue


CHILDREN = st.lists(ANNOUNCEMENTS | WILD | SCALARS, max_size=3)
PARTS_OF_DEVICE = st.dictionaries(st.text(max_size=4), ANNOUNCEMENTS | SCALARS, max_size=4)


@given(ANNOUNCEMENTS, PARTS_OF_DEVICE | SCALARS, CHILDREN | SCALARS, PARTS_OF_DEVICE, SCALARS)
@settings(max_examples=300, deadline=None)
def test_any_device(shared: dict[str, Any], parts: Any, children: Any, of_child: Any, data: Any) -> None:
    if isinstance(children, list):
        children = [
            {**one, "ids": "child", "cmps": of_child} if isinstance(one, dict) else one for one in children
        ]
    inventory = empty_inventory()
    payload = {**shared, "cmps": parts, "cdevs": children}
    for _ in range(2):
        changes = inventory.receive("homeassistant/device/x/config", json.dumps(payload).encode())
        _writable([[problem.topic, problem.reason] for problem in changes.problems])
        _writable([sorted(entity.device.identities) for entity in inventory.entities.values()])
        _try_everything(inventory, data if isinstance(data, bool | int | float | str) else "x")
    inventory.receive("homeassistant/device/x/config", b"")
    assert not inventory.entities
    assert not inventory.state_topics()
