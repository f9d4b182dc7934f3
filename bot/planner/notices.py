"""Promises to tell: "tell me when it is done", and "I will tell you when it may be started"."""

from appliance_bridge.appliance import Appliance
from bot.plan import CommandStep, Step, TellStep, WatchStep
from bot.planner.situation import Situation
from bot.planner.targets import find_targets
from nlu.understanding import Intent

ENDS = ("finished", "stopped", "docked", "error")
"""What a run may come to."""

ARMED_S = 3_600.0
"""Nobody stands at the washer for longer than that."""


def plan_notice(
    intent: Intent, situation: Situation, starting: frozenset[str] = frozenset()
) -> tuple[Step, ...]:
    """What "tell me when it is done" asks for; `starting`: appliances that the same message starts."""

    def may_end(appliance: Appliance) -> bool:
        running = situation.home.state(appliance.id).value("run_control.state") in {"running", "paused"}
        return running or appliance.id in starting

    targets = find_targets(intent, situation, may_end)
    if targets.unknown is not None:
        return (TellStep("told.no_such_thing", {"words": targets.unknown}),)
    found = [one for one in targets.found if may_end(one)]
    if found:
        return tuple(when_done(one.id) for one in found)
    return tuple(TellStep("told.state", {}, one.id) for one in targets.found[:1]) or (
        TellStep("told.list", {"appliances": "", "state": "running"}),
    )


def when_done(appliance: str) -> WatchStep:
    """Tell when a run has come to its end."""
    return WatchStep(appliance, "run_control.state", ENDS, "told.will_tell_done", "told.notice_done")


def when_armed(start: CommandStep) -> WatchStep:
    """Tell when an appliance lets itself be started from afar, with the start as a button."""
    return WatchStep(
        start.appliance, "remote_control.allowed", (True,), "told.will_tell_armed", "told.notice_armed",
        CommandStep(start.appliance, start.capability, start.action, dict(start.arguments), start.risk),
        ARMED_S,
    )  # fmt: skip
