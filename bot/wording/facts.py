"""What wording may look up about the home while it turns a receipt into sentences."""

from collections.abc import Iterable
from datetime import tzinfo
from typing import Protocol

from appliance_bridge.appliance import Appliance
from appliance_bridge.state import ApplianceState
from bot.message import Language


class HomeFacts(Protocol):
    """A view of the home at one moment. Unknown ids give None or an empty state, never an error."""

    @property
    def now(self) -> float:
        """Seconds since the epoch."""

    @property
    def timezone(self) -> tzinfo:
        """Where the home is: clock times are said in it."""

    def appliances(self) -> Iterable[Appliance]:
        """All appliances, so that two of one name can be told apart."""

    def appliance(self, appliance_id: str) -> Appliance | None:
        """One appliance."""

    def state(self, appliance_id: str) -> ApplianceState:
        """What it reported; an empty state when it never did."""

    def person_name(self, person_id: str, language: Language) -> str | None:
        """What a person is called in this language."""
