"""How an appliance is, from what it reported: one word for it, a sentence about it, a line on a card."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from appliance_bridge.appliance import Appliance
from appliance_bridge.state import ApplianceState
from bot.wording.names import Names
from bot.wording.phrases import Fact, Phrases
from bot.wording.units import as_number, duration

BUSY = ("running", "paused", "error", "returning")
_SENSOR_KEYS = (
    "temperature.current", "temperature.target", "temperature.freezer_target", "humidity.current",
    "air_quality.pm2_5", "air_quality.pm10", "air_quality.co2", "air_quality.level", "energy.power_w",
    "water.level", "consumable.percent", "consumable.text", "battery.percent",
)  # fmt: skip
_FLAGS = {
    "water.leak": ("leak", "no_leak"),
    "smoke.detected": ("smoke", "no_smoke"),
    "motion.detected": ("motion", "no_motion"),
}
_HAS_A_LID = {"washer", "dryer", "washer_dryer", "dishwasher", "oven", "microwave"} | {
    "refrigerator",
    "kimchi_refrigerator",
}
# their door says little about how they are, and is told besides
CONSUMABLES = (
    "consumable.percent", "consumable.filter", "consumable.main_brush", "consumable.side_brush",
    "consumable.sensor", "consumable.mop", "consumable.water_filter", "consumable.dust_bag",
    "consumable.detergent", "consumable.softener", "consumable.salt", "consumable.rinse_aid",
    "consumable.food",
)  # fmt: skip
"""What is used up, as percent left."""

_WORN = 10
# percent left at which it is time to do something
_TELLS_BATTERY = {"robot_vacuum", "lawn_mower", "car"}
_SHOWN_READINGS = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A state in words, without the name."""

    status: str
    # key under `state.` and `brief.`
    facts: Mapping[str, Fact] = field(default_factory=dict)
    tails: tuple[str, ...] = ()
    # whole sentences that come after it


def status(appliance: Appliance, state: ApplianceState) -> str:
    """One word for how it is: a key under `state.`; "reading" when there are only measurements."""
    if state.online is False:
        return "offline"
    return last_status(appliance, state)


def last_status(appliance: Appliance, state: ApplianceState) -> str:
    """As `status`, but of an appliance that is offline the last it said."""
    run, power = state.value("run_control.state"), state.value("power.on")
    if run in BUSY or (run == "finished" and power is not False):
        return str(run)
    if power is not None:
        return "on" if power is True else "off"
    if run is not None:
        return str(run)
    for key in ("lock.state", "valve.state"):
        if state.value(key) is not None:
            return str(state.value(key))
    door = _door(state)
    if appliance.type in _HAS_A_LID:
        return _reading(state) or door or "unknown"
    return _opening(state) or door or _flag(appliance, state) or _reading(state) or "unknown"


def _opening(state: ApplianceState) -> str | None:
    percent, word = as_number(state.value("position.percent")), state.value("position.state")
    if word in {"opening", "closing"}:
        return str(word)
    if percent is not None and 0 < percent < 100:
        return "partly_open"
    if word in {"open", "closed"}:
        return str(word)
    if percent is not None:
        return "open" if percent else "closed"
    return None


def _door(state: ApplianceState) -> str | None:
    door = state.value("door.open")
    return None if door is None else "open" if door is True else "closed"


def _flag(appliance: Appliance, state: ApplianceState) -> str | None:
    for key, (yes, no) in _FLAGS.items():
        if state.value(key) is not None and key.partition(".")[0] in appliance.offers:
            return yes if state.value(key) is True else no
    return None


def _reading(state: ApplianceState) -> str | None:
    measured = any(key in _SENSOR_KEYS or key.startswith("sensor.") for key in state.attributes)
    return "reading" if measured else None


