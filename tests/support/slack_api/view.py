"""A chat as somebody sees it, drawn from the calls that Slack took."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.support.slack_api.front import Call

Json = dict[str, Any]
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass
class Shown:
    """One message of ours."""

    ts: str
    fallback: str
    # what a notification shows
    blocks: list[Json] = field(default_factory=list)
    thread: str | None = None
    only_for: str | None = None
    speaker: str | None = None
    image: str | None = None
    edited: bool = False

    @property
    def text(self) -> str:
        """What stands in it."""
        return "\n".join(filter(None, (_text(block) for block in self.blocks)))

    @property
    def short(self) -> str:
        """The first line of a notification."""
        text = self.fallback
        for escaped, plain in _ESCAPES:
            text = text.replace(escaped, plain)
        return text.partition("\n")[0]

    @property
    def labels(self) -> tuple[str, ...]:
        """Of its buttons."""
        return tuple(one["text"]["text"] for one in self._elements())

    def button(self, label: str) -> Json:
        """As it is in a press."""
        return next(one for one in self._elements() if one["text"]["text"] == label)

    def _elements(self) -> list[Json]:
        rows = (block for block in self.blocks if block["type"] == "actions")
        return [one | {"block_id": row["block_id"]} for row in rows for one in row["elements"]]


def shown(calls: Iterable[Call], chats: Collection[str], user: str) -> list[Shown]:
    """The messages in these, oldest first. A picture counts as part of the message that follows it."""
    messages: list[Shown] = []
    image: str | None = None
    for call in calls:
        given = call.arguments
        if not call.answer.get("ok"):
            continue
        if call.method == "files.completeUploadExternal" and given.get("channel_id") in chats:
            image = str(given["files"][0]["title"])
        elif call.method == "response_url":
            _answered(messages, given, chats, user)
        elif given.get("channel") not in chats:
            continue
        elif call.method == "chat.postMessage":
            messages.append(_message(str(call.answer["ts"]), given, image=image))
            image = None
        elif call.method == "chat.postEphemeral" and given["user"] == user:
            messages.append(_message(str(call.answer["message_ts"]), given, only_for=user))
        elif call.method == "chat.update":
            message = next(one for one in messages if one.ts == given["ts"])
            before = message.text
            message.fallback, message.blocks = given["text"], given["blocks"]
            message.edited = message.edited or message.text != before
    return messages


def _answered(messages: list[Shown], given: Json, chats: Collection[str], user: str) -> None:
    """By the address of a press: <chat>/<user>/<message>/<number>."""
    where, whom, ts, number = given["where"].split("/")
    if where not in chats:
        return
    if given.get("delete_original"):
        messages[:] = [one for one in messages if one.ts != ts]
    elif given["response_type"] == "in_channel":
        messages.append(_message(f"answer-{number}", given))
    elif whom == user:
        messages.append(_message(f"answer-{number}-{len(messages)}", given, only_for=user))


def _message(ts: str, given: Json, *, only_for: str | None = None, image: str | None = None) -> Shown:
    return Shown(
        ts, given["text"], given["blocks"], given.get("thread_ts"), only_for, given.get("username"), image
    )


def _text(block: Json) -> str:
    if block["type"] == "section":
        return str(block["text"]["text"])
    if block["type"] == "context":
        return "\n".join(str(one["text"]) for one in block["elements"])
    if block["type"] == "rich_text":
        return "".join(str(part["text"]) for part in block["elements"][0]["elements"])
    return ""
