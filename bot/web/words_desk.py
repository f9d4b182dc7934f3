"""What the web server needs to show and change the words of the home."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from bot.desk.verdict import Verdict
from bot.desk.version import How, Versions
from nlu.errors import LanguageError
from nlu.finding import Finding
from nlu.own import OwnAppliance


class Changes(Protocol):
    """The gate that every change of the words goes through."""

    @property
    def mark(self) -> str:
        """Of what the folder holds as last read; the same for the same content."""

    @property
    def live_mark(self) -> str:
        """Of the files that are in use."""

    @property
    def folder(self) -> Path:
        """Where the files are."""

    @property
    def versions(self) -> Versions:
        """All that were live."""

    def files(self) -> Mapping[str, bytes]:
        """The folder as last read, though it may have been refused: name → content."""

    async def pending(self) -> Verdict | None:
        """Of a folder whose content was refused; None: what it holds is live."""

    async def look(self, files: Mapping[str, bytes]) -> Verdict:
        """What there is to say about a whole folder; nothing is written."""

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
        """Write these files of the folder (None: remove) and go live, if the gate lets the whole pass.

        base: `mark` as the writer knew it; another one now is a conflict. No files: the folder as it stands.
        """

    async def restore(
        self, version: str, by: str | None, how: How = "rollback", *, use_anyway: bool = False
    ) -> Verdict | None:
        """Go back to a version; None: there is no such version."""

    async def undo(self, version: str, by: str | None, how: How = "rollback") -> Verdict | None:
        """Take back what the newest version changed, and nothing else; None: there is no such version."""


class Lessons(Protocol):
    """Writes single lessons to the folder, through the same gate."""

    async def teach_example(
        self, intent: str, example: str, by: str | None, how: How, *, use_anyway: bool = False
    ) -> Verdict:
        """From now on this sentence, in Rasa's notation, means this intent."""

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
        """From now on these phrases stand for these sentences."""


class Proposal(Protocol):
    """What could be taught about messages that were missed."""

    @property
    def kind(self) -> Literal["example", "command"]:
        """What it would be."""

    @property
    def intent(self) -> str | None:
        """Of an example."""

    @property
    def example(self) -> str | None:
        """In Rasa's notation."""

    @property
    def steps(self) -> tuple[str, ...]:
        """Of an own command."""

    @property
    def why(self) -> str:
        """Key of the words that say why."""


class MissGroup(Protocol):
    """Messages that are alike and were missed."""

    @property
    def id(self) -> str:
        """As the calls name it."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The most frequent first."""

    @property
    def count(self) -> int:
        """How often one of them was said."""

    @property
    def last_at(self) -> float:
        """Seconds since the epoch."""

    @property
    def kind(self) -> Literal["not_understood", "corrected"]:
        """How they were missed."""

    @property
    def proposal(self) -> Proposal | None:
        """None: nothing is alike."""


class Misses(Protocol):
    """What was not understood, or put right by whoever said it."""

    async def groups(self) -> Sequence[MissGroup]:
        """All, the most frequent first."""

    async def done(self, group_id: str) -> object:
        """They are taught."""

    async def ignore(self, group_id: str) -> object:
        """They are to be shown no more."""


@dataclass(frozen=True, slots=True)
class DeskAppliance:
    """An appliance as it is, as it announced itself, and what the own files say of it."""

    id: str
    type: str
    names: Mapping[str, Sequence[str]]
    # language → names, the first one is shown
    area: Mapping[str, str]
    # language → name of its room
    announced_type: str
    announced_names: Sequence[str]
    announced_areas: Sequence[str]
    hidden: bool = False
    own: OwnAppliance | None = None


@dataclass(frozen=True, slots=True)
class DeskIntent:
    """An intent of the contract, for menus."""

    name: str
    slots: Sequence[str] = ()
    en: str | None = None
    ko: str | None = None
    # an example in each language


@dataclass(frozen=True, slots=True)
class WordsDesk:
    """The words of the home, and what may be done with them."""

    changes: Changes
    lessons: Lessons
    misses: Misses | None
    # None: messages are not kept
    rehearse: Callable[[str, str, Mapping[str, bytes] | None], Awaitable[Mapping[str, object]]]
    # text, id of the person who would say it, files that would stand in the folder (None: as it is live)
    # → JSON-ready: what would be done; nothing is. Raises LanguageError: the files are broken
    appliances: Callable[[], Sequence[DeskAppliance]]
    # also the hidden ones, and those of the own files that are not there
    appliance_types: Callable[[], frozenset[str]]
    remark_text: Callable[[Finding | LanguageError, str], str]
    # what is wrong or worth knowing, language → a sentence or two
    schema: Callable[[], Mapping[str, object]]
    # of the files, as JSON Schema
    intents: Callable[[], Sequence[DeskIntent]]
    shipped: Mapping[str, str] = field(default_factory=dict)
    # name → text of the examples that ship; to be read only
