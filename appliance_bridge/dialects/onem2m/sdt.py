"""The table of modules.yaml: what the modules of TS-0023 say and take."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from appliance_bridge.yaml_file import load


class Row(BaseModel):
    """One thing that a module says, or takes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    attribute: tuple[str, ...]
    kind: str = Field(alias="as")
    component: str
    name: str
    device_class: str | None = Field(default=None, alias="class")
    unit: str | None = None
    category: str | None = None
    writes: bool = False
    low: float | str | None = None
    high: float | str | None = None
    step: float | str | None = None


class Sdt(BaseModel):
    """All of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: Mapping[str, Mapping[int, str]]
    modules: Mapping[str, tuple[Row, ...]]
    nouns: Mapping[str, str]
    programmes: frozenset[str]
    wholes: Mapping[str, str]


@cache
def sdt() -> Sdt:
    """The table, read once."""
    return load(Path(__file__).with_name("modules.yaml"), Sdt)
