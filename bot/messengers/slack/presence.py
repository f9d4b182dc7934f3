"""Who we are in the workspace, asked again and again: a token can be revoked, and Slack can be away."""

import asyncio
from contextlib import suppress

from slack_sdk.errors import SlackApiError

from bot.messengers.slack.cloud import Cloud
from bot.messengers.slack.decode import Identity
from bot.messengers.slack.failures import FAILURES, sentence
from bot.messengers.slack.health import Health

WAIT_S = (1.0, 15.0)
# before it is tried again, at first and at most


class Presence:
    """Our identity, as long as we listen."""

    def __init__(self, cloud: Cloud, health: Health, look_s: float) -> None:
        """look_s: so often it is asked whether all is well."""
        self.ours: Identity | None = None
        self.known = asyncio.Event()
        self._cloud = cloud
        self._health = health
        self._look_s = look_s
        self._doubts = asyncio.Event()

    def doubt(self) -> None:
        """Something did not get through: look now."""
        self._doubts.set()

    def end(self) -> None:
        """We listen no more."""
        self.ours = None
        self.known.clear()
        self._health.refused("Jipsa is not connected to Slack.")

    async def keep(self) -> None:
        """Ask until cancelled."""
        wait = WAIT_S[0]
        while True:
            self._doubts.clear()
            if not await self._look():
                await asyncio.sleep(wait)
                wait = min(wait * 2, WAIT_S[1])
                continue
            wait = WAIT_S[0]
            with suppress(TimeoutError):
                await asyncio.wait_for(self._doubts.wait(), self._look_s)

    async def _look(self) -> bool:
        try:
            self.ours = await self._cloud.identity()
        except SlackApiError as error:
            self._health.refused(sentence(error, "bot_token"))
            return False
        except FAILURES as error:
            self._health.refused(f"Slack cannot be reached ({type(error).__name__}); it is tried again.")
            return False
        self._health.known(self.ours)
        self.known.set()
        return True
