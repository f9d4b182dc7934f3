"""What is said of a command that has left, from what its appliance reported."""

from appliance_bridge.capability import Value
from appliance_bridge.command import Command, CommandResult, Refusal
from appliance_bridge.state import ApplianceState
from appliance_bridge.watch import Seen

_TOLD = 60
# attributes, the command's own capability first


def unseen(command: Command, state: ApplianceState, *, acknowledged: bool) -> CommandResult:
    """A command that nothing reported can show; acknowledged by the broker or not."""
    if acknowledged:
        return CommandResult(command, "sent", None, reported(command, state))
    return CommandResult(command, "timed_out", Refusal("not_connected"), reported(command, state))


def judged(
    command: Command, seen: Seen | None, state: ApplianceState, why_not: Refusal | None
) -> CommandResult:
    """why_not: what would hold the same command now."""
    told = reported(command, state)
    if seen == "reached":
        return CommandResult(command, "confirmed", None, told)
    if seen == "unchanged":
        # true, but not shown to be our doing
        return CommandResult(command, "confirmed", Refusal("already"), told)
    if seen == "offline":
        return CommandResult(command, "timed_out", Refusal("offline"), told)
    if seen == "broken":
        code = state.value("error.code")
        return CommandResult(
            command, "refused", Refusal("fault", {} if code is None else {"code": code}), told
        )
    return CommandResult(
        command, "timed_out", None if why_not and why_not.reason == "already" else why_not, told
    )


def reported(command: Command, state: ApplianceState) -> dict[str, Value]:
    """What the appliance says of itself."""
    own = f"{command.capability}."
    keys = sorted(state.attributes, key=lambda key: (not key.startswith(own), key))
    return {key: state.attributes[key].value for key in keys[:_TOLD]}
