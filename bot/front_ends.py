"""The messengers that the config names, built; a library is loaded only for a messenger that is used."""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from bot.commands import Command
from bot.config import Settings
from bot.message import Language
from bot.messengers.base import Account, Card, Messenger
from bot.messengers.settings import DeskSettings
from bot.wording.replies import Wording


def messengers_of(
    settings: Settings,
    commands: Sequence[Command],
    wording: Wording,
    dashboard: Callable[[Account], tuple[Card, ...] | None],
    secret: bytes,
) -> tuple[Messenger, ...]:
    """One of each that is named, not yet started. secret: signs what only this instance may hand out."""
    given, public_url = settings.messengers, settings.http.public_url
    found: list[Messenger] = []
    if given.telegram is not None:
        from bot.messengers.telegram.messenger import TelegramMessenger

        found.append(TelegramMessenger(given.telegram, commands=commands, public_url=public_url))
    if given.slack is not None:
        from bot.messengers.slack.messenger import SlackMessenger

        def say(key: str, language: Language) -> str:
            return wording.say(key, language)

        found.append(SlackMessenger(given.slack, commands=commands, dashboard=dashboard, say=say))
    if given.line is not None:
        from bot.messengers.line.messenger import LineMessenger

        found.append(LineMessenger(given.line, public_url=public_url, secret=secret))
    if given.kakao is not None:
        from bot.messengers.kakao.messenger import KakaoMessenger

        found.append(KakaoMessenger(given.kakao, public_url=public_url, secret=secret))
    return tuple(found)


def desk_settings(settings: Settings) -> DeskSettings:
    """What the desk must know of the home."""
    home = settings.home
    return DeskSettings(home.wake_words, home.appliances_speak, home.language, home.zone)


def host_names(settings: Settings) -> tuple[str, ...]:
    """The names under which the web server may be called."""
    public = urlsplit(settings.http.public_url or "").hostname
    return (*settings.http.allowed_hosts, *((public,) if public else ()))
