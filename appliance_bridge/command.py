"""A command to one appliance and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from appliance_bridge.capability import Value

Risk = Literal["safe", "normal", "confirm", "secure", "forbidden"]
"""safe: the safe direction, never held up; confirm: a yes; secure: PIN or second adult; forbidden: never."""

Result = Literal["confirmed", "sent", "refused", "timed_out", "pending"]


@dataclass(frozen=True, slots=True)
class Command:
    """An absolute command, ready for the ledger."""

    id: str
    # unique; derived from message id and position, so a redelivered message gives the same id
    appliance: str
    capability: str
    action: str
    arguments: Mapping[str, Value] = field(default_factory=dict)
    risk: Risk = "normal"
    deadline: float = 0.0
    # seconds since the epoch; after it the command must not reach the wire
    message: str = ""
    # id of the message that caused it
    person: str = ""
    # id of who asked


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command may not go now; `reason` is a key that `bot/wording` turns into a sentence."""

    reason: str
    # offline | switched_off | remote_control_off | door_open | child_lock | out_of_range | unsupported |
    # not_startable | not_an_option | forbidden | not_connected | too_late | already | fault | restarted |
    # unknown_state
    facts: Mapping[str, Value] = field(default_factory=dict)
    # e.g. {"minimum": 18, "maximum": 30}


@dataclass(frozen=True, slots=True)
class CommandResult:
    """How one command ended."""

    command: Command
    result: Result
    refusal: Refusal | None = None
    # why it was refused, or why a timed-out one is in doubt
    reported: Mapping[str, Value] = field(default_factory=dict)
    # "capability.attribute" → value of this appliance after the command, as it reported
