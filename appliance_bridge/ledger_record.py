"""Commands and their results as JSON, the form in which the ledger keeps them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from appliance_bridge.command import Command, CommandResult, Refusal, Result, Risk

LedgerState = Literal["ACCEPTED", "SENT", "DONE", "FAILED", "UNKNOWN"]
EndState = Literal["DONE", "FAILED", "UNKNOWN"]


@dataclass(frozen=True, slots=True)
class Record:
    """One command in the ledger."""

    command: Command
    state: LedgerState
    sent_at: float | None = None
    # seconds since the epoch; None: it did not leave
    result: CommandResult | None = None
    # None while it is open


def end_state(result: CommandResult) -> EndState:
    """In which state a result ends: what may have happened without our knowing is UNKNOWN."""
    if result.result in ("confirmed", "sent"):
        return "DONE"
    return "FAILED" if result.result == "refused" else "UNKNOWN"


def command_json(command: Command) -> str:
    """A command as JSON."""
    fields = {
        "id": command.id,
        "appliance": command.appliance,
        "capability": command.capability,
        "action": command.action,
        "arguments": dict(command.arguments),
        "risk": command.risk,
        "deadline": command.deadline,
        "message": command.message,
        "person": command.person,
    }
    return json.dumps(fields)


def result_json(result: CommandResult) -> str:
    """What came of a command, without the command itself."""
    refusal = result.refusal
    return json.dumps(
        {
            "result": result.result,
            "refusal": refusal and {"reason": refusal.reason, "facts": dict(refusal.facts)},
            "reported": dict(result.reported),
        }
    )


def read_record(fields: Mapping[str, str]) -> Record:
    """A record from its hash. Raises ValueError when it is not one of ours."""
    try:
        raw = json.loads(fields["command"])
        command = Command(**{**raw, "risk": cast("Risk", raw["risk"])})
        result = _result(command, json.loads(fields["result"])) if "result" in fields else None
        sent_at = float(fields["sent_at"]) if "sent_at" in fields else None
        return Record(command, cast("LedgerState", fields["state"]), sent_at, result)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"not a command of the ledger: {error}") from error


def _result(command: Command, raw: Mapping[str, object]) -> CommandResult:
    refusal = cast("Mapping[str, object] | None", raw["refusal"])
    return CommandResult(
        command,
        cast("Result", raw["result"]),
        None
        if refusal is None
        else Refusal(str(refusal["reason"]), cast("dict[str, str]", refusal["facts"])),
        cast("dict[str, str]", raw["reported"]),
    )
