"""What can go wrong with appliances: a small tree, facts as attributes; words come later, at the edge."""


class BridgeError(Exception):
    """Base of all errors of this room."""


class CatalogueError(BridgeError):
    """A capability or appliance type file is wrong.

    file, line (1-based, 0 when unknown) and reason say where and why.
    """

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


class UnknownAppliance(BridgeError):
    """No appliance with this id is known."""

    def __init__(self, appliance: str) -> None:
        super().__init__(appliance)
        self.appliance = appliance


class Unsupported(BridgeError):
    """The appliance has no way to do this action (or not with these arguments)."""

    def __init__(self, appliance: str, capability: str, action: str, detail: str = "") -> None:
        super().__init__(f"{appliance} cannot {capability}.{action} {detail}".rstrip())
        self.appliance = appliance
        self.capability = capability
        self.action = action
        self.detail = detail


class NotConnected(BridgeError):
    """There is no connection to the broker now; nothing was sent and nothing is queued."""


class DeadlinePassed(BridgeError):
    """The command is older than its deadline; nothing was sent."""


class NotAcknowledged(NotConnected):
    """It left, but the connection broke before the broker acknowledged it: it may have been carried out."""


class BrokerRefused(BridgeError):
    """The broker took the message and refused it; `reason` says why, e.g. "not allowed by the broker"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadTopic(BridgeError):
    """No broker would take a message to this topic; nothing was sent."""

    def __init__(self, topic: str) -> None:
        super().__init__(repr(topic[:200]))
        self.topic = topic


class StoreUnavailable(BridgeError):
    """Redis does not answer or refuses to write; without it nothing acts."""
