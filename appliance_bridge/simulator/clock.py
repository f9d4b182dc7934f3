"""The clock of the simulated home: real time, or faster."""

from collections.abc import Callable


class SimulatedClock:
    """Seconds since the start of the simulation; changing the speed never makes it jump."""

    def __init__(self, monotonic: Callable[[], float], speed: float = 1.0) -> None:
        self._monotonic = monotonic
        self._speed = _checked(speed)
        self._mark = monotonic()
        self._elapsed = 0.0

    def now(self) -> float:
        """Simulated seconds since the start."""
        return self._elapsed + (self._monotonic() - self._mark) * self._speed

    def real_seconds_until(self, moment: float) -> float:
        """Real seconds from now until a simulated moment; 0 when it has passed."""
        return max(0.0, (moment - self.now()) / self._speed)

    @property
    def speed(self) -> float:
        """Simulated seconds in one real second."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._elapsed, self._mark = self.now(), self._monotonic()
        self._speed = _checked(speed)


def _checked(speed: float) -> float:
    if not 0 < speed <= 100_000:
        raise ValueError(f"The simulator's speed must be above 0 and at most 100000, not {speed}.")
    return float(speed)
