"""The words of one home: its folder of intent files, live. A broken one changes nothing in the engine."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.desk.last_good import LastGood
from bot.desk.live_engine import LiveEngine
from bot.desk.words_folder import WordsFolder, checked, words_line
from bot.house import Check
from nlu.engine import Engines
from nlu.engines.base import Focus
from nlu.errors import LanguageError
from nlu.examples import Example, Training
from nlu.vocabulary import Vocabulary

log = logging.getLogger(__name__)

News = Callable[[LanguageError | None], Awaitable[None]]
"""Told once of each new fault, and once, with None, when all is well again."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What the folder held when it was read."""

    mark: str
    # the same for the same content
    files: int = 0
    sentences: int = 0
    words: int = 0
    engines: Engines | None = None
    # None: broken
    problem: LanguageError | None = None


class OwnWords:
    """Holds the engine of the house, and exchanges it when the folder has changed and is good."""

    def __init__(self, shipped: Engines, folder: WordsFolder, last_good: LastGood) -> None:
        """Reads the folder; when it is broken the last good copy, and when there is none what ships."""
        self._shipped = shipped
        self._folder = folder
        self._last_good = last_good
        self._vocabulary: Callable[[], Vocabulary] | None = None
        self._news: News | None = None
        self._reading = asyncio.Lock()
        self._found = self._read(None)
        self.engine = LiveEngine(self._found.engines or self._of_last_good())

    def start(self, vocabulary: Callable[[], Vocabulary], news: News) -> None:
        """Whose words new engines are made ready for, and who is told of faults."""
        self._vocabulary, self._news = vocabulary, news
        if self._found.problem is not None:
            log.error(self.check().text)

    async def reload(self) -> bool:
        """Read the folder again if it changed; False: it is broken, and the last good words go on."""
        async with self._reading:
            vocabulary = None if self._vocabulary is None else self._vocabulary()
            before = self._found
            found = await asyncio.to_thread(self._read, vocabulary, before)
            self._found = found
            if found.engines is not None:
                self.engine.engines = found.engines
        if found is not before:
            await self._tell(before.problem, found.problem)
        return found.problem is None

    async def taught(self, example: Example) -> None:
        """A sentence that was just written to the folder: understood from now on, whatever else is broken."""
        if not await self.reload():
            self.engine.engines.examples.learn((example,))

    def check(self) -> Check:
        """How the words of the home are."""
        found = self._found
        return words_line(self._folder.path, found.problem, found.files, found.sentences, found.words)

    async def _tell(self, before: LanguageError | None, now: LanguageError | None) -> None:
        if now is not None and str(now) != str(before):
            log.error(self.check().text)
        elif now is None:
            log.info("Own words: %s", self.check().text)
        if self._news is None or str(now) == str(before):
            return
        try:
            await self._news(now)
        except Exception:
            # who is told must never keep the words from being read
            log.exception("the news about the own words could not be told")

    def _read(self, vocabulary: Vocabulary | None, before: _Found | None = None) -> _Found:
        """What the folder holds, or `before` itself when that is the same. Never raises."""
        mark = ""
        try:
            files = self._folder.files()
            mark = _mark(files)
            if before is not None and before.mark == mark:
                return before
            training = checked(files, self._shipped.trained.contract)
            engines = self._shipped.of_home(training, None if before is None else self.engine.engines)
            if vocabulary is not None:
                # the first message need not wait until this home's words are compiled
                engines.built_in.understand("", vocabulary, Focus())
        except LanguageError as error:
            mark = mark or str(error)
            return before if before is not None and before.mark == mark else _Found(mark, problem=error)
        except Exception as error:
            log.exception("a fault of ours: the files of %s could not be used", self._folder.path)
            reason = f"Jipsa itself failed on it ({error}). Undo the last change, and tell who makes Jipsa"
            return _Found(mark, problem=LanguageError(self._folder.path.name, 0, "", reason))
        self._keep(files)
        return _Found(mark, len(files), len(training.examples), len(training.synonyms), engines)

    def _keep(self, files: Mapping[str, bytes]) -> None:
        try:
            kept = self._last_good.files()
        except LanguageError:
            kept = None
        try:
            if kept != files:
                self._last_good.keep(files)
        except OSError as error:
            log.warning("No copy of the own words could be kept: %s", error)

    def _of_last_good(self) -> Engines:
        try:
            kept = checked(self._last_good.files(), self._shipped.trained.contract)
        except LanguageError as error:
            log.warning("The copy of the last good words is broken, too: %s", error)
            kept = Training()
        return self._shipped.of_home(kept)


def _mark(files: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name, content in files.items():
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()
