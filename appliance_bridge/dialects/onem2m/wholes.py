"""Devices that one entity describes as a whole: air conditioners, robots, lamps, locks, blinds, fans."""

import json
from collections.abc import Callable, Mapping

from appliance_bridge.dialects.onem2m.parts import (
    ACTIVE,
    Names,
    Part,
    Reader,
    Write,
    Writer,
    attribute,
    listed,
    of_kind,
    reader,
    starting,
    writer,
)
from appliance_bridge.dialects.onem2m.resources import Attributes, Module, Tree
from appliance_bridge.dialects.onem2m.sdt import sdt
from appliance_bridge.dialects.onem2m.values import as_flag
from appliance_bridge.entities.options import finite

JobNames = Callable[[Module], Names]
_CHARGING, _RETURNING, _DOCKING = 800, 801, 802
_VACUUM = {1: "idle", 2: "cleaning", 3: "idle", 4: "paused", 5: "idle", 6: "idle", 7: "idle", 8: "error"}
_AT_DOCK = {_CHARGING: "docked", _RETURNING: "returning", _DOCKING: "returning"}


def whole_of(tree: Tree, job_names: JobNames) -> tuple[Part, frozenset[str]] | None:
    """The part that is the device, and the keys of parts that it makes needless."""
    make = _MAKERS.get(sdt().wholes.get(tree.kind, ""))
    return None if make is None else make(tree, job_names)


def _power(tree: Tree) -> tuple[Module, str] | None:
    module = of_kind(tree, "binarySwitch")
    return None if module is None else (module, attribute(module, "state", "powSe"))


def _climate(tree: Tree, job_names: JobNames) -> tuple[Part, frozenset[str]] | None:
    power, temperature = _power(tree), of_kind(tree, "temperature")
    if temperature is None:
        return None
    job = next((one for one in tree.modules if one.kind.endswith("JobMode")), None)
    names = {} if job is None else job_names(job)
    alone = "cool" if tree.kind == "deviceAirConditioner" else "heat"
    options: dict[str, object] = {
        "modes": ["off", *(names.values() or [alone])],
        "mode_state_topic": "mode",
        "temperature_state_topic": "target",
        "temperature_command_topic": "target_set",
        "current_temperature_topic": "current",
    }
    if str(temperature.said.get("unit", "")).upper().lstrip("°") in ("F", "FAHRENHEIT"):
        options["temperature_unit"] = "F"
    for option, name in (("min_temp", "minVe"), ("max_temp", "maxVe"), ("temp_step", "steVe")):
        limit = finite(temperature.said.get(name))
        if limit is not None:
            options[option] = limit
    target, current = attribute(temperature, "tarTe"), attribute(temperature, "curT0", "curTe")
    reads: dict[str, Reader] = {
        "target": reader(temperature, target, "number"),
        "current": reader(temperature, current, "number"),
        "mode": _climate_mode(power, job, names, alone),
    }
    writes: dict[str, Writer] = {"target_set": writer(temperature, target, "number")}
    spared = {f"{temperature.name}.tarTe", f"{temperature.name}.curT0"}
    if power is not None:
        options["power_command_topic"] = "power_set"
        writes["power_set"] = writer(*power, "flag")
        spared.add(f"{power[0].name}.state")
    if job is not None and names:
        options["mode_command_topic"] = "mode_set"
        writes["mode_set"] = writer(job, attribute(job, "cuJMe"), "", words=names)
        spared.add(f"{job.name}.mode")
    return _whole("climate", options, reads, writes, temperature, job, power and power[0]), frozenset(spared)


def _climate_mode(power: tuple[Module, str] | None, job: Module | None, names: Names, alone: str) -> Reader:
    def read(said: Mapping[str, Attributes]) -> str | None:
        if power is not None:
            on = as_flag(said.get(power[0].path, {}).get(power[1]))
            if on is not True:
                return None if on is None else "off"
        if job is None or not names:
            return alone
        number = finite(said.get(job.path, {}).get("cuJMe"))
        return None if number is None else names.get(int(number))

    return read


def _vacuum(tree: Tree, job_names: JobNames) -> tuple[Part, frozenset[str]] | None:
    run, battery = of_kind(tree, "runState"), of_kind(tree, "battery")
    if run is None:
        return None
    ways = dict(starting(tree))
    if _RETURNING in listed(run, "jobSs"):
        ways["return_to_base"] = (run.path, run.tag, {"cuJSe": _RETURNING})
    machine = attribute(run, "cuMSe")

    def read(said: Mapping[str, Attributes]) -> str | None:
        now = said.get(run.path, {})
        number, job = finite(now.get(machine)), finite(now.get("cuJSe"))
        at_dock = None if job is None else _AT_DOCK.get(int(job))
        state = None if number is None else _VACUUM.get(int(number))
        told: dict[str, object] = {}
        if (state == "idle" and at_dock is not None) or (at_dock == "returning" and number == ACTIVE):
            state = at_dock
        if state is not None:
            told["state"] = state
        level = None if battery is None else finite(said.get(battery.path, {}).get("lvl"))
        if level is not None:
            told["battery_level"] = level
        return json.dumps(told) if told else None

    features = [name if name != "return_to_base" else "return_home" for name in ways]
    options: dict[str, object] = {
        "state_topic": "state",
        "command_topic": "set",
        "supported_features": [*features, *(["battery"] if battery is not None else [])],
    }
    spared = {f"do.{name}" for name in ways} | {f"{run.name}.cuMSe"}
    return _whole("vacuum", options, {"state": read}, {"set": _one_of(ways)}, run, battery), frozenset(spared)


