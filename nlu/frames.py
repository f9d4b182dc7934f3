"""The language-neutral table of `frames.yaml`."""

from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from nlu.errors import LanguageError


class Frames(BaseModel):
    """Groups of appliance types and what acts and units mean for them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    groups: Mapping[str, frozenset[str]]
    dimensions: Mapping[str, Mapping[str, str]]
    # unit → group → dimension
    changes: Mapping[str, Mapping[str, str]]
    # dimension a word names → group → dimension it means there
    units: Mapping[str, str]
    # unit → the one dimension it has
    states: Mapping[str, tuple[str, str]]
    # act → capability, state
    strengths: Mapping[str, Mapping[str, str]]
    # speed → group → the option that is meant by it there
    spins: Mapping[str, str]
    # speed → the option that is meant by it of a spin
    percents: Mapping[str, float]
    # speed → what it is of a brightness or a volume
    handles: Mapping[str, Mapping[str, str]]
    # act or programme → kind of object → the type that does it
    takes: Mapping[str, frozenset[str]]
    # act → the activities it can be the verb of
    alike: tuple[tuple[str, ...], ...]
    # options that stand for each other where an appliance has only one of them
    work: Mapping[str, str]
    # type → kind of object it handles
    worn: frozenset[str]
    # programmes that are named after what is washed or dried
    made: frozenset[str]
    # programmes whose name says what is done or made: to name one is to want it started

    def is_a(self, type_key: str | None, group: str) -> bool:
        """Whether a type belongs to a group."""
        return type_key is not None and type_key in self.groups[group]

    def all_in(self, types: str, group: str) -> bool:
        """Whether a noun ("curtain|blind") can only stand for types of a group."""
        return {one.partition(".")[0] for one in types.split("|")} <= self.groups[group]

    def any_in(self, types: str, group: str) -> bool:
        """Whether a noun can stand for a type of a group."""
        return not self.groups[group].isdisjoint(one.partition(".")[0] for one in types.split("|"))

    def by_group(self, table: Mapping[str, str], type_key: str | None) -> str | None:
        """The value of the first group in the table that the type belongs to."""
        return next((value for group, value in table.items() if self.is_a(type_key, group)), None)


def load_frames(path: Path) -> Frames:
    """The table in this file. Raises LanguageError with the file and the key."""
    try:
        return Frames.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise LanguageError(path.name, 1, "", str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise LanguageError(path.name, 1, ".".join(map(str, first["loc"])), first["msg"]) from error
