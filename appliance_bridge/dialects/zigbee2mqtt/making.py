"""Makes the entities of one device: topics, templates and names that all of them share."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from appliance_bridge.dialects.convention import OWN
from appliance_bridge.dialects.zigbee2mqtt.exposes import Expose
from appliance_bridge.dialects.zigbee2mqtt.views import View
from appliance_bridge.entities.entity import Device, Entity
from appliance_bridge.entities.templates import Template, compiled

_KOREAN_SIDES = {
    "left": "왼쪽", "right": "오른쪽", "center": "가운데", "top": "위쪽", "bottom": "아래쪽",
}  # fmt: skip
_GANGS = frozenset({"left", "right", "center", "왼쪽", "오른쪽", "가운데"})
# places that are the usual name of a switch
_CHANNELS = ("l", "ch", "sw", "switch_", "plug_", "relay_", "")
# endpoints that are only numbered


@dataclass(slots=True)
class Maker:
    """What is being made of one device."""

    device: Device
    topic: str
    # of its state messages; commands go to `/set` below it
    source: str
    description: str = ""
    # of the model
    lone: bool = False
    # it is one thing: what it is needs no name of its own
    entities: dict[str, Entity] = field(default_factory=dict)
    views: list[View] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    # why an expose became no entity, in a few words each

    @property
    def commands(self) -> str:
        """The topic for commands."""
        return f"{self.topic}/set"

    def own(self, object_id: str) -> str:
        """A topic of the convention's own for an entity that needs other words than the device's."""
        return f"{own_topics(self.device.key)}{object_id}"

    def add(
        self,
        component: str,
        object_id: str,
        name: str | None,
        config: Mapping[str, object],
        category: str | None = None,
    ) -> None:
        """One entity; a second one of the same component and id is left out."""
        key = f"{component}.{self.device.key}_{object_id}"
        if key in self.entities:
            self.left_out.append("twice")
            return
        self.entities[key] = Entity(
            key=key,
            component=component,
            object_id=object_id,
            name=name,
            device=self.device,
            config={"availability_topic": online_topic(self.device.key), **config},
            category=category,
            source=self.source,
        )

    def called(self, one: Expose) -> str | None:
        """What to call a thing: nothing when it is all there is."""
        return None if self.lone else self.place(one)

    def gang(self, one: Expose) -> str | None:
        """What to call a switch: its place, and that it is a switch where the place alone does not say so."""
        name = self.called(one)
        if name is None or name.split()[-1] in _GANGS or name.endswith("번") or name.startswith("channel "):
            return name
        return f"{name} {'스위치' if self._korean() else 'switch'}"

    def title(self, one: Expose) -> str | None:
        """What to call an entity of this property: "Left power", "Occupancy"."""
        where = self.place(one)
        own = one.name.replace("_", " ")
        return f"{where} {own}" if where else own

    def place(self, one: Expose) -> str | None:
        """What to call the thing at this endpoint: in Korean when the device has a Korean name."""
        if not one.endpoint:
            return None
        korean = self._korean()
        number = next(
            (tail for head in _CHANNELS if (tail := one.endpoint.removeprefix(head)).isdigit()), None
        )
        if number is not None:
            return f"{number}번" if korean else f"channel {number}"
        if korean:
            return " ".join(_KOREAN_SIDES.get(word, word) for word in one.endpoint.split("_"))
        return one.endpoint.replace("_", " ")

    def _korean(self) -> bool:
        return any("가" <= sign <= "힣" for sign in self.device.name or "")


def own_topics(device: str) -> str:
    """What the convention's own topics of a device begin with."""
    return f"{OWN}zigbee2mqtt/{device}/"


def online_topic(device: str) -> str:
    """Where the convention says whether a device can be reached."""
    return f"{own_topics(device)}online"


def reads(*path: str) -> Template:
    """The value at this key of a state message."""
    return compiled(
        "{{ value_json" + "".join(f"[{json.dumps(key, ensure_ascii=False)}]" for key in path) + " }}"
    )


def writes(key: str, value: str = "value | tojson") -> Template:
    """A command that sets this key."""
    return compiled("{" + json.dumps(key, ensure_ascii=False) + ": {{ " + value + " }}}")


def sets(**values: object) -> str:
    """A command as it is."""
    return json.dumps(values, ensure_ascii=False)


def spelled(value: object) -> str:
    """A value of a state message as a template spells it."""
    return str(value)
