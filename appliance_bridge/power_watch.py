"""Machines without words on plugs that measure: their power tells whether they run. Pure."""

from dataclasses import replace

from appliance_bridge.appliance import Appliance, Missing, Offer
from appliance_bridge.appliance_type import ApplianceType
from appliance_bridge.capability import Value
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.dialects.base import Report
from appliance_bridge.power_curve import Change, PowerCurve, RunState
from appliance_bridge.state import ApplianceState

TICK_S = 30.0
"""How often `PowerWatch.tick` wants to be called: the end of a run is that nothing happens any more."""
TOLD_BY_POWER = "told_by_power"
"""Detail of an appliance whose run state comes from its power."""

_POWER = "energy.power_w"
_SWITCH = "power.on"
_STATE = "run_control.state"
_STATES: dict[Value | None, RunState] = {"running": "running", "finished": "finished"}
# what was kept over a restart; anything else is no run


def with_run_state(appliance: Appliance, kind: ApplianceType) -> Appliance:
    """The appliance with a run state of its power, if it has none of its own and its type can be told so."""
    energy, run = appliance.offers.get("energy"), appliance.offers.get("run_control")
    if kind.power_curve is None or "run_control" not in kind.capabilities:
        return appliance
    if (
        energy is None
        or "power_w" not in energy.attributes
        or (run is not None and "state" in run.attributes)
    ):
        return appliance
    told = run or Offer("run_control", feedback=True)
    # Power shows a start too late to confirm a command by it.
    offer = replace(told, attributes=told.attributes | {"state"}, feedback=told.feedback and not told.actions)
    return replace(
        appliance,
        offers={**appliance.offers, "run_control": offer},
        missing=tuple(_told(one, appliance) for one in appliance.missing),
        details={**appliance.details, TOLD_BY_POWER: True},
    )


class PowerWatch:
    """The power of all such machines."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._curves: dict[str, tuple[str, PowerCurve]] = {}
        # appliance → the type it is watched as, and how far it is

    def heard(
        self, appliance: Appliance, report: Report, state: ApplianceState, at: float, *, retained: bool
    ) -> Report | None:
        """What a report means for whether it runs; `state` is all that is known, the report included."""
        thresholds = self._catalogue.type_of(appliance.type).power_curve
        if thresholds is None or TOLD_BY_POWER not in appliance.details:
            return self._given_up(appliance)
        known, curve = self._curves.get(appliance.id, ("", PowerCurve(thresholds)))
        if known != appliance.type:
            curve = _resumed(PowerCurve(thresholds), state)
            self._curves[appliance.id] = (appliance.type, curve)
        if report.online is False:
            curve.lost()
        if report.attributes.get(_SWITCH) is False:
            return _report(appliance.id, curve.cut(at))
        watts = report.attributes.get(_POWER)
        if isinstance(watts, bool | str | None) or state.value(_SWITCH) is False:
            return self._settled(appliance.id, curve, state)
        if retained and watts > thresholds.finish_w:
            # It may be of yesterday; what is said live counts.
            return self._settled(appliance.id, curve, state)
        change = _report(appliance.id, curve.feed(watts, at))
        return change or self._settled(appliance.id, curve, state)

    def tick(self, at: float) -> list[Report]:
        """What it means that time went by."""
        told = (_report(key, curve.tick(at)) for key, (_, curve) in self._curves.items())
        return [one for one in told if one is not None]

    def forget(self, appliance: str) -> None:
        """It is gone."""
        self._curves.pop(appliance, None)

    def _given_up(self, appliance: Appliance) -> Report | None:
        """It is another type now, or says by itself whether it runs: what power told no longer counts."""
        if self._curves.pop(appliance.id, None) is None:
            return None
        run = appliance.offers.get("run_control")
        own = run is not None and "state" in run.attributes
        return None if own else Report(appliance.id, {_STATE: None})

    def _settled(self, appliance: str, curve: PowerCurve, state: ApplianceState) -> Report | None:
        """A machine that never ran is told to be stopped, so that questions have an answer."""
        if state.value(_STATE) is not None or not curve.measured:
            return None
        return Report(appliance, {_STATE: curve.state})


def _resumed(curve: PowerCurve, state: ApplianceState) -> PowerCurve:
    kept = state.attributes.get(_STATE)
    if kept is not None:
        curve.state, curve.since = _STATES.get(kept.value, "stopped"), kept.at
    return curve


def _report(appliance: str, change: Change | None) -> Report | None:
    return None if change is None else Report(appliance, {_STATE: change.state})


def _told(missing: Missing, appliance: Appliance) -> Missing:
    if (missing.capability, missing.reason) != ("run_control", "no_start_control"):
        return missing
    return replace(missing, reason="only_its_plug" if appliance.can("power", "turn_off") else missing.reason)
