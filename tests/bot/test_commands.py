"""Slash commands stand for sentences, and each sentence means what its command says."""

import pytest

from bot.commands import MENU_LIMIT, commands_from, load_commands, sentence_for
from bot.config_errors import ConfigError
from bot.languages import languages
from bot.strict_yaml import parse
from nlu.engine import load_engine
from nlu.engines.base import Focus
from tests.nlu.home import home

COMMANDS = load_commands()
ENGINE, HOME = load_engine(), home()
MEANS = {
    "start": "social.start", "help": "social.help", "status": "query.home", "appliances": "query.list",
    "people": "people.list", "invite": "people.invite", "mute": "chat.mute", "unmute": "chat.unmute",
    "quiet": "chat.quiet",
}  # fmt: skip


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", [one.name for one in COMMANDS])
def test_the_sentence_means_what_the_command_is_for(name: str, language: str) -> None:
    sentence = sentence_for(f"/{name}", COMMANDS, language)
    understood = ENGINE.understand(str(sentence), HOME, Focus(language=language))
    assert [intent.name for intent in understood.intents] == [MEANS[name]]


@pytest.mark.parametrize(
    ("text", "language", "sentence", "intent"),
    [
        ("/invite 손님 3시간", "ko", "손님 3시간 초대해 줘", "people.invite"),
        ("/invite 아빠", "ko", "아빠 초대해 줘", "people.invite"),
        ("/invite guest for 2 hours", "en", "invite guest for 2 hours", "people.invite"),
        ("/mute 2시간", "ko", "2시간 알림 꺼 줘", "chat.mute"),
        ("/mute 2 hours", "en", "mute notifications 2 hours", "chat.mute"),
        ("/mute until 8am", "en", "mute notifications until 8am", "chat.mute"),
        ("/quiet 22시~7시", "ko", "조용한 시간 22시~7시", "chat.quiet"),
        ("/quiet 10pm to 7am", "en", "quiet hours 10pm to 7am", "chat.quiet"),
        ("/quiet 끄기", "ko", "조용한 시간 끄기", "chat.quiet_off"),
        ("/quiet off", "en", "quiet hours off", "chat.quiet_off"),
        ("/status 거실", "ko", "거실 상태 어때?", "query.state"),
    ],
)
def test_words_behind_a_command_belong_to_it(text: str, language: str, sentence: str, intent: str) -> None:
    assert sentence_for(text, COMMANDS, language) == sentence
    understood = ENGINE.understand(sentence, HOME, Focus(language=language))
    assert [one.name for one in understood.intents] == [intent]


@pytest.mark.parametrize("text", ["/people", " /people ", "/People", "/people@jipsa_bot", "/people please"])
def test_how_it_may_be_typed(text: str) -> None:
    assert sentence_for(text, COMMANDS, "en") == "list people"


def test_a_language_without_a_sentence_gets_the_first() -> None:
    (one,) = commands_from(parse("a:\n  menu: {ko: 가}\n  says: {ko: 불 켜}\n", "c.yaml"))
    assert sentence_for("/a", [one], "en") == "불 켜"


def test_an_unknown_command_is_none_of_ours_and_text_is_no_command() -> None:
    assert sentence_for("/dance", COMMANDS, "en") == ""
    for text in ("people", "turn on /people", "/", "/불 켜줘", "/etc/passwd", "//", "1/2", ""):
        assert sentence_for(text, COMMANDS, "en") is None


def test_menus_are_short_and_in_every_language() -> None:
    for one in COMMANDS:
        assert set(one.menu) == set(one.says) == set(languages())
        assert all(0 < len(text) <= MENU_LIMIT for text in one.menu.values())


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("a: 1\n", 1, "a"),
        ("a:\n  menu: {en: x}\n", 1, "a"),
        ("a:\n  menu: {en: x}\n  says: {xx: y}\n", 3, "a.says"),
        ("a:\n  menu: {en: x}\n  says: {en: y}\n  given: {en: z}\n", 4, "a.given.en"),
        (f"a:\n  menu: {{en: {'x' * 61}}}\n  says: {{en: y}}\n", 2, "a.menu.en"),
    ],
)
def test_a_broken_file_names_the_line(text: str, line: int, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        commands_from(parse(text, "commands.yaml"))
    assert (caught.value.line, caught.value.key) == (line, key)


def test_the_words_behind_a_command_say_its_language() -> None:
    def language_of(words: str) -> str:
        return "ko" if words == "2시간" else "en"

    commands = load_commands()
    assert sentence_for("/mute 2시간", commands, "en", language_of) == "2시간 알림 꺼 줘"
    assert sentence_for("/mute for 2 hours", commands, "ko", language_of) == "mute notifications for 2 hours"
