"""A folder of intent files and the words made from it."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.desk.last_good import LastGood
from bot.desk.own_words import OwnWords
from bot.desk.words_folder import WordsFolder
from nlu.engine import Engines, load_engines
from nlu.engines.base import Focus
from nlu.vocabulary import Thing, Vocabulary

HEAD = 'version: "3.1"\nnlu:\n'
HOME = Vocabulary((Thing("lamp", "light", ("빛나리",), ("거실",)), Thing("box", "tv", ())), "1")


def lesson(*sentences: str, intent: str = "social.greet") -> str:
    """A good file."""
    return f"{HEAD}- intent: {intent}\n  examples: |\n" + "".join(f"    - {one}\n" for one in sentences)


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
        return OwnWords(self.engines, WordsFolder(self.path, needed), LastGood(self.last_good))


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
