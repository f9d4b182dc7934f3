"""What kind of appliance some entities are: types weighed by the evidence for them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from appliance_bridge.appliance_type import ApplianceType
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import text, words
from appliance_bridge.explanation import Candidate
from appliance_bridge.recognition import naming
from appliance_bridge.recognition.nouns import Nouns, phrase, tokens
from appliance_bridge.yaml_file import load

MAIN_FIRST = (
    "climate", "vacuum", "lawn_mower", "water_heater", "humidifier", "lock", "valve", "cover", "fan", "light",
    "siren", "camera", "image",
)  # fmt: skip
"""Components that speak for themselves; the first of them that a device has is its main one."""
_ACCESSORIES = frozenset({"light", "lock", "fan", "cover", "siren", "camera", "image"})
# a washer may have a drum light; a device that has only a light is a light
_PICTURES = frozenset({"camera", "image"})
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
_LEAVE_OPEN = ("thermostat", "fan")
# their names may mean no more than their component does
NOTHING_SAID = Candidate("unknown", 0.0, ("nothing it announced says what it is",))


@dataclass(frozen=True, slots=True)
class Clue:
    """One piece of evidence for one type."""

    type: str
    kind: str
    # one of the weights
    why: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    weights: Mapping[str, float]


@cache
def weights() -> Mapping[str, float]:
    """Kind of evidence → how much it speaks for a type; read once."""
    return load(Path(__file__).with_name("evidence.yaml"), _File).weights


class Evidence:
    """Weighs what entities say about what they are."""

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

    def candidates(
        self, entities: Sequence[Entity], said: Sequence[str | None], whole: bool
    ) -> tuple[Candidate, ...]:
        """The types these may be, the likeliest first; "unknown" is always among them.

        `said`: names to believe, best first; `whole`: they are a whole device.
        """
        clues: dict[str, list[Clue]] = {}
        for clue in self._clues(entities, said, whole):
            clues.setdefault(clue.type, []).append(clue)
        found = [_candidate(key, of_type) for key, of_type in clues.items()]
        return (*sorted(found, key=lambda one: -one.score), NOTHING_SAID)

    def of_device(self, entities: Sequence[Entity]) -> str | None:
        """The type a device as a whole says it is, by name or else by id or model; None when it does not."""
        device = entities[0].device
        named = self._named((*naming.names(device.name), naming.spoken(device.key), device.model))
        if named is not None:
            return named
        told = _told(entities[0])
        single = (key for key, one in self._types.items() if one.recognition.device == "one")
        return next((key for key in single if self._hints[key] & told), None)

    def most_dangerous_first(self, entities: Sequence[Entity]) -> Sequence[Entity]:
        """In their order, unless they disagree on what their device is: then the most dangerous word counts.

        Else whoever announces a "washer" under the identifiers of an oven would have it start without a yes.
        """
        told = {(one.device.name, one.device.model): one for one in entities}
        if len(told) < 2:
            return entities
        types = {said: self.of_device((one,)) for said, one in told.items()}
        worse = {said for said, key in types.items() if key is not None and self._is_dangerous(key)}
        return sorted(entities, key=lambda one: (one.device.name, one.device.model) not in worse)

    def fits_main(self, key: str, entities: Sequence[Entity]) -> bool:
        """Whether a device with these entities can be an appliance of the type, by its main components."""
        mains = {entity.component for entity in entities if entity.component in MAIN_FIRST}
        if "picture" in self._types[key].capabilities:
            # a refrigerator that shows its inside is no camera
            mains -= _PICTURES
        others = sum(entity.component not in MAIN_FIRST for entity in entities)
        one_device = self._types[key].recognition.device == "one"
        return (
            not mains
            or bool(mains & set(self._types[key].recognition.components))
            or (one_device and mains <= _ACCESSORIES and others >= _ENOUGH_ELSE)
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

    def _clues(self, entities: Sequence[Entity], said: Sequence[str | None], whole: bool) -> Iterable[Clue]:
        controls = [entity for entity in entities if entity.category is None] or list(entities)
        main = main_of(controls)
        named = self._named(said)
        if named is not None and not self._may_be(named, main, controls, whole):
            named = None
        if named is not None:
            yield Clue(named, "name", "its name says so")
        weak = [*self._by_options(controls), *self._by_ids(entities), *self._by_model(entities)]
        if main is None:
            yield from (*weak, *self._by_class(controls), *(self._by_hints(entities) if whole else ()))
            yield from self._by_switch(controls)
        else:
            yield from self._by_main(main, controls, named, whole)
            yield from (one for one in weak if self._may_be(one.type, main, controls, whole))

    def _may_be(self, key: str, main: Entity | None, controls: Sequence[Entity], whole: bool) -> bool:
        return main is None or self.fits_main(key, controls if whole else [main])

    def _by_main(
        self, main: Entity, controls: Sequence[Entity], named: str | None, whole: bool
    ) -> Iterable[Clue]:
        described = main.component if main.component != "climate" else f"climate ({', '.join(_modes(main))})"
        hinted = self._hinted(main, named)
        if hinted is not None:
            yield Clue(hinted, "maker", "its maker or model says so")
        beside = sum(entity.component not in MAIN_FIRST for entity in controls)
        aside = whole and main.component in _ACCESSORIES and beside >= _ENOUGH_ELSE
        classes = {f"{entity.component}.{_class(entity)}" for entity in controls}
        for key, one in self._types.items():
            if whole and classes & set(one.recognition.beside.get(main.component, ())):
                yield Clue(key, "beside", f"it has a {main.component} and measures what such a thing does")
        for key, kind in ((f"{main.component}.{_class(main)}", "class"), (main.component, "component")):
            if key in self._native:
                yield Clue(self._native[key], "accessory" if aside else kind, f"it has a {described}")
                return

    def _hinted(self, main: Entity, named: str | None) -> str | None:
        """A type whose makers' words are there, where the component alone leaves it open."""
        default = self._native.get(f"{main.component}.{_class(main)}", self._native.get(main.component))
        if named not in (None, *_LEAVE_OPEN):
            return None
        told = _told(main)
        for key, one in self._types.items():
            # Whoever makes boilers makes air conditioners, too; whoever makes cars makes cars.
            telling = one.recognition.device == "one" or (named, default) != (None, "air_conditioner")
            if telling and main.component in one.recognition.components and self._hints[key] & told:
                return key
        return None

    def _by_options(self, controls: Sequence[Entity]) -> Iterable[Clue]:
        told = {phrase(option) for entity in controls for option in words(entity.config, "options")}
        known = {key: len(own & told) for key, own in self._option_words.items()}
        best = max(known, key=lambda key: known[key], default=None)
        if best is not None and known[best] >= _ENOUGH_WORDS:
            yield Clue(best, "options", "its options say so")

    def _by_class(self, controls: Sequence[Entity]) -> Iterable[Clue]:
        if any(entity.component not in ("sensor", "binary_sensor") for entity in controls):
            return
        present = {f"{entity.component}.{_class(entity)}" for entity in controls}
        found = next((key for key in _SENSOR_ORDER if key in present and key in self._native), None)
        if found is not None:
            yield Clue(self._native[found], "measures", f"it has a {found}")

    def _by_ids(self, entities: Sequence[Entity]) -> Iterable[Clue]:
        told = [{*self._nouns.all((entity.name, entity.object_id))} for entity in entities]
        # Of what is switched, "switch" says nothing.
        counts = Counter(key for one in told for key in one if key not in _POWER_TAPS)
        for key, count in counts.most_common(1):
            if count * 2 >= len(entities):
                yield Clue(key, "parts", "the names of its parts say so")

    def _by_model(self, entities: Sequence[Entity]) -> Iterable[Clue]:
        device = entities[0].device
        named = self._nouns.head(device.model, naming.spoken(device.key))
        if named is not None:
            yield Clue(named, "model", "its model says so")

    def _by_hints(self, entities: Sequence[Entity]) -> Iterable[Clue]:
        told = _told(entities[0])
        return (Clue(key, "hint", "its maker makes such") for key, own in self._hints.items() if own & told)

    def _by_switch(self, controls: Sequence[Entity]) -> Iterable[Clue]:
        switch = next((entity for entity in controls if entity.component == "switch"), None)
        if switch is not None:
            key = self._native.get(f"switch.{_class(switch)}", self._native.get("switch", "unknown"))
            yield Clue(key, "switch", "it has a switch")


