"""What can go wrong when the simulated home is described or changed."""

from appliance_bridge.errors import BridgeError


class SimulatorError(BridgeError, ValueError):
    """Base of this package's errors; its text is one plain sentence."""


class UnknownDevice(SimulatorError):
    """The simulated home has no device with this id."""

    def __init__(self, device: str, known: tuple[str, ...]) -> None:
        super().__init__(f"The simulated home has no device {device!r}; it has {', '.join(known)}.")
        self.device = device
        self.known = known


class UnknownCondition(SimulatorError):
    """This device has no such condition."""

    def __init__(self, device: str, condition: str, supported: tuple[str, ...]) -> None:
        super().__init__(f"{device} has no condition {condition!r}; it has {', '.join(supported)}.")
        self.device = device
        self.condition = condition
        self.supported = supported


class BadCondition(SimulatorError):
    """The condition exists, but cannot have this value."""

    def __init__(self, device: str, condition: str, value: object, expected: str) -> None:
        super().__init__(f"{condition} of {device} cannot be {value!r}: expected {expected}.")
        self.device = device
        self.condition = condition
        self.value = value
        self.expected = expected


class UnknownKnob(SimulatorError):
    """There is nothing on this device that a person could press by this name."""

    def __init__(self, device: str, knob: str, known: tuple[str, ...]) -> None:
        super().__init__(f"{device} has no knob {knob!r}; it has {', '.join(known)}.")
        self.device = device
        self.knob = knob
        self.known = known
