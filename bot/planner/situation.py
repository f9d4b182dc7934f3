"""What a planner may look at: the home, who speaks, and what the talk was about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from appliance_bridge.appliance import Appliance
from appliance_bridge.catalogue import Catalogue
from bot.people.person import Person
from bot.planner.affordances import Affordances
from bot.wording.facts import HomeFacts
from nlu.understanding import Intent

START = "run_control.start"


@dataclass(frozen=True, slots=True)
class Situation:
    """One moment of one conversation. Planning is a pure function of it and an understanding."""

    home: HomeFacts
    catalogue: Catalogue
    affordances: Affordances
    person: Person
    focus: tuple[str, ...] = ()
    # ids of the appliances the last turn was about, when that was not long ago
    chat: str = ""
    group: bool = False
    # more people hear the answer
    confirm_more_than: int = 10
    last: tuple[Intent, ...] = ()
    # the last intents of this talk, for "the dryer too"
    undecided: bool = False
    # we asked which of `focus` is meant, and nobody said
    people: Mapping[str, Person] = field(default_factory=dict)
    # everybody of the home
    trusted: bool = True
    # the platform vouches for the person; else no PIN is taken, and a press is no yes to what could harm

    @property
    def local_time(self) -> datetime:
        """Now in the home's zone."""
        return datetime.fromtimestamp(self.home.now, self.home.timezone)

    def action_of(self, intent: str, appliance: Appliance) -> tuple[str, str] | None:
        """The first capability and action that the intent may mean and the appliance offers."""
        kind = self.catalogue.type_of(appliance.type)
        # Power does not make a washer wash; it makes a kettle boil.
        needs_more = intent == START and "run_control" in kind.required and not kind.starts_with_power
        return next(
            (
                pair
                for pair in self.affordances.actions(intent)
                if appliance.can(*pair) and not (needs_more and pair == ("power", "turn_on"))
            ),
            None,
        )

    def setting_of(self, appliance: Appliance) -> str | None:
        """The capability that a bare value means for this appliance: its type's, else the first it offers."""
        setting = self.catalogue.type_of(appliance.type).setting
        if setting is not None and setting in appliance.offers:
            return setting
        return next((name for name in self.affordances.bare if name in appliance.offers), None)
