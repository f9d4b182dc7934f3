"""The trained engine as the conversation sees it: an opinion in time, or none."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable

from bot.house import Check
from bot.rasa.breaker import Breaker
from bot.rasa.client import RasaClient, RasaUnavailable
from bot.rasa.keeper import STARTING, ModelKeeper
from bot.rasa.models import NEVER
from bot.rasa.server import START_TIMEOUT_S, RasaServer
from nlu.guess import Guess

log = logging.getLogger(__name__)

NAME = "rasa"
LONGEST_TEXT = 2000
# characters; what is longer is no sentence
AT_ONCE = 4
REMEMBERED = 256
ALONE = "until then the built-in engine understands alone"


class NoOpinion:
    """Stands where no trained engine is."""

    def __init__(self, why: str, *, required: bool = False) -> None:
        """why: one sentence, with the way to have one."""
        self._check = Check(NAME, not required, why, optional=True)

    def start(self) -> None:
        """Nothing to start."""

    async def stop(self) -> None:
        """Nothing to stop."""

    @property
    def sure_from(self) -> float:
        """Never."""
        return NEVER

    async def guess(self, text: str) -> Guess | None:
        """None."""

    def check(self) -> Check:
        """One line of health."""
        return self._check


class TrainedOpinion:
    """Asks the server while it serves. The home never waits for it, and lives without it."""

    def __init__(
        self,
        client: RasaClient,
        keeper: ModelKeeper,
        server: RasaServer | None,
        *,
        required: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """server: None if it is somebody else's. required: health is not well while no model answers."""
        self._client = client
        self._keeper = keeper
        self._server = server
        self._required = required
        self._clock = clock
        self._breaker = Breaker(clock)
        self._version = 0
        self._known: OrderedDict[str, Guess] = OrderedDict()
        # guesses of the present model
        self._asking = 0
        self._failed_since: float | None = None
        self._why = ""
        # what the last failure was

    def start(self) -> None:
        """Begin to look after the server; returns at once."""
        self._keeper.start()

    async def stop(self) -> None:
        """End the server if it is ours."""
        await self._keeper.stop()
        if self._server is not None:
            await self._server.stop()
        await self._client.close()

    @property
    def sure_from(self) -> float:
        """The confidence from which its model did no wrong act in its trial; above 1: never that sure."""
        return self._keeper.sure_from

    async def guess(self, text: str) -> Guess | None:
        """What the trained engine makes of it, within the time-out; None: no opinion. Never raises."""
        if self._keeper.serving is None or len(text) > LONGEST_TEXT:
            return None
        if self._keeper.version != self._version:  # another model, or a new process
            self._version = self._keeper.version
            self._known.clear()
            self._works()
        if text in self._known:
            self._known.move_to_end(text)
            return self._known[text]
        if self._asking >= AT_ONCE or not self._breaker.lets_through():
            return None
        self._asking += 1
        try:
            return await self._ask(text, self._version)
        finally:
            self._asking -= 1

    async def _ask(self, text: str, version: int) -> Guess | None:
        try:
            guess = await self._client.parse(text)
        except RasaUnavailable as error:
            self._fails(str(error))
            return None
        except Exception as error:
            # a traceback could hold the text
            log.error("Asking Rasa failed in a way nobody thought of: %s", type(error).__name__)
            self._fails("An error of ours is in the log.")
            return None
        self._works()
        if version == self._keeper.version:
            self._known[text] = guess
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return guess

    def _works(self) -> None:
        self._breaker.succeeded()
        self._failed_since = None

    def _fails(self, why: str) -> None:
        self._breaker.failed()
        self._why = why
        if self._failed_since is None:
            self._failed_since = self._clock()

    def check(self) -> Check:
        """One line of health."""
        ok, text = self._state()
        if self._keeper.refused is not None:
            ok, text = False, f"{text} {self._keeper.refused}"
        return Check(NAME, ok, text, optional=True)

    def _state(self) -> tuple[bool, str]:
        keeper, server = self._keeper, self._server
        if keeper.serving is not None:
            if self._breaker.open and self._failed_since is not None:
                return False, self._slow(self._failed_since, self._why)
            return True, f"The trained engine answers, with the model {keeper.serving}."
        if keeper.loading is not None:
            return self._not_yet(f"The trained engine is loading the model {keeper.loading}; {ALONE}.")
        if server is not None and not server.started:
            if keeper.refused is not None:
                return False, "The trained engine has no model that can be used."
            return self._not_yet("No model has been trained: run `jipsa nlu train`.")
        if server is not None and server.problem is not None:
            return False, f"The trained engine does not start: {server.problem}"
        if keeper.away == STARTING and self._clock() - keeper.away_since < START_TIMEOUT_S:
            return self._not_yet(
                f"The trained engine is starting, which usually takes less than a minute; {ALONE}."
            )
        if keeper.away is not None:
            return False, self._slow(keeper.away_since, keeper.away)
        return self._not_yet("The Rasa server has no model that can be used: run `jipsa nlu train`.")

    def _not_yet(self, text: str) -> tuple[bool, str]:
        return not self._required, text

    def _slow(self, since: float, why: str) -> str:
        minutes = int(self._clock() - since) // 60
        duration = f"{minutes} min" if minutes else "less than a minute"
        look = "check that it runs" if self._server is None else f"its log is {self._server.log_file}"
        away = f"The trained engine has been away for {duration}, and the built-in engine understands alone"
        return f"{away}: {look}. {why}"
