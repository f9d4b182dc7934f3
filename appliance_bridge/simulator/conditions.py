"""What befalls a device from outside: its link, its door, the person who locked its panel."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from appliance_bridge.simulator.components import (
    Components,
    binary_sensor,
    on_off,
    sensor,
    switch,
)
from appliance_bridge.simulator.errors import BadCondition, UnknownCondition

LINK_CONDITIONS = ("online", "slow_s", "mute", "deaf")
"""Every device has these; the others only where the home file gives them."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """The circumstances of one device."""

    online: bool = True
    # False: its last will was said, commands do not reach it; what runs goes on running
    slow_s: float = 0.0
    # real seconds between hearing a command and obeying it
    mute: bool = False
    # seems online, but obeys nothing and reports nothing
    deaf: bool = False
    # obeys nothing, but goes on reporting
    door_open: bool = False
    remote_control: bool = True
    # the button that allows starting from afar; opening the door turns it off
    child_lock: bool = False
    fault: str = ""
    # error code on its display; empty: it is well

    def hinders_start(self, *, local: bool) -> bool:
        """Whether the device itself refuses to start something."""
        return bool(self.fault) or self.door_open or self.child_lock or not (local or self.remote_control)


_DEFAULTS = Conditions()


def changed(device: str, conditions: Conditions, supported: tuple[str, ...], **wanted: object) -> Conditions:
    """The conditions after a change. Raises UnknownCondition, BadCondition; then nothing has changed."""
    for name, value in wanted.items():
        if name not in supported:
            raise UnknownCondition(device, name, supported)
        _check(device, name, value)
    if wanted.get("door_open") is True and not conditions.door_open and "remote_control" in supported:
        wanted.setdefault("remote_control", False)
    return replace(conditions, **wanted)  # type: ignore[arg-type]  # checked one by one above


def _check(device: str, name: str, value: object) -> None:
    default = getattr(_DEFAULTS, name)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise BadCondition(device, name, value, "true or false")
    elif isinstance(default, float):
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
            raise BadCondition(device, name, value, "seconds from 0 to 3600")
    elif not isinstance(value, str) or len(value) > 40 or (value and not value.isprintable()):
        raise BadCondition(
            device, name, value, "an error code of at most 40 printable characters, or nothing"
        )


def as_dict(conditions: Conditions, supported: tuple[str, ...]) -> dict[str, bool | float | str]:
    """The supported ones by name, in the order of the class."""
    names = [field.name for field in fields(Conditions) if field.name in supported]
    return {name: getattr(conditions, name) for name in names}


def condition_components(
    supported: tuple[str, ...], *, opening: str = "door", lock_by_wire: bool = False
) -> Components:
    """The entities that tell of these conditions; lock_by_wire: the child lock obeys commands."""
    components: dict[str, Mapping[str, object]] = {}
    if "door_open" in supported:
        components[opening] = binary_sensor(opening, device_class=opening)
    if "remote_control" in supported:
        components["remote_control"] = binary_sensor("remote_control")
    if "child_lock" in supported:
        components["child_lock"] = switch("child_lock") if lock_by_wire else binary_sensor("child_lock")
    if "fault" in supported:
        components["problem"] = binary_sensor("problem", device_class="problem", entity_category="diagnostic")
        components["error_code"] = sensor("error_code", entity_category="diagnostic")
    return components


def condition_reports(
    conditions: Conditions, supported: tuple[str, ...], *, opening: str = "door"
) -> dict[str, str]:
    """What those entities report."""
    reports: dict[str, str] = {}
    if "door_open" in supported:
        reports[opening] = on_off(conditions.door_open)
    if "remote_control" in supported:
        reports["remote_control"] = on_off(conditions.remote_control)
    if "child_lock" in supported:
        reports["child_lock"] = on_off(conditions.child_lock)
    if "fault" in supported:
        reports["problem"] = on_off(bool(conditions.fault))
        reports["error_code"] = conditions.fault or "None"
    return reports
