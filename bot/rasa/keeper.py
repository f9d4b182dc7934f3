"""Keeps a Rasa server on the model that is in use, and knows which one answers."""

import asyncio
import logging
import time
from collections.abc import Callable, Collection
from pathlib import PurePosixPath

from appliance_bridge.tasks import end
from bot.rasa.client import ModelRefused, RasaClient, RasaUnavailable, ServerStatus
from bot.rasa.models import NEVER, Model, Models, sha256_of
from bot.rasa.server import RasaServer

log = logging.getLogger(__name__)

LOOK_EVERY_S = 2.0
HUNG_AFTER_S = 60.0
# a server of ours that runs and says nothing for so long is killed
FIRST_DELAY_S, LONGEST_DELAY_S = 5.0, 300.0
# between tries to load a model during which the server went away
TRIES = 3
# then the last good one comes back
WARM_UP = "거실 불 켜 줘"
WARM_UP_TIMEOUT_S = 60.0
# the first parse of a model is the slowest: it builds its graph
LOADS_A_PROCESS = 5
# each leaves about 100 MB behind in Rasa: then a new process of ours takes the next one
STARTING = "It is starting."
MEND = "train again with `jipsa nlu train`"


class ModelKeeper:
    """Looks every other second: is the server there, and has it the model that is in use?

    A model is code that the server will run: only one from our folder, with the digest that was written down
    when it was made, is handed over. One that is refused leaves the last good one in place.
    """

    def __init__(
        self,
        client: RasaClient,
        models: Models | None,
        *,
        intents: Collection[str],
        server: RasaServer | None = None,
        seen_as: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """models: None if somebody else gives the server its models. intents: those that this home knows.

        server: the process if it is ours. seen_as: the folder of models as the server sees it, if otherwise.
        """
        self.loading: str | None = None
        # the name of the model that is being loaded
        self.version = 0
        # another one for each model that came into place, also for the same one in a new process
        self.refused: str | None = None
        # why the model in use is not the one that answers: one sentence
        self.away: str | None = None
        # why the server cannot be asked: one sentence
        self.away_since = clock()
        self._client = client
        self._models = models
        self._intents = frozenset(intents)
        self._server = server
        self._seen_as = seen_as
        self._clock = clock
        self._serving: str | None = None
        self._placed: Model | None = None
        # our model that the server holds
        self._placed_id: str | None = None
        # what the server calls it
        self._good: Model | None = None
        # the last one that answered as it should
        self._refused_digest: str | None = None
        self._loads = 0
        # of the process that runs
        self._failures = 0
        self._delay_s = FIRST_DELAY_S
        self._not_before = 0.0
        self._task: asyncio.Task[None] | None = None

    @property
    def serving(self) -> str | None:
        """The name of the model that can be asked now; None: there is none, or another is being loaded."""
        return None if self._server is not None and not self._server.came_up else self._serving

    @property
    def sure_from(self) -> float:
        """The confidence from which the model that serves did no wrong act in its trial; above 1: never."""
        return NEVER if self.serving is None or self._placed is None else self._placed.about.sure_from

    def start(self) -> None:
        """Look from now on."""
        self._task = asyncio.create_task(self._look_always(), name="keep the model of Rasa")

    async def stop(self) -> None:
        """Look no more."""
        task, self._task = self._task, None
        await end(task)

    async def _look_always(self) -> None:
        while True:
            try:
                await self.look()
            except Exception:
                log.exception("Looking after the Rasa server failed")
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Once. A server of ours is started with the first model: before, it would only take memory."""
        wanted = None if self._models is None else await asyncio.to_thread(self._models.current)
        if self._server is not None and not self._server.started:
            if wanted is None:
                self._note_problem()
                return
            self._server.start()
        if self._server is not None and not self._server.came_up:
            self._gone(STARTING)  # and a stranger at that port must not get our token
            return
        try:
            status = await self._client.status()
        except RasaUnavailable as error:
            self._gone(str(error))
            return
        self.away = None
        if self._models is None:
            self._theirs(status)
        else:
            await self._ours(status, wanted)

    def _gone(self, why: str) -> None:
        self._serving = None
        if self.away is None or (self.away == STARTING) != (why == STARTING):
            self.away_since = self._clock()
        self.away = why
        hung = self._clock() - self.away_since > HUNG_AFTER_S
        if hung and self._server is not None and self._server.came_up:
            self._server.kill("It does not answer any more")

    def _theirs(self, status: ServerStatus) -> None:
        """Somebody else brings models to the server: only see which."""
        if status.ready and (self.serving is None or status.model_id != self._placed_id):
            self.version += 1
        self._serving, self._placed_id = status.model_file, status.model_id

    async def _ours(self, status: ServerStatus, wanted: Model | None) -> None:
        if not status.ready or status.model_id != self._placed_id:
            self._placed = None  # the server was started anew
        self._serving = None if self._placed is None else self._placed.name
        if wanted is None:
            self._note_problem()
        elif wanted.digest != self._refused_digest:
            self.refused = self._refused_digest = None
        refused = wanted is None or wanted.digest == self._refused_digest
        target = self._good if refused else wanted
        if target is None or (self._placed is not None and self._placed.digest == target.digest):
            return
        if not status.ready:
            self._loads = 0
        if self._server is not None and self._loads >= LOADS_A_PROCESS:
            self._server.kill("It has loaded many models, which takes memory")
        elif self._clock() >= self._not_before:
            self._loads += 1
            await self._try_to_load(target)

    def _note_problem(self) -> None:
        self.refused, self._refused_digest = (None if self._models is None else self._models.problem), None

    async def _try_to_load(self, model: Model) -> None:
        try:
            await self._load(model)
        except ModelRefused as error:
            self._refuse(model, str(error))
        except RasaUnavailable as error:
            log.warning("The model %s could not be loaded: %s", model.name, error)
            self._gone(str(error))
            self._failures += 1
            self._not_before = self._clock() + self._delay_s
            self._delay_s = min(2 * self._delay_s, LONGEST_DELAY_S)
            if self._failures >= TRIES and self._good is not None and self._good.digest != model.digest:
                self._refuse(model, f"The model {model.name} could not be loaded {TRIES} times: {MEND}.")
        else:
            self._failures, self._delay_s = 0, FIRST_DELAY_S

    def _refuse(self, model: Model, why: str) -> None:
        log.warning("%s", why)
        self.refused = why
        self._failures, self._delay_s, self._not_before = 0, FIRST_DELAY_S, 0.0
        if model is self._good:
            self._good = None
        else:
            self._refused_digest = model.digest

    async def _load(self, model: Model) -> None:
        path = await asyncio.to_thread(self._checked, model)
        self._serving, self.loading = None, model.name
        try:
            await self._client.no_parse_under_way()  # the server answers nothing while it loads
            try:
                await self._client.load(path)
            except ModelRefused as error:
                raise ModelRefused(f"The model {model.name} is not used ({error}): {MEND}.") from None
            self._placed = None
            self._placed_id = (await self._client.status()).model_id
            guess = await self._client.parse(WARM_UP, WARM_UP_TIMEOUT_S)
            if strange := [name for name, _ in guess.ranking if name not in self._intents]:
                raise ModelRefused(
                    f"The model {model.name} was trained for something else than this home "
                    f'("{strange[0]}" is no intent here), so it is not used: {MEND}.'
                )
            self._placed = self._good = model
            self.version += 1
        finally:
            self.loading = None
            self._serving = None if self._placed is None else self._placed.name

    def _checked(self, model: Model) -> str:
        """Its path as the server sees it. Raises ModelRefused."""
        if self._models is None:
            raise ModelRefused(f"There is no folder for the model {model.name}.")
        folder, file = self._models.folder, model.file
        try:
            root, real = folder.resolve(strict=True), file.resolve(strict=True)
            if not real.is_relative_to(root) or not real.is_file():
                raise ModelRefused(f"{file} leads out of {folder}, so it is not used: {MEND}.")
            if sha256_of(real) != model.digest:
                raise ModelRefused(f"{file} is not what was trained, it was changed: {MEND}.")
        except (OSError, RuntimeError) as error:
            raise ModelRefused(f"{file} cannot be read ({type(error).__name__}): {MEND}.") from error
        if self._seen_as is None:
            return str(real)
        return str(PurePosixPath(self._seen_as, *real.relative_to(root).parts))
