"""Television."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field, PositiveInt

from appliance_bridge.simulator.behaviours.base import Behaviour, Order
from appliance_bridge.simulator.components import (
    Components,
    number,
    number_between,
    on_off,
    plain,
    select,
    switch,
    switched,
)
from appliance_bridge.simulator.conditions import Conditions


@dataclass(frozen=True, slots=True)
class Screen:
    """How a television stands."""

    source: str
    on: bool = False
    volume: float = 12
    channel: float = 7
    muted: bool = False


class Television(Behaviour[Screen]):
    """Switches, numbers and a choice: the convention has no media player over MQTT."""

    kind: Literal["television"]
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    # the first is the tuner
    channels: PositiveInt = 999

    def begin(self) -> Screen:
        """Off."""
        return Screen(self.sources[0])

    def components(self) -> Components:
        """Power, volume, mute, channel, source."""
        return {
            "power": switch("power", name=None),
            "volume": number("volume", 0, 100, 1),
            "mute": switch("mute"),
            "channel": number("channel", 1, self.channels, 1),
            "source": select("source", self.sources),
        }

    def report(self, state: Screen, now: float) -> Mapping[str, str]:
        """All of it, also while off."""
        return {
            "power": on_off(state.on),
            "volume": plain(state.volume),
            "mute": on_off(state.muted),
            "channel": plain(state.channel),
            "source": state.source,
        }

    def obey(self, state: Screen, order: Order, conditions: Conditions, now: float) -> Screen:
        """While it is off it only listens to its power button."""
        wanted = switched(order.payload)
        if order.role == "power":
            return state if wanted is None else replace(state, on=wanted)
        if not state.on:
            return state
        if order.role == "mute" and wanted is not None:
            return replace(state, muted=wanted)
        if order.role == "source" and order.payload in self.sources:
            return replace(state, source=order.payload)
        if order.role == "volume" and (volume := number_between(order.payload, 0, 100)) is not None:
            return replace(state, volume=round(volume), muted=False)
        if order.role == "channel" and (channel := number_between(order.payload, 1, self.channels)):
            return replace(state, channel=round(channel), source=self.sources[0])
        return state
