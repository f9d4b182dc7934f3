"""Leaves alone for a while what keeps failing."""

from collections.abc import Callable

FAILURES = 3
# in a row, then it opens
FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 60.0


class Breaker:
    """Opens after some failures in a row; then lets one probe through after 5 s, 10 s, 20 s … 60 s."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.reset()

    @property
    def open(self) -> bool:
        """Whether all but probes are turned away."""
        return self._failures >= FAILURES

    def reset(self) -> None:
        """As new: what failed has been replaced."""
        self._failures = 0
        self._wait_s = FIRST_WAIT_S
        self._not_before = 0.0
        self._probing = False

    def lets_through(self) -> bool:
        """Whether it may be tried now; tell how it went afterwards."""
        if not self.open:
            return True
        if self._clock() < self._not_before:
            return False
        # a probe that nobody tells of is forgotten after the same time
        self._probing, self._not_before = True, self._clock() + self._wait_s
        return True

    def succeeded(self) -> None:
        """It works."""
        self.reset()

    def failed(self) -> None:
        """It does not."""
        if self.open:
            if not self._probing:
                return  # had been let through before it opened
            self._wait_s = min(2 * self._wait_s, LONGEST_WAIT_S)
        self._failures += 1
        self._probing, self._not_before = False, self._clock() + self._wait_s
