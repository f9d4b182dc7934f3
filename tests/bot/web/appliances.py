"""A small home for the web tests."""

import time

from bot.house import ApplianceView, CapabilityView, MissingView

State = dict[str, bool | int | float | str]

POWER = {"power": ("turn_on", "turn_off")}
SET = ("set",)


def view(
    appliance_id: str,
    kind: str,
    names: tuple[str, str],
    areas: tuple[str, str] | None,
    state: State,
    actions: dict[str, tuple[str, ...]],
    summary: tuple[str, str],
    limits: dict[str, dict[str, dict[str, object]]] | None = None,
    *,
    online: bool = True,
    missing: tuple[MissingView, ...] = (),
) -> ApplianceView:
    """An appliance whose capabilities are those that its state and actions name."""
    capabilities = sorted({key.split(".")[0] for key in state} | set(actions))
    return ApplianceView(
        id=appliance_id,
        type=kind,
        name=names[0],
        names=names,
        area=None if areas is None else areas[0],
        areas=areas or (),
        online=online,
        capabilities={
            name: CapabilityView(
                actions=actions.get(name, ()),
                attributes=tuple(key.split(".")[1] for key in state if key.split(".")[0] == name),
                limits=(limits or {}).get(name, {}),
                feedback=True,
            )
            for name in capabilities
        },
        state=state,
        reported_at=dict.fromkeys(state, time.time()),
        summary={"ko": summary[0], "en": summary[1]},
        source=f"home_assistant:{appliance_id}",
        missing=missing,
        details={"manufacturer": "Hanok Electric"},
    )


LIVING, KITCHEN, UTILITY, BEDROOM, ENTRY = (
    ("거실", "Living room"),
    ("주방", "Kitchen"),
    ("다용도실", "Utility room"),
    ("안방", "Bedroom"),
    ("현관", "Entrance"),
)
TARGET = {"temperature": {"target": {"minimum": 18, "maximum": 30, "step": 1, "unit": "celsius"}}}


def home() -> dict[str, ApplianceView]:
    """Sixteen appliances in five rooms."""
    modes: dict[str, dict[str, object]] = {
        "selected": {"options": ["cool", "heat", "dry", "fan_only", "auto"]}
    }
    winds: dict[str, dict[str, object]] = {"selected": {"options": ["low", "medium", "high", "auto"]}}
    aircon = POWER | {"temperature": SET, "mode": SET, "fan_speed": SET}
    course: dict[str, dict[str, object]] = {"selected": {"options": ["표준", "울", "이불", "급속"]}}
    run = {"run_control": ("start", "stop", "pause", "resume")}
    views = [
        view(
            "aircon-1",
            "air_conditioner",
            ("에어컨", "Aircon"),
            LIVING,
            {
                "power.on": True,
                "temperature.target": 26,
                "temperature.current": 27.5,
                "mode.selected": "cool",
                "fan_speed.selected": "auto",
            },
            aircon,
            ("냉방 · 26°C", "Cool · 26°C"),
            TARGET | {"mode": modes, "fan_speed": winds},
        ),
        view(
            "light-1",
            "light",
            ("조명", "Light"),
            LIVING,
            {"power.on": True, "level.percent": 70},
            POWER | {"level": SET},
            ("켜짐 · 70%", "On · 70%"),
        ),
        view(
            "tv-1",
            "tv",
            ("TV", "TV"),
            LIVING,
            {"power.on": False, "volume.percent": 20, "volume.muted": False},
            POWER | {"volume": ("set", "mute", "unmute")},
            ("꺼짐", "Off"),
        ),
        view(
            "curtain-1",
            "curtain",
            ("커튼", "Curtain"),
            LIVING,
            {"position.state": "open", "position.percent": 100},
            {"position": ("open", "close", "stop", "set")},
            ("열림", "Open"),
        ),
        view(
            "vacuum-1",
            "robot_vacuum",
            ("로봇청소기", "Robot vacuum"),
            LIVING,
            {"run_control.state": "docked", "battery.percent": 96},
            {"run_control": ("start", "stop", "pause", "return_to_dock", "locate")},
            ("충전 중", "Docked"),
        ),
        view(
            "purifier-1",
            "air_purifier",
            ("공기청정기", "Air purifier"),
            LIVING,
            {"power.on": True, "air_quality.pm2_5": 11, "fan_speed.selected": "low"},
            POWER | {"fan_speed": SET},
            ("켜짐 · 약", "On · low"),
            {"fan_speed": winds},
        ),
        view(
            "fridge-1",
            "refrigerator",
            ("냉장고", "Fridge"),
            KITCHEN,
            {"temperature.target": 3, "temperature.freezer_target": -18, "door.open": False},
            {"temperature": SET},
            ("3°C", "3°C"),
            {"temperature": {"target": {"minimum": 1, "maximum": 7, "step": 1}}},
        ),
        view(
            "oven-1",
            "oven",
            ("오븐", "Oven"),
            KITCHEN,
            {"power.on": False, "run_control.state": "stopped", "remote_control.allowed": False},
            {"run_control": ("start", "stop"), "power": ("turn_off",)},
            ("멈춤", "Stopped"),
        ),
        view(
            "gas-1",
            "gas_valve",
            ("가스 밸브", "Gas valve"),
            KITCHEN,
            {"valve.state": "open"},
            {"valve": ("close",)},
            ("열림", "Open"),
        ),
        view(
            "coffee-1",
            "coffee_maker",
            ("커피머신", "Coffee maker"),
            KITCHEN,
            {"power.on": False},
            POWER,
            ("꺼짐", "Off"),
            online=False,
        ),
        view(
            "washer-1",
            "washer",
            ("세탁기", "Washer"),
            UTILITY,
            {
                "run_control.state": "stopped",
                "program.selected": "표준",
                "remote_control.allowed": True,
                "door.open": False,
            },
            run | {"program": ("select",)},
            ("멈춤 · 표준", "Stopped · 표준"),
            {"program": course},
        ),
        view(
            "dryer-1",
            "dryer",
            ("건조기", "Dryer"),
            UTILITY,
            {"run_control.state": "running", "remaining_time.seconds": 2520},
            run,
            ("42분 남음", "42 min left"),
        ),
        view(
            "boiler-1",
            "boiler",
            ("보일러", "Boiler"),
            BEDROOM,
            {
                "power.on": True,
                "temperature.target": 22,
                "temperature.current": 20.5,
                "mode.selected": "heat",
            },
            POWER | {"temperature": SET},
            ("난방 · 22°C", "Heat · 22°C"),
            TARGET,
        ),
        view(
            "aircon-2",
            "air_conditioner",
            ("에어컨", "Aircon"),
            BEDROOM,
            {"power.on": False, "temperature.target": 25},
            POWER | {"temperature": SET},
            ("꺼짐", "Off"),
            TARGET,
        ),
        view(
            "lock-1",
            "door_lock",
            ("도어락", "Door lock"),
            ENTRY,
            {"lock.state": "locked", "battery.percent": 81},
            {"lock": ("lock", "unlock")},
            ("잠김", "Locked"),
        ),
        view(
            "sensor-1",
            "thermometer",
            ("온습도계", "Thermometer"),
            None,
            {"temperature.current": 23.4, "humidity.current": 46},
            {},
            ("23.4°C", "23.4°C"),
            missing=(
                MissingView(
                    "battery",
                    "not_announced",
                    {"ko": "배터리는 알려 주지 않아요.", "en": "It does not say its battery level."},
                ),
            ),
        ),
    ]
    return {one.id: one for one in views}
