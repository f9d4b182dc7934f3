"""light: three schemas, one vocabulary: brightness_percent, color_temp_kelvin, rgb, effect."""

from collections.abc import Mapping, Sequence

from appliance_bridge.dialects.base import Publish
from appliance_bridge.entities.components.light_basic import BASIC
from appliance_bridge.entities.components.light_json import JSON
from appliance_bridge.entities.components.light_template import TEMPLATE
from appliance_bridge.entities.components.rows import Data, RowComponent, Said
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import text


class Light:
    """A Component (see entity.py) that asks the one of the entity's schema."""

    name = "light"

    def state_topics(self, entity: Entity) -> Sequence[str]:
        """Topics whose messages carry state."""
        return _schema(entity).state_topics(entity)

    def decode(self, entity: Entity, topic: str, payload: bytes) -> Said:
        """What a message says."""
        return _schema(entity).decode(entity, topic, payload)

    def services(self, entity: Entity) -> Mapping[str, Sequence[str]]:
        """Services with their data fields."""
        return _schema(entity).services(entity)

    def limits(self, entity: Entity, field: str) -> Mapping[str, object]:
        """Limits of a data field or attribute."""
        return _schema(entity).limits(entity, field)

    def encode(self, entity: Entity, service: str, data: Data) -> Sequence[Publish]:
        """The messages of a service call. Raises Unsupported."""
        return _schema(entity).encode(entity, service, data)

    def optimistic(self, entity: Entity) -> bool:
        """True when nothing it reports can show that a command worked."""
        return _schema(entity).optimistic(entity)


def _schema(entity: Entity) -> RowComponent:
    match text(entity.config, "schema"):
        case "json":
            return JSON
        case "template":
            return TEMPLATE
    return BASIC


LIGHT = Light()
