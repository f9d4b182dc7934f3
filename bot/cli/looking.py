"""Own words looked at before they count: by the home that runs, or here, without any."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bot.cli.api import Api, Target, running
from bot.cli.common import state_of
from bot.cli.home_words import appliances_in, home_appliances
from bot.config import Settings, load_settings
from bot.desk.verdict import Verdict
from bot.desk.words_folder import WordsFolder
from bot.errors import UserError
from bot.message import Language
from nlu.errors import LanguageError
from nlu.yaml_checks import read_folder, tree_of


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

    def settings(self) -> Settings:
        """Of the config."""
        return load_settings(self.config)

    def state(self) -> Path:
        """The state folder."""
        return state_of(self.settings(), self.config, self.state_dir)

    def running(self) -> Target | None:
        """The home that runs, if one does."""
        return running(self.url, self.token, self.state())


@dataclass(frozen=True, slots=True)
class Looked:
    """A verdict, and what it is about."""

    verdict: dict[str, Any]
    # as the API has it
    folder: str
    files: int
    in_a_home: bool
    # else names of appliances were unknown, and no test counts


def look(asked: Asked) -> Looked:
    """Say all there is to say about a folder; nothing is changed. Raises UserError."""
    if asked.folder is not None and not asked.folder.exists():
        raise UserError(f"There is no folder {asked.folder}.")
    target = asked.running()
    if target is None or asked.home is not None or asked.messages is not None:
        return _here(asked, target)
    return asyncio.run(_there(target, asked.folder))


async def _there(target: Target, folder: Path | None) -> Looked:
    async with Api(target) as api:
        told = await api.words()
        if folder is None and target.here:
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
    from appliance_bridge.catalogue import load_catalogue
    from bot.cli.still_home import surroundings
    from bot.desk.examiner import Examiner
    from nlu.engine import load_engines

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
    try:
        catalogue = load_catalogue()
        examiner = Examiner(load_engines(), catalogue.types)
        before = {} if asked.against is None else read_folder(_existing(asked.against))
        live = examiner.read(before)
    except LanguageError as error:
        at = "" if asked.against is None else f"{asked.against}: "
        raise UserError(f"{at}{error}") from error
    home = surroundings(appliances, heard, catalogue, settings.home.language)
    verdict = examiner.examine(files, live, home).verdict
    return Looked(_json(verdict), str(folder), len(files), in_a_home)


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}.")
    return folder


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
    from bot.web.desk_views import verdict_json
    from bot.wording.findings import finding_text
    from bot.wording.phrases import load_phrases

    phrases = cache(load_phrases)
    return verdict_json(verdict, lambda finding, language: finding_text(finding, phrases(language)))
