"""Homie devices as they describe themselves."""

from tests.appliance_bridge.homie.house import House

Attributes = dict[str, dict[str, dict[str, str]]]


def settable(datatype: str, form: str = "", unit: str = "") -> dict[str, str]:
    """Attributes of a property that can be set."""
    return {**read(datatype, form, unit), "settable": "true"}


def read(datatype: str, form: str = "", unit: str = "") -> dict[str, str]:
    """Attributes of a property that is only read."""
    said = {"datatype": datatype, "format": form, "unit": unit}
    return {key: value for key, value in said.items() if value}


LAMP: Attributes = {
    "light": {
        "power": settable("boolean"),
        "brightness": settable("integer", "0:100", "%"),
        "color": settable("color", "hsv"),
    }
}
THERMOSTAT: Attributes = {
    "controls": {
        "setpoint": settable("float", "5:30:0.5", "°C"),
        "mode": settable("enum", "Off,Heat,Cool,Auto"),
        "fan": settable("enum", "low,high"),
    },
    "status": {"temperature": read("float", "", "°C"), "humidity": read("float", "", "%")},
}
WASHER: dict[str, object] = {
    "homie": "5.0",
    "version": 1,
    "name": "세탁기",
    "nodes": {
        "washer": {
            "name": "Washer",
            "properties": {
                "status": {"name": "Status", "datatype": "enum", "format": "idle,running,paused,finished"},
                "command": {
                    "name": "Command",
                    "datatype": "enum",
                    "format": "start,stop,pause",
                    "settable": True,
                    "retained": False,
                },
                "program": {
                    "name": "Program",
                    "datatype": "enum",
                    "format": "cotton,wool",
                    "settable": True,
                },
                "remaining": {"name": "Remaining time", "datatype": "duration"},
                "door": {"name": "Door", "datatype": "boolean"},
            },
        }
    },
}


def start(house: House, said: dict[str, str], state: str = "ready") -> None:
    """Let a version 4 device come up as devices do: init, what it is, then its state."""
    base = next(iter(said)).rsplit("/", 1)[0]
    house.say(f"{base}/$state", "init")
    for topic, payload in said.items():
        house.say(topic, payload)
    house.say(f"{base}/$state", state)


def start_five(house: House, device: str, described: object, state: str = "ready") -> None:
    """The same for version 5."""
    house.say(f"homie/5/{device}/$state", "init")
    house.say(f"homie/5/{device}/$description", described)
    house.say(f"homie/5/{device}/$state", state)
