"""What entities hear and say where a device's own words are no words of an entity."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

Body = Mapping[str, object]


class View(Protocol):
    """Between a device's messages and a topic of the convention's own."""

    topic: str

    def heard(self, state: Body) -> Body | None:
        """What a state message of the device says on this topic; None: nothing."""

    def sent(self, body: Body) -> Body:
        """The device's command for what is sent to this topic."""


@dataclass(slots=True)
class Renamed:
    """A light at an endpoint: its properties under their plain names."""

    topic: str
    names: Mapping[str, str]
    # plain name → property

    def heard(self, state: Body) -> Body | None:
        """Those of its properties that are in the message."""
        found: dict[str, object] = {
            plain: state[own] for plain, own in self.names.items() if state.get(own) is not None
        }
        colour = found.get("color")
        if isinstance(colour, dict) and "x" not in colour and "hue" in colour:
            found["color"] = {"h": colour["hue"], "s": colour.get("saturation")}
        return found or None

    def sent(self, body: Body) -> Body:
        """The same under the device's names."""
        return {self.names.get(name, name): value for name, value in body.items()}


@dataclass(slots=True)
class TwoSetpoints:
    """A thermostat that heats and cools: one target, the one of the mode it is in."""

    topic: str
    mode: str
    heating: str
    cooling: str
    # properties
    _known: dict[str, object] = field(default_factory=dict, compare=False)
    # what they last were

    def heard(self, state: Body) -> Body | None:
        """The target; unknown when two are in force that differ."""
        said = {one: state[one] for one in (self.mode, self.heating, self.cooling) if one in state}
        if not said:
            return None
        self._known.update(said)
        targets = [self._known.get(one) for one in self._in_force()]
        return {"target": targets[0] if targets[0] == targets[-1] else None}

    def sent(self, body: Body) -> Body:
        """The target for what is in force."""
        return dict.fromkeys(self._in_force(), body.get("target"))

    def _in_force(self) -> tuple[str, ...]:
        match self._known.get(self.mode):
            case "cool" | "precooling" | "dry":
                return (self.cooling,)
            case "heat" | "emergency_heating":
                return (self.heating,)
        return (self.heating, self.cooling)
