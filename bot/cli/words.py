"""The home's own intent files, looked through before a house reads them: every fault, not only the first."""

from bot.cli.common import ERROR, OK, complain, out
from bot.desk.words_folder import WordsFolder, faults_of
from nlu.contract import Contract
from nlu.errors import LanguageError


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
    found = faults_of(files, contract)
    for fault in found:
        complain(f"{folder.path / fault.file}, {str(fault).removeprefix(f'{fault.file}, ')}")
    if not found:
        count = "1 intent file" if len(files) == 1 else f"{len(files)} intent files"
        out(f"{count} of your own in {folder.path}: fine.")
    return ERROR if found else OK
