"""Homie 5: a device described by one JSON document."""

from collections.abc import Iterator

from appliance_bridge.dialects.homie.description import (
    MAX_FORMAT,
    Description,
    Node,
    Property,
    cleaned,
    limited,
    usable_id,
)
from appliance_bridge.entities.payload import BadPayloadError, read_object


def read(payload: bytes) -> Description:
    """The document in these bytes. Raises BadPayloadError, whose text is a plain sentence."""
    raw = read_object(payload)
    version = cleaned(raw.get("homie"))
    if version and not version.startswith("5"):
        raise BadPayloadError(f"It describes itself as Homie {version[:20]} where version 5 belongs.")
    nodes, problems = limited([_node(key, value) for key, value in _items(raw.get("nodes"))])
    return Description(
        5,
        cleaned(raw.get("name")),
        nodes,
        root=_id(raw.get("root")),
        parent=_id(raw.get("parent")),
        problems=problems,
    )


def _items(raw: object) -> Iterator[tuple[str, dict[str, object]]]:
    """Objects by id; drafts of the convention had lists of objects that hold their id."""
    if isinstance(raw, dict):
        pairs = list(raw.items())
    elif isinstance(raw, list):
        pairs = [(one.get("id"), one) for one in raw if isinstance(one, dict)]
    else:
        pairs = []
    return ((key, value) for key, value in pairs if usable_id(key) and isinstance(value, dict))


def _node(key: str, raw: dict[str, object]) -> Node:
    properties = tuple(_property(one, value) for one, value in _items(raw.get("properties")))
    return Node(key, cleaned(raw.get("name")) or key, cleaned(raw.get("type")), properties)


def _property(key: str, raw: dict[str, object]) -> Property:
    return Property(
        id=key,
        name=cleaned(raw.get("name")) or key,
        datatype=cleaned(raw.get("datatype")).lower() or "string",
        format=cleaned(raw.get("format"), MAX_FORMAT),
        unit=cleaned(raw.get("unit")),
        settable=raw.get("settable") is True,
        retained=raw.get("retained") is not False,
    )


def _id(raw: object) -> str:
    return raw if isinstance(raw, str) and usable_id(raw) else ""
