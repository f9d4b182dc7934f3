"""The dialect of Home Assistant MQTT discovery."""

from collections.abc import Mapping, Sequence

from appliance_bridge.catalogue import Catalogue
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.home_assistant.convention import HomeAssistantDiscovery
from appliance_bridge.override import Override


class HomeAssistant(EntityDialect):
    """What was announced over Home Assistant discovery, as appliances."""

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        overrides: Mapping[str, Override] | None = None,
        prefixes: Sequence[str] = ("homeassistant",),
        birth: bool = True,
    ) -> None:
        """`overrides`: appliance id → what the admin says; the rest as for `HomeAssistantDiscovery`."""
        super().__init__(HomeAssistantDiscovery(prefixes, birth=birth), catalogue, overrides=overrides)
