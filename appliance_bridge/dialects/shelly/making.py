"""Entities of one component of a Shelly."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from appliance_bridge.dialects.shelly.device import ShellyDevice
from appliance_bridge.entities.entity import Device, Entity
from appliance_bridge.entities.options import text
from appliance_bridge.entities.templates import compiled

_MAC = re.compile(r"[0-9a-f]{12}")

Call = tuple[str, Mapping[str, object]]
"""Method and parameters."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the entities of one component."""

    shelly: ShellyDevice
    source: str
    key: str
    # "switch:0"
    name: str | None
    # None: named like the device
    settings: Mapping[str, object]
    status: Mapping[str, object]

    @property
    def topic(self) -> str:
        """Where the component says its status and takes what is wanted of it."""
        return self.shelly.topic(self.key)

    def make(
        self,
        component: str,
        config: Mapping[str, object],
        value_template: str = "",
        suffix: str = "",
        category: str | None = None,
    ) -> Entity:
        """An entity; `suffix`: which of several of its component it is."""
        about = self._device()
        own = self.key.replace(":", "_")
        words = suffix.lower().split()
        part = "_".join(words if about.parent else (own, *words)) or own
        options = {**config, "value_template": value_template} if value_template else config
        signs = {} if self.shelly.sleeps else {"availability_topic": self.shelly.topic("online")}
        return Entity(
            key=f"{component}.{about.key}_{part}",
            component=component,
            object_id=f"{about.key}_{part}",
            name=" ".join(filter(None, (None if about.parent else self.name, suffix))) or None,
            device=about,
            config={
                "state_topic": self.topic,
                **signs,
                **{
                    option: compiled(value)
                    if option.endswith("_template") and isinstance(value, str)
                    else value
                    for option, value in options.items()
                },
            },
            category=category,
            source=self.source,
        )

    def _device(self) -> Device:
        """The device: that of the component when it only speaks through the Shelly, else the Shelly."""
        gateway = self.shelly.device
        if not self.key.startswith("blutrv:"):
            return gateway
        address = re.sub(r"[:-]", "", text(self.settings, "addr") or "").lower()
        return Device(
            key=f"{gateway.key}_{self.key.replace(':', '_')}",
            name=self.name,
            manufacturer=gateway.manufacturer,
            model="BLU TRV",
            parent=gateway.key,
            identities=frozenset([f"mac:{address}"] if _MAC.fullmatch(address) else ()),
            below=gateway.below,
        )


def measured(maker: Maker, rows: Sequence[tuple[str, str, str, str | None, str | None]]) -> Iterator[Entity]:
    """Sensors for those fields that the component has: (field, name, unit, device class, category)."""
    for field, name, unit, device_class, category in rows:
        start, _, inner = field.partition(".")
        value = maker.status.get(start)
        if start not in maker.status or (inner and not (isinstance(value, dict) and inner in value)):
            continue
        config = {"unit_of_measurement": unit, **({"device_class": device_class} if device_class else {})}
        yield maker.make("sensor", config, "{{ value_json." + field + " }}", name, category)
