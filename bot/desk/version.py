"""One state of the words of a home, as its history keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

How = Literal["file", "page", "chat", "tap", "command line", "rollback", "start"]
"""By which way a change came; file: somebody saved it in an editor."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a change."""

    at: float
    # seconds since the epoch
    by: str | None
    # id of a person; None: whoever saved the file
    how: How
    what: str
    # one line for people: "taught: 빨래 좀", "own.yml saved"
    replayed: int = 0
    changed: int = 0
    worse: int = 0
    # of so many messages so many were understood otherwise, so many of them riskily
    forced: bool = False
    # it was taken though the replay or a test spoke against it


@dataclass(frozen=True, slots=True)
class Version:
    """A version that was live at some time."""

    id: str
    mark: str
    # the same for the same content of all files
    about: About


class Versions(Protocol):
    """Keeps versions. Blocking: called in a thread. Raises OSError when it cannot write."""

    def keep(self, files: Mapping[str, bytes], about: About) -> Version:
        """The files as they are live from now on; the same content as the newest one: that one, unchanged."""

    def all(self, most: int = 200) -> list[Version]:
        """The newest first."""

    def files(self, version_id: str) -> dict[str, bytes] | None:
        """Names and contents; None: there is no such version."""
