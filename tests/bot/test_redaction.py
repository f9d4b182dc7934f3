"""No secret in a log line."""

import io
import logging

from bot.config import Settings
from bot.redaction import Redacting, secrets_of

TOKEN = "123456:AAsecretTokenOfABot"


def _logged(log: logging.Logger, secrets: list[str]) -> io.StringIO:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Redacting(logging.Formatter("%(levelname)s %(message)s"), secrets))
    log.handlers = [handler]
    log.propagate = False
    return stream


def test_secrets_are_hidden_in_messages_arguments_and_tracebacks() -> None:
    log = logging.getLogger("test.redaction")
    stream = _logged(log, [TOKEN])
    log.warning("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    log.warning("POST https://api.telegram.org/bot123456%3AAAsecretTokenOfABot/getMe")
    try:
        raise ValueError(f"no such bot: {TOKEN}")
    except ValueError:
        log.exception("failed")
    written = stream.getvalue()
    assert "secretToken" not in written
    assert written.count("••••") == 3
    assert "ValueError: no such bot" in written


def test_short_secrets_do_not_eat_the_clock() -> None:
    log = logging.getLogger("test.redaction")
    stream = _logged(log, ["1234"])
    log.warning("12:1234")
    assert "12:1234" in stream.getvalue()


def test_every_secret_of_the_settings_is_found() -> None:
    settings = Settings.model_validate(
        {
            "http": {"token": "http-token-of-home"},
            "messengers": {
                "telegram": {"token": TOKEN},
                "slack": {"bot_token": "xoxb-1", "app_token": "xapp-1", "signing_secret": "sign"},
                "line": {"channel_access_token": "line-access", "channel_secret": "line-secret"},
                "kakao": {"path": "p" * 20, "key": "kakao-key"},
            },
            "people": {"mom": {"name": "Mom", "role": "owner", "pin": "4821"}},
        }
    )
    assert {
        "http-token-of-home",
        TOKEN,
        "xoxb-1",
        "xapp-1",
        "sign",
        "line-access",
        "line-secret",
        "kakao-key",
        "4821",
    } <= set(secrets_of(settings))
