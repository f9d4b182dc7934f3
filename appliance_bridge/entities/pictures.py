"""Pictures in messages: which topic of an entity brings them, and what is in a message. Pure."""

import base64
import binascii
from collections.abc import Mapping

from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import text, topic

MAX_BYTES = 4 * 1024 * 1024
_TOPIC: Mapping[str, str] = {"camera": "topic", "image": "image_topic"}
# component → the option that says where its pictures come from
_WHITE = b" \t\r\n"


def picture_topic(entity: Entity) -> str | None:
    """Where its pictures come from; None: it sends none."""
    option = _TOPIC.get(entity.component)
    return None if option is None else topic(entity.config, option)


def is_only_linked(entity: Entity) -> bool:
    """Whether it tells no more than an address of its pictures. Addresses from the broker are not fetched."""
    return entity.component == "image" and picture_topic(entity) is None


def picture_in(entity: Entity, payload: bytes) -> tuple[str, bytes] | None:
    """Content type and bytes of the picture in a message; None: there is none, or it is too large."""
    data: bytes | None = payload
    if text(entity.config, "image_encoding") == "b64":
        data = _decoded(payload)
    if data is None or len(data) > MAX_BYTES:
        return None
    kind = content_type(data)
    return None if kind is None else (kind, data)


def content_type(data: bytes) -> str | None:
    """What its first bytes say it is; drawings that can hold scripts (SVG) are no pictures here."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    return "image/webp" if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else None


def _decoded(payload: bytes) -> bytes | None:
    if len(payload) > MAX_BYTES * 3 // 2:
        return None
    if payload.startswith(b"data:"):
        payload = payload.partition(b",")[2]
    try:
        return base64.b64decode(payload.translate(None, _WHITE), validate=True)
    except (binascii.Error, ValueError):
        return None
