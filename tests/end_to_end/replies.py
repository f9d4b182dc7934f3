"""A simulated home put back to how it began, and commands as one line: what the tables of replies need."""

from appliance_bridge.simulator.device import SimulatedDevice
from bot.message import CommandReport
from tests.end_to_end.conftest import Family
from tests.support.waiting import until

MARK = "thermometer-kids"


class Reset:
    """Puts every simulated appliance back to its beginning; cheaper than a new home."""

    def __init__(self, family: Family) -> None:
        self._family = family
        self._ids = [one.id for one in family.home.bridge.appliances()]
        self._at_first = {one: self._reported(one) for one in self._ids}

    async def __call__(self) -> None:
        """Return when the home has heard of it."""
        simulator = self._family.home.simulator
        assert simulator is not None
        for view in simulator.devices():
            simulator._devices[view.id] = SimulatedDevice(simulator._devices[view.id].row)
            simulator.device(view.id)
        # the broker keeps the order: when this is heard, so is all that the devices have just said again
        await self._family.change(MARK, "online", False, online=False)
        await self._family.change(MARK, "online", True, online=True)
        try:
            await until(lambda: not any(self._changed(one) for one in self._ids))
        except AssertionError as error:
            changed = {one: keys for one in self._ids if (keys := self._changed(one))}
            raise AssertionError(f"not as at first: {changed}") from error

    def _changed(self, appliance: str) -> list[str]:
        # readings go their own way: water warms up while the tables run
        now = self._reported(appliance)
        settings = {key: value for key, value in self._at_first[appliance].items() if ".current" not in key}
        return [key for key, value in settings.items() if now.get(key) != value]

    def _reported(self, appliance: str) -> dict[str, object]:
        return {key: one.value for key, one in self._family.home.bridge.state(appliance).attributes.items()}


def told(command: CommandReport) -> str:
    """ "aircon-living temperature.set 24", and why it was not confirmed."""
    values = [str(value) for value in command.arguments.values()]
    end = "" if command.result == "confirmed" else f"({command.reason or command.result})"
    return " ".join(
        part for part in (command.appliance, f"{command.capability}.{command.action}", *values, end) if part
    )
