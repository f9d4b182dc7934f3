"""What a verb means for an appliance, as data: `affordances.yaml`."""

from collections.abc import Iterator, Mapping
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict


class Comfort(BaseModel):
    """What would help against a complaint."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    types: tuple[str, ...]
    intent: str


class Choice(BaseModel):
    """An option that goes with a programme."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    capability: str
    words: tuple[str, ...]
    # what appliances call it, the likeliest first


class Affordances(BaseModel):
    """The tables of `affordances.yaml`; each is explained there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    means: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[str, ...]]
    units: Mapping[str, tuple[str, ...]]
    bare: tuple[str, ...]
    steps: Mapping[str, float]
    spared_by_everything: frozenset[str]
    only_by_name: frozenset[str]
    together_in_a_room: frozenset[str]
    comfort: Mapping[str, Comfort]
    sensors_first: tuple[str, ...]
    speeds: Mapping[str, float]
    slow_to_fast: tuple[str, ...]
    strong: frozenset[str]
    colours: Mapping[str, str]
    whites: Mapping[str, float]
    nearest_whites: Mapping[str, float]
    options: Mapping[str, Choice]
    kin: tuple[tuple[str, ...], ...]
    needs_power: Mapping[str, tuple[str, ...]]

    def actions(self, intent: str) -> Iterator[tuple[str, str]]:
        """(capability, action) pairs that this intent may mean, best first."""
        for key in self.means.get(intent, (intent,)):
            capability, _, action = key.partition(".")
            yield capability, action


def load_affordances() -> Affordances:
    """The tables that ship."""
    text = (files("bot.planner") / "affordances.yaml").read_text("utf-8")
    return Affordances.model_validate(yaml.safe_load(text))
