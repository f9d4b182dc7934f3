"""Own words looked at before they count: by the home that runs, or here, without any."""

import asyncio
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from appliance_bridge.catalogue import load_catalogue
from bot.cli.api import Api, Target, find, running
from bot.cli.common import state_of
from bot.cli.home_words import appliances_in, home_appliances
from bot.cli.still_home import surroundings
from bot.config import Settings, load_settings
from bot.desk.examiner import Examiner, Words
from bot.desk.verdict import Verdict
from bot.desk.words_folder import WordsFolder
from bot.errors import UserError
from bot.messengers.plain_text import printable
from bot.web.desk_views import verdict_json
from bot.wording.faults import remark_text
from bot.wording.phrases import load_phrases
from nlu.engine import load_engines
from nlu.errors import LanguageError
from nlu.yaml_checks import read_folder, tree_of

HOW = "name its appliances with --home FILE, as `jipsa appliances --json` prints them"

_OF_A_HOME = ("step_", "unknown_")
# kinds of findings; a word that is unknown here may be known there


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look at, as the command line names it."""

    folder: Path | None = None
    # None: that of the home
    home: Path | None = None
    # a file with its appliances: then no home is asked
    config: Path | None = None
    url: str | None = None
    token: str | None = None
    state_dir: Path | None = None
    messages: Path | None = None
    # sentences for the replay: then it is done here
    against: Path | None = None
    # the folder that is in use; None: nothing of one's own
    tests: bool = False
    # they count, though no home is known and names of appliances neither

    def settings(self) -> Settings:
        """Of the config."""
        return load_settings(self.config)

    def state(self) -> Path:
        """The state folder."""
        return state_of(self.settings().state_dir, self.config, self.state_dir)

    def running(self) -> Target | None:
        """The home that runs, if one does and none is named."""
        return None if self.home is not None else running(self.url, self.token, self.state())

    def needed(self) -> Target:
        """The home that runs. Raises UserError when none does."""
        return find(self.url, self.token, self.state())


@dataclass(frozen=True, slots=True)
class Looked:
    """A verdict, and what it is about."""

    verdict: dict[str, Any]
    # as the API has it
    folder: str
    files: int
    in_a_home: bool
    # else names of appliances were unknown
    left_out: bool = False
    # there are tests or steps of commands, which only a home can tell about


def look(asked: Asked) -> Looked:
    """Say all there is to say about a folder; nothing is changed. Raises UserError."""
    if asked.folder is not None:
        _must_be_there(asked.folder)
    target = asked.running()
    if target is None or asked.messages is not None:
        return _here(asked, target)
    return asyncio.run(_there(target, asked.folder))


async def _there(target: Target, folder: Path | None) -> Looked:
    async with Api(target) as api:
        told = await api.words()
        if folder is None and target.here and is_folder(Path(told["folder"])):
            # newer than what was read last
            folder = Path(told["folder"])
        if folder is None:
            pending = told["pending"]
            broken = pending is not None and pending["why"] == "broken"
            verdict = pending if broken else await api.check({})
            return Looked(verdict, str(told["folder"]), len(told["files"]), True)
        try:
            texts = {name: _text(name, raw) for name, raw in read_folder(folder).items()}
        except LanguageError as error:
            return Looked(_json(Verdict((error,), why="broken")), str(folder), 1, True)
        known = {one["name"]: one["text"] for one in told["files"]}
        edit: dict[str, str | None] = {name: None for name in known if name not in texts}
        edit |= {name: text for name, text in texts.items() if known.get(name) != text}
        return Looked(await api.check(edit), str(folder), len(texts), True)


def _here(asked: Asked, target: Target | None) -> Looked:
    """Without the help of a home, but for its appliances, if it runs."""
    settings = asked.settings()
    folder = asked.folder or settings.nlu.words_folder(asked.state())
    heard = [] if asked.messages is None else sentences_in(asked.messages)
    if asked.home is not None:
        appliances = appliances_in(asked.home)
    else:
        appliances = [] if target is None else asyncio.run(home_appliances(target))
    in_a_home = asked.home is not None or target is not None
    try:
        files = WordsFolder(folder, needed=settings.nlu.intents is not None and asked.folder is None).files()
    except LanguageError as error:
        return Looked(_json(Verdict((error,), why="broken")), str(folder), 1, in_a_home)
    catalogue = load_catalogue()
    try:
        examiner = Examiner(load_engines(), catalogue.types)
    except LanguageError as error:
        raise UserError(str(error)) from error
    home = surroundings(appliances, heard, catalogue, settings.home.language)
    verdict = examiner.examine(files, _live(examiner, asked.against), home).verdict
    counts = verdict if in_a_home else _without_home(verdict, asked)
    return Looked(_json(counts), str(folder), len(files), in_a_home, left_out=counts != verdict)


def _without_home(verdict: Verdict, asked: Asked) -> Verdict:
    """Without what only a home can tell: whether it has what tests and steps of commands are about."""
    kept = tuple(
        one for one in verdict.findings if one.level == "error" or not one.kind.startswith(_OF_A_HOME)
    )
    if asked.tests:
        return replace(verdict, findings=kept)
    why = None if verdict.why == "tests" else verdict.why
    return replace(verdict, findings=kept, failed=(), tests=0, why=why)


def _live(examiner: Examiner, folder: Path | None) -> Words:
    if folder is not None:
        _must_be_there(folder)
    try:
        return examiner.read({} if folder is None else read_folder(folder))
    except LanguageError as error:
        raise UserError(printable(f"In {folder}: {error}")) from error


def _must_be_there(folder: Path) -> None:
    if not is_folder(folder):
        there = folder.is_file()
        raise UserError(f"{folder} is a file: name its folder." if there else f"There is no folder {folder}.")


def is_folder(path: Path) -> bool:
    """Whether there is one. Raises UserError when nobody may know."""
    try:
        return path.is_dir()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {(error.strerror or 'unknown reason').lower()}.") from error


def sentences_in(file: Path) -> list[str]:
    """One on each line. Raises UserError."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(f"{file} cannot be read: {(error.strerror or 'unknown reason').lower()}.") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{file} is not in UTF-8: save it as UTF-8.") from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def _text(name: str, raw: bytes) -> str:
    """As it is sent. Raises LanguageError for what is no text."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        tree_of(raw, name)
        raise


def _json(verdict: Verdict) -> dict[str, Any]:
    phrases = cache(load_phrases)
    return verdict_json(verdict, lambda remark, language: remark_text(remark, phrases(language)))
