"""One Shelly device: who it says it is, what it has and what it last said."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from appliance_bridge.dialects.base import Publish
from appliance_bridge.entities.entity import Device
from appliance_bridge.entities.options import number, text
from appliance_bridge.entities.payload import BadPayloadError

MAX_COMPONENTS = 200
_MAX_KEYS = 60
# of one component
_MAX_DEPTH = 3
_MAX_PENDING = 50
_SHAPING = frozenset({"pos_control", "wakeup_period"})
# values that decide what a device can do
_MAX_NAME = 100
_ID = re.compile(r"[A-Za-z0-9_-]{3,64}")
_COMPONENT = re.compile(r"[a-z][a-z0-9_]{1,30}:[0-9]{1,3}")
_MAC = re.compile(r"[0-9A-F]{12}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")

OURS = "jipsa/shelly"
"""Answers to our calls arrive at `<OURS>/<topic prefix of the device>/rpc`."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A call that has not been answered."""

    method: str
    command: bool
    # what a person wanted, not a question of ours


@dataclass(slots=True)
class ShellyDevice:
    """What is known of the device that speaks under one topic prefix."""

    prefix: str
    id: str | None = None
    # its own; None until it has said who it is
    mac: str = ""
    info: Mapping[str, object] = field(default_factory=dict)
    config: dict[str, dict[str, object]] = field(default_factory=dict)
    status: dict[str, dict[str, object]] = field(default_factory=dict)
    added: dict[str, dict[str, object]] = field(default_factory=dict)
    # configuration of components that its owner has added
    described: bool = False
    # its configuration is known
    reshaped: bool = True
    # since its parts were last made it has said what may change them
    online: bool | None = None
    asked: dict[str, float] = field(default_factory=dict)
    # method → when it was last called to learn something
    pending: dict[int, Pending] = field(default_factory=dict)
    count: int = 0

    def call(self, method: str, params: Mapping[str, object], command: bool = False) -> Publish:
        """The message that calls a method; its answer will be taken."""
        self.count += 1
        self.pending[self.count] = Pending(method, command)
        if len(self.pending) > _MAX_PENDING:
            del self.pending[next(iter(self.pending))]
        frame = {"id": self.count, "src": f"{OURS}/{self.prefix}", "method": method, "params": params}
        return Publish(f"{self.prefix}/rpc", json.dumps(frame).encode())

    def answered(self, frame: Mapping[str, object]) -> Pending | None:
        """The call that a frame answers; None when this device was not asked that."""
        identifier = frame.get("id")
        if not isinstance(identifier, int) or (self.id is not None and frame.get("src") != self.id):
            return None
        return self.pending.pop(identifier, None)

    def introduce(self, info: Mapping[str, object]) -> None:
        """Take in who it says it is. Raises BadPayloadError when that is no device of this kind."""
        own, mac = text(info, "id") or "", (text(info, "mac") or "").replace(":", "").upper()
        generation = number(info, "gen") or 0
        if not _ID.fullmatch(own) or not _MAC.fullmatch(mac) or generation < 2:
            raise BadPayloadError("It answers, but not as a Shelly of the second generation or later.")
        if self.id not in (None, own):
            raise BadPayloadError("Another device answers under its topic.")
        self.id, self.mac, self.info = own, mac, info

    def configure(self, config: Mapping[str, object]) -> None:
        """Take in its configuration."""
        self.config = {key: value for key, value in config.items() if isinstance(value, dict)}
        self.described = self.reshaped = True

    def merge(self, status: Mapping[str, object], whole: bool = False) -> tuple[str, ...]:
        """Take in what it says now; the components it speaks of. `whole`: all of it, not what changed."""
        if whole:
            self.reshaped = True
            self.status = {key: one for key, one in self.status.items() if key in self.added}
        spoken = []
        for key, said in status.items():
            if not isinstance(said, dict) or not (_COMPONENT.fullmatch(key) or key == "sys"):
                continue
            known = self.status.get(key)
            if known is None:
                if len(self.status) >= MAX_COMPONENTS:
                    continue
                known = self.status[key] = {}
            self.reshaped = _overlay(known, said, _MAX_DEPTH) or self.reshaped
            spoken.append(key)
        return tuple(spoken)

    def settings(self, component: str) -> Mapping[str, object]:
        """The configuration of one component."""
        return self.added.get(component) or self.config.get(component, {})

    def topic(self, component: str) -> str:
        """The private topic of one component, or of whether the device is there ("online")."""
        return f"$shelly/{self.id}/{component}"

    @property
    def sleeps(self) -> bool:
        """Whether it is away most of the time to save its battery."""
        return (number(self.status.get("sys", {}), "wakeup_period") or 0) > 0

    @property
    def device(self) -> Device:
        """The device of its entities."""
        system = self.config.get("sys", {}).get("device")
        named = name_of(system) if isinstance(system, dict) else None
        return Device(
            key=str(self.id),
            name=named or name_of(self.info) or str(self.id),
            manufacturer="Shelly",
            model=_clean(text(self.info, "app") or text(self.info, "model")),
            software=_clean(text(self.info, "ver")),
            identities=frozenset({f"mac:{self.mac.lower()}"}),
            below=(f"{self.prefix}/",),
        )


def name_of(settings: Mapping[str, object]) -> str | None:
    """The name that its owner gave to something."""
    return _clean(text(settings, "name"))


def _clean(value: str | None) -> str | None:
    return _CONTROL.sub(" ", value or "").strip()[:_MAX_NAME] or None


def _overlay(known: dict[str, object], said: Mapping[str, object], depth: int) -> bool:
    """Lay what is said over what was known; whether that is of another shape than before."""
    reshaped = False
    for key, value in said.items():
        inner = known.get(key)
        if isinstance(value, dict) and isinstance(inner, dict) and depth:
            reshaped = _overlay(inner, value, depth - 1) or reshaped
        elif key in known or len(known) < _MAX_KEYS:
            reshaped = reshaped or type(value) is not type(inner) or (key in _SHAPING and value != inner)
            known[key] = value
    return reshaped
