"""Whether an entity can be reached: topics, each with its own words, combined in one of three ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from appliance_bridge.entities.options import template, text, topic
from appliance_bridge.entities.templates import Template
from appliance_bridge.entities.templating.values import TemplateError

Mode = Literal["all", "any", "latest"]


@dataclass(frozen=True, slots=True)
class Sign:
    """One topic that says whether the entity is there."""

    topic: str
    available: str
    not_available: str
    template: Template | None = None

    def read(self, payload: str) -> bool | None:
        """What a payload says; None: neither."""
        try:
            word = payload if self.template is None else self.template.value(payload)
        except TemplateError:
            return None
        if word == self.available:
            return True
        return False if word == self.not_available else None


@dataclass(frozen=True, slots=True)
class Availability:
    """All signs of one entity."""

    signs: tuple[Sign, ...]
    mode: Mode = "latest"

    def combine(self, said: Mapping[int, bool], latest: int | None) -> bool | None:
        """The verdict from what each sign (by its position) last said; None while it cannot be told."""
        if latest is None:
            return None
        if self.mode == "latest":
            return said[latest]
        decisive = self.mode == "any"
        if decisive in said.values():
            return decisive
        return not decisive if len(said) == len(self.signs) else None


def read_availability(config: Mapping[str, object]) -> Availability | None:
    """The availability of expanded options; None when the entity has no topic for it."""
    listed = config.get("availability")
    # a single topic takes its words from the entity itself
    entries = listed if isinstance(listed, list) else [{**config, "topic": config.get("availability_topic")}]
    signs = tuple(sign for entry in entries if isinstance(entry, dict) and (sign := _sign(entry)) is not None)
    if not signs:
        return None
    mode = config.get("availability_mode")
    return Availability(signs, "all" if mode == "all" else "any" if mode == "any" else "latest")


def _sign(entry: Mapping[str, object]) -> Sign | None:
    where = topic(entry, "topic")
    if where is None:
        return None
    single = "availability_topic" in entry
    return Sign(
        where,
        available=text(entry, "payload_available") or "online",
        not_available=text(entry, "payload_not_available") or "offline",
        template=template(entry, "availability_template" if single else "value_template"),
    )
