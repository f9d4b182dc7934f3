"""What LINE's reference says about messages; anything beyond is a mistake of ours."""

from collections.abc import Iterator
from typing import Any


def mistakes(messages: object) -> list[str]:
    """What LINE would not take, in words."""
    if not isinstance(messages, list) or not 1 <= len(messages) <= 5:
        return ["messages: size must be between 1 and 5"]
    return [f"messages[{at}]{one}" for at, message in enumerate(messages) for one in _message(message)]


def units(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _message(message: dict[str, Any]) -> Iterator[str]:
    yield from _content(message)
    sender = message.get("sender", {})
    if units(sender.get("name", "")) > 20 or "line" in sender.get("name", "").lower():
        yield ".sender.name: at most 20 characters, and not LINE"
    items = message.get("quickReply", {}).get("items", [{}])
    if not 1 <= len(items) <= 13:
        yield ".quickReply.items: size must be between 1 and 13"
    for item in items:
        if "action" in item:
            yield from _action(item["action"])


def _content(message: dict[str, Any]) -> Iterator[str]:
    kind = message.get("type")
    if kind == "text":
        if not message.get("text", "").strip() or units(message["text"]) > 5000:
            yield ".text: length must be between 1 and 5000"
    elif kind == "flex":
        if not message.get("altText", "").strip() or units(message["altText"]) > 400:
            yield ".altText: length must be between 1 and 400"
        yield from _flex(message.get("contents"))
    elif kind == "image":
        for name in ("originalContentUrl", "previewImageUrl"):
            if not message.get(name, "").startswith("https://") or len(message[name]) > 2000:
                yield f".{name}: must be an https URL of at most 2000 characters"
    else:
        yield f".type: {kind} is not known"


def _flex(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _flex(one)
    if not isinstance(part, dict):
        return
    if part.get("type") == "text" and not part.get("text"):
        yield ".contents: text must be specified"
    if part.get("type") == "button":
        yield from _action(part["action"])
    if part.get("type") == "box" and not part.get("contents"):
        yield ".contents: a box without contents"
    for name in ("header", "body", "footer", "contents"):
        yield from _flex(part.get(name))


def _action(action: dict[str, Any]) -> Iterator[str]:
    if not 0 < len(action.get("label", "")) <= 20:
        yield ".action.label: length must be between 1 and 20"
    if action.get("type") == "postback" and not 0 < len(action.get("data", "")) <= 300:
        yield ".action.data: length must be between 1 and 300"
    if len(action.get("displayText", "")) > 300:
        yield ".action.displayText: length must be at most 300"
