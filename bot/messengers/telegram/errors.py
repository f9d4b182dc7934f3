"""Telegram's errors in the port's words; never its own text, which may hold the token."""

from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.messengers.base import Undelivered

_GONE = (
    "chat not found", "message to edit not found", "message can't be edited", "message_id_invalid",
    "there is no text in the message to edit", "thread not found", "topic_closed", "topic_deleted",
    "have no rights to send", "not enough rights", "user not found", "peer_id_invalid",
    "chat_write_forbidden", "group chat was deactivated", "user is deactivated", "message_author_required",
)  # fmt: skip


class Flooded(TelegramError):
    """Too many messages; Telegram takes none for a long while."""

    def __init__(self, wait_s: float) -> None:
        super().__init__("flooded")
        self.wait_s = wait_s


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


def is_unchanged(error: TelegramError) -> bool:
    """The message already looks like that."""
    return isinstance(error, BadRequest) and "message is not modified" in error.message.casefold()


def undelivered(error: TelegramError) -> Undelivered:
    """Why Telegram did not take it."""
    if isinstance(error, RetryAfter | Flooded):
        wait = error.wait_s if isinstance(error, Flooded) else seconds_of(error)
        return Undelivered("slow_down", "too many messages", retry_after_s=wait)
    if isinstance(error, Forbidden):
        return Undelivered("gone", "they blocked the bot, never started it, or took it out of the group")
    if isinstance(error, BadRequest):
        said = error.message.casefold()
        if any(one in said for one in _GONE):
            return Undelivered(
                "gone", "the chat, topic or message is no more, or the bot may not write there"
            )
        return Undelivered("refused", "Telegram calls it a bad request")
    if isinstance(error, InvalidToken):
        return Undelivered("away", "Telegram refuses the token")
    return Undelivered("away", "Telegram cannot be reached")
