"""Short option names to long ones, and `~` to the base topic it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Short name → long name."""

    options: Mapping[str, str]
    # of entities and of the payload as a whole, legacy ones included
    device: Mapping[str, str]
    # inside `device`


def load() -> Abbreviations:
    """The table that comes with the dialect (`abbreviations.yaml`)."""
    text = files("appliance_bridge.dialects.home_assistant").joinpath("abbreviations.yaml").read_text("utf-8")
    tables = yaml.safe_load(text)
    return Abbreviations(options={**tables["legacy"], **tables["options"]}, device=tables["device"])


def long_names(raw: Mapping[str, object], table: Mapping[str, str]) -> dict[str, object]:
    """The same options by their long names; where both are given the long one wins."""
    result = {table.get(name, name): value for name, value in raw.items()}
    result.update({name: value for name, value in raw.items() if name not in table})
    return result


def with_base(config: dict[str, object], base: object) -> dict[str, object]:
    """`~` at the start or the end of each topic option replaced by the base topic, if there is one."""
    if not isinstance(base, str):
        return config
    return {name: _resolve(value, base) if is_topic(name) else value for name, value in config.items()}


def is_topic(option: str) -> bool:
    """Whether this option holds a topic."""
    return option == "topic" or option.endswith("_topic")


def _resolve(value: object, base: str) -> object:
    if not isinstance(value, str) or not value:
        return value
    if value.startswith("~"):
        return base + value[1:]
    if value.endswith("~"):
        return value[:-1] + base
    return value