def _light(tree: Tree, job_names: JobNames) -> tuple[Part, frozenset[str]] | None:
    power = _power(tree)
    if power is None:
        return None
    options: dict[str, object] = {"state_topic": "state", "command_topic": "set"}
    reads = {"state": reader(*power, "flag")}
    writes = {"set": writer(*power, "flag")}
    spared = {f"{power[0].name}.state"}
    bright, colour = of_kind(tree, "brightness"), of_kind(tree, "colour")
    if bright is not None:
        options |= {
            "brightness_state_topic": "bright",
            "brightness_command_topic": "bright_set",
            "brightness_scale": 100,
            "on_command_type": "brightness",
        }
        reads["bright"] = reader(bright, "brigs", "number")
        writes["bright_set"] = writer(bright, "brigs", "number")
        spared.add(f"{bright.name}.brigs")
    if colour is not None:
        options |= {"rgb_state_topic": "rgb", "rgb_command_topic": "rgb_set"}
        reads["rgb"], writes["rgb_set"] = _colour(colour)
    return _whole("light", options, reads, writes, power[0], bright, colour), frozenset(spared)


def _colour(module: Module) -> tuple[Reader, Writer]:
    names = ("red", "green", "blue")

    def read(said: Mapping[str, Attributes]) -> str | None:
        numbers = [finite(said.get(module.path, {}).get(name)) for name in names]
        return None if None in numbers else ",".join(str(int(one)) for one in numbers if one is not None)

    def write(payload: str) -> Write | None:
        given = payload.split(",")
        if len(given) != len(names) or not all(one.isdigit() and len(one) < 4 for one in given):
            return None
        return module.path, module.tag, dict(zip(names, (int(one) for one in given), strict=True))

    return read, write


def _lock(tree: Tree, job_names: JobNames) -> tuple[Part, frozenset[str]] | None:
    module = of_kind(tree, "lock")
    if module is None:
        return None
    options = {
        "state_topic": "state",
        "command_topic": "set",
        "payload_lock": "ON",
        "payload_unlock": "OFF",
        "state_locked": "ON",
        "state_unlocked": "OFF",
    }
    reads, writes = {"state": reader(module, "lock", "flag")}, {"set": writer(module, "lock", "flag")}
    return _whole("lock", options, reads, writes, module), frozenset((f"{module.name}.lock",))


def _cover(tree: Tree, job_names: JobNames) -> tuple[Part, frozenset[str]] | None:
    module = of_kind(tree, "openLevel")
    if module is None:
        return None
    low, high = finite(module.said.get("minLl")) or 0, finite(module.said.get("maxLl")) or 100
    options = {
        "position_topic": "position",
        "set_position_topic": "position_set",
        "command_topic": "set",
        "position_closed": low,
        "position_open": high,
        "payload_stop": None,
    }
    ends: dict[str, Write] = {
        "OPEN": (module.path, module.tag, {"opeLl": int(high)}),
        "CLOSE": (module.path, module.tag, {"opeLl": int(low)}),
    }
    reads = {"position": reader(module, "opeLl", "number")}
    writes = {"position_set": writer(module, "opeLl", "number"), "set": _one_of(ends)}
    return _whole("cover", options, reads, writes, module), frozenset()


def _fan(tree: Tree, job_names: JobNames) -> tuple[Part, frozenset[str]] | None:
    power = _power(tree)
    if power is None:
        return None
    options: dict[str, object] = {"state_topic": "state", "command_topic": "set"}
    reads, writes = {"state": reader(*power, "flag")}, {"set": writer(*power, "flag")}
    spared = {f"{power[0].name}.state"}
    flow = of_kind(tree, "airFlow")
    most = None if flow is None else finite(flow.said.get("maxSd"))
    if flow is not None and most:
        options |= {"percentage_state_topic": "speed", "percentage_command_topic": "speed_set"}
        options |= {"speed_range_min": 1, "speed_range_max": int(most)}
        reads["speed"], writes["speed_set"] = reader(flow, "speed", "number"), writer(flow, "speed", "number")
        spared.add(f"{flow.name}.speed")
    return _whole("fan", options, reads, writes, power[0], flow), frozenset(spared)


def _whole(
    component: str,
    options: Mapping[str, object],
    reads: Mapping[str, Reader],
    writes: Mapping[str, Writer],
    *modules: Module | None,
) -> Part:
    paths = frozenset(one.path for one in modules if one is not None)
    return Part("whole", component, "", options, reads, writes, modules=paths)


def _one_of(ways: Mapping[str, Write]) -> Writer:
    return lambda payload: ways.get(payload)


_Maker = Callable[[Tree, JobNames], tuple[Part, frozenset[str]] | None]
_MAKERS: Mapping[str, _Maker] = {
    "climate": _climate,
    "vacuum": _vacuum,
    "light": _light,
    "lock": _lock,
    "cover": _cover,
    "fan": _fan,
}
