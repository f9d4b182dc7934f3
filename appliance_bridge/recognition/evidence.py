"""What kind of appliance some entities are: a type, and the reason in one line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from appliance_bridge.appliance_type import ApplianceType
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import text, words
from appliance_bridge.recognition import naming
from appliance_bridge.recognition.nouns import Nouns, phrase, tokens

MAIN_FIRST = (
    "climate", "vacuum", "lawn_mower", "water_heater", "humidifier", "lock", "valve", "cover", "fan", "light",
    "siren", "camera", "image",
)  # fmt: skip
"""Components that speak for themselves; the first of them that a device has is its main one."""
_ACCESSORIES = frozenset({"light", "lock", "fan", "cover", "siren", "camera", "image"})
# a washer may have a drum light; a device that has only a light is a light
_ENOUGH_ELSE = 3
# entities besides accessories that make a device more than its accessory
_ENOUGH_WORDS = 2
# different words in options that must speak for a type
_COLD_MODES = frozenset({"cool", "dry", "heat_cool"})
_SENSOR_ORDER = (
    "binary_sensor.moisture", "binary_sensor.smoke", "binary_sensor.gas", "binary_sensor.carbon_monoxide",
    "binary_sensor.motion", "binary_sensor.occupancy", "binary_sensor.presence", "binary_sensor.garage_door",
    "binary_sensor.window", "binary_sensor.door", "binary_sensor.opening", "sensor.pm25", "sensor.pm10",
    "sensor.carbon_dioxide", "sensor.aqi", "sensor.temperature", "sensor.humidity",
)  # fmt: skip
# what a device of sensors is for, the most telling first
_POWER_TAPS = ("plug", "switch")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A type and why."""

    type: str
    why: str


