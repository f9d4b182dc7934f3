"""Something that an admin should know of the intent files, though nothing is broken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "warning", "hint"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about one place. Its words stand in `bot/wording`, under "lint." and its kind."""

    kind: str
    level: Level
    # error: the files are not taken with it
    file: str
    line: int
    facts: Mapping[str, str | int] = field(default_factory=dict)
    # what its words need: sentence, other, where, intent, count …
