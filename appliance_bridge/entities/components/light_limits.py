"""What lights of all schemas can be set to."""

from collections.abc import Mapping

from appliance_bridge.entities.components.values import Range, options_of, percent
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import number


def _kelvin(entity: Entity) -> Mapping[str, object]:
    def either(kelvin: str, mireds: str, default: int) -> float:
        own, inverse = number(entity.config, kelvin), number(entity.config, mireds)
        if own:
            return own
        return round(1_000_000 / inverse) if inverse and inverse >= 1 else default

    return {
        "minimum": either("min_kelvin", "max_mireds", 2000),
        "maximum": either("max_kelvin", "min_mireds", 6535),
        "unit": "K",
    }


RANGES: Mapping[str, Range] = {
    "brightness_percent": percent,
    "color_temp_kelvin": _kelvin,
    "effect": options_of("effect_list"),
}