class States:
    """States in the words of one language."""

    def __init__(self, phrases: Phrases, names: Names) -> None:
        self._phrases = phrases
        self._names = names

    def describe(self, appliance: Appliance, state: ApplianceState, heard: str | None = None) -> Said:
        """What to say about it; heard is the time of its last report in words, for one that is offline."""
        word = status(appliance, state)
        if word == "offline":
            return Said(word, {"time": heard} if heard else {})
        facts = self._facts(appliance, state, word)
        return Said(word, facts, tuple(self._tails(appliance, state, word)))

    def predicate(self, appliance: Appliance, said: Said, names: Fact) -> str:
        """The state after a name: "헹굼 중이에요"; names tells one from many."""
        return self._phrases.say(self.key("state", said.status, appliance), **{**said.facts, "names": names})

    def brief(self, appliance: Appliance, state: ApplianceState) -> str:
        """One short line: "켜짐 · 24°C", "표준 · 58분 남음"."""
        word = status(appliance, state)
        facts = self._facts(appliance, state, word)
        parts = [self._phrases.say(self.key("brief", word, appliance), **facts)]
        if word == "running" and "phase" in facts:
            parts = [self._names_of(facts["phase"])]
        elif word == "running" and "program" in facts:
            parts = [self._phrases.say("brief.program", program=self._program_word(state))]
        if word not in {"offline", "unknown", "off"}:
            parts += self._brief_details(appliance, state, word)
        return " · ".join(parts)

    def remaining(self, state: ApplianceState, brief: bool = False) -> str | None:
        """The time left in words, when it is known and not over."""
        seconds = as_number(state.value("remaining_time.seconds"))
        return None if not seconds or seconds < 0 else duration(seconds, self._phrases, brief)

    def key(self, section: str, word: str, appliance: Appliance) -> str:
        """The key of a status word, with the type's own when there is one; unheard-of words are unknown."""
        own = f"{section}.{word}@{appliance.type}"
        if own in self._phrases:
            return own
        return f"{section}.{word}" if f"{section}.{word}" in self._phrases else f"{section}.unknown"

    @staticmethod
    def _names_of(fact: Fact) -> str:
        return fact if isinstance(fact, str) else fact.text

    def _program_word(self, state: ApplianceState) -> str:
        return self._names.word("program", str(state.value("program.selected")))

    def _facts(self, appliance: Appliance, state: ApplianceState, word: str) -> dict[str, Fact]:
        facts: dict[str, Fact] = {}
        program, phase = state.value("program.selected"), state.value("run_control.phase")
        if word == "running" and program:
            facts["program"] = self._names.course(str(program), appliance.type)
        if word == "running" and phase and str(phase).casefold() not in {"idle", "running", "none", "off"}:
            known = self._names.known_word("phase", str(phase))
            facts = {"phase": known} if known else {"step": str(phase)}
        if word == "partly_open":
            percent = as_number(state.value("position.percent")) or 0
            facts["percent"] = self._names.value("position", "percent", percent)
        if word == "reading":
            facts["readings"] = ", ".join(self._readings(state))
        return facts

    def _readings(self, state: ApplianceState) -> list[str]:
        keys = [key for key in _SENSOR_KEYS if state.value(key) is not None]
        keys += sorted(key for key in state.attributes if key.startswith("sensor."))
        shown = []
        for key in keys[:_SHOWN_READINGS]:
            capability, _, attribute = key.partition(".")
            text = self._names.value(capability, attribute, state.attributes[key].value)
            plain = key == "temperature.current"
            shown.append(text if plain else f"{self._names.attribute(key)} {text}")
        return shown

    def _tails(self, appliance: Appliance, state: ApplianceState, word: str) -> list[str]:
        say, tails = self._phrases.say, []
        left = self.remaining(state)
        if word in BUSY and left:
            tails.append(say("tail.remaining", duration=left))
        if state.value("error.active") is True:
            tails.append(self._complaint(state, word))
        if _lid_is_open(appliance, state, word):
            tails.append(say("tail.door_open"))
        if word in {"on", "running"}:
            tails += self._settings(appliance, state)
        battery = self._value(state, "battery.percent")
        if appliance.type in _TELLS_BATTERY and battery:
            tails.append(say("tail.battery", value=battery))
        return tails + self.worn(appliance, state)

    def worn(self, appliance: Appliance, state: ApplianceState) -> list[str]:
        """What is nearly used up, and what to do about it."""
        left = {key: as_number(state.value(key)) for key in CONSUMABLES}
        return [
            self._phrases.say(
                self.key("due", key.partition(".")[2], appliance), value=self._value(state, key) or ""
            )
            for key, percent in left.items()
            if percent is not None and percent <= _WORN
        ]

    def _complaint(self, state: ApplianceState, word: str) -> str:
        """What is wrong and what to do; a code that nobody knows as the appliance spelled it."""
        code, trouble = state.value("error.code"), state.value("error.trouble")
        facts = {"code": str(code)} if code and code != trouble else {}
        if trouble is None or f"trouble.{trouble}" not in self._phrases:
            # where the state says it already, only what is known of it
            return self._phrases.say("tail.complaint" if word == "error" else "tail.error", **facts)
        return self._phrases.say("tail.trouble", trouble=self._phrases.say(f"trouble.{trouble}"), **facts)

    def _settings(self, appliance: Appliance, state: ApplianceState) -> list[str]:
        tails: list[str] = []
        mode = self._value(state, "mode.selected")
        if mode:
            tails.append(self._phrases.say("tail.mode", value=mode))
        target, current = self._value(state, "temperature.target"), self._value(state, "temperature.current")
        known: dict[str, Fact] = {
            name: text for name, text in (("target", target), ("current", current)) if text is not None
        }
        if known:
            kind = "both" if len(known) == 2 else next(iter(known))
            tails.append(self._phrases.say(f"tail.{kind}", **known))
        if state.value("level.percent") is not None:
            key = self.key("tail", "level", appliance)
            tails.append(self._phrases.say(key, value=self._value(state, "level.percent") or ""))
        for key in ("source.selected", "volume.percent"):
            text = self._value(state, key)
            if text is not None:
                tails.append(self._phrases.say(f"tail.{key.partition('.')[0]}", value=text))
        return tails

    def _brief_details(self, appliance: Appliance, state: ApplianceState, word: str) -> list[str]:
        say, parts = self._phrases.say, []
        left = self.remaining(state, brief=True)
        if word in BUSY and left:
            parts.append(say("brief.remaining", duration=left))
        if word in {"on", "running"}:
            for key, name in (("temperature.target", "target"), ("level.percent", "level")):
                text = self._value(state, key)
                if text is not None:
                    parts.append(say(f"brief.{name}", target=text, value=text))
        if _lid_is_open(appliance, state, word):
            parts.append(say("brief.door_open"))
        if word in {"docked", "returning"} and state.value("battery.percent") is not None:
            parts.append(say("brief.battery", value=self._value(state, "battery.percent") or ""))
        return parts

    def _value(self, state: ApplianceState, key: str) -> str | None:
        value = state.value(key)
        capability, _, attribute = key.partition(".")
        return None if value is None else self._names.value(capability, attribute, value)


def _lid_is_open(appliance: Appliance, state: ApplianceState, word: str) -> bool:
    return appliance.type in _HAS_A_LID and state.value("door.open") is True and word != "open"
