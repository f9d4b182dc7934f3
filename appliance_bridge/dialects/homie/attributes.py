"""Homie 3 and 4: a device described by one retained topic for each attribute."""

from collections.abc import Iterator

from appliance_bridge.dialects.homie.description import (
    MAX_FORMAT,
    MAX_PROPERTIES,
    MAX_TEXT,
    Description,
    Node,
    Property,
    cleaned,
    limited,
    usable_id,
)

_DEVICE = ("$name", "$mac", "$nodes")
_NODE = ("$name", "$type", "$properties")
_PROPERTY = ("$name", "$format", "$unit", "$settable", "$retained", "$datatype")
# the datatype last: it is always there, so when it comes the rest of the property came before
_MAX_ATTRIBUTES = 8 * MAX_PROPERTIES
_LISTS = ("$nodes", "$properties", "$format")


def filters(topic: str) -> tuple[str, ...]:
    """Topic filters of everything that describes the device at this topic."""
    return (
        *(f"{topic}/{name}" for name in _DEVICE),
        *(f"{topic}/+/{name}" for name in _NODE),
        *(f"{topic}/+/+/{name}" for name in _PROPERTY),
    )


class Attributes:
    """Attributes of one device, as they come in."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, ...], str] = {}
        self._overfull = False

    def take(self, path: tuple[str, ...], text: str) -> bool:
        """Note one attribute (its topic below that of the device); whether that changed anything."""
        known = {1: _DEVICE, 2: _NODE, 3: _PROPERTY}.get(len(path), ())
        if path[-1] not in known or not all(usable_id(one) for one in path[:-1]):
            return False
        text = cleaned(text, MAX_FORMAT * 4 if path[-1] in _LISTS else MAX_TEXT)
        if not text:
            return self._said.pop(path, None) is not None
        if path not in self._said and len(self._said) >= _MAX_ATTRIBUTES:
            self._overfull = True
            return False
        changed = self._said.get(path) != text
        self._said[path] = text
        return changed

    def complete(self) -> bool:
        """Whether all that is listed is described."""
        if ("$nodes",) not in self._said:
            return False
        for node in self._listed(("$nodes",)):
            if (node, "$properties") not in self._said:
                return False
            if any((node, one, "$datatype") not in self._said for one in self._properties_of(node)):
                return False
        return True

    def description(self) -> Description | None:
        """What is known by now; None when not even its nodes are listed."""
        if ("$nodes",) not in self._said:
            return None
        nodes, problems = limited([self._node(one) for one in self._listed(("$nodes",))])
        if self._overfull:
            problems += (f"It describes itself with more than {_MAX_ATTRIBUTES} topics.",)
        return Description(
            4, self._said.get(("$name",), ""), nodes, self._said.get(("$mac",), ""), problems=problems
        )

    def _node(self, node: str) -> Node:
        properties = tuple(self._property(node, one) for one in self._properties_of(node))
        name = self._said.get((node, "$name"), "")
        return Node(node, name or node, self._said.get((node, "$type"), ""), properties)

    def _property(self, node: str, one: str) -> Property:
        said = {name: self._said.get((node, one, name), "") for name in _PROPERTY}
        return Property(
            id=one,
            name=said["$name"] or one,
            datatype=said["$datatype"].lower() or "string",
            format=said["$format"][:MAX_FORMAT],
            unit=said["$unit"],
            settable=said["$settable"].lower() == "true",
            retained=said["$retained"].lower() != "false",
        )

    def _properties_of(self, node: str) -> Iterator[str]:
        return self._listed((node, "$properties"))

    def _listed(self, path: tuple[str, ...]) -> Iterator[str]:
        """Ids in a list attribute, each once; "[]" behind an id (version 3) marks an array of nodes."""
        parts = (part.strip().removesuffix("[]") for part in self._said.get(path, "").split(","))
        return (part for part in dict.fromkeys(parts) if usable_id(part))
