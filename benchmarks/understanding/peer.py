"""Home Assistant's recogniser on the same home: `hassil` with the sentences of `home-assistant-intents`."""

from collections.abc import Iterator, Sequence
from typing import Any

import hassil
from hassil.intents import SlotList, TextSlotList
from hassil.recognize import RecognizeResult
from home_assistant_intents import get_intents

from benchmarks.understanding.home import ROOMS
from benchmarks.understanding.judge import Meaning
from nlu.language import Language
from nlu.vocabulary import Thing, Vocabulary

_DOMAINS = {
    "light": "light", "fan": "fan", "air_purifier": "fan", "ventilation": "fan", "hood": "fan",
    "air_conditioner": "climate", "thermostat": "climate", "boiler": "climate", "heat_pump": "climate",
    "heater": "climate", "water_heater": "climate", "window": "cover", "curtain": "cover", "blind": "cover",
    "garage_door": "cover", "tv": "media_player", "speaker": "media_player", "robot_vacuum": "vacuum",
    "door": "lock", "door_lock": "lock", "car": "lock", "gas_valve": "valve", "thermometer": "sensor",
    "motion_sensor": "sensor", "leak_sensor": "sensor", "smoke_alarm": "sensor",
}  # fmt: skip
# by type; what has no kind of its own there is a switch
_NAMES = {
    "HassTurnOn": {"cover": "position.open", "valve": "position.open", "lock": "lock.lock"},
    "HassTurnOff": {"cover": "position.close", "valve": "position.close", "lock": "lock.unlock"},
    "HassVacuumStart": {"": "run_control.start"},
    "HassSetPosition": {"": "position.set"},
    "HassFanSetSpeed": {"": "fan_speed.set"},
    "HassMediaPlayerMute": {"": "volume.mute"},
}
_PLAIN = {"HassTurnOn": "power.turn_on", "HassTurnOff": "power.turn_off"}
_ASKING = ("HassGet", "HassClimateGet", "HassTimerStatus", "HassRespond", "HassNevermind")
_NO_COMMAND = ("HassShoppingList", "HassList", "HassGetCurrent", "HassGetWeather", "HassBroadcast")


class HomeAssistant:
    """One language of it, knowing the home's rooms and every word we know for its appliances."""

    def __init__(self, language: Language, home: Vocabulary, area: str | None = None) -> None:
        """`area`: the room whose voice satellite was spoken to; None: typed."""
        loaded = get_intents(language.language)
        if loaded is None:
            raise SystemExit(f"no sentences for {language.language}")
        self._intents = hassil.Intents.from_dict(loaded)
        self._language = language.language
        rooms = list(ROOMS.values()) if language.language == "ko" else list(ROOMS)
        self._lists: dict[str, SlotList] = {
            "name": TextSlotList.from_tuples(_names(language, home), allow_template=False, name="name"),
            "area": TextSlotList.from_tuples(
                ((room, room) for room in rooms), allow_template=False, name="area"
            ),
            "floor": TextSlotList.from_tuples((), allow_template=False, name="floor"),
        }
        self._context = {"area": area} if area else {}

    def understand(self, text: str) -> Meaning:
        """Strictly first, as its agent does; then with a name it does not know, to say so."""
        found = self._best(text, unknown=False)
        if found is not None:
            return _meaning(found, unknown=False)
        found = self._best(text, unknown=True)
        return Meaning("chat", frozenset()) if found is None else _meaning(found, unknown=True)

    def _best(self, text: str, unknown: bool) -> RecognizeResult | None:
        found = hassil.recognize_best(
            text, self._intents, slot_lists=self._lists, intent_context=self._context,
            language=self._language, best_slot_name="name", allow_unmatched_entities=unknown,
        )  # fmt: skip
        if found is None or not unknown:
            return found
        strange = found.unmatched_entities_list
        return found if len(strange) == 1 and strange[0].name in ("name", "area") else None


def _meaning(found: RecognizeResult, unknown: bool) -> Meaning:
    name = found.intent.name
    if name.startswith(_NO_COMMAND):
        return Meaning("chat", frozenset())
    if name.startswith(_ASKING):
        return Meaning("question", frozenset(("query.state",)))
    domain = str(found.context.get("domain") or _slot(found, "domain") or "")
    names = _NAMES.get(name, {})
    called = names.get(domain) or names.get("") or _PLAIN.get(name, name)
    return Meaning("command", frozenset((called,)), acts=not unknown, unknown=unknown)


def _slot(found: RecognizeResult, name: str) -> Any:
    entity = found.entities.get(name)
    return None if entity is None else entity.value


def _names(language: Language, home: Vocabulary) -> Iterator[tuple[str, str, dict[str, str]]]:
    korean = language.language == "ko"
    for thing in home.things:
        context = {"domain": _DOMAINS.get(thing.type, "switch")}
        room = (thing.areas[0] if korean else thing.areas[-1]) if thing.areas else ""
        for word in _words(language, thing):
            yield f"{room} {word}".strip(), thing.id, context


def _words(language: Language, thing: Thing) -> Sequence[str]:
    kinds = language.words["type"].items()
    found = [word for key, words in kinds if thing.type in key.split("|") for word in words]
    return [word for word in found if word.replace(" ", "").isalpha()] or [thing.type.replace("_", " ")]
