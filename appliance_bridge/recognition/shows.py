"""Pictures of entities become pictures of appliances."""

from collections.abc import Iterator, Sequence

from appliance_bridge.dialects.base import Incoming, Picture
from appliance_bridge.entities.inventory import Inventory
from appliance_bridge.entities.pictures import picture_in
from appliance_bridge.recognition.bound import Bound
from appliance_bridge.recognition.household import Household

_EVERY_S = 1.0
# cameras send many a second: one of them is kept, the others are not even looked at


class Shows:
    """Who shows what, and when an appliance last did."""

    def __init__(self, inventory: Inventory, household: Household) -> None:
        self._inventory = inventory
        self._household = household
        self._last: dict[str, float] = {}
        # appliance → when its last picture came

    def heard(self, keys: Sequence[str], message: Incoming) -> Iterator[Picture]:
        """The picture in a message of these entities, for each appliance whose picture it is."""
        for key in keys:
            entity = self._inventory.entity(key)
            for bound in self._household.of_entity(key):
                appliance = bound.appliance.id
                since = message.at - self._last.get(appliance, 0.0)
                if entity is None or not _shows(bound, key) or 0 <= since < _EVERY_S:
                    continue
                found = picture_in(entity, message.payload)
                if found is not None:
                    self._last[appliance] = message.at
                    yield Picture(appliance, *found, message.at)

    def forget(self, appliance: str) -> None:
        """It is gone."""
        self._last.pop(appliance, None)


def _shows(bound: Bound, key: str) -> bool:
    return any(one.key == "picture.taken_at" and one.sources[0].entity == key for one in bound.readings)
