"""Commands as people see them: a start and the settings made for it are one thing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from appliance_bridge.appliance import Appliance, Limits
from appliance_bridge.capability import Value
from appliance_bridge.command import CommandResult
from bot.plan import CommandStep, Done

# "켰어요" + "180°C" → "180°C로 켰어요": where the value of a setting stands in the sentence of its start
SETTINGS = {
    ("temperature", "set"): "at",
    ("level", "set"): "at",
    ("program", "select"): "setting",
    ("mode", "set"): "setting",
    ("duration", "set"): "lasts",
}
_START, _TURN_ON = ("run_control", "start"), ("power", "turn_on")


@dataclass(frozen=True, slots=True)
class Act:
    """One command and the settings that go with it."""

    step: CommandStep
    result: CommandResult | None = None
    # None: it is only asked about
    settings: tuple["Act", ...] = ()

    @property
    def kind(self) -> tuple[str, str]:
        """Capability and action."""
        return (self.step.capability, self.step.action)

    @property
    def outcome(self) -> tuple[str, str]:
        """What came of it and why; only equal ones are said together."""
        if self.result is None:
            return ("asked", "")
        return (self.result.result, self.result.refusal.reason if self.result.refusal else "")

    @property
    def reported(self) -> Mapping[str, Value]:
        """What the appliance reported for it; empty unless it is confirmed."""
        return self.result.reported if self.result is not None and self.result.result == "confirmed" else {}

    def value(self) -> Value | None:
        """The value it reached as reported, else the one it was told; None when the action has none."""
        if "value" not in self.step.arguments:
            return None
        for name in _attributes(self.step.action):
            key = f"{self.step.capability}.{name}"
            if key in self.reported:
                return self.reported[key]
        return self.step.arguments["value"]


_ONLY = {"set_freezer": "freezer_target", "set_percent": "percent"}
# actions that move one attribute, whatever else the capability reports


def acts(done: Iterable[Done]) -> list[Act]:
    """The commands of a receipt."""
    return _gathered([Act(one.step, one.result) for one in done])


def planned(steps: Iterable[CommandStep]) -> list[Act]:
    """Commands that are only asked about."""
    return _gathered([Act(step) for step in steps])


def limits_of(appliance: Appliance, capability: str, action: str) -> Limits:
    """What the value of an action may be on this appliance; empty when nothing is known."""
    run = appliance.offers.get("run_control")
    if capability in {"run_control", "program"} and run is not None and "program" in run.limits:
        # what a start takes along
        return run.limits["program"]
    if capability == "run_control" and "program" in appliance.offers:
        capability = "program"
    limits = appliance.offers[capability].limits if capability in appliance.offers else {}
    return next((limits[name] for name in _attributes(action) if name in limits), Limits())


def _gathered(found: list[Act]) -> list[Act]:
    gathered: list[Act] = []
    for act in found:
        lead = _lead(found, act)
        if lead is None:
            gathered.append(act)
        elif lead is act:
            settings = tuple(one for one in found if one is not act and _lead(found, one) is act)
            gathered.append(Act(act.step, act.result, settings))
    return gathered


def _lead(found: list[Act], act: Act) -> Act | None:
    """The start that this command belongs to, itself if it is one; None when it stands alone."""
    # a setting that was so already belongs to its start all the same
    so = act.kind == ("duration", "set") and act.outcome[1] == "already"
    near = [
        one
        for one in found
        if one.step.appliance == act.step.appliance and (one.outcome == act.outcome or so)
    ]
    for kind in (_START, _TURN_ON):
        lead = next((one for one in near if one.kind == kind), None)
        if lead is not None and (act.kind in SETTINGS or act.kind in {_START, _TURN_ON}):
            return lead
    return None


def _attributes(action: str) -> tuple[str, ...]:
    if action in _ONLY:
        return (_ONLY[action],)
    return ("target", "selected", "percent", "kelvin", "number", "rgb", "seconds", "value")
