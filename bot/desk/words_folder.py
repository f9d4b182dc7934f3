"""Where a home keeps its own intent files, what makes them good, and what there is to say of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.desk.verdict import Verdict
from bot.house import Check
from nlu.contract import Contract
from nlu.errors import LanguageError
from nlu.examples import Training, training_of
from nlu.training.contract import check_training, faults
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


def faults_of(files: Mapping[str, bytes], contract: Contract) -> list[LanguageError]:
    """All that is wrong in the files of a home, not only the first fault."""
    found: list[LanguageError] = []
    for name, raw in files.items():
        try:
            found += faults(training_of({name: raw}), contract)
        except LanguageError as error:
            found.append(error)
    if not found:
        try:
            checked(files, contract)
        except LanguageError as error:
            # what only all of them together do wrong
            found.append(error)
    return found


def words_line(folder: Path, problem: LanguageError | None, files: int, training: Training) -> Check:
    """The line of health about the files of a folder."""
    if problem is not None:
        fault = str(problem) if str(problem).endswith(".") else f"{problem}."
        text = f"In {folder}: {fault} Until that is mended the last good words stay in use."
    elif not files:
        text = f"None so far: intent files go into {folder}."
    else:
        counts = [_count(files, "file"), _count(len(training.examples), "sentence")]
        counts += [_count(len(training.synonyms), "word")]
        counts += [_count(len(training.commands), "command")] if training.commands else []
        text = f"{', '.join(counts)}, in {folder}."
    return Check("own words", problem is None, text, optional=True)


def held_line(folder: Path, held: Verdict) -> Check:
    """The line of health about files that are fine, but not taken."""
    if held.why == "tests":
        one = held.failed[0]
        place = f"{one.test.file}, line {one.test.line}"
        why = f'{place}: "{one.test.say}" would mean {one.means}, not {one.test.means}.'
    else:
        worse = [one for one in held.effect.changed if one.worse]
        why = f'"{worse[0].text}" was said lately, and would now do something risky.'
    how = "`jipsa nlu replay` shows all, `jipsa nlu replay --use-anyway` takes the files as they are."
    text = f"In {folder}: {why} So they are not used, and the last good words stay. {how}"
    return Check("own words", False, text, optional=True)


def _count(number: int, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{number} {thing}s"
