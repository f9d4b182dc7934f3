"""A folder of intent files and the words made from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from appliance_bridge.command import Risk
from bot.desk.changes import Changes
from bot.desk.examiner import Examiner, Surroundings, Words
from bot.desk.last_good import LastGood
from bot.desk.own_words import Around, OwnWords, Trouble
from bot.desk.stakes import Stakes
from bot.desk.versions import OwnVersions
from bot.desk.words_folder import WordsFolder
from bot.plan import CommandStep, Plan
from nlu.engine import Engines, load_engines
from nlu.engines.base import Focus
from nlu.understanding import Understanding
from nlu.vocabulary import Thing, Vocabulary

HEAD = 'version: "3.1"\nnlu:\n'
HOME = Vocabulary((Thing("lamp", "light", ("빛나리",), ("거실",)), Thing("box", "tv", ())), "1")


def lesson(*sentences: str, intent: str = "social.greet") -> str:
    """A good file."""
    return f"{HEAD}- intent: {intent}\n  examples: |\n" + "".join(f"    - {one}\n" for one in sentences)


@dataclass
class Joined:
    """The home that words are joined to, and what it hears."""

    heard: Sequence[str] = ()
    told: list[str | None] = field(default_factory=list)
    took: list[Words] = field(default_factory=list)
    now: float = 1_800_000_000.0
    risky: str = "lock"
    # the capability of which everything needs a PIN

    async def surroundings(self) -> Surroundings:
        return Surroundings(
            lambda _: HOME, self.heard, Stakes(self.plan), Focus(), frozenset(("lamp", "box"))
        )

    def plan(self, read: Understanding) -> Plan:
        steps = []
        for intent in read.intents:
            capability, _, action = intent.name.partition(".")
            risk: Risk = "secure" if capability == self.risky else "normal"
            steps.append(CommandStep("lamp", capability, action, risk=risk))
        return Plan(tuple(steps))

    async def news(self, trouble: Trouble | None) -> None:
        self.told.append(None if trouble is None else str(trouble))

    def clock(self) -> float:
        self.now += 1
        return self.now


@dataclass(frozen=True)
class Folder:
    """A home's folder, its copy, and engines that know nothing but it."""

    path: Path
    last_good: Path
    engines: Engines

    def save(self, text: str, name: str = "own.yml") -> None:
        """As editors do that write in place."""
        self.path.mkdir(parents=True, exist_ok=True)
        (self.path / name).write_text(text, encoding="utf-8")

    def words(self, *, needed: bool = False) -> OwnWords:
        """As at a start of the house."""
        examiner = Examiner(self.engines, ("light", "tv"))
        return OwnWords(examiner, WordsFolder(self.path, needed), LastGood(self.last_good))

    async def join(self, words: OwnWords, home: Joined | None = None) -> Changes:
        """As once the house runs."""
        home = home or Joined()
        versions = OwnVersions(self.path.with_name("history"))
        say: Callable[..., str] = lambda finding: finding.kind  # noqa: E731
        await words.start(Around(home.surroundings, home.took.append, versions, home.news, say, home.clock))
        return Changes(words, versions)


def meaning(words: OwnWords, text: str) -> str:
    """The intents of a text now."""
    read = words.engine.understand(text, HOME, Focus())
    return " ".join(one.name for one in read.intents)


@pytest.fixture(scope="session")
def engines() -> Engines:
    return replace(load_engines(), shipped=())


@pytest.fixture
def folder(tmp_path: Path, engines: Engines) -> Folder:
    return Folder(tmp_path / "intents", tmp_path / "intents.last-good", engines)
