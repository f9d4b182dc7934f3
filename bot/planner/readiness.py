"""What an appliance's own report makes pointless: pausing what rests, a new programme during a run."""

from appliance_bridge.appliance import Appliance
from appliance_bridge.command import Command, Refusal
from appliance_bridge.goal import goal_of
from bot.plan import CommandStep
from bot.planner.situation import Situation

_UNDER_WAY = {"running", "paused"}


def pointless(appliance: Appliance, capability: str, action: str, situation: Situation) -> Refusal | None:
    """Why a command would come to nothing by what is reported now; None when it may do something."""
    state = situation.home.state(appliance.id)
    run = state.value("run_control.state")
    needs_power = situation.affordances.needs_power.get(appliance.type, ())
    if state.online is True and capability in needs_power and state.value("power.on") is False:
        return Refusal("switched_off")
    if state.online is not True or run is None:
        return None
    match f"{capability}.{action}":
        case "run_control.pause" if run not in {"running", "returning"}:
            return Refusal("already" if run == "paused" else "not_running")
        case "run_control.resume" if run == "running":
            return Refusal("already")
        case "run_control.return_to_dock" if run in {"docked", "returning"}:
            return Refusal("already")
        case "program.select" | "water_temperature.set" | "spin.set" | "dryness.set" if run in _UNDER_WAY:
            return Refusal("running")
    return None


def is_so_already(step: CommandStep, situation: Situation) -> bool:
    """Whether the appliance reports just what this step would bring about."""
    appliance, state = situation.home.appliance(step.appliance), situation.home.state(step.appliance)
    offer = None if appliance is None else appliance.offers.get(step.capability)
    capability = situation.catalogue.capabilities.get(step.capability)
    action = None if capability is None else capability.actions.get(step.action)
    if offer is None or action is None or state.online is not True:
        return False
    goal = goal_of(Command("", step.appliance, step.capability, step.action, step.arguments), action, offer)
    return goal is not None and goal.reached(state)


def is_idle(appliance: Appliance, intent: str, situation: Situation) -> bool:
    """Whether an order to end something has nothing to do here, because the appliance says it is at rest."""
    state = situation.home.state(appliance.id)
    run, power = state.value("run_control.state"), state.value("power.on")
    if intent == "power.turn_off":
        return (
            power is False
            if power is not None
            else run in {"stopped", "finished", "docked"} or (state.value("valve.state") == "closed")
        )
    if intent == "run_control.pause":
        return run is not None and run != "running"
    if intent == "run_control.resume":
        return run is not None and run != "paused"
    if intent == "run_control.stop":
        return power is not True if run is None else run not in _UNDER_WAY
    if intent.endswith(".adjust"):
        return power is False
    return False
