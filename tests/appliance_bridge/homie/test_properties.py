"""Properties of Homie devices as appliances: what is read, what is sent."""

import pytest

from appliance_bridge.capability import Value
from appliance_bridge.dialects.base import Incoming
from appliance_bridge.dialects.homie.convention import Homie
from appliance_bridge.dialects.homie.formats import DURATION
from appliance_bridge.entities.components import COMPONENTS
from appliance_bridge.entities.entity import Entity
from tests.appliance_bridge.homie.devices import (
    LAMP,
    THERMOSTAT,
    WASHER,
    Attributes,
    read,
    settable,
    start,
    start_five,
)
from tests.appliance_bridge.homie.house import NOW, House, four


def entities(nodes: Attributes) -> dict[str, Entity]:
    """The entities that a device with these nodes becomes, by "component name"."""
    homie = Homie()
    found: tuple[Entity, ...] = ()
    for topic, payload in {**four("dev", nodes), "homie/dev/$state": "ready"}.items():
        heard = homie.hear(Incoming(topic, payload.encode(), True, NOW))
        for one in heard.announced if heard is not None else ():
            found = one.entities
    return {f"{one.component} {one.name}": one for one in found}


@pytest.mark.parametrize(
    ("attributes", "component", "payload", "state"),
    [
        (read("boolean"), "binary_sensor", "true", "on"),
        (read("boolean"), "binary_sensor", "false", "off"),
        (settable("boolean"), "switch", "false", "off"),
        (read("integer"), "sensor", "42", 42),
        (read("float", "", "°C"), "sensor", "21.5", 21.5),
        (read("float", "", "°F"), "sensor", "212", 100),
        (settable("float", "5:30:0.5", "°C"), "number", "21.5", 21.5),
        (settable("percent"), "number", "50", 50),
        (read("enum", "a,b"), "sensor", "b", "b"),
        (settable("enum", "a,b"), "select", "b", "b"),
        (read("string"), "sensor", "hello", "hello"),
        (settable("string"), "text", "hello", "hello"),
        (read("duration"), "sensor", "PT1H5M30S", 3930),
        (settable("duration"), "number", "PT45S", 45),
        (read("datetime"), "sensor", "2026-11-23T20:15:00Z", "2026-11-23T20:15:00Z"),
        (read("color", "rgb"), "sensor", "1,2,3", "1,2,3"),
        (read("json"), "sensor", '{"a":1}', '{"a":1}'),
        (read("whatever"), "sensor", "hm", "hm"),
    ],
)
def test_each_datatype_is_read(
    attributes: dict[str, str], component: str, payload: str, state: Value
) -> None:
    made = entities({"node": {"thing": attributes}})
    assert list(made) == [f"{component} thing"]
    one = made[f"{component} thing"]
    said = COMPONENTS[component].decode(one, "homie/dev/node/thing", payload.encode())
    assert said["state"] == state


@pytest.mark.parametrize(
    ("attributes", "component", "service", "data", "payload"),
    [
        (settable("boolean"), "switch", "turn_on", {}, "true"),
        (settable("boolean"), "switch", "turn_off", {}, "false"),
        ({**settable("boolean"), "retained": "false"}, "button", "press", {}, "true"),
        (settable("integer", "0:10"), "number", "set_value", {"value": 7.0}, "7"),
        (settable("float"), "number", "set_value", {"value": -3.5}, "-3.5"),
        (settable("enum", "a,b"), "select", "select_option", {"option": "b"}, "b"),
        (settable("enum", "PERFORM"), "button", "press", {}, "PERFORM"),
        (settable("string"), "text", "set_value", {"value": "hi"}, "hi"),
        (settable("duration"), "number", "set_value", {"value": 90.0}, "PT90S"),
    ],
)
def test_each_datatype_is_set(
    attributes: dict[str, str], component: str, service: str, data: dict[str, Value], payload: str
) -> None:
    one = entities({"node": {"thing": attributes}})[f"{component} thing"]
    [message] = COMPONENTS[component].encode(one, service, data)
    assert (message.topic, message.payload.decode()) == ("homie/dev/node/thing/set", payload)


def test_limits_come_from_the_format() -> None:
    made = entities(
        {
            "n": {
                "a": settable("integer", "-5:10"),
                "b": settable("float", ":3"),
                "c": settable("float", "0:1:0.25"),
                "d": settable("integer", "", "%"),
                "e": settable("integer", "nonsense"),
            }
        }
    )
    limits = {name: COMPONENTS["number"].limits(one, "value") for name, one in made.items()}
    assert (limits["number a"]["minimum"], limits["number a"]["maximum"]) == (-5, 10)
    assert limits["number b"]["maximum"] == 3
    assert limits["number c"]["step"] == 0.25
    assert (limits["number d"]["minimum"], limits["number d"]["maximum"]) == (0, 100)
    assert limits["number e"]["minimum"] == -1_000_000


