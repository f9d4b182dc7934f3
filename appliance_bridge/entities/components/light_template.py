"""light, template schema: templates take one message apart and put one together."""

from collections.abc import Mapping, Sequence

from appliance_bridge.capability import Value
from appliance_bridge.dialects.base import Publish
from appliance_bridge.entities.components.colours import kelvin_of, rgb_of, written
from appliance_bridge.entities.components.light_limits import RANGES
from appliance_bridge.entities.components.rows import (
    UNSAYABLE,
    Data,
    IgnoredError,
    Order,
    Reading,
    RowComponent,
    Said,
    incoming_text,
    message,
    refuse_outside,
    rendered,
    unsupported,
)
from appliance_bridge.entities.components.values import known, one_of, scaled, unscaled
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import flag, template
from appliance_bridge.entities.templating.values import TemplateError

_FIELDS = {
    "brightness_percent": "brightness_template",
    "color_temp_kelvin": "color_temp_template",
    "rgb": "red_template",
    "effect": "effect_template",
}
# data field → the template that shows the light has it
_COLOURS = ("red_template", "green_template", "blue_template")


def _if_set(option: str, reading: Reading) -> Reading:
    """The reading, silent when its template is not set: the whole message would be no value."""

    def parse(entity: Entity, word: str) -> Value | None:
        if template(entity.config, option) is None:
            raise IgnoredError
        return reading.parse(entity, word)

    return Reading(reading.attribute, "state_topic", (option,), parse)


def _names(entity: Entity, data: Data) -> Mapping[str, object]:
    names: dict[str, object] = {"state": "on"}
    if "brightness_percent" in data:
        share = data["brightness_percent"]
        names["brightness"] = max(unscaled(share, 0, 255), 1 if share else 0)
    if "color_temp_kelvin" in data:
        names["color_temp"] = kelvin_of(data["color_temp_kelvin"], flag(entity.config, "color_temp_kelvin"))
    if "rgb" in data:
        names.update(zip(("red", "green", "blue"), rgb_of(data["rgb"]), strict=True))
    if "effect" in data:
        names["effect"] = data["effect"]
    return names


def _kelvin(entity: Entity, word: str) -> int:
    return kelvin_of(word, flag(entity.config, "color_temp_kelvin"))


_ON = Order("turn_on", "command_topic", "command_on_template", lambda entity, data: "", variables=_names)


class _Template(RowComponent):
    __slots__ = ()

    def decode(self, entity: Entity, topic: str, payload: bytes) -> Said:
        said = dict(super().decode(entity, topic, payload))
        if topic == entity.config.get("state_topic") and template(entity.config, "red_template") is not None:
            try:
                source = incoming_text(entity, payload)
                parts = [
                    rendered(entity, (option,), source) for option in _COLOURS if option in entity.config
                ]
                said["rgb"] = written(rgb_of(",".join(parts)))
            except (*UNSAYABLE, TemplateError):
                pass
        return said

    def services(self, entity: Entity) -> Mapping[str, Sequence[str]]:
        found = dict(super().services(entity))
        if "turn_on" in found:
            found["turn_on"] = [name for name, option in _FIELDS.items() if option in entity.config]
        return found

    def encode(self, entity: Entity, service: str, data: Mapping[str, Value]) -> Sequence[Publish]:
        if service != "turn_on" or not data:
            return super().encode(entity, service, data)
        if not set(data) <= set(self.services(entity).get(service, ())):
            raise unsupported(entity, service, "it has no way to say it")
        for name, value in data.items():
            refuse_outside(entity, service, self.limits(entity, name), value)
        return [message(entity, _ON, data)]


TEMPLATE = _Template(
    "light",
    readings=(
        _if_set("state_template", Reading("state", "", (), known("on", "off"))),
        _if_set(
            "brightness_template", Reading("brightness_percent", "", (), lambda _, word: scaled(word, 0, 255))
        ),
        _if_set("color_temp_template", Reading("color_temp_kelvin", "", (), _kelvin)),
        _if_set("effect_template", Reading("effect", "", (), one_of("effect_list"))),
    ),
    orders=(
        _ON,
        Order(
            "turn_off",
            "command_topic",
            "command_off_template",
            lambda entity, data: "",
            variables=lambda entity, data: {"state": "off"},
        ),
    ),
    ranges=RANGES,
)
