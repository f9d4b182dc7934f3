"""What is known of the connection to Telegram, and how to say it in one line."""

import logging
from collections.abc import Callable
from typing import Literal

from telegram import User
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.house import Check

log = logging.getLogger(__name__)

NAME = "telegram"
KEPT_S = 86_400.0
"""How long Telegram keeps an update that nobody fetched."""
SILENCE_S = 60.0
"""Without a single good answer for so long the connection does not count as one."""

Trouble = Literal["away", "refused", "conflict", "unreachable"]


class Health:
    """Told of every exchange with Telegram; logs one line when trouble begins, one when it ends."""

    def __init__(self, clock: Callable[[], float], webhook: str | None) -> None:
        """webhook: the address that Telegram calls; None when we ask."""
        self._clock = clock
        self._webhook = webhook
        self._us: User | None = None
        self._began = clock()
        self._since = 0.0
        # when we were connected
        self._last_good: float | None = None
        self._last_try = clock()
        self._misses = 0
        self._trouble: Trouble | None = None
        self._troubled_since = 0.0
        self._caught_up: float | None = None
        # at this moment Telegram had nothing more for us

    @property
    def idle_s(self) -> float:
        """How long no exchange has even ended."""
        return self._clock() - self._last_try

    @property
    def refused(self) -> bool:
        """Whether Telegram refuses the token."""
        return self._trouble == "refused"

    def pressed_after(self) -> float:
        """The first moment at which a button press that just came can have been made, as far as is known."""
        return max(self._caught_up or 0.0, self._clock() - KEPT_S)

    def connected(self, us: User) -> None:
        """Telegram told us who we are."""
        self._us = us
        self._since = self._clock()
        self.good()

    def good(self, caught_up: bool = False) -> None:
        """An exchange went well; caught_up: nothing that happened before now is still to come."""
        self._last_good = self._last_try = now = self._clock()
        self._misses = 0
        if caught_up:
            self._caught_up = now
        if self._trouble is not None:
            log.info("Telegram is back after %s.", _length(now - self._troubled_since))
            self._trouble = None

    def failed(self, error: TelegramError) -> None:
        """An exchange failed. One miss alone is nothing: the next try mostly succeeds."""
        self._last_try = self._clock()
        self._misses += 1
        if isinstance(error, InvalidToken):
            self._begin("refused")
        elif isinstance(error, Conflict):
            self._begin("conflict")
        elif self._trouble is None and (self._misses > 1 or self._last_good is None):
            self._begin("away")

    def uncalled(self, why: Literal["unreachable", "conflict"]) -> None:
        """The webhook does not work: Telegram cannot reach us, or another program took its place."""
        self._last_try = self._clock()
        self._begin(why)

    def is_recent(self, moment: float, within_s: float) -> bool:
        """Whether it was a short while ago."""
        return self._clock() - moment < within_s

    def check(self) -> Check:
        """One line."""
        now = self._clock()
        if self._trouble is not None:
            return Check(NAME, False, self._sentence(self._trouble))
        if self._us is None or self._last_good is None:
            return Check(NAME, False, "Telegram has not answered yet; it is tried again all the time.")
        if now - self._last_good > SILENCE_S:
            return Check(NAME, False, self._sentence("away"))
        hears = (
            "privacy mode is off: it sees all that is said in its groups"
            if self._us.can_read_all_group_messages
            else "privacy mode is on: in groups it sees only what is meant for it"
        )
        how = "Telegram calls us" if self._webhook else "asked Telegram"
        return Check(
            NAME, True,
            f"Connected as @{self._us.username} for {_length(now - self._since)}; {hears}; "
            f"{how}, last heard {_length(now - self._last_good)} ago.",
        )  # fmt: skip

    def _begin(self, trouble: Trouble) -> None:
        if self._trouble == trouble:
            return
        if self._trouble is None:
            self._troubled_since = self._clock()
        self._trouble = trouble
        log.warning("%s", self._sentence(trouble))

    def _sentence(self, trouble: Trouble) -> str:
        if trouble == "refused":
            return (
                "Telegram refuses the token: copy it again from @BotFather (/mybots, your bot, API Token) "
                "to messengers.telegram.token and start Jipsa again."
            )
        if trouble == "conflict":
            return (
                "Another program uses this bot's token, and Telegram lets only one listen: "
                "stop the other one, or get a new token from @BotFather (/revoke)."
            )
        if trouble == "unreachable":
            return (
                f"Telegram cannot call {self._webhook}: look at http.public_url and your reverse proxy, "
                "or set messengers.telegram.mode to polling."
            )
        since = self._last_good if self._last_good is not None else self._began
        return (
            f"Telegram has not been reached for {_length(self._clock() - since)}: "
            "check the internet connection; it is tried again all the time."
        )


def _length(seconds: float) -> str:
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(0.0, seconds):.0f} s"
