"""What people see of the messages that LINE took."""

from dataclasses import dataclass, field
from typing import Any

from tests.contracts.messengers.bench import Heard


@dataclass(frozen=True, slots=True)
class Shown:
    """One message, and what its buttons send."""

    heard: Heard
    actions: dict[str, str] = field(default_factory=dict)
    # label → postback data


def shown(messages: list[dict[str, Any]], *, silent: bool = False) -> list[Shown]:
    """The messages of one call; a picture stands under the text before it."""
    found: list[Shown] = []
    for message in messages:
        words = _words(message.get("contents")) if message["type"] == "flex" else [message.get("text", "")]
        actions = _actions(message)
        picture = None
        if message["type"] == "image":
            before = found.pop() if found else Shown(Heard(""))
            words, picture = [before.heard.text], before.heard.text or message["originalContentUrl"]
            actions = before.actions | actions
        heard = Heard(
            text="\n".join(words),
            buttons=tuple(actions),
            image=picture,
            speaker=message.get("sender", {}).get("name"),
            short=message.get("altText"),
            silent=silent,
        )
        found.append(Shown(heard, actions))
    return found


def _words(part: Any) -> list[str]:
    if isinstance(part, list):
        return [word for one in part for word in _words(one)]
    if not isinstance(part, dict):
        return []
    own = [part["text"]] if part.get("type") == "text" else []
    return own + [word for name in ("header", "body", "contents") for word in _words(part.get(name))]


def _actions(part: Any) -> dict[str, str]:
    """Postbacks anywhere in a message."""
    if isinstance(part, list):
        return {label: data for one in part for label, data in _actions(one).items()}
    if not isinstance(part, dict):
        return {}
    if part.get("type") == "postback":
        return {part["label"]: part["data"]}
    return {label: data for one in part.values() for label, data in _actions(one).items()}
