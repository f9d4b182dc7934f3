"""The home as planning and wording look at it: the bridge's appliances and states, the people, the clock."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from appliance_bridge.appliance import Appliance
from appliance_bridge.bridge import Bridge
from appliance_bridge.state import ApplianceState
from bot.message import Language
from bot.people.person import Person


class HomeView:
    """HomeFacts over a running bridge."""

    def __init__(
        self, bridge: Bridge, people: Mapping[str, Person], zone: ZoneInfo, clock: Callable[[], float]
    ) -> None:
        self._bridge = bridge
        self._people = people
        self._zone = zone
        self._clock = clock

    @property
    def now(self) -> float:
        """Seconds since the epoch."""
        return self._clock()

    @property
    def timezone(self) -> ZoneInfo:
        """Where the home is."""
        return self._zone

    @property
    def local_time(self) -> datetime:
        """Now in the home's zone."""
        return datetime.fromtimestamp(self._clock(), self._zone)

    def appliances(self) -> Iterable[Appliance]:
        """All appliances, in a stable order."""
        return self._bridge.appliances()

    def appliance(self, appliance_id: str) -> Appliance | None:
        """One appliance."""
        return self._bridge.appliance(appliance_id)

    def state(self, appliance_id: str) -> ApplianceState:
        """What it reported."""
        return self._bridge.state(appliance_id)

    def person_name(self, person_id: str, language: Language) -> str | None:
        """What a person is called."""
        person = self._people.get(person_id)
        return None if person is None else person.name(language)
