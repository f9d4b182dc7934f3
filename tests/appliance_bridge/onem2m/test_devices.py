"""What TS-0023 devices become."""

from typing import Any

import pytest

from appliance_bridge.dialects.onem2m.sdt import sdt
from appliance_bridge.entities.components import COMPONENTS
from tests.appliance_bridge.onem2m.house import Cse, House


def house(
    name: str, kind: str, /, labels: tuple[str, ...] = (), *, job_modes: Any = None, **modules: Any
) -> House:
    cse = Cse()
    cse.device(name, kind, labels, **modules)
    return House(cse, job_modes=job_modes or {}).greet()


def test_a_washer() -> None:
    home = house(
        "washer",
        "deviceClothesWasher",
        binarySwitch={"state": True},
        operationMode={"staPe": False},
        runState={"cuMSe": 4, "macSs": [1, 2, 4, 6, 7], "cuJSe": 203},
        clothesWasherJobMode={"cuJMe": 1, "cJMNe": "Cotton", "jobMs": [1, 2]},
        remoteControlEnable={"reCEd": True},
        timer={"eTTEd": 600, "abST0": "20270115T080000,000000"},
        faultDetection={"sus": False},
        job_modes={"clothesWasherJobMode": {2: "Wool"}},
    )
    [washer] = home.appliances.values()
    assert (washer.id, washer.type, washer.missing) == ("home-washer", "washer", ())
    assert (
        home.state["home-washer"]
        | {
            "power.on": True,
            "run_control.state": "paused",
            "run_control.phase": "rinse",
            "program.selected": "Cotton",
            "remote_control.allowed": True,
            "remaining_time.seconds": 600,
            "remaining_time.finish_at": 1_800_000_000.0,
            "error.active": False,
        }
        == home.state["home-washer"]
    )
    assert washer.offers["program"].limits["selected"].options == ("Cotton", "Wool")
    assert home.change("home-washer", "run_control.start", program="Wool") == [
        ("washer/clothesWasherJobMode", {"cuJMe": 2}),
        ("washer/operationMode", {"staPe": True}),
    ]
    assert home.change("home-washer", "run_control.pause") == [("washer/operationMode", {"staPe": False})]
    assert home.change("home-washer", "run_control.stop") == [("washer/runState", {"cuMSe": 6})]


def test_an_air_conditioner() -> None:
    home = house(
        "aircon",
        "deviceAirConditioner",
        ("name:거실 에어컨", "area:거실"),
        binarySwitch={"state": True},
        airConJobMode={"cuJMe": 2, "jobMs": [1, 2]},
        temperature={"curT0": 28.5, "tarTe": 24, "minVe": 18, "maxVe": 30},
        airFlow={"speed": 2, "minSd": 1, "maxSd": 4},
        job_modes={"airConJobMode": {1: "cool", 2: "dry"}},
    )
    [aircon] = home.appliances.values()
    assert (aircon.type, aircon.names, aircon.areas) == ("air_conditioner", ("거실 에어컨",), ("거실",))
    state = home.state["home-aircon"]
    assert (state["power.on"], state["mode.selected"], state["temperature.target"]) == (True, "dry", 24)
    assert state["fan_speed.percent"] == 50
    assert home.change("home-aircon", "temperature.set", value=22) == [("aircon/temperature", {"tarTe": 22})]
    assert home.change("home-aircon", "mode.set", value="cool") == [("aircon/airConJobMode", {"cuJMe": 1})]
    assert home.change("home-aircon", "power.turn_off") == [("aircon/binarySwitch", {"state": False})]
    assert home.change("home-aircon", "fan_speed.set_percent", value=100) == [
        ("aircon/airFlow", {"speed": 4})
    ]


def test_a_refrigerator_with_two_compartments() -> None:
    home = house(
        "fridge",
        "deviceRefrigerator",
        temperature={"curT0": 4, "tarTe": 3, "minVe": 1, "maxVe": 7},
        temperature__freezer={"curT0": -18, "tarTe": -19, "minVe": -24, "maxVe": -14, "rn": "freezer"},
        doorStatus={"dooSe": 2},
    )
    assert home.appliances["home-fridge"].type == "refrigerator"
    state = home.state["home-fridge"]
    assert (state["temperature.target"], state["temperature.freezer_target"], state["door.open"]) == (
        3,
        -19,
        True,
    )
    assert home.change("home-fridge", "temperature.set_freezer", value=-20) == [
        ("fridge/freezer", {"tarTe": -20})
    ]
    assert home.change("home-fridge", "temperature.set", value=5) == [("fridge/temperature", {"tarTe": 5})]


