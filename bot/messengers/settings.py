"""What the desk needs to know of the home's config."""

from dataclasses import dataclass
from datetime import UTC, tzinfo

from bot.message import Language


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """The home as its chats meet it."""

    wake_words: tuple[str, ...] = ("집사야", "집사", "jipsa")
    # what a message in a group begins with when it is for us
    appliances_speak: bool = True
    # whether an appliance answers under its own name
    home_language: Language = "ko"
    # for those whose language nobody knows
    zone: tzinfo = UTC
    # quiet hours are this clock's
