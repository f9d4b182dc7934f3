"""How long a run shall take, set before it is started."""

from appliance_bridge.appliance import Appliance, Limits
from appliance_bridge.command import Refusal
from bot.plan import CommandStep
from bot.planner.situation import Situation


def run_length(seconds: float, appliance: Appliance, situation: Situation) -> CommandStep:
    """The step that sets it; refused when the appliance cannot be told, or not so long."""
    offer = appliance.offers.get("duration")
    refusal = Refusal("unsupported") if offer is None else None
    if offer is not None and not _fits(seconds, offer.limits.get("seconds", Limits())):
        refusal = Refusal("out_of_range")
    risk = situation.catalogue.type_of(appliance.type).risk_of("duration", "set")
    return CommandStep(appliance.id, "duration", "set", {"value": round(seconds)}, risk, refusal)


def _fits(seconds: float, limits: Limits) -> bool:
    low, high = limits.minimum or 0.0, limits.maximum
    whole = not limits.step or (seconds - low) % limits.step == 0
    return seconds >= low and (high is None or seconds <= high) and whole
