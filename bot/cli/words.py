"""The home's own intent files, looked through before a house reads them: every fault, not only the first."""

from collections.abc import Mapping

from bot.cli.common import ERROR, OK, complain, out
from bot.desk.words_folder import WordsFolder, checked
from nlu.contract import Contract
from nlu.errors import LanguageError
from nlu.examples import training_of
from nlu.training.contract import faults


def look_through(folder: WordsFolder, contract: Contract) -> int:
    """Say what is wrong in the folder, each with file and line, or that nothing is."""
    try:
        files = folder.files()
    except LanguageError as error:
        complain(str(error))
        return ERROR
    if not files:
        out(f"There are no intent files of your own: they go into {folder.path}.")
        return OK
    found = _faults(files, contract)
    for fault in found:
        complain(f"{folder.path / fault.file}, {str(fault).removeprefix(f'{fault.file}, ')}")
    if not found:
        count = "1 intent file" if len(files) == 1 else f"{len(files)} intent files"
        out(f"{count} of your own in {folder.path}: fine.")
    return ERROR if found else OK


def _faults(files: Mapping[str, bytes], contract: Contract) -> list[LanguageError]:
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
