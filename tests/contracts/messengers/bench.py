"""What the contract suite needs of every messenger: a double of its platform, and people who use it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.app import Home

Ability = Literal[
    "groups", "edits", "buttons", "numbers", "images", "ephemeral", "redelivery", "send_time", "signature",
    "outage", "migration", "first_word", "speaker_name",
]  # fmt: skip
"""What a platform, or its double, has. numbers: choices are typed. first_word: we may write first."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of ours as people there see it now."""

    text: str
    buttons: tuple[str, ...] = ()
    # labels
    image: str | None = None
    # its alternative text (or the text beside it), when there is a picture
    edited: bool = False
    only_for: str | None = None
    # the one person of the group who sees it
    speaker: str | None = None
    # the name it came under, when not ours
    short: str | None = None
    # notification or fallback text, where the platform has one
    silent: bool = False
    # nobody's telephone rings for it


class Bench(Protocol):
    """One messenger under test. Persons: "mom" (owner), "dad" (adult), "child", "guest", or a "stranger".

    There is one group; everybody is in it.
    """

    name: str
    abilities: frozenset[Ability]

    async def open(self) -> Mapping[str, object]:
        """Start the double; what stands under `messengers` in the config of the home."""

    async def meet(self, home: Home) -> None:
        """The home runs; connect what connects from outside."""

    async def close(self) -> None:
        """Stop the double."""

    def account(self, who: str) -> str:
        """The account key of a person there: "telegram:1234"."""

    async def say(
        self,
        who: str,
        text: str,
        *,
        group: bool = False,
        addressed: bool = True,
        ago_s: float = 0.0,
        message: str | None = None,
    ) -> None:
        """A person writes; in the group addressed by a mention. The same `message` twice is a redelivery."""

    async def press(self, who: str, label: str, *, group: bool = False, twice: bool = False) -> None:
        """A person presses the newest button with this label (or types its number)."""

    async def heard(self, who: str, *, group: bool = False) -> list[Heard]:
        """All that we said in this person's private chat, or in the group as they see it; oldest first."""

    async def forged(self) -> int:
        """Post an otherwise right message with a wrong signature; the HTTP status."""

    async def away(self, is_away: bool) -> None:
        """The platform goes down, or comes back."""

    async def migrate(self) -> None:
        """The group gets another id."""
