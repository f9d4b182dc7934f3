"""The trained engine beside the built-in one: a real Rasa server, run and asked as the house does it."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.footprint import resident_mb
from benchmarks.understanding.home import rich_home
from benchmarks.understanding.judge import COMPLAINT, Meaning, Row, is_act, is_wanted, meaning_of, verdict
from benchmarks.understanding.rows import sources
from benchmarks.understanding.show import Show
from benchmarks.understanding.tally import ALL, LEGEND, Tally, times_line
from bot.config_sections import RasaSettings
from bot.rasa.environment import find_environment
from bot.rasa.keeper import ModelKeeper
from bot.rasa.models import Model, Models
from bot.rasa.opinion import TrainedOpinion
from bot.rasa.server import RasaServer
from bot.second_opinion import SecondOpinion
from nlu.engine import Engines, load_engines
from nlu.engines.base import Focus
from nlu.engines.trained import ENOUGH
from nlu.guess import Guess

BUILT_IN, ALONE, CHAIN = "built-in", "rasa alone", "chain"
_PATIENCE_S = 10.0
# longer than the house waits: a busy machine must not change what is understood
_UP_WITHIN_S = 600.0
_ROUND_TRIPS = 100
_ABOUT = f"""\
  built-in:   what understands without a server
  rasa alone: its first intent, from a confidence of {ENOUGH:g} on, taken as said: no grammar, no gate, no
              words of the home; the intent gives the mood (query.…: a question; talk: chat; else: done)
  chain:      built-in first, Rasa for what it did not place, its guess under the house's rules"""


@dataclass(slots=True)
class Asked:
    """Passes questions on to the trained engine; remembers the last answer and how long each took."""

    opinion: TrainedOpinion
    last: Guess | None = None
    times: list[float] = field(default_factory=list)
    silent: int = 0
    # no answer at all

    @property
    def sure_from(self) -> float:
        """As the model says."""
        return self.opinion.sure_from

    async def guess(self, text: str) -> Guess | None:
        """Timed."""
        began = time.perf_counter()
        self.last = await self.opinion.guess(text)
        self.times.append(time.perf_counter() - began)
        self.silent += self.last is None
        return self.last


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers."""

    server: RasaServer
    opinion: TrainedOpinion
    model: Model
    start_s: float

    def memory_mb(self) -> float:
        """Resident, of the process and its children."""
        return sum(resident_mb(self.server.pid).values()) if self.server.pid is not None else 0.0

    async def round_trip_s(self) -> float:
        """The floor: a question to the same server that needs no model."""
        times = []
        for _ in range(_ROUND_TRIPS):
            began = time.perf_counter()
            await self.server.client.status()
            times.append(time.perf_counter() - began)
        return statistics.median(times)


@asynccontextmanager
async def serving(models: Models, engines: Engines) -> AsyncIterator[Served]:
    """A server of our own with the current one of these models; nothing there is changed."""
    environment = find_environment(None)
    model = models.current()
    if problem := environment.problem() or models.problem:
        raise SystemExit(problem)
    if model is None:
        raise SystemExit(f"{models.folder} has no model: run `jipsa nlu train`.")
    with tempfile.TemporaryDirectory() as name:
        server = RasaServer(Path(name) / "server", environment, _PATIENCE_S)
        keeper = ModelKeeper(server.client, models, intents=engines.trained.contract, server=server)
        opinion = TrainedOpinion(server.client, keeper, server)
        began = time.perf_counter()
        opinion.start()
        try:
            async with asyncio.timeout(_UP_WITHIN_S):
                while keeper.serving is None:
                    if keeper.refused is not None or server.problem is not None:
                        raise SystemExit(keeper.refused or server.problem)
                    await asyncio.sleep(0.2)
            yield Served(server, opinion, model, time.perf_counter() - began)
        finally:
            await opinion.stop()


async def measure_trained(folder: Path, models: Models, show: Show | None) -> None:
    """Print built-in, Rasa alone and the chain for all rows, from one run."""
    engines, home = load_engines(), rich_home()
    engines.built_in.understand("켜 on", home, Focus())
    tally = Tally()
    built_in, chain, shown = [], [], 0
    async with serving(models, engines) as served:
        asked = Asked(served.opinion)
        second = SecondOpinion(engines.trained, asked)
        before_mb, floor_s = served.memory_mb(), await served.round_trip_s()
        for name, rows in sources(folder):
            for row in rows:
                began = time.perf_counter()
                read = engines.built_in.understand(row["text"], home, Focus())
                placed = time.perf_counter()
                asked.last = None
                opinion = await second(read, home)
                chain.append(time.perf_counter() - began)
                built_in.append(placed - began)
                shown += asked.last is not None
                guess = asked.last or await asked.guess(read.normalized)
                sections = _sections(name, row, placed=bool(read.intents))
                meanings = {BUILT_IN: meaning_of(read), ALONE: alone(guess), CHAIN: meaning_of(opinion)}
                tally.wanted.update(sections if is_wanted(row) else ())
                for engine, meaning in meanings.items():
                    tally.add(sections, engine, verdict(row, meaning))
                if show is not None:
                    show.row(name, row, meanings, guess)
        after_mb = served.memory_mb()
    print(f"jipsa with its trained engine {served.model.name}\n{_ABOUT}\n{LEGEND}")
    print("\n".join(tally.lines()))
    wrong, more = tally.total(BUILT_IN, "acted"), tally.total(CHAIN, "acted") - tally.total(BUILT_IN, "acted")
    print(f"wrongly acted: the built-in engine {wrong}, the chain {more} more; shown to Rasa: {shown} rows")
    _print_costs(served, asked, {BUILT_IN: built_in, ALONE: asked.times, CHAIN: chain}, floor_s)
    print(f"memory of the Rasa process: {before_mb:.0f} MB with its model, {after_mb:.0f} MB after all rows")


def alone(guess: Guess | None) -> Meaning:
    """What Rasa says, taken as said."""
    name, confidence = guess.ranking[0] if guess is not None and guess.ranking else ("", 0.0)
    if confidence < ENOUGH:
        return Meaning("chat", frozenset())
    acts = is_act(name)
    mood = "command" if acts else "question" if name.startswith("query.") else "chat"
    return Meaning(mood, frozenset((name,)), acts=acts, asks=name == COMPLAINT)


def _sections(name: str, row: Row, *, placed: bool) -> list[str]:
    found = [name, f"{ALL}{row['lang']}"]
    if not placed:
        # in scope, this is free wording
        found.append(f"free wording (the built-in engine placed nothing), {row['lang']}")
    return found


def _print_costs(served: Served, asked: Asked, times: dict[str, list[float]], floor_s: float) -> None:
    for engine, taken in times.items():
        ratio = statistics.median(taken) / floor_s
        print(f"  {engine:12}{times_line(taken)}, p50 {ratio:.2f} x an empty round trip to that server")
    house_s = RasaSettings().timeout_s
    late = sum(one > house_s for one in asked.times)
    print(
        f"  the empty round trip: p50 {floor_s * 1e3:.2f} ms; ready after {served.start_s:.0f} s; of "
        f"{len(asked.times)} questions to Rasa {late} took longer than the house waits ({house_s:g} s), "
        f"{asked.silent} had no answer"
    )
