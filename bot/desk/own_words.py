"""The words of one home, live: its folder of intent files, examined before it takes the place of the last."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from appliance_bridge.tasks import end
from bot.desk.examiner import Examined, Examiner, Surroundings, Words
from bot.desk.last_good import LastGood
from bot.desk.live_engine import LiveEngine
from bot.desk.marks import mark_of
from bot.desk.verdict import Verdict
from bot.desk.version import About, How, Versions
from bot.desk.words_folder import WordsFolder, held_line, words_line
from bot.house import Check
from nlu.errors import LanguageError
from nlu.finding import Finding

log = logging.getLogger(__name__)

_WARM_AFTER_S = 20.0
# a house has better things to do in its first moments


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why what the folder holds is not in use."""

    verdict: Verdict
    problem: LanguageError | None = None
    # the first fault; None: nothing is broken, but the verdict speaks against it
    finding: Finding | None = None
    # the same, when it is a finding that makes them broken

    def __str__(self) -> str:
        """The same for the same trouble."""
        return f"{self.verdict.why} {self.verdict.mark}" if self.problem is None else str(self.problem)


News = Callable[[Trouble | None], Awaitable[None]]
"""Told once of each new trouble, and once, with None, when all is well again."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the words are joined to once the home runs."""

    home: Callable[[], Awaitable[Surroundings]]
    took: Callable[[Words], None]
    # called with all that goes live, also with the first
    versions: Versions
    news: News
    say: Callable[[Finding], str]
    # in English
    clock: Callable[[], float]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the folder held when it was read last."""

    mark: str
    files: Mapping[str, bytes]
    trouble: Trouble | None = None


class OwnWords:
    """Holds the engine of the house, and exchanges it for what is good. Who changes files holds `turn`."""

    def __init__(self, examiner: Examiner, folder: WordsFolder, last_good: LastGood) -> None:
        """Begins with the last good copy, without one with the folder, and else with what ships."""
        self._examiner = examiner
        self._last_good = last_good
        self._around: Around | None = None
        self._warming: asyncio.Task[None] | None = None
        self.folder = folder
        self.turn = asyncio.Lock()
        self._examining = asyncio.Lock()
        kept = self._of_last_good()
        self.live, self.seen = self._first_look(kept)
        self.engine = LiveEngine(self.live.engines)

    async def start(self, around: Around) -> None:
        """From now on a change is tried in the home before it is live, and told."""
        self._around = around
        around.took(self.live)
        await asyncio.to_thread(self._version, self.live, About(around.clock(), None, "start", "start"))
        if self.seen.trouble is not None:
            log.error(self.check().text)
        self._warming = asyncio.create_task(self._warm_up(), name="warm the examiner up")

    async def stop(self) -> None:
        """No change comes after this."""
        await end(self._warming)

    async def reload(self) -> bool:
        """Read the folder again if it changed; False: it is not used, and the last good words go on."""
        async with self.turn:
            before = self.seen
            try:
                files = await asyncio.to_thread(self.folder.files)
            except LanguageError as error:
                self.seen = _Seen(str(error), before.files, _broken(error))
            else:
                mark = mark_of(files)
                if mark == before.mark:
                    return before.trouble is None
                if mark == self.live.mark:
                    self.seen = _Seen(mark, files)
                else:
                    await self._consider(files)
        await self._tell(before.trouble)
        return self.seen.trouble is None

    async def examine(self, files: Mapping[str, bytes]) -> Examined:
        """All there is to say about these files in place of the live ones. Never raises LanguageError."""
        home = None if self._around is None else await self._around.home()
        try:
            async with self._examining:
                return await asyncio.to_thread(self._examiner.examine, files, self.live, home)
        except Exception as error:
            log.exception("a fault of ours: the files of %s could not be used", self.folder.path)
            reason = f"Jipsa itself failed on it ({error}). Undo the last change, and tell who makes Jipsa"
            fault = LanguageError(self.folder.path.name, 0, "", reason)
            return Examined(Verdict((fault,), why="broken", mark=mark_of(files)))

    async def drafted(self, files: Mapping[str, bytes]) -> Words:
        """The words of these files, nothing tried; they go nowhere. Raises LanguageError."""
        return await asyncio.to_thread(self._examiner.read, files, self.live.engines)

    async def take(self, words: Words, about: About) -> str | None:
        """These are the words from now on; the version they are kept under. Only with `turn`."""
        self.live = words
        self.engine.engines = words.engines
        if self._around is not None:
            self._around.took(words)
        return await asyncio.to_thread(self._kept, words, about)

    async def saw(self, files: Mapping[str, bytes], examined: Examined | None = None) -> None:
        """The folder holds these now; examined: why they are not live. Only with `turn`."""
        before = self.seen
        trouble = None if examined is None else self._trouble(examined.verdict)
        self.seen = _Seen(mark_of(files), files, trouble)
        await self._tell(before.trouble)

    def check(self) -> Check:
        """How the words of the home are."""
        trouble = self.seen.trouble
        problem = None if trouble is None else trouble.problem
        if trouble is not None and problem is None:
            return held_line(self.folder.path, trouble.verdict)
        return words_line(self.folder.path, problem, len(self.live.files), self.live.training)

    def about(
        self, examined: Examined, by: str | None, how: How, what: str, *, forced: bool = False
    ) -> About:
        """What the history says of a change that was examined."""
        effect = examined.verdict.effect
        worse = sum(one.count for one in effect.changed if one.worse)
        at = 0.0 if self._around is None else self._around.clock()
        changed = sum(one.count for one in effect.changed)
        return About(at, by, how, what, effect.of, changed, worse, forced)

    # --- within

    async def _warm_up(self) -> None:
        """What is only read once is read before the first change waits for it."""
        await asyncio.sleep(_WARM_AFTER_S)
        await self.examine(self.live.files)

    async def _consider(self, files: Mapping[str, bytes]) -> None:
        """Somebody saved files: live if nothing speaks against them."""
        examined = await self.examine(files)
        if examined.good is None:
            self.seen = _Seen(mark_of(files), files, self._trouble(examined.verdict))
            return
        names = _changed_names(self.seen.files, files)
        about = self.about(examined, None, "file", names)
        self.seen = _Seen(mark_of(files), files)
        await self.take(examined.good, about)

    def _trouble(self, verdict: Verdict) -> Trouble:
        if verdict.faults:
            return Trouble(verdict, verdict.faults[0])
        error = next((one for one in verdict.findings if one.level == "error"), None)
        if error is None or self._around is None:
            return Trouble(verdict)
        fault = LanguageError(error.file, error.line, "", self._around.say(error))
        return Trouble(verdict, fault, error)

    async def _tell(self, before: Trouble | None) -> None:
        now = self.seen.trouble
        if str(now) == str(before):
            return
        if now is not None:
            log.error(self.check().text)
        else:
            log.info("Own words: %s", self.check().text)
        if self._around is None:
            return
        try:
            await self._around.news(now)
        except Exception:
            # who is told must never keep the words from being read
            log.exception("the news about the own words could not be told")

    def _first_look(self, kept: Words | None) -> tuple[Words, _Seen]:
        ships = self._examiner.read({})
        try:
            files = self.folder.files()
            if kept is None or mark_of(files) == kept.mark:
                words = kept or self._examiner.read(files)
                self._copy(words)
                return words, _Seen(words.mark, files)
            faults = self._examiner.faults(files)
        except LanguageError as error:
            return kept or ships, _Seen(str(error), {}, _broken(error))
        # what was saved while nobody ran is tried once the home is there
        seen = _Seen(mark_of(files), files, _broken(*faults)) if faults else _Seen(kept.mark, kept.files)
        return kept, seen

    def _of_last_good(self) -> Words | None:
        try:
            files = self._last_good.files()
            return self._examiner.read(files) if files or self._last_good.exists() else None
        except LanguageError as error:
            log.warning("The copy of the last good words is broken, too: %s", error)
            return None

    def _kept(self, words: Words, about: About) -> str | None:
        self._copy(words)
        return self._version(words, about)

    def _copy(self, words: Words) -> None:
        try:
            kept = self._last_good.files()
        except LanguageError:
            kept = None
        try:
            if kept != words.files or not self._last_good.exists():
                self._last_good.keep(words.files)
        except OSError as error:
            log.warning("No copy of the own words could be kept: %s", error)

    def _version(self, words: Words, about: About) -> str | None:
        if self._around is None:
            return None
        try:
            return self._around.versions.keep(words.files, about).id
        except OSError as error:
            log.warning("This version of the own words could not be kept: %s", error)
            return None


def _broken(*faults: LanguageError) -> Trouble:
    return Trouble(Verdict(faults, why="broken"), faults[0])


def _changed_names(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> str:
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return ", ".join(names)
