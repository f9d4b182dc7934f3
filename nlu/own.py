"""What the intent files of a home say besides examples: things that Rasa's format has no word for."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OwnCommand:
    """A phrase of this home, and the sentences that it stands for."""

    name: str
    # what it is called: "영화 모드", so that "영화 모드 켜줘" is it, too
    says: tuple[str, ...]
    # further whole messages that mean it
    steps: tuple[str, ...]
    # sentences as anybody could say them, in this order
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class LookupTable:
    """A place where words of a kind that sentences mark are listed, for the trained engine."""

    entity: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class NeverWord:
    """Words that make talk of every message they stand in."""

    text: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class OwnTest:
    """A sentence, and what it must mean in this home."""

    say: str
    means: str
    # as `meaning_line` writes it, the name of an intent that must be in it, or "nothing"
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class OwnAppliance:
    """What the admin says about one appliance, over what it announced and what the config says."""

    id: str
    file: str
    line: int
    type: str | None = None
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # language → names, the first one is shown
    area: Mapping[str, str] = field(default_factory=dict)
    # language → name of its room
    hidden: bool = False
