"""Whether something is as a question supposes: from reports only; None when nobody knows."""

from dataclasses import dataclass

from appliance_bridge.appliance import Appliance
from appliance_bridge.state import ApplianceState
from bot.wording.states import last_status
from bot.wording.units import as_number

_OPEN = {"open", "partly_open", "opening", "closing", "unlocked"}
_SHUT = {"closed", "locked"}
_FLAGS = {
    "charging": ("battery.charging", "not_charging"),
    "muted": ("volume.muted", "not_muted"),
    "leak": ("water.leak", "no_leak"),
    "smoke": ("smoke.detected", "no_smoke"),
    "motion": ("motion.detected", "no_motion"),
}
_RUN_WORDS = {"running", "stopped", "paused", "finished", "returning", "docked"}


@dataclass(frozen=True, slots=True)
class Observed:
    """The answer, and the status word that shows it."""

    truth: bool | None
    status: str


def observe(appliance: Appliance, state: ApplianceState, wanted: str) -> Observed:
    """Is it `wanted`? Words: on off open closed locked unlocked running … or a mode of the appliance."""
    if wanted in {"online", "offline"}:
        online = state.online
        truth = None if online is None else online is (wanted == "online")
        return Observed(truth, "unknown" if online is None else "online" if online else "offline")
    if state.online is False:
        return Observed(None, "offline")
    if wanted in {"on", "off"}:
        return _power(appliance, state, wanted == "on")
    if wanted in {"open", "closed", "locked", "unlocked"}:
        return _closure(state, wanted)
    if wanted in _FLAGS:
        key, otherwise = _FLAGS[wanted]
        value = state.value(key)
        if value is None:
            return Observed(None, "unknown")
        return Observed(value is True, wanted if value is True else otherwise)
    return _progress(appliance, state, wanted)


def _power(appliance: Appliance, state: ApplianceState, wanted: bool) -> Observed:
    power, run = state.value("power.on"), state.value("run_control.state")
    if power is None and run is None:
        return Observed(None, "unknown")
    is_on = run in {"running", "paused"} if power is None else power is True or run == "running"
    word = last_status(appliance, state)
    telling = word in _RUN_WORDS or word == "error"
    return Observed(is_on is wanted, word if telling else "on" if is_on else "off")


def _closure(state: ApplianceState, wanted: str) -> Observed:
    keys = ["position.state", "door.open", "valve.state", "lock.state"]
    if wanted in {"locked", "unlocked"}:
        keys = ["lock.state", "valve.state", "door.open", "position.state"]
    word = next((_closure_word(state, key) for key in keys if state.value(key) is not None), None)
    percent = as_number(state.value("position.percent"))
    if percent is not None and word in {None, "open", "stopped"}:
        word = "closed" if percent == 0 else "open" if percent == 100 else "partly_open"
    if word not in _OPEN | _SHUT:
        # on its way to being locked, or jammed: neither is sure
        return Observed(None, word or "unknown")
    return Observed((word in _OPEN) is (wanted in {"open", "unlocked"}), word)


def _closure_word(state: ApplianceState, key: str) -> str:
    value = state.value(key)
    return ("open" if value else "closed") if isinstance(value, bool) else str(value)


def _progress(appliance: Appliance, state: ApplianceState, wanted: str) -> Observed:
    word = last_status(appliance, state)
    if wanted == "error":
        known = state.value("error.active")
        failing = known is True or word == "error"
        sure = known is not None or word != "unknown"
        return Observed(failing if sure else None, "error" if failing else word)
    if wanted in _RUN_WORDS:
        if word == "unknown" or _tells_its_runs_later(appliance, state):
            return Observed(None, "unknown")
        if wanted == "running" and state.value("run_control.state") is None:
            # what has no runs runs while it is on, or when it knows no off
            return Observed(word not in {"off", "error"}, word)
        if wanted == "stopped":
            return Observed(word not in {"running", "on", "returning"}, word)
        return Observed(word == wanted, word)
    chosen = [state.value(key) for key in ("mode.selected", "fan_speed.selected", "source.selected")]
    if all(value is None for value in chosen):
        return Observed(None, "unknown")
    return Observed(wanted in chosen, "mode" if chosen[0] is not None else word)


def _tells_its_runs_later(appliance: Appliance, state: ApplianceState) -> bool:
    """It is on, and tells whether it runs; but it has not told yet."""
    run = appliance.offers.get("run_control")
    tells = run is not None and "state" in run.attributes and state.value("run_control.state") is None
    return tells and state.value("power.on") is True