def test_a_rice_cooker_is_started_by_its_machine_state() -> None:
    modules = {
        "binarySwitch": {"state": False},
        "runState": {"cuMSe": 1, "macSs": [1, 2, 6]},
        "keepWarm": {"time": 0},
    }
    home = house("cooker", "deviceRiceCooker", **modules)
    assert home.appliances["home-cooker"].type == "rice_cooker"
    assert home.change("home-cooker", "run_control.start") == [("cooker/runState", {"cuMSe": 2})]


@pytest.mark.parametrize(
    ("machine", "job", "state"),
    [(1, 800, "docked"), (2, 0, "running"), (2, 801, "returning"), (4, 800, "paused"), (8, 0, "error")],
)
def test_a_robot_cleaner(machine: int, job: int, state: str) -> None:
    home = house(
        "robot",
        "deviceRobotCleaner",
        operationMode={"staPe": False},
        runState={"cuMSe": machine, "cuJSe": job, "macSs": [1, 2, 4, 6], "jobSs": [800, 801]},
        battery={"lvl": 55},
    )
    assert home.appliances["home-robot"].type == "robot_vacuum"
    assert home.state["home-robot"]["run_control.state"] == state
    assert home.state["home-robot"]["battery.percent"] == 55
    assert home.change("home-robot", "run_control.start") == [("robot/operationMode", {"staPe": True})]
    assert home.change("home-robot", "run_control.return_to_dock") == [("robot/runState", {"cuJSe": 801})]


@pytest.mark.parametrize(
    ("kind", "modules", "type_", "action", "arguments", "written"),
    [
        ("deviceLight", {"binarySwitch": {"state": True}, "brightness": {"brigs": 40}}, "light",
         "level.set", {"value": 80}, ("x/brightness", {"brigs": 80})),
        ("deviceSmartPlug", {"binarySwitch": {"state": True}}, "plug",
         "power.turn_off", {}, ("x/binarySwitch", {"state": False})),
        ("deviceDoorLock", {"lock": {"lock": True}}, "door_lock", "lock.lock", {}, ("x/lock", {"lock": True})),
        ("deviceWindowShade", {"openLevel": {"opeLl": 0}}, "blind",
         "position.set", {"value": 30}, ("x/openLevel", {"opeLl": 30})),
        ("deviceFan", {"binarySwitch": {"state": True}}, "fan",
         "power.turn_off", {}, ("x/binarySwitch", {"state": False})),
        ("deviceTelevision", {"binarySwitch": {"state": True}, "audioVolume": {"volVe": 10, "maxVe": 40}}, "tv",
         "volume.set", {"value": 50}, ("x/audioVolume", {"volVe": 20})),
        ("deviceDehumidifier", {"binarySwitch": {"state": True}, "relativeHumidity": {"relHy": 60, "desHy": 50}},
         "dehumidifier", "humidity.set", {"value": 45}, ("x/relativeHumidity", {"desHy": 45})),
    ],
)  # fmt: skip
def test_other_devices(
    kind: str, modules: Any, type_: str, action: str, arguments: Any, written: tuple[str, Any]
) -> None:
    home = house("x", kind, **modules)
    assert home.appliances["home-x"].type == type_
    assert home.change("home-x", action, **arguments)[-1] == written


def test_job_modes_nobody_named_keep_their_numbers_until_the_appliance_says_a_name() -> None:
    home = house("dryer", "deviceClothesDryer", clothesDryerJobMode={"cuJMe": 1, "jobMs": [1, 2]})

    def options() -> object:
        return home.appliances["home-dryer"].offers["program"].limits["selected"].options

    assert options() == ("1", "2")
    home.notify("cse-in/home/dryer/clothesDryerJobMode", cuJMe=2, cJMNe="Delicates")
    home.greet()
    assert options() == ("1", "Delicates")


def test_the_table_names_only_what_there_is() -> None:
    table = sdt()
    kinds = {"flag", "number", "share", "text", "time", *table.words}
    rows = [row for rows in table.modules.values() for row in rows]
    assert {row.kind for row in rows} <= kinds
    assert {row.component for row in rows} | set(table.wholes.values()) <= set(COMPONENTS)


def test_a_sensor_of_a_house_in_fahrenheit_is_told_in_celsius() -> None:
    home = house("x", "deviceThermometer", temperature={"curT0": 68, "unit": "F"})
    assert home.state["home-x"]["temperature.current"] == 20
