"""A desk of admins that follows a script: a folder in memory, and a gate that refuses what it is told to."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.desk.verdict import FailedTest, Verdict
from bot.desk.version import About, How, Version
from bot.web.words_desk import DeskAppliance, DeskIntent, Proposal, WordsDesk
from nlu.errors import LanguageError
from nlu.finding import Finding
from nlu.own import OwnAppliance, OwnTest
from nlu.replay import Changed, Effect

OWN = b'version: "3.1"\nnlu: []\n'


def mark_of(files: Mapping[str, bytes]) -> str:
    return hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()


class ScriptedVersions:
    """Keeps everything in memory."""

    def __init__(self) -> None:
        self.kept: list[tuple[Version, dict[str, bytes]]] = []

    def keep(self, files: Mapping[str, bytes], about: About) -> Version:
        version = Version(f"v{len(self.kept) + 1}", mark_of(files), about)
        self.kept.insert(0, (version, dict(files)))
        return version

    def all(self, most: int = 200) -> list[Version]:
        return [version for version, _ in self.kept][:most]

    def files(self, version_id: str) -> dict[str, bytes] | None:
        return next((files for version, files in self.kept if version.id == version_id), None)


class ScriptedChanges:
    """A text with BROKEN is broken, one with TESTS, RISKY or DISK is refused for that."""

    def __init__(self) -> None:
        self.folder = Path("/home/us/intents")
        self.versions = ScriptedVersions()
        self.held = {"own.yml": OWN}
        self.refused: Verdict | None = None
        self.looked: list[dict[str, bytes]] = []
        self.let_look = asyncio.Event()
        self.let_look.set()
        # cleared: looking takes until it is set
        self.busy = self.most_busy = 0
        self.reads: asyncio.Queue[None] = asyncio.Queue()
        # one for each time somebody asked for the files
        self.versions.keep(self.held, About(1.0, None, "start", "start"))

    @property
    def mark(self) -> str:
        return mark_of(self.held)

    @property
    def live_mark(self) -> str:
        return self.versions.all()[0].mark

    def files(self) -> Mapping[str, bytes]:
        self.reads.put_nowait(None)
        return self.held

    async def pending(self) -> Verdict | None:
        return self.refused

    async def look(self, files: Mapping[str, bytes]) -> Verdict:
        self.looked.append(dict(files))
        self.busy += 1
        self.most_busy = max(self.busy, self.most_busy)
        await self.let_look.wait()
        self.busy -= 1
        return self._verdict(files)

    async def save(
        self,
        edit: Mapping[str, bytes | None],
        by: str | None,
        how: How,
        what: str,
        *,
        base: str | None = None,
        use_anyway: bool = False,
    ) -> Verdict:
        if base is not None and base != self.mark:
            return Verdict(why="conflict", mark=self.mark)
        files = {name: one for name, one in {**self.held, **edit}.items() if one is not None}
        verdict = self._verdict(files)
        if verdict.why is not None and not (use_anyway and verdict.can_be_forced):
            return verdict
        self.held = files
        about = About(2.0, by, how, what, 412, 3, 0, forced=verdict.why is not None)
        version = self.versions.keep(files, about)
        return Verdict(effect=verdict.effect, version=version.id, mark=self.mark)

    async def restore(
        self, version: str, by: str | None, how: How = "rollback", *, use_anyway: bool = False
    ) -> Verdict | None:
        files = self.versions.files(version)
        if files is None:
            return None
        gone: dict[str, bytes | None] = dict.fromkeys(self.held)
        return await self.save({**gone, **files}, by, how, f"back to {version}", use_anyway=use_anyway)

    async def undo(self, version: str, by: str | None, how: How = "rollback") -> Verdict | None:
        known = self.versions.all()
        if len(known) < 2 or version not in [one.id for one in known[:-1]]:
            return None
        if version != known[0].id:
            return Verdict(why="conflict", mark=self.mark)
        return await self.restore(known[1].id, by, how)

    def _verdict(self, files: Mapping[str, bytes]) -> Verdict:
        text, mark = b"".join(files.values()), mark_of(files)
        if b"BROKEN" in text:
            fault = LanguageError("own.yml", 3, "nlu.0", "There is a tab here. Indent with spaces.", 1)
            return Verdict((fault,), why="broken", mark=mark)
        if b"TESTS" in text:
            test = OwnTest("왕별 꺼", "power.turn_off appliance=light-living", "own.yml", 9)
            return Verdict(failed=(FailedTest(test, "nothing"),), tests=4, why="tests", mark=mark)
        if b"RISKY" in text:
            changed = Changed("문 좀", 2, "nothing", "lock.unlock", "nothing", "risky")
            hint = Finding("short", "warning", "own.yml", 4, {"sentence": "문 좀"})
            return Verdict((), (hint,), effect=Effect(412, (changed,)), why="risky", mark=mark)
        if b"DISK" in text:
            return Verdict(why="not written", mark=mark)
        return Verdict(mark=mark)


@dataclass
class ScriptedLessons:
    """Writes what it is taught as a comment to taught.yml."""

    changes: ScriptedChanges
    taught: list[object] = field(default_factory=list)

    async def teach_example(
        self, intent: str, example: str, by: str | None, how: How, *, use_anyway: bool = False
    ) -> Verdict:
        self.taught.append((intent, example))
        content = f"# {intent}: {example}\n".encode()
        return await self.changes.save(
            {"taught.yml": content}, by, how, f"taught: {example}", use_anyway=use_anyway
        )

    async def teach_command(
        self,
        name: str,
        says: Sequence[str],
        steps: Sequence[str],
        by: str | None,
        how: How,
        *,
        use_anyway: bool = False,
    ) -> Verdict:
        self.taught.append((name, list(says), list(steps)))
        content = f"# {name}\n".encode()
        return await self.changes.save(
            {"taught.yml": content}, by, how, f"taught: {name}", use_anyway=use_anyway
        )


@dataclass
class ScriptedProposal:
    """An example that is prepared."""

    kind: str = "example"
    intent: str | None = "run_control.start"
    example: str | None = "[빨래](appliance_type) 좀"
    steps: tuple[str, ...] = ()
    why: str = "alike"


@dataclass
class ScriptedGroup:
    """Messages that are alike."""

    id: str
    texts: tuple[str, ...]
    count: int = 3
    last_at: float = 1795394300.5
    kind: str = "not_understood"
    proposal: Proposal | None = field(default_factory=ScriptedProposal)  # type: ignore[assignment]


class ScriptedMisses:
    """Two groups; `gone` has those that were taught or put aside."""

    def __init__(self) -> None:
        self.all = [
            ScriptedGroup("g1", ("빨래 좀", "빨래좀 해")),
            ScriptedGroup("g2", ("뿅",), 1, 5.0, "corrected", None),
        ]
        self.gone: list[tuple[str, str]] = []

    async def groups(self) -> list[ScriptedGroup]:
        return [one for one in self.all if one.id not in dict(self.gone)]

    async def done(self, group_id: str) -> None:
        self.gone.append((group_id, "done"))

    async def ignore(self, group_id: str) -> None:
        self.gone.append((group_id, "ignored"))


@dataclass
class ScriptedDesk:
    """Everything behind the routes; `words()` is what the server gets."""

    changes: ScriptedChanges = field(default_factory=ScriptedChanges)
    misses: ScriptedMisses = field(default_factory=ScriptedMisses)
    tried: list[tuple[str, str]] = field(default_factory=list)
    own: OwnAppliance | None = None

    def __post_init__(self) -> None:
        self.lessons = ScriptedLessons(self.changes)

    def words(self, *, keeps_messages: bool = True) -> WordsDesk:
        return WordsDesk(
            changes=self.changes,
            lessons=self.lessons,
            misses=self.misses if keeps_messages else None,  # type: ignore[arg-type]
            rehearse=self.rehearse,
            appliances=self.appliances,
            appliance_types=lambda: frozenset(("washer", "light")),
            remark_text=lambda one, language: (
                f"{language}: {one.kind if isinstance(one, Finding) else one.reason}"
            ),
            schema=lambda: {"type": "object"},
            intents=lambda: [DeskIntent("power.turn_on", ("value",), "turn on the tv", "티비 켜줘")],
            shipped={"power.yml": 'version: "3.1"\n'},
        )

    async def rehearse(
        self, text: str, person: str, files: Mapping[str, bytes] | None = None
    ) -> Mapping[str, object]:
        if files is not None:
            await self.changes.look(files)
            if any(b"BROKEN" in one for one in files.values()):
                raise LanguageError("own.yml", 3, "", "there is a tab here")
        self.tried.append((text, person))
        sends = [{"appliance": "washer-1", "topic": "sim/washer-1/set", "payload": "start"}]
        lists = {key: [] for key in ("intents", "times", "conditions", "leftovers", "reasons", "plan")}  # type: ignore[var-annotated]
        words = {"mood": "command", "engine": "grammar", "meaning": "run_control.start"}
        return {**lists, **words, "sends": sends, "asks": False, "sends_after_yes": []}

    def appliances(self) -> list[DeskAppliance]:
        names = {"ko": ("통돌이",)} if self.own is None else self.own.names
        washer = DeskAppliance(
            "washer-1", "washer", names, {}, "washer", ("세탁기",), ("다용도실",), own=self.own
        )
        return [washer, DeskAppliance("tv-1", "tv", {"ko": ("TV",)}, {"ko": "거실"}, "tv", ("TV",), ())]
