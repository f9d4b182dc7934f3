"""What is known of the connection."""

import pytest
from telegram import User
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.messengers.telegram.errors import is_unchanged, undelivered
from bot.messengers.telegram.health import KEPT_S, SILENCE_S, Health


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def health(clock: Clock) -> Health:
    one = Health(clock, None)
    one.connected(User(1, "집사", True, username="jipsa_bot", can_read_all_group_messages=True))
    return one


def test_the_line_of_a_bot_that_sees_everything(health: Health, clock: Clock) -> None:
    clock.now += 3700
    health.good()
    clock.now += 3
    assert health.check().text == (
        "Connected as @jipsa_bot for 1 h; privacy mode is off: it sees all that is said in its groups; "
        "asked Telegram, last heard 3 s ago."
    )


def test_one_miss_is_no_outage_and_two_are(health: Health) -> None:
    health.failed(TimedOut())
    assert health.check().ok
    health.failed(NetworkError("x"))
    assert not health.check().ok
    health.good()
    assert health.check().ok


def test_silence_is_an_outage_even_when_nothing_fails(health: Health, clock: Clock) -> None:
    clock.now += SILENCE_S + 1
    assert "has not been reached for 1 min" in health.check().text


def test_an_outage_does_not_hide_a_wrong_token(health: Health) -> None:
    health.failed(InvalidToken())
    for _ in range(3):
        health.failed(NetworkError("x"))
    assert health.refused and "refuses the token" in health.check().text


def test_when_a_button_was_pressed_at_the_earliest(health: Health, clock: Clock) -> None:
    assert health.pressed_after() == clock.now - KEPT_S
    health.good(caught_up=True)
    known = clock.now
    clock.now += 30
    assert health.pressed_after() == known
    # a full batch: there may be older ones still to come
    health.good(caught_up=False)
    assert health.pressed_after() == known
    clock.now += 2 * KEPT_S
    assert health.pressed_after() == clock.now - KEPT_S


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), "gone"),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), "gone"),
        (BadRequest("Bad Request: chat not found"), "gone"),
        (BadRequest("Bad Request: message thread not found"), "gone"),
        (BadRequest("Bad Request: TOPIC_CLOSED"), "gone"),
        (BadRequest("Bad Request: not enough rights to send text messages to the chat"), "gone"),
        (BadRequest("Bad Request: message is too long"), "refused"),
        (InvalidToken("The token `4242:secret` was rejected by the server."), "away"),
        (NetworkError("https://api.telegram.org/bot4242:secret/getMe"), "away"),
        (TimedOut(), "away"),
        (Conflict("x"), "away"),
    ],
)
def test_errors_in_our_words_and_none_of_theirs(error: TelegramError, reason: str) -> None:
    told = undelivered(error)
    assert told.reason == reason
    assert "secret" not in str(told) and told.detail


def test_flooding_says_how_long() -> None:
    assert undelivered(RetryAfter(7)).retry_after_s == 7.0


def test_an_edit_to_the_same_is_no_failure() -> None:
    assert is_unchanged(
        BadRequest("Bad Request: message is not modified: specified new message content is …")
    )
    assert not is_unchanged(BadRequest("Bad Request: message to edit not found"))
    assert not is_unchanged(Forbidden("message is not modified"))
