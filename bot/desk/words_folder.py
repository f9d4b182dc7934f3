"""Where a home keeps its own intent files, what makes them good, and what there is to say of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.house import Check
from nlu.contract import Contract
from nlu.errors import LanguageError
from nlu.examples import Training, training_of
from nlu.training.contract import check_training
from nlu.yaml_checks import read_folder

MOST = 5_000
"""Sentences and words of one home."""


@dataclass(frozen=True, slots=True)
class WordsFolder:
    """The folder of a home's own intent files."""

    path: Path
    needed: bool = False
    # the config names it: then it is a fault when it is not there

    def files(self) -> dict[str, bytes]:
        """Names and contents. Raises LanguageError."""
        if self.needed and not self.path.exists():
            reason = f"there is no folder {self.path}: make it, or correct nlu.intents in the config"
            raise LanguageError(self.path.name, 0, "", reason)
        return read_folder(self.path)


def checked(files: Mapping[str, bytes], contract: Contract) -> Training:
    """What the files of a home teach. Raises LanguageError."""
    training = training_of(files, MOST)
    check_training(training, contract)
    return training


def words_line(
    folder: Path, problem: LanguageError | None, files: int = 0, sentences: int = 0, words: int = 0
) -> Check:
    """The line of health about the files of a folder."""
    if problem is not None:
        fault = str(problem) if str(problem).endswith(".") else f"{problem}."
        text = f"In {folder}: {fault} Until that is mended the last good words stay in use."
    elif not files:
        text = f"None so far: intent files go into {folder}."
    else:
        counts = [_count(files, "file"), _count(sentences, "sentence"), _count(words, "word")]
        text = f"{', '.join(counts)}, in {folder}."
    return Check("own words", problem is None, text, optional=True)


def _count(number: int, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{number} {thing}s"
