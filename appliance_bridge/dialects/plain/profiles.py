"""Bridges that many people have and that describe nothing themselves: described here, as data.

`{id}` in a topic stands for one level that tells devices apart, `{type}` anywhere for what the device is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, ValidationInfo, model_validator

from appliance_bridge.capability import Capability
from appliance_bridge.dialects.plain.description import PlainAppliance, Source, Strict, wrong
from appliance_bridge.dialects.plain.speech import MAX_TEXT
from appliance_bridge.entities.templates import compiled
from appliance_bridge.entities.templating.values import TemplateError
from appliance_bridge.yaml_file import load

HERE = Path(__file__).with_name("profiles")
ID, TYPE = "{id}", "{type}"
MAX_NAME = 80

Pattern = Annotated[str, Field(pattern=r"^[^#+]*\{id\}[^#+]*$")]
# of a topic
_DEVICE = r"""([^/{}"'\\\s]{1,128})"""


class Sign(Strict):
    """A message that shows that such a device is there."""

    topic: Pattern
    tells: Source
    # what the device is, or a word of `types`; nothing when it is none of these
    name: Source | None = None
    # what it is called


class Profile(Strict):
    """What all devices of one bridge have in common."""

    maker: str
    id: Pattern
    # of the appliance
    identity: Pattern | None = None
    # tells the same device over any dialect, like "serial:{id}"
    signs: tuple[Sign, ...] = Field(min_length=1)
    # the surest first: what it says of the type is not changed by a later one
    types: dict[str, str] = Field(default={})
    # what signs tell → type of appliance
    plain: dict[str, object]
    # as somebody would describe it, but for {id} and {type}

    @model_validator(mode="after")
    def _describes(self, info: ValidationInfo) -> Self:
        capabilities = (info.context or {}).get("capabilities")
        self.appliance("1", next(iter(self.types.values()), "washer"), capabilities)
        if any(sign.topic.count(ID) != 1 or ID not in sign.topic.split("/") for sign in self.signs):
            raise wrong("{id} stands for one whole level of a topic.")
        return self

    def appliance(
        self, device: str, kind: str, capabilities: Mapping[str, Capability] | None = None
    ) -> PlainAppliance:
        """The description of one device."""
        filled = _filled(self.plain, {ID: device, TYPE: kind})
        return PlainAppliance.model_validate(filled, context={"capabilities": capabilities})


@dataclass(frozen=True, slots=True)
class Sighting:
    """A device that showed itself."""

    device: str
    # what stood for {id}
    type: str
    rank: int
    # of the sign: 0 is the surest
    name: str | None


def load_profiles(folder: Path = HERE) -> tuple[Profile, ...]:
    """All profiles of a folder; raises CatalogueError."""
    return tuple(load(path, Profile) for path in sorted(folder.glob("*.yaml")))


@dataclass(frozen=True, slots=True)
class Watch:
    """The signs of one profile, ready to be looked for."""

    profile: Profile
    patterns: tuple[re.Pattern[str], ...]

    @property
    def filters(self) -> tuple[str, ...]:
        """What to listen to, so that no device is missed."""
        return tuple(dict.fromkeys(sign.topic.replace(ID, "+") for sign in self.profile.signs))

    def sees(self, topic: str, payload: bytes) -> Sighting | None:
        """The device that this message shows, or None."""
        for rank, (sign, pattern) in enumerate(zip(self.profile.signs, self.patterns, strict=True)):
            match = pattern.fullmatch(topic)
            if match is None:
                continue
            text = payload[:MAX_TEXT].decode("utf-8", "replace")
            told = _rendered(sign.tells, text)
            kind = self.profile.types.get(told, "" if self.profile.types else told)
            if kind:
                name = _rendered(sign.name, text) if sign.name is not None else ""
                return Sighting(match[1], kind, rank, name[:MAX_NAME] or None)
        return None


def watch(profile: Profile) -> Watch:
    """What to look for."""
    patterns = (re.escape(one.topic).replace(re.escape(ID), _DEVICE) for one in profile.signs)
    return Watch(profile, tuple(re.compile(one) for one in patterns))


def _rendered(template: str, payload: str) -> str:
    try:
        return compiled(template).value(payload)
    except TemplateError:
        return ""


def _filled(value: object, words: Mapping[str, str]) -> object:
    if isinstance(value, str):
        for name, word in words.items():
            value = value.replace(name, word)
        return value
    if isinstance(value, list):
        return [_filled(one, words) for one in value]
    return {key: _filled(one, words) for key, one in value.items()} if isinstance(value, dict) else value
