"""A promise to tell: what is waited for, and who hears it where."""

from dataclasses import dataclass

from appliance_bridge.capability import Value
from bot.message import Language
from bot.plan import WatchStep


@dataclass(frozen=True, slots=True)
class Watch:
    """One promise, kept once."""

    id: str
    step: WatchStep
    chat: str
    person: str
    # who asked for it
    language: Language
    group: bool
    expires_at: float
    # seconds since the epoch; after it nobody waits any more

    def is_met(self, value: Value | None) -> bool:
        """Whether this report is what was waited for."""
        return any(
            value == one and isinstance(value, bool) == isinstance(one, bool) for one in self.step.values
        )
