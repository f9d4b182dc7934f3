"""Keeps what was said for those who look after the words of the home, once it was answered."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace

from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.tasks import end
from bot.desk.heard import Heard, Said
from bot.desk.misses import Kind, Miss, Misses
from bot.desk.private import without_private
from bot.desk.turns import WITHIN_S, Turn, taking_back
from bot.message import Answer
from bot.plan import TellStep
from bot.trip import Trip
from nlu.likeness import wording_of, wording_of_text
from nlu.meaning_line import meaning_line
from nlu.taught import as_example
from nlu.understanding import Understanding

LONGEST = 200
"""Characters; who writes more at once is not telling the home what to do."""

_DRAIN_S = 1.0
_MOST_WAITING = 100
# turns not yet written; of more the store is away, and they are not kept
_MOST_THREADS = 200
_MOST_OPEN = 5
# misses in a row that one sentence explains
_TIDIED_EVERY_S = 3_600.0
_NO_ORDER = ("conversation.", "answer.", "social.")

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Thread:
    """One person's talk in one chat; only in this process, and only for minutes."""

    before: Turn | None = None
    open: list[tuple[str, float]] = field(default_factory=list)
    # ids of misses of which it is not known yet what was meant, and when


class Remembering:
    """Takes every answered message; a message never waits for it, nor fails with it."""

    def __init__(self, heard: Heard, misses: Misses) -> None:
        self._heard = heard
        self._misses = misses
        self._queue: asyncio.Queue[tuple[tuple[str, str], Turn]] = asyncio.Queue(_MOST_WAITING)
        self._threads: OrderedDict[tuple[str, str], _Thread] = OrderedDict()
        self._working: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Write in the background from now on, and delete what grows old."""
        self._working = asyncio.create_task(self._work(), name="remembering")

    async def stop(self) -> None:
        """Write what is still waiting, unless that takes long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._queue.join(), _DRAIN_S)
        await end(self._working)

    async def written(self) -> None:
        """Wait until all that was noted is written, or lost."""
        await self._queue.join()

    def note(self, trip: Trip, answer: Answer) -> None:
        """A message that was just answered."""
        if self._misses.on and trip.message.addressed:
            with suppress(asyncio.QueueFull):
                self._queue.put_nowait(((trip.message.chat, trip.person.id), _turn(trip, answer)))

    async def _work(self) -> None:
        with suppress(StoreUnavailable):
            await self._tidy()
        while True:
            try:
                who, turn = await asyncio.wait_for(self._queue.get(), _TIDIED_EVERY_S)
            except TimeoutError:
                with suppress(StoreUnavailable):
                    await self._tidy()
                continue
            try:
                await self._keep(turn)
                await self._follow(self._thread(who), turn)
            except StoreUnavailable:
                # it is not worth a line for each message: health says that the store is away
                pass
            except Exception as error:
                # what failed may hold what was said: only its kind is written
                log.warning("a message could not be kept for the desk: %s", type(error).__name__)
            finally:
                self._queue.task_done()

    async def _tidy(self) -> None:
        await self._heard.start()
        await self._misses.start()

    def _thread(self, who: tuple[str, str]) -> _Thread:
        thread = self._threads.setdefault(who, _Thread())
        self._threads.move_to_end(who)
        while len(self._threads) > _MOST_THREADS:
            self._threads.popitem(last=False)
        return thread

    async def _keep(self, turn: Turn) -> None:
        """Keep it for trying changes on; a bare yes or no would tell nothing."""
        read = turn.read
        if read is None or not turn.worded or turn.answers is not None:
            return
        if read.intents and all(one.name.startswith("answer.") for one in read.intents):
            return
        text = without_private(turn.text)
        await self._heard.add(Said(text, turn.at, read.language, _meaning(read) if text == turn.text else ""))

    async def _follow(self, thread: _Thread, turn: Turn) -> None:
        """Keep what was not understood, and what this message says about those before it."""
        before = thread.before
        if before is not None and turn.at - before.at > WITHIN_S:
            before = None
        thread.open = [(one, at) for one, at in thread.open if turn.at - at <= WITHIN_S]
        thread.before = turn
        back = taking_back(turn, before) if before is not None and before.worded else None
        if before is not None and back is not None:
            miss = await self._misses.add(_miss(before, "corrected"))
            thread.before = None
            if miss is None:
                return
            if back.instead:
                await self._misses.meant(miss, without_private(back.instead), "corrected")
            elif not turn.is_done:
                thread.open.append((miss, before.at))
        elif turn.answers is not None:
            thread.before = before
            if before is not None and before.outcome == "asked":
                thread.before = replace(before, outcome=turn.outcome)
                await self._explain(thread, thread.before)
        elif turn.is_puzzling:
            miss = await self._misses.add(_miss(turn, "not_understood"))
            if miss is not None:
                thread.open = [*thread.open, (miss, turn.at)][-_MOST_OPEN:]
        else:
            await self._explain(thread, turn)

    async def _explain(self, thread: _Thread, turn: Turn) -> None:
        """What was said now, and done, is what those before it were meant to say."""
        if not turn.is_done or not turn.stands_alone:
            return
        for miss, _ in thread.open:
            await self._misses.meant(miss, without_private(turn.text))
        thread.open = []


def _turn(trip: Trip, answer: Answer) -> Turn:
    message = trip.message
    shown = message.action is None and not trip.secret and len(message.text) <= LONGEST
    read = trip.read if shown else None
    # what a command of a menu stands for was not said
    text = message.text if read is not None and read.text == message.text else ""
    cancelled = trip.plan.steps == (TellStep("told.cancelled"),)
    return Turn(text, message.received_at, read if text else None, answer.outcome, trip.answers, cancelled)


def _miss(turn: Turn, kind: Kind) -> Miss:
    if turn.read is None:
        raise ValueError("a turn that was not read is no miss")
    text = without_private(turn.text)
    if text != turn.text:
        return Miss(text, turn.at, turn.read.language, kind, wording_of_text(text, turn.read.language))
    wording = wording_of(turn.read)
    guess = _guess(turn.read) if kind == "not_understood" else None
    return Miss(text, turn.at, turn.read.language, kind, wording, guess=guess)


def _guess(read: Understanding) -> tuple[str, str] | None:
    """What the engine thought of without daring it, as an example."""
    if len(read.intents) != 1 or read.intents[0].name.startswith(_NO_ORDER):
        return None
    intent = read.intents[0]
    example = None if intent.one("unknown") is not None else as_example(read)
    return None if example is None else (intent.name, example)


def _meaning(read: Understanding) -> str:
    meaning: Mapping[str, object] = asdict(read)
    return meaning_line(meaning)
