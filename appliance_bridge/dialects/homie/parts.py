"""What entities of a Homie device are made with: its topics, its device, what of it is used up already."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from appliance_bridge.dialects.homie.description import Description, Node, Property
from appliance_bridge.entities.entity import Device, Entity
from appliance_bridge.entities.identities import identities


@dataclass(slots=True)
class Workpiece:
    """One described device while entities are made of it."""

    topic: str
    # of the device: "homie/lamp", "homie/5/lamp"
    presence: str
    # topic that says "online" or "offline"
    device: Device
    description: Description
    entities: list[Entity] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)
    # node and property that an entity speaks for

    def value(self, node: Node, one: Property) -> str:
        """Topic of a property's value."""
        return f"{self.topic}/{node.id}/{one.id}"

    def command(self, node: Node, one: Property) -> str:
        """Topic that sets a property."""
        return f"{self.value(node, one)}/set"

    def open(self, node: Node) -> tuple[Property, ...]:
        """Properties of a node that nothing speaks for yet."""
        return tuple(one for one in node.properties if (node.id, one.id) not in self.used)

    def find(self, node: Node, ids: frozenset[str], fits: Callable[[Property], bool]) -> Property | None:
        """The only open property with one of these ids (as `word` spells them) that fits."""
        found = [one for one in self.open(node) if word(one.id) in ids and fits(one)]
        return found[0] if len(found) == 1 else None

    def use(self, node: Node, *properties: Property | None) -> None:
        """Note that an entity speaks for these."""
        self.used.update((node.id, one.id) for one in properties if one is not None)

    def add(self, component: str, object_id: str, name: str | None, config: Mapping[str, object]) -> None:
        """One more entity."""
        self.entities.append(
            Entity(
                key=f"{component}.{self.topic}/{object_id}",
                component=component,
                object_id=object_id.replace("/", "_").replace("-", "_"),
                name=name,
                device=self.device,
                config={"availability_topic": self.presence, **config},
                source=self.topic,
            )
        )

    def part_name(self, node: Node) -> str | None:
        """What to call an entity that is a whole node: nothing, when it is the only one of its device."""
        return None if len(self.description.nodes) == 1 else node.name


def word(said: str) -> str:
    """Letters and digits only, small: "Target-Temperature" is "targettemperature"."""
    return "".join(sign for sign in said.lower() if sign.isalnum())


def device_of(topic: str, key: str, described: Description) -> Device:
    """The device at this topic, known by it also where other dialects tell of its `$state`."""
    identifier = topic.rpartition("/")[2]
    return Device(
        key=key,
        name=described.name or identifier,
        parent=described.parent or described.root or None,
        identities=identities([("mac", described.mac)], [identifier]) | {f"homie:{topic}"},
        below=(f"{topic}/",),
    )
