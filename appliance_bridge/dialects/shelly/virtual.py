"""Components that the owner of a Shelly has added: boolean, number, enum, text, button."""

from collections.abc import Callable, Iterator, Mapping

from appliance_bridge.dialects.shelly.making import Call, Maker
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import finite, number, text, words

_MAX_OPTIONS = 100


def _value(maker: Maker, component: str, more: Mapping[str, object], template: str) -> Entity:
    """Of the kind that may be set, or else of the kind that only says."""
    can = "w" in (text(maker.settings, "access") or "crw") and _view(maker) != "label"
    if can:
        return maker.make(component, {"command_topic": maker.topic, **more}, template)
    return maker.make("binary_sensor" if component == "switch" else "sensor", more, template)


def _view(maker: Maker) -> str | None:
    meta = maker.settings.get("meta")
    shown = meta.get("ui") if isinstance(meta, dict) else None
    return text(shown, "view") if isinstance(shown, dict) else None


def _boolean(maker: Maker) -> Iterator[Entity]:
    yield _value(maker, "switch", {}, "{{ 'ON' if value_json.value else 'OFF' }}")


def _number(maker: Maker) -> Iterator[Entity]:
    meta = maker.settings.get("meta")
    shown = meta.get("ui") if isinstance(meta, dict) else None
    limits: dict[str, object] = {
        option: found for option in ("min", "max") if (found := number(maker.settings, option)) is not None
    }
    for option, name in (("step", "step"), ("unit", "unit_of_measurement")):
        if isinstance(shown, dict) and shown.get(option) not in (None, ""):
            limits[name] = shown[option]
    yield _value(maker, "number", limits, "{{ value_json.value }}")


def _enum(maker: Maker) -> Iterator[Entity]:
    options = list(words(maker.settings, "options"))[:_MAX_OPTIONS]
    yield _value(maker, "select", {"options": options}, "{{ value_json.value }}")


def _text(maker: Maker) -> Iterator[Entity]:
    longest = number(maker.settings, "max_len")
    yield _value(maker, "text", {"max": longest or 255}, "{{ value_json.value }}")


def _button(maker: Maker) -> Iterator[Entity]:
    yield maker.make("button", {"command_topic": maker.topic})


MAKERS: Mapping[str, Callable[[Maker], Iterator[Entity]]] = {
    "boolean": _boolean,
    "number": _number,
    "enum": _enum,
    "text": _text,
    "button": _button,
}


def caller(kind: str) -> Callable[[int, str], Call | None]:
    """How components of this kind are called."""

    def call(place: int, payload: str) -> Call | None:
        if kind == "button":
            return "Button.Trigger", {"id": place, "event": "single_push"}
        value: object = payload
        if kind == "boolean":
            value = payload == "ON"
        elif kind == "number":
            value = finite(payload)
        return None if value is None else (f"{kind.capitalize()}.Set", {"id": place, "value": value})

    return call
