"""Answers read back from JSON, and which of those that arrive later are news."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.errors import UserError
from bot.message import Answer, Button, Image, Reply

REMEMBERED = 100


def answer_of(data: Mapping[str, Any]) -> Answer:
    """What a terminal needs of an answer. Raises UserError when it is none."""
    try:
        replies = replies_of(data["replies"])
        return Answer(id=str(data["id"]), outcome=data["outcome"], language=data["language"], replies=replies)
    except (KeyError, TypeError) as error:
        raise UserError("The answer cannot be read: is the running Jipsa of the same version?") from error


def replies_of(data: Sequence[Mapping[str, Any]]) -> tuple[Reply, ...]:
    """Replies with what a terminal shows of them. Raises KeyError, TypeError."""
    return tuple(
        Reply(
            text=str(reply["text"]),
            short=str(reply["short"]),
            buttons=tuple(
                Button(str(b["label"]), str(b["action"]), str(b["text"])) for b in reply.get("buttons", ())
            ),
            image=_image_of(reply),
            speaker=reply.get("speaker"),
        )
        for reply in data
    )


def _image_of(reply: Mapping[str, Any]) -> Image | None:
    """Inside the house an image is told as it is; outside as an address, and `short` says what it shows."""
    image = reply.get("image")
    if isinstance(image, Mapping):
        return Image(str(image["source"]), str(image["alt"]))
    return None if image is None else Image(str(image), str(reply["short"]))


def _seen(replies: Sequence[Reply]) -> list[object]:
    """What a person would notice a change of."""
    return [(one.text, [button.label for button in one.buttons]) for one in replies]


class LateAnswers:
    """Finds, among the home's events, what a chat has not been shown yet."""

    def __init__(self, chat: str) -> None:
        self._chat = chat
        self._shown: dict[str, tuple[Reply, ...] | None] = {}
        # message id → what was shown; None: sent, its answer is under way

    def sent(self, message_id: str) -> None:
        """A message leaves; its answer will be returned to whoever sent it."""
        self._shown[message_id] = None
        while len(self._shown) > REMEMBERED:
            del self._shown[next(iter(self._shown))]

    def answered(self, answer: Answer) -> None:
        """This was returned and shown."""
        self._shown[answer.id] = answer.replies

    def news(self, kind: str, data: Mapping[str, Any]) -> tuple[Reply, ...]:
        """What this event tells this chat; most tell nothing. data as of HouseEvent: chat, id, replies."""
        if kind != "answer" or data.get("chat") != self._chat:
            return ()
        try:
            message_id, replies = str(data["id"]), replies_of(data["replies"])
        except (KeyError, TypeError):
            return ()
        if message_id in self._shown:
            shown = self._shown[message_id]
            if shown is None or _seen(shown) == _seen(replies):
                return ()
        self._shown[message_id] = replies
        return replies