def test_momentary_words_are_buttons() -> None:
    made = entities({"n": {"command": {**settable("enum", "start,stop"), "retained": "false"}}})
    assert list(made) == ["button start", "button stop"]
    assert len({one.key for one in made.values()}) == 2


def test_the_same_name_in_several_nodes_is_told_apart_by_the_node() -> None:
    made = entities({"left": {"power": settable("boolean")}, "right": {"power": settable("boolean")}})
    assert list(made) == ["switch left power", "switch right power"]


@pytest.mark.parametrize(
    ("payload", "seconds"), [("PT12H5M46S", 43546), ("P1DT2H", 93600), ("PT0S", 0), ("PT15M", 900)]
)
def test_durations_are_seconds(payload: str, seconds: int) -> None:
    assert float(DURATION.value(payload)) == seconds


def test_what_is_no_duration_is_unknown() -> None:
    assert DURATION.value("soon") == "None"


def test_a_lamp() -> None:
    house = House()
    start(house, four("lamp", LAMP, "거실 조명"))
    for one, payload in {"power": "true", "brightness": "40", "color": "120,100,100"}.items():
        house.say(f"homie/lamp/light/{one}", payload)
    assert house.appliances["lamp"].type == "light"
    assert house.appliances["lamp"].names == ("거실 조명",)
    assert house.announcements == 1
    assert house.online == {"lamp": True}
    assert house.state["lamp"] == {"power.on": True, "level.percent": 40, "colour.rgb": "0,255,0"}
    assert house.encode("power.turn_off", "lamp") == [("homie/lamp/light/power/set", "false")]
    assert ("homie/lamp/light/brightness/set", "70") in house.encode("level.set", "lamp", value=70)
    assert ("homie/lamp/light/color/set", "0,100,100") in house.encode("colour.set", "lamp", value="255,0,0")


@pytest.mark.parametrize(
    ("form", "payload", "sent"),
    [("rgb,hsv", "rgb,255,0,0", "rgb,255,0,0"), ("hsv", "hsv,0,100,100", "hsv,0,100,100")],
)
def test_colours_of_version_five_say_how_they_are_spoken(form: str, payload: str, sent: str) -> None:
    house = House()
    properties = {
        "on": {"name": "On", "datatype": "boolean", "settable": True},
        "colour": {"name": "Colour", "datatype": "color", "format": form, "settable": True},
    }
    start_five(
        house, "lamp", {"homie": "5.0", "name": "Lamp", "nodes": {"light": {"properties": properties}}}
    )
    house.say("homie/5/lamp/light/colour", payload)
    assert house.state["lamp"]["colour.rgb"] == "255,0,0"
    messages = house.encode("colour.set", "lamp", value="255,0,0")
    assert ("homie/5/lamp/light/colour/set", sent) in messages


def test_a_dimmer_alone_is_a_light_that_goes_on_and_off() -> None:
    house = House()
    start(house, four("hall", {"dimmer": {"dimmer": settable("integer", "0:100", "%")}}, "Hall light"))
    house.say("homie/hall/dimmer/dimmer", "0")
    assert house.state["hall"]["power.on"] is False
    house.say("homie/hall/dimmer/dimmer", "30")
    assert house.state["hall"] == {"power.on": True, "level.percent": 30}
    assert house.encode("power.turn_off", "hall") == [("homie/hall/dimmer/dimmer/set", "0")]
    assert house.encode("power.turn_on", "hall") == [("homie/hall/dimmer/dimmer/set", "100")]
    assert house.encode("level.set", "hall", value=55) == [("homie/hall/dimmer/dimmer/set", "55")]


def test_a_share_of_one_keeps_its_fractions() -> None:
    house = House()
    nodes = {"light": {"power": settable("boolean"), "dim": settable("float", "0:1")}}
    start(house, four("lamp", nodes, "Lamp"))
    house.say("homie/lamp/light/dim", "0.25")
    assert house.state["lamp"]["level.percent"] == 25
    assert ("homie/lamp/light/dim/set", "0.4") in house.encode("level.set", "lamp", value=40)


def test_a_thermostat_whose_measurements_stand_elsewhere() -> None:
    house = House()
    start(house, four("bedroom", THERMOSTAT, "Bedroom thermostat"))
    said = {
        "controls/setpoint": "21.5",
        "controls/mode": "Heat",
        "status/temperature": "19.0",
        "status/humidity": "40",
    }
    for one, payload in said.items():
        house.say(f"homie/bedroom/{one}", payload)
    assert house.appliances["bedroom"].type == "thermostat"
    state = house.state["bedroom"]
    assert (state["temperature.target"], state["temperature.current"]) == (21.5, 19)
    assert (state["mode.selected"], state["humidity.current"]) == ("heat", 40)
    assert house.encode("temperature.set", "bedroom", value=22.5) == [
        ("homie/bedroom/controls/setpoint/set", "22.5")
    ]
    assert house.encode("mode.set", "bedroom", value="cool") == [("homie/bedroom/controls/mode/set", "Cool")]
    assert house.encode("power.turn_off", "bedroom") == [("homie/bedroom/controls/mode/set", "Off")]