def _candidate(key: str, clues: Sequence[Clue]) -> Candidate:
    known = weights()
    first = sorted({clue.kind: clue for clue in clues}.values(), key=lambda clue: -known[clue.kind])
    return Candidate(key, sum(known[clue.kind] for clue in first), tuple(clue.why for clue in first))


def main_of(entities: Sequence[Entity]) -> Entity | None:
    """The entity that speaks for what its device is, or None."""
    mains = [entity for entity in entities if entity.component in MAIN_FIRST]
    return min(mains, key=lambda entity: MAIN_FIRST.index(entity.component), default=None)


def _told(entity: Entity) -> set[str]:
    """Words and pairs of words of what the device says about itself."""
    device = entity.device
    said = tokens(
        " ".join(filter(None, (device.name, device.manufacturer, device.model, naming.spoken(device.key))))
    )
    return {*said, *("".join(pair) for pair in pairwise(said))}


def _modes(entity: Entity) -> tuple[str, ...]:
    return words(entity.config, "modes", ("auto", "off", "cool", "heat", "dry", "fan_only"))


def _class(entity: Entity) -> str:
    if entity.component == "climate":
        return "cool" if _COLD_MODES & set(_modes(entity)) else "heat"
    return (text(entity.config, "device_class") or "").lower()
