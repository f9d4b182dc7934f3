"""What is shown of the home's appliances, and to whom."""

from collections.abc import Mapping

from appliance_bridge.appliance import Appliance
from appliance_bridge.bridge import Bridge
from bot.home_view import HomeView
from bot.house import ApplianceView, PictureView, ProblemView
from bot.people.person import Person
from bot.people.rights import Rights
from bot.views import appliance_view
from bot.wording.replies import Wording


class Showing:
    """Views of appliances for a person (by id; None: for whoever runs this machine)."""

    def __init__(
        self, bridge: Bridge, wording: Wording, view: HomeView, people: Mapping[str, Person], rights: Rights
    ) -> None:
        self._bridge = bridge
        self._wording = wording
        self._view = view
        self._people = people
        self._rights = rights

    def appliances(self, person: str | None) -> list[ApplianceView]:
        """Those that this person may ask about, in a stable order; nobody sees none."""
        return [self._shown(one) for one in self._bridge.appliances() if self._may_ask(one, person)]

    def appliance(self, appliance_id: str, person: str | None) -> ApplianceView | None:
        """One of them."""
        found = self._bridge.appliance(appliance_id)
        return None if found is None or not self._may_ask(found, person) else self._shown(found)

    def problems(self) -> list[ProblemView]:
        """What was announced and cannot be used."""
        return [ProblemView(one.topic, one.reason) for one in self._bridge.problems()]

    async def picture(self, appliance_id: str, person: str | None) -> PictureView | None:
        """The newest picture of an appliance, if this person may see it. Raises StoreUnavailable."""
        found = self._bridge.appliance(appliance_id)
        who = None if person is None else self._people.get(person)
        if found is None or (person is not None and who is None):
            return None
        if who is not None and not self._rights.may_see(who, found, self._view.local_time).allowed:
            return None
        kept = await self._bridge.picture(appliance_id)
        return None if kept is None else PictureView(kept.taken.content_type, kept.data, kept.taken.at)

    def _shown(self, appliance: Appliance) -> ApplianceView:
        return appliance_view(appliance, self._bridge.state(appliance.id), self._wording)

    def _may_ask(self, appliance: Appliance, person: str | None) -> bool:
        if person is None:
            return True
        who = self._people.get(person)
        return who is not None and self._rights.may_ask(who, appliance, self._view.local_time).allowed
