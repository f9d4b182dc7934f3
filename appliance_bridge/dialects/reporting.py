"""What appliances report, once it is known which entities they are made of."""

from collections.abc import Iterator, Mapping

from appliance_bridge.capability import Value
from appliance_bridge.dialects.base import Report
from appliance_bridge.entities.inventory import Changes, Inventory
from appliance_bridge.recognition.bound import Bound, Reading
from appliance_bridge.recognition.household import Household, Rebuilt


class Reporting:
    """Turns what entities said into what their appliances report. Remembers who was reachable."""

    def __init__(self, inventory: Inventory, household: Household) -> None:
        """Over these entities and the appliances made of them."""
        self._inventory = inventory
        self._household = household
        self._online: dict[str, bool] = {}

    def reports(self, changes: Changes, rebuilt: Rebuilt, at: float) -> Iterator[Report]:
        """What appliances say now: the states in `changes`, and from memory what they gained by `rebuilt`."""
        gained = rebuilt.readings
        touched = {one: bound for one in gained if (bound := self._household.get(one)) is not None}
        for key in (*changes.states, *changes.availability):
            touched.update((bound.appliance.id, bound) for bound in self._household.of_entity(key))
        for one, bound in touched.items():
            readings = [new for new in gained.get(one, ()) if not arms(new)]
            readings += [known for known in bound.readings if _said(known, changes.states)]
            attributes = {
                reading.key: self._value(reading, at) for reading in readings if self._known(reading)
            }
            online = self._news_of_online(bound)
            if attributes or online is not None:
                yield Report(one, attributes, online)

    def forget(self, appliance: str) -> None:
        """It is gone."""
        self._online.pop(appliance, None)

    def _known(self, reading: Reading) -> bool:
        return all(one.field in self._inventory.state(one.entity) for one in reading.sources)

    def _value(self, reading: Reading, at: float) -> Value | None:
        said = ((one, self._inventory.state(one.entity).get(one.field)) for one in reading.sources)
        values = [one.translator.read(value, at) for one, value in said]
        if len(values) == 1:
            return values[0]
        numbers = [value for value in values if isinstance(value, int | float)]
        return sum(numbers) if len(numbers) == len(values) else None

    def _news_of_online(self, bound: Bound) -> bool | None:
        """Whether it is reachable, when that is news; None otherwise."""
        said = [
            self._inventory.available(key) for key in bound.entities if self._inventory.says_availability(key)
        ]
        online = True if True in said else False if False in said else None
        if online is None or self._online.get(bound.appliance.id) == online:
            return None
        self._online[bound.appliance.id] = online
        return online


def arms(reading: Reading) -> bool:
    """Whether it allows a machine to start: that counts only when it is said now, never from memory."""
    return reading.key.startswith("remote_control.")


def _said(reading: Reading, states: Mapping[str, Mapping[str, Value | None]]) -> bool:
    return any(one.field in states.get(one.entity, ()) for one in reading.sources)
