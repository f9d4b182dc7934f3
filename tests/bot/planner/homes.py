"""A small home for planning, made by hand; states are what a test says they are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from appliance_bridge.appliance import Appliance, Limits, Offer
from appliance_bridge.capability import Value
from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.state import ApplianceState, Reported
from bot.message import Language
from bot.people.person import Person
from bot.planner.affordances import load_affordances
from bot.planner.situation import Situation
from nlu.understanding import Intent, Slot, SlotValue

MOM = Person("mom", {"ko": "엄마", "en": "Mom"}, "owner")
CATALOGUE = load_catalogue()
AFFORDANCES = load_affordances()


@dataclass
class SmallHome:
    """HomeFacts over a list of appliances."""

    things: list[Appliance]
    states: dict[str, dict[str, Value]] = field(default_factory=dict)
    now: float = 1000.0
    timezone: tzinfo = UTC

    def appliances(self) -> Iterable[Appliance]:
        return self.things

    def appliance(self, appliance_id: str) -> Appliance | None:
        return next((one for one in self.things if one.id == appliance_id), None)

    def state(self, appliance_id: str) -> ApplianceState:
        said = self.states.get(appliance_id, {})
        return ApplianceState(True, {key: Reported(value, self.now) for key, value in said.items()})

    def person_name(self, person_id: str, language: Language) -> str | None:
        return None


def offer(capability: str, *actions: str, **limits: Limits) -> Offer:
    return Offer(capability, frozenset(actions), frozenset({"on"}), limits)


def appliance(id_: str, type_: str, area: str, *offers: Offer) -> Appliance:
    return Appliance(id_, type_, (id_,), (area,), {one.capability: one for one in offers})


POWER = offer("power", "turn_on", "turn_off")
RUN = offer("run_control", "start", "stop", "pause", "resume")
TARGET = offer("temperature", "set", target=Limits(18, 30, 0.5, "celsius"))


def home() -> SmallHome:
    """A washer, two aircons, three lights, a curtain, a gas valve, a fridge."""
    program = offer("program", "select", selected=Limits(options=("표준", "울/섬세", "이불")))
    brightness = offer("level", "set", percent=Limits(0, 100, 1, "percent"))
    return SmallHome(
        [
            appliance("washer", "washer", "utility", POWER, RUN, program),
            appliance("ac-living", "air_conditioner", "living", POWER, TARGET,
                      offer("fan_speed", "set", selected=Limits(options=("low", "medium", "high", "auto")))),
            appliance("ac-bed", "air_conditioner", "bedroom", POWER, TARGET),
            appliance("light-living", "light", "living", POWER, brightness),
            appliance("lamp-living", "light", "living", POWER),
            appliance("light-bed", "light", "bedroom", POWER, brightness),
            appliance("curtain", "curtain", "living",
                      offer("position", "open", "close", "stop", "set", percent=Limits(0, 100, 1, "percent"))),
            appliance("tv", "tv", "living", POWER, offer("volume", "set", percent=Limits(0, 100, 1, "percent"))),
            appliance("gas", "gas_valve", "kitchen", offer("valve", "close")),
            appliance("fridge", "refrigerator", "kitchen", POWER, offer("temperature", "set", target=Limits(1, 7))),
        ]
    )  # fmt: skip


def situation(house: SmallHome, *, focus: tuple[str, ...] = (), person: Person = MOM) -> Situation:
    return Situation(house, CATALOGUE, AFFORDANCES, person, focus, "chat")


def intent(name: str, **slots: SlotValue | list[SlotValue]) -> Intent:
    found = []
    for key, value in slots.items():
        values = value if isinstance(value, list) else [value]
        found += [Slot(key, one, 0, 1, str(one)) for one in values]
    return Intent(name, tuple(found))