def test_modes_that_are_no_climate_stay_a_choice() -> None:
    made = entities(
        {"oven": {"setpoint": settable("float", "50:250", "°C"), "mode": settable("enum", "grill,bake")}}
    )
    assert sorted(made) == ["number setpoint", "select mode"]


def test_a_shutter() -> None:
    house = House()
    nodes = {
        "shutter": {"position": settable("integer", "0:100", "%"), "action": settable("enum", "up,down,stop")}
    }
    start(house, four("blind", nodes, "Living room blind"))
    house.say("homie/blind/shutter/position", "100")
    assert house.state["blind"] == {"position.state": "open", "position.percent": 100}
    assert house.encode("position.close", "blind") == [("homie/blind/shutter/action/set", "down")]
    assert house.encode("position.set", "blind", value=30) == [("homie/blind/shutter/position/set", "30")]


def test_a_garage_door_that_says_where_it_is() -> None:
    house = House()
    nodes = {
        "door": {
            "action": settable("enum", "Open,Close,Stop"),
            "state": read("enum", "open,closed,opening,closing"),
        }
    }
    start(house, four("garage", nodes, "Garage door"))
    house.say("homie/garage/door/state", "opening")
    assert house.appliances["garage"].type == "garage_door"
    assert house.state["garage"] == {"position.state": "opening"}
    assert house.encode("position.close", "garage") == [("homie/garage/door/action/set", "Close")]


@pytest.mark.parametrize(
    ("nodes", "said", "sent"),
    [
        ({"lock": {"lock": settable("boolean")}}, ("lock/lock", "true"), ("lock/lock", "false")),
        (
            {
                "lock": {
                    "state": read("enum", "locked,unlocked"),
                    "action": {**settable("enum", "lock,unlock"), "retained": "false"},
                }
            },
            ("lock/state", "locked"),
            ("lock/action", "unlock"),
        ),
    ],
)
def test_locks(nodes: Attributes, said: tuple[str, str], sent: tuple[str, str]) -> None:
    house = House()
    start(house, four("door", nodes, "현관 도어락"))
    house.say(f"homie/door/{said[0]}", said[1])
    assert house.appliances["door"].type == "door_lock"
    assert house.state["door"]["lock.state"] == "locked"
    assert house.encode("lock.unlock", "door") == [(f"homie/door/{sent[0]}/set", sent[1])]


@pytest.mark.parametrize(
    "nodes", [{"child": {"lock": settable("boolean")}}, {"panel": {"lock": settable("boolean")}}]
)
def test_a_lock_of_buttons_is_no_lock(nodes: Attributes) -> None:
    assert list(entities(nodes)) == ["switch lock"]


def test_a_gas_valve() -> None:
    house = House()
    start(house, four("gas", {"valve": {"state": settable("enum", "open,closed")}}, "Gas valve"))
    house.say("homie/gas/valve/state", "open")
    assert house.appliances["gas"].type == "gas_valve"
    assert house.state["gas"]["valve.state"] == "open"
    assert house.encode("valve.close", "gas") == [("homie/gas/valve/state/set", "closed")]


def test_a_plug_whose_meter_has_the_same_name_is_switched() -> None:
    house = House()
    nodes = {"relay": {"power": settable("boolean")}, "meter": {"power": read("float", "", "W")}}
    start(house, four("plug", nodes, "Kitchen plug"))
    house.say("homie/plug/relay/power", "true")
    house.say("homie/plug/meter/power", "12.5")
    assert house.state["plug"] == {"power.on": True, "energy.power_w": 12.5}
    assert house.encode("power.turn_off", "plug") == [("homie/plug/relay/power/set", "false")]


def test_a_washer_of_version_five() -> None:
    house = House()
    start_five(house, "wm", WASHER)
    said = {"status": "running", "remaining": "PT1H5M30S", "program": "wool", "door": "false"}
    for one, payload in said.items():
        house.say(f"homie/5/wm/washer/{one}", payload)
    assert house.appliances["wm"].type == "washer"
    state = house.state["wm"]
    assert (state["run_control.state"], state["remaining_time.seconds"]) == ("running", 3930)
    assert (state["program.selected"], state["door.open"]) == ("wool", False)
    assert house.encode("run_control.pause", "wm") == [("homie/5/wm/washer/command/set", "pause")]
    assert house.encode("program.select", "wm", value="cotton") == [
        ("homie/5/wm/washer/program/set", "cotton")
    ]


def test_a_mac_address_tells_the_device_over_any_dialect() -> None:
    house = House()
    start(
        house,
        {**four("plug", {"relay": {"power": settable("boolean")}}), "homie/plug/$mac": "AA:BB:CC:DD:EE:0F"},
    )
    assert house.appliances["plug"].identities == {"mac:aabbccddee0f", "homie:homie/plug"}
    start(house, four("68c63a000001", {"relay": {"power": settable("boolean")}}))
    assert house.appliances["68c63a000001"].identities >= {"mac:68c63a000001"}
