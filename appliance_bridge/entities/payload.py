"""Announcement bytes to plain data that nothing later can choke on."""

import json
import math
import re

MAX_BYTES = 256 * 1024
MAX_DEPTH = 16
MAX_LIST = 500
# items of any list; of more the first that is too many is kept as well, so that it can be told
_SURROGATES = re.compile(r"[\ud800-\udfff]")
REPLACEMENT = "�"
# stands for what is no character; a topic that holds one is refused


class BadPayloadError(Exception):
    """The announcement cannot be read; the text is one plain sentence."""


def read_object(payload: bytes) -> dict[str, object]:
    """The JSON object in these bytes: no NaN, no infinity, no giant integers, no half characters.

    Raises BadPayloadError.
    """
    if len(payload) > MAX_BYTES:
        raise BadPayloadError(f"The announcement is larger than {MAX_BYTES // 1024} KB.")
    try:
        data = json.loads(payload.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadPayloadError("The announcement is not JSON.") from error
    if not isinstance(data, dict):
        raise BadPayloadError("The announcement is not a JSON object.")
    return {clean_text(key): _clean(value, MAX_DEPTH) for key, value in data.items()}


def clean_text(text: str) -> str:
    """Text that can be written as UTF-8."""
    return _SURROGATES.sub(REPLACEMENT, text) if not text.isascii() else text


def _clean(value: object, depth: int) -> object:
    if depth < 0:
        raise BadPayloadError("The announcement is nested too deeply.")
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_clean(item, depth - 1) for item in value[: MAX_LIST + 1]]
    if isinstance(value, dict):
        return {clean_text(key): _clean(item, depth - 1) for key, item in value.items()}
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int) and value.bit_length() > 63:
        return None
    return value
