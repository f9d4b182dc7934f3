"""The menu of commands beside the text field, per kind of chat and language."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Protocol

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.constants import BotCommandLimit
from telegram.error import TelegramError

from bot.message import Language

log = logging.getLogger(__name__)

OTHERS: Language = "en"
"""Whose menu those see whose language has none."""
TRIES = 5
PAUSE_S = 20.0


class Command(Protocol):
    """A command as far as a menu shows it."""

    @property
    def name(self) -> str:
        """Without the slash."""

    @property
    def menu(self) -> Mapping[Language, str]:
        """What it does, in a few words of each language."""


def menu(commands: Sequence[Command], language: Language) -> list[BotCommand]:
    """The menu in one language; a command without words in it is left out."""
    return [
        BotCommand(one.name, one.menu[language][: int(BotCommandLimit.MAX_DESCRIPTION)])
        for one in commands
        if language in one.menu
    ]


async def show(bot: Bot, commands: Sequence[Command]) -> None:
    """Set all menus; tried a few times, and then left: everything also works without them."""
    scopes: list[BotCommandScope] = [BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()]
    languages = sorted({language for one in commands for language in one.menu})
    wanted = [(None, OTHERS), *((language, language) for language in languages)]
    for number in range(TRIES):
        try:
            for scope in scopes:
                for code, language in wanted:
                    if shown := menu(commands, language):
                        await bot.set_my_commands(shown, scope=scope, language_code=code)
        except TelegramError:
            await asyncio.sleep(PAUSE_S * 2**number)
        else:
            return
    log.info("The menu of commands could not be set at Telegram; commands work all the same.")
