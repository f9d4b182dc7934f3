"""Components of one line: button, scene, notify, event, binary_sensor, select, text."""

from appliance_bridge.entities.components.rows import (
    IgnoredError,
    Order,
    Reading,
    RowComponent,
)
from appliance_bridge.entities.components.values import (
    ON_OFF,
    between,
    constant,
    given,
    json_object,
    one_of,
    options_of,
    plain,
)
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import words
from appliance_bridge.entities.templates import parsed


def _event_type(entity: Entity, word: str) -> str:
    kind = json_object(word).get("event_type")
    if not isinstance(kind, str) or kind not in words(entity.config, "event_types"):
        raise IgnoredError
    return kind


def _installed(entity: Entity, word: str) -> str:
    value = parsed(word)
    version = value.get("installed_version") if isinstance(value, dict) else word
    if not isinstance(version, str):
        raise IgnoredError
    return version


BUTTON = RowComponent(
    "button",
    orders=(Order("press", "command_topic", "command_template", constant("payload_press", "PRESS")),),
)

SCENE = RowComponent(
    "scene", orders=(Order("turn_on", "command_topic", "command_template", constant("payload_on", "ON")),)
)

NOTIFY = RowComponent(
    "notify",
    orders=(Order("send_message", "command_topic", "command_template", given("message"), "message"),),
)

EVENT = RowComponent(
    "event", readings=(Reading("event_type", "state_topic", ("value_template",), _event_type),)
)

UPDATE = RowComponent(
    "update",
    readings=(
        Reading("installed_version", "state_topic", ("value_template",), _installed),
        Reading("latest_version", "latest_version_topic", ("latest_version_template",), plain),
    ),
)
# Installing firmware is no household verb, so there is no order for it.

BINARY_SENSOR = RowComponent(
    "binary_sensor", readings=(Reading("state", "state_topic", ("value_template",), ON_OFF),)
)

SELECT = RowComponent(
    "select",
    readings=(Reading("state", "state_topic", ("value_template",), one_of("options")),),
    orders=(Order("select_option", "command_topic", "command_template", given("option"), "option"),),
    ranges={"option": options_of("options"), "state": options_of("options")},
)

TEXT = RowComponent(
    "text",
    readings=(Reading("state", "state_topic", ("value_template",), plain),),
    orders=(Order("set_value", "command_topic", "command_template", given("value"), "value"),),
    ranges={"value": between("min", 0, "max", 255)},
)

IMAGE = RowComponent("image", readings=(Reading("url", "url_topic", ("url_template",), plain),))
CAMERA = RowComponent("camera")
# Pictures themselves are no state: see entities/pictures.py.
