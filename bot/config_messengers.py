"""The messengers of the config: which there are, and what opens them."""

import re
from typing import Annotated, Literal, Self

from pydantic import SecretStr, StringConstraints, field_validator, model_validator

from bot.config_sections import Line, Secret, Section
from bot.config_sentences import wrong

Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+(/\S*)?$")]


class TelegramSettings(Section):
    """A bot made with @BotFather."""

    token: Secret
    mode: Literal["polling", "webhook"] = "polling"
    # webhook: needs http.public_url
    api_url: Url = "https://api.telegram.org"
    # a Bot API server of your own


class SlackSettings(Section):
    """An app installed in one workspace."""

    bot_token: Secret
    # xoxb-…
    app_token: Secret | None = None
    # xapp-…: Socket Mode, no public address is needed
    signing_secret: Secret | None = None
    # without an app token: Slack calls http.public_url
    command: Annotated[str, StringConstraints(pattern=r"^/[a-z0-9_-]{1,31}$")] = "/home"
    api_url: Url = "https://slack.com/api/"

    @model_validator(mode="after")
    def _one_way_in(self) -> Self:
        if self.app_token is None and self.signing_secret is None:
            raise wrong("Give app_token (Socket Mode) or signing_secret (Slack calls your public address).")
        return self


class LineSettings(Section):
    """A Messaging API channel."""

    channel_access_token: Secret
    channel_secret: Secret
    api_url: Url = "https://api.line.me"


class KakaoSettings(Section):
    """A KakaoTalk channel chatbot whose skill calls us; or, experimental, a bot of the new gateway."""

    path: Secret | None = None
    # the secret end of the skill's address: /hooks/kakao/<path>
    header: Line = "X-Jipsa-Key"
    key: Secret | None = None
    # the value the skill sends in that header
    channel: Line | None = None
    # the channel's public id, "_xkABcd": for invitation links
    bot_token: Secret | None = None
    # experimental: a token of the bot gateway
    gateway_url: Annotated[str, StringConstraints(pattern=r"^wss?://\S+$")] = (
        "wss://bot-gateway.kakao.com/gateway"
    )
    api_url: Url = "https://kapi.kakao.com"

    @field_validator("path")
    @classmethod
    def _hard_to_guess(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,128}", value.get_secret_value()):
            raise wrong("Use 16 to 128 letters, digits, - and _, such as: openssl rand -hex 16 makes them.")
        return value

    @model_validator(mode="after")
    def _one_way_in(self) -> Self:
        if self.bot_token is None and (self.path is None or self.key is None):
            raise wrong(
                "Give path and key for the skill server, or bot_token for the (experimental) gateway."
            )
        return self


class MessengerSettings(Section):
    """The messengers people write from, besides the web page and the terminal."""

    telegram: TelegramSettings | None = None
    slack: SlackSettings | None = None
    line: LineSettings | None = None
    kakao: KakaoSettings | None = None
