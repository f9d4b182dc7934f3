"""Answers with a number: how long something still runs, and what an appliance measures."""

from collections.abc import Sequence

from appliance_bridge.appliance import Appliance
from appliance_bridge.state import ApplianceState
from bot.plan import TellStep
from bot.wording.lines import Line
from bot.wording.names import as_sentence
from bot.wording.phrases import Fact
from bot.wording.states import BUSY, CONSUMABLES, status
from bot.wording.units import as_number, clock, duration
from bot.wording.voice import Piece, Voice

_SAY_WHEN_S = 30 * 60
# what a word of a question may mean: the first that is known
_VALUES = {
    "temperature": ("temperature.current", "temperature.target"),
    "humidity": ("humidity.current", "humidity.target"),
    "co2": ("air_quality.co2",),
}
# … or all that are known
_ALL_VALUES = {
    "energy": ("energy.power_w", "energy.total_kwh"),
    "air_quality": ("air_quality.level", "air_quality.pm2_5", "air_quality.pm10", "air_quality.co2"),
    "consumable": (*CONSUMABLES, "consumable.text"),
}
_STANDS_FOR_ITS_ROOM = {"thermometer", "air_monitor"}
_USUAL_NAMES = ("selected", "percent", "number", "level", "text", "rgb", "kelvin", "state")


def tell_remaining(voice: Voice, steps: Sequence[TellStep]) -> list[Piece]:
    """told.remaining"""
    return [piece for appliance in voice.meant(steps) for piece in _remaining(voice, appliance)]


def _remaining(voice: Voice, appliance: Appliance) -> list[Piece]:
    state = voice.view.state(appliance.id)
    word, seconds = status(appliance, state), _seconds_left(voice, state)
    if word in {"offline", "unknown"}:
        return voice.described([appliance])
    facts: dict[str, Fact] = {}
    if word == "finished":
        kind = "finished"
    elif seconds is not None and (word in BUSY or (word == "on" and not _rests(state))):
        now = voice.view.now
        facts["duration"] = duration(seconds, voice.phrases)
        facts["time"] = clock(now + seconds, now, voice.view.timezone, voice.phrases)
        kind = "until" if seconds >= _SAY_WHEN_S and word != "paused" else "known"
    else:
        kind = "not_reported" if word in BUSY else "not_running"
    line = Line(f"told.remaining.{kind}", (appliance,), facts=facts)
    return [voice.spoken(line, voice.brief((appliance,)))]


def _rests(state: ApplianceState) -> bool:
    """Whether it says that it does not run: what it calls remaining is how long its programme would take."""
    return state.value("run_control.state") == "stopped"


def _seconds_left(voice: Voice, state: ApplianceState) -> float | None:
    seconds = as_number(state.value("remaining_time.seconds"))
    finish = as_number(state.value("remaining_time.finish_at"))
    if not seconds and finish:
        seconds = finish - voice.view.now
    return seconds if seconds and seconds > 0 else None


def tell_value(voice: Voice, steps: Sequence[TellStep]) -> list[Piece]:
    """told.value"""
    return [
        piece
        for step in steps
        for appliance in voice.meant([step])
        for piece in _measured(voice, appliance, str(step.facts.get("attribute", "temperature")))
    ]


def _measured(voice: Voice, appliance: Appliance, attribute: str) -> list[Piece]:
    state = voice.view.state(appliance.id)
    if state.online is False:
        return voice.described([appliance])
    keys = _keys(attribute)
    known = [key for key in keys if state.value(key) is not None]
    if known:
        shown = known if attribute in _ALL_VALUES else known[:1]
        due = voice.states.worn(appliance, state) if attribute == "consumable" else []
        return [*(_value(voice, appliance, state, key) for key in shown), *(Piece(one, one) for one in due)]
    offered = any(key.partition(".")[0] in appliance.offers for key in keys)
    facts: dict[str, Fact] = {"attribute": voice.names.attribute(attribute, appliance.type)}
    template = "told.value.not_reported" if offered else "told.value.not_there"
    return [voice.spoken(Line(template, (appliance,), facts=facts))]


def _keys(attribute: str) -> tuple[str, ...]:
    named = _ALL_VALUES.get(attribute) or _VALUES.get(attribute)
    if named or "." in attribute:
        return named or (attribute,)
    return tuple(f"{attribute}.{name}" for name in _USUAL_NAMES)


def _value(voice: Voice, appliance: Appliance, state: ApplianceState, key: str) -> Piece:
    capability, _, name = key.partition(".")
    value = voice.names.value(capability, name, state.attributes[key].value)
    facts: dict[str, Fact] = {"attribute": voice.names.attribute(key, appliance.type), "value": value}
    room = voice.names.area_of(appliance) if appliance.type in _STANDS_FOR_ITS_ROOM else None
    if room is not None:
        return Piece(
            as_sentence(voice.phrases.say("told.value.known", room=room, **facts)), f"{room} · {value}"
        )
    line = Line("told.value.known", (appliance,), facts=facts)
    return voice.spoken(line, f"{voice.names.appliance(appliance)} · {value}")
