"""What the page and the API may do with a simulated home; there is none with real appliances."""

from collections.abc import Mapping, Sequence
from typing import Protocol

Condition = bool | int | float | str


class SimulatedDevice(Protocol):
    """One simulated appliance and the situation it is in."""

    @property
    def id(self) -> str:
        """The same id as in `/api/v1/appliances`."""

    @property
    def conditions(self) -> Mapping[str, Condition]:
        """online, door_open, remote_control, child_lock, fault (an error code or ""), slow_s, mute, deaf."""

    @property
    def supported(self) -> tuple[str, ...]:
        """Names of the conditions that can be changed."""


class SimulatorControl(Protocol):
    """The simulated home."""

    speed: float
    # how many simulated seconds pass in a second; setting it raises ValueError when out of range

    def devices(self) -> Sequence[SimulatedDevice]:
        """All simulated appliances."""

    def change(self, device_id: str, **conditions: Condition) -> object:
        """Put an appliance into a situation; ValueError with one plain sentence when it cannot be."""
