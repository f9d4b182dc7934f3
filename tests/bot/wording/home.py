"""A small home to talk about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from appliance_bridge.appliance import Appliance, Limits, Offer
from appliance_bridge.capability import Value
from appliance_bridge.command import Command, CommandResult, Refusal, Result
from appliance_bridge.state import ApplianceState, Reported
from bot.message import Button, Language
from bot.plan import CommandStep, Done, Option, Plan, Receipt, TellStep

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 3, 14, 15, 0, tzinfo=SEOUL).timestamp()


def offer(capability: str, *actions: str, **limits: Limits) -> Offer:
    return Offer(capability, frozenset(actions), limits=limits)


def appliance(
    id_: str, type_: str, names: tuple[str, ...], area: tuple[str, ...] = (), *offers: Offer
) -> Appliance:
    return Appliance(id_, type_, names, area, {one.capability: one for one in offers})


POWER = offer("power", "turn_on", "turn_off")
RUN = offer("run_control", "start", "stop", "pause", "resume")
PROGRAMS = offer(
    "program", "select", selected=Limits(options=("표준", "울", "섬세", "쾌속", "이불", "삶음", "통세척"))
)
DEGREES = offer("temperature", "set", target=Limits(minimum=18, maximum=30, step=1, unit="celsius"))
LIVING, MASTER, KITCHEN = ("거실", "Living room"), ("안방", "Bedroom"), ("주방", "Kitchen")

APPLIANCES = (
    appliance("washer", "washer", ("세탁기", "Washer"), ("다용도실", "Utility room"), RUN, PROGRAMS),
    appliance(
        "oven",
        "oven",
        ("오븐", "Oven"),
        KITCHEN,
        RUN,
        POWER,
        offer("temperature", "set", target=Limits(minimum=30, maximum=250)),
    ),
    appliance(
        "ac-living",
        "air_conditioner",
        ("에어컨", "Aircon"),
        LIVING,
        POWER,
        DEGREES,
        offer("mode", "set", selected=Limits(options=("cool", "dry"))),
    ),
    appliance("ac-master", "air_conditioner", ("에어컨", "Aircon"), MASTER, POWER, DEGREES),
    appliance(
        "light-living",
        "light",
        ("불", "Light"),
        LIVING,
        POWER,
        offer("level", "set", percent=Limits(minimum=0, maximum=100)),
    ),
    appliance("light-master", "light", ("불", "Light"), MASTER, POWER),
    appliance("light-kitchen", "light", ("불", "Light"), KITCHEN, POWER),
    appliance("light-bath", "light", ("불", "Light"), ("욕실", "Bathroom"), POWER),
    appliance("light-study", "light", ("불", "Light"), ("서재", "Study"), POWER),
    appliance(
        "tv",
        "tv",
        ("TV",),
        LIVING,
        POWER,
        offer("volume", "set", "mute", percent=Limits(minimum=0, maximum=100)),
    ),
    appliance(
        "fridge",
        "refrigerator",
        ("냉장고", "Fridge"),
        KITCHEN,
        offer("temperature", "set", target=Limits(minimum=1, maximum=7)),
        offer("door"),
    ),
    appliance("curtain", "curtain", ("커튼", "Curtain"), LIVING, offer("position", "open", "close", "set")),
    appliance(
        "door", "door_lock", ("현관문", "Front door"), ("현관", "Entrance"), offer("lock", "lock", "unlock")
    ),
    appliance("gas", "gas_valve", ("가스 밸브", "Gas valve"), KITCHEN, offer("valve", "close")),
    appliance(
        "robot",
        "robot_vacuum",
        ("로봇청소기", "Robot vacuum"),
        LIVING,
        offer("run_control", "start", "return_to_dock"),
        offer("battery"),
    ),
    appliance(
        "thermo", "thermometer", ("온도계", "Thermometer"), MASTER, offer("temperature"), offer("humidity")
    ),
    appliance("leak", "leak_sensor", ("누수 센서", "Leak sensor"), KITCHEN, offer("water")),
    appliance("car", "car", ("자동차", "Car"), (), offer("lock", "lock", "unlock"), offer("battery")),
    appliance("cooktop", "cooktop", ("인덕션", "Cooktop"), KITCHEN, POWER),
)


@dataclass
class Home:
    """HomeFacts by hand."""

    states: dict[str, ApplianceState] = field(default_factory=dict)
    now: float = NOW
    timezone: ZoneInfo = SEOUL
    all: tuple[Appliance, ...] = APPLIANCES

    def appliances(self) -> tuple[Appliance, ...]:
        return self.all

    def appliance(self, appliance_id: str) -> Appliance | None:
        return next((one for one in self.all if one.id == appliance_id), None)

    def state(self, appliance_id: str) -> ApplianceState:
        return self.states.get(appliance_id, ApplianceState())

    def person_name(self, person_id: str, language: Language) -> str | None:
        return {"child": {"ko": "지우", "en": "Jiu"}}.get(person_id, {}).get(language)


def state(online: bool | None = True, /, at: float = NOW - 60, **values: Value) -> ApplianceState:
    """state(power__on=True): "power.on" is True."""
    reported = {key.replace("__", "."): Reported(value, at) for key, value in values.items()}
    return ApplianceState(online, reported)


def done(
    id_: str,
    act: str,
    result: Result = "confirmed",
    refusal: Refusal | None = None,
    reported: Mapping[str, Value] | None = None,
    **arguments: Value,
) -> Done:
    capability, action = act.split(".")
    step = CommandStep(id_, capability, action, dict(arguments))
    command = Command("c", id_, capability, action, arguments)
    return Done(step, CommandResult(command, result, refusal, reported or {}))


def refused(
    id_: str, act: str, reason: str, arguments: Mapping[str, Value] | None = None, /, **facts: Value
) -> Done:
    return done(id_, act, "refused", Refusal(reason, facts), **(arguments or {}))


def button(option: Option) -> Button:
    return Button(option.label, f"v1:{option.label}", option.label)


def receipt(*happened: Done | TellStep) -> Receipt:
    return Receipt(
        Plan(),
        tuple(one for one in happened if isinstance(one, Done)),
        tuple(one for one in happened if isinstance(one, TellStep)),
    )
