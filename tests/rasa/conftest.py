"""A house as it ships whose second opinion is the real Rasa, trained on what ships."""

import contextlib
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.app import build
from bot.options import RunOptions
from bot.rasa.engine import trained_engine
from bot.rasa.environment import Environment
from bot.rasa.models import models_folder
from bot.rasa.opinion import TrainedOpinion
from nlu.guess import Guess
from tests.end_to_end.conftest import Family, settings_for, settled
from tests.support.rasa import rasa_environment
from tests.support.shipped_rasa import shipped_models
from tests.support.waiting import until

START_S = 240
# a busy computer of CI
PATIENT_S = 10.0
# no row goes untried because the computer is slow
LINES = pytest.StashKey[list[str]]()


class Witness:
    """The house's second opinion, and what was asked of it."""

    def __init__(self, opinion: TrainedOpinion) -> None:
        self.start, self.stop, self.check = opinion.start, opinion.stop, opinion.check
        self.asked: list[str] = []
        self.unanswered: list[str] = []
        self.opinion = opinion

    @property
    def sure_from(self) -> float:
        return self.opinion.sure_from

    async def guess(self, text: str) -> Guess | None:
        self.asked.append(text)
        guess = await self.opinion.guess(text)
        if guess is None:
            self.unanswered.append(text)
        return guess


@dataclass(frozen=True)
class AdvisedHouse:
    """One for all tests; whoever changes it puts it back."""

    family: Family
    opinion: Witness
    state_dir: Path

    async def advised(self) -> None:
        """Wait until its Rasa answers; fail with what health says, at once when a model is refused."""
        check = self.opinion.check
        with contextlib.suppress(AssertionError):
            await until(lambda: check().ok or "not used" in check().text, START_S)
        assert check().ok, check().text

    async def serves(self, name: str) -> None:
        """Wait until this model answers."""
        await until(lambda: f"answers, with the model {name}" in self.opinion.check().text, START_S)

    @property
    def rasa_pid(self) -> int:
        """The process of its Rasa."""
        server = self.opinion.opinion._server
        assert server is not None and server.pid is not None
        return server.pid


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[AdvisedHouse]:
    """It runs, and its Rasa answers."""
    environment, witnesses = rasa_environment(), []
    state_dir = tmp_path_factory.mktemp("advised") / "state"
    shutil.copytree(shipped_models(Environment(environment)), models_folder(state_dir))

    def witnessed(*args: Any) -> Witness:
        opinion = trained_engine(*args)
        assert isinstance(opinion, TrainedOpinion)
        witnesses.append(Witness(opinion))
        return witnesses[-1]

    async with AsyncExitStack() as stack:
        nlu = {"engine": "rasa", "rasa": {"environment": str(environment), "timeout_s": PATIENT_S}}
        settings = settings_for(state_dir.parent, nlu=nlu)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.app.trained_engine", witnessed)
            family = await settled(await build(settings, RunOptions(port=0), stack))
        [witness] = witnesses
        running = AdvisedHouse(family, witness, state_dir)
        await running.advised()
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def advised(house: AdvisedHouse) -> AdvisedHouse:
    """Also after a test that killed its Rasa; what was asked before is forgotten."""
    await house.advised()
    house.opinion.asked.clear()
    house.opinion.unanswered.clear()
    return house


@dataclass(frozen=True)
class Tally:
    """Notes what a table came to; it is shown when all tests have ended."""

    opinion: Witness
    lines: list[str]

    def __call__(self, rows: str, number: int, counts: Mapping[str, int]) -> None:
        """So many rows; counts: of what they led to."""
        found = {"asked of Rasa": len(self.opinion.asked), **counts}
        self.lines.append(f"{number} {rows}: " + ", ".join(f"{key} {value}" for key, value in found.items()))


@pytest.fixture
def tally(advised: AdvisedHouse, request: pytest.FixtureRequest) -> Tally:
    """For one table."""
    return Tally(advised.opinion, request.config.stash.setdefault(LINES, []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """What the tables came to."""
    for line in config.stash.get(LINES, []):
        terminalreporter.write_line(line)
