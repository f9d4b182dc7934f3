"""The trained engine of a home where Rasa is not installed yet: there as soon as it is, without a restart."""

import asyncio
import logging
from collections.abc import Callable

from appliance_bridge.tasks import end
from bot.house import Check
from bot.rasa.environment import Environment
from bot.rasa.opinion import NoOpinion, TrainedOpinion
from nlu.guess import Guess

log = logging.getLogger(__name__)

LOOK_EVERY_S = 30.0


class AwaitedOpinion:
    """No opinion until Rasa is installed, then that of the engine."""

    def __init__(
        self,
        environment: Environment,
        make: Callable[[], TrainedOpinion],
        *,
        required: bool = False,
        every_s: float = LOOK_EVERY_S,
    ) -> None:
        """make: the engine once `environment` is whole. required: health is not well before that."""
        self._environment = environment
        self._make = make
        self._required = required
        self._every_s = every_s
        self._task: asyncio.Task[None] | None = None
        self._now: NoOpinion | TrainedOpinion = self._none(environment.problem())

    def start(self) -> None:
        """Begin to look for it; returns at once."""
        self._task = asyncio.create_task(self._look(), name="wait for Rasa")

    async def stop(self) -> None:
        """Look no more, and end what was started."""
        task, self._task = self._task, None
        await end(task)
        await self._now.stop()

    @property
    def sure_from(self) -> float:
        """The confidence from which its model did no wrong act in its trial; above 1: never that sure."""
        return self._now.sure_from

    async def guess(self, text: str) -> Guess | None:
        """What the trained engine makes of it, within the time-out; None: no opinion. Never raises."""
        return await self._now.guess(text)

    def check(self) -> Check:
        """One line of health."""
        return self._now.check()

    async def _look(self) -> None:
        while (problem := await asyncio.to_thread(self._environment.problem)) is not None:
            self._now = self._none(problem)
            await asyncio.sleep(self._every_s)
        log.info("Rasa is installed now: the trained engine starts.")
        self._now = self._make()
        self._now.start()

    def _none(self, problem: str | None) -> NoOpinion:
        why = problem or "Rasa was installed just now."
        return NoOpinion(f"The built-in engine understands alone. {why}", required=self._required)
