"""One row of roles: a part that an entity can play, and how it is read and commanded then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from appliance_bridge.capability import Value


@dataclass(frozen=True, slots=True)
class Read:
    """Where an attribute comes from."""

    field: str
    kind: str
    # a reader of translation.py
    table: str
    # words for a choice; empty for none
    options: tuple[str, ...]
    # options of the announcement: one must be set for it to be reported; none given: when it can be set


class Way(BaseModel):
    """One way to do an action with a service."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    service: str
    field: str | None = None
    # the data field that takes the argument
    value: Literal["argument", "last_mode", "flag"] = "argument"
    data: dict[str, Value] = {}
    listed: bool = False
    # the values in `data` must be among the entity's options
    when: str | None = None
    # only for this value of the argument; then all such ways belong together


@dataclass(frozen=True, slots=True)
class Row:
    """One part that an entity can play."""

    capability: str
    components: frozenset[str]
    names: Mapping[str, int] | None
    # phrase → place in the list; the first is the plainest
    ending: bool
    never: frozenset[str]
    classes: frozenset[str]
    by_class: bool
    units: frozenset[str] | None
    not_types: frozenset[str]
    primary: bool
    aside: bool
    # an entity that is not for daily use (category "config") may be commanded, too
    options_like: str
    reads: Mapping[str, Read]
    calls: Mapping[str, tuple[Way, ...]]
    own: bool = False
    # it stands in the file of a type, for that type alone


class RowText(BaseModel):
    """A row as it is written; what the keys mean stands at the top of roles.yaml."""

    model_config = ConfigDict(extra="forbid")

    capability: str
    components: tuple[str, ...]
    names: tuple[str, ...] | None = None
    ending: bool = True
    never: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    by_class: bool = False
    units: tuple[str, ...] | None = None
    not_types: tuple[str, ...] = ()
    primary: bool = False
    aside: bool = False
    options_like: str = ""
    reads: dict[str, tuple[str, ...]] = {}
    calls: dict[str, tuple[Way, ...]] = {}