class Evidence:
    """Weighs what entities say: main component and name first, then options, classes, ids, model."""

    def __init__(self, types: Mapping[str, ApplianceType], nouns: Nouns) -> None:
        """Over these types, with their nouns."""
        self._types = types
        self._nouns = nouns
        self._hints = {
            key: frozenset(phrase(hint) for hint in one.recognition.hints) for key, one in types.items()
        }
        self._option_words = {
            key: frozenset(phrase(word) for word in one.recognition.option_words)
            for key, one in types.items()
        }
        self._native: dict[str, str] = {}
        for key, one in types.items():
            for component in one.recognition.native:
                self._native.setdefault(component, key)

    def verdict(self, entities: Sequence[Entity], said: Sequence[str | None], whole: bool) -> Verdict:
        """The type of these. `said`: names to believe, best first; `whole`: they are a whole device."""
        controls = [entity for entity in entities if entity.category is None] or list(entities)
        main = main_of(controls)
        named = self._named(said)
        if main is not None:
            return self._by_main(main, controls, named, whole)
        if named is not None:
            return Verdict(named, "its name says so")
        return (
            self._by_options(controls)
            or self._by_class(controls)
            or self._by_ids(entities)
            or self._by_model(entities)
            or self._by_component(controls)
        )

    def of_device(self, entities: Sequence[Entity]) -> str | None:
        """The type a device as a whole says it is, by name or else by id or model; None when it does not."""
        device = entities[0].device
        named = self._named((*naming.names(device.name), device.key, device.model))
        if named is not None:
            return named
        told = _told(entities[0])
        single = (key for key, one in self._types.items() if one.recognition.device == "one")
        return next((key for key in single if self._hints[key] & told), None)

    def fits_main(self, key: str, entities: Sequence[Entity]) -> bool:
        """Whether a device with these entities can be an appliance of the type, by its main components."""
        mains = {entity.component for entity in entities if entity.component in MAIN_FIRST}
        others = sum(entity.component not in MAIN_FIRST for entity in entities)
        return (
            not mains
            or bool(mains & set(self._types[key].recognition.components))
            or (mains <= _ACCESSORIES and others >= _ENOUGH_ELSE)
        )

    def _named(self, said: Sequence[str | None]) -> str | None:
        for one in said:
            head = self._nouns.head(one)
            if head in _POWER_TAPS:
                # A plug named after something that may do harm is that thing.
                others = self._nouns.all([one])
                return next((other for other in others if self._is_dangerous(other)), head)
            if head is not None:
                return head
        return None

    def _is_dangerous(self, key: str) -> bool:
        return self._types[key].risk_of("power", "turn_on") not in ("safe", "normal")

    def _by_main(self, main: Entity, controls: Sequence[Entity], named: str | None, whole: bool) -> Verdict:
        described = main.component if main.component != "climate" else f"climate ({', '.join(_modes(main))})"
        if named is not None and self.fits_main(named, controls if whole else [main]):
            hinted = self._hinted(main, named)
            if hinted is not None:
                return Verdict(hinted, f"it has a {described} and its maker or model says so")
            return Verdict(named, f"its name says so and it has a {described}")
        hinted = self._hinted(main, None)
        if hinted is not None:
            return Verdict(hinted, f"it has a {described} and its maker or model says so")
        for key in (f"{main.component}.{_class(main)}", main.component):
            if key in self._native:
                return Verdict(self._native[key], f"it has a {described}")
        return Verdict("unknown", f"nothing says what its {described} is")

    def _hinted(self, main: Entity, named: str | None) -> str | None:
        """A type whose makers' words are there, where the component alone leaves it open."""
        default = self._native.get(f"{main.component}.{_class(main)}", self._native.get(main.component))
        if named not in (None, "thermostat", default) or (named is None and default == "air_conditioner"):
            return None
        told = _told(main)
        fitting = (key for key, one in self._types.items() if main.component in one.recognition.components)
        return next((key for key in fitting if self._hints[key] & told), None)

    def _by_options(self, controls: Sequence[Entity]) -> Verdict | None:
        told = {phrase(option) for entity in controls for option in words(entity.config, "options")}
        scores = {key: len(known & told) for key, known in self._option_words.items()}
        best = max(scores, key=lambda key: scores[key], default=None)
        if best is None or scores[best] < _ENOUGH_WORDS:
            return None
        return Verdict(best, "its options say so")

    def _by_class(self, controls: Sequence[Entity]) -> Verdict | None:
        if any(entity.component not in ("sensor", "binary_sensor") for entity in controls):
            return None
        present = {f"{entity.component}.{_class(entity)}" for entity in controls}
        found = next((key for key in _SENSOR_ORDER if key in present and key in self._native), None)
        return None if found is None else Verdict(self._native[found], f"it has a {found}")

    def _by_ids(self, entities: Sequence[Entity]) -> Verdict | None:
        told = [{*self._nouns.all((entity.name, entity.object_id))} for entity in entities]
        # Of what is switched, "switch" says nothing.
        counts = Counter(key for one in told for key in one if key not in _POWER_TAPS)
        for key, count in counts.most_common():
            if count * 2 >= len(entities):
                return Verdict(key, "the names of its parts say so")
        return None

    def _by_model(self, entities: Sequence[Entity]) -> Verdict | None:
        device = entities[0].device
        named = self._nouns.head(device.model, device.manufacturer, device.key)
        return None if named is None else Verdict(named, "its model says so")

    def _by_component(self, controls: Sequence[Entity]) -> Verdict:
        switch = next((entity for entity in controls if entity.component == "switch"), None)
        if switch is None:
            return Verdict("unknown", "nothing it announced says what it is")
        key = self._native.get(f"switch.{_class(switch)}", self._native.get("switch", "unknown"))
        return Verdict(key, "it has a switch")


def main_of(entities: Sequence[Entity]) -> Entity | None:
    """The entity that speaks for what its device is, or None."""
    mains = [entity for entity in entities if entity.component in MAIN_FIRST]
    return min(mains, key=lambda entity: MAIN_FIRST.index(entity.component), default=None)


def _told(entity: Entity) -> set[str]:
    """Words and pairs of words of what the device says about itself."""
    device = entity.device
    said = tokens(" ".join(filter(None, (device.name, device.manufacturer, device.model, device.key))))
    return {*said, *("".join(pair) for pair in pairwise(said))}


def _modes(entity: Entity) -> tuple[str, ...]:
    return words(entity.config, "modes", ("auto", "off", "cool", "heat", "dry", "fan_only"))


def _class(entity: Entity) -> str:
    if entity.component == "climate":
        return "cool" if _COLD_MODES & set(_modes(entity)) else "heat"
    return (text(entity.config, "device_class") or "").lower()
