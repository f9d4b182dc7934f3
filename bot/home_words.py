"""The vocabulary of the running home, kept until an appliance or a person changes."""

import secrets
from collections.abc import Callable, Iterable, Mapping

from appliance_bridge.appliance import Appliance
from appliance_bridge.bridge import Bridge
from bot.home_vocabulary import vocabulary_of
from bot.people.person import Person
from nlu.vocabulary import Vocabulary


class HomeWords:
    """The vocabulary of the home, made anew when the appliances or the people changed."""

    def __init__(
        self,
        bridge: Bridge,
        people: Mapping[str, Person],
        hidden: Callable[[], Iterable[Appliance]] = tuple,
    ) -> None:
        """hidden: the appliances that an admin hides from people."""
        self._bridge = bridge
        self._people = people
        self._hidden = hidden
        self._made: Vocabulary | None = None
        self._of: tuple[Appliance | Person, ...] = ()

    def __call__(self) -> Vocabulary:
        """The present vocabulary."""
        appliances, people = tuple(self._bridge.appliances()), tuple(self._people.values())
        known: tuple[Appliance | Person, ...] = (*appliances, *people)
        same = len(known) == len(self._of) and all(
            one is other for one, other in zip(known, self._of, strict=True)
        )
        if self._made is None or not same:
            self._of = known
            self._made = self.had_it(appliances)
        return self._made

    def had_it(self, appliances: Iterable[Appliance]) -> Vocabulary:
        """The vocabulary, had the home these appliances."""
        return vocabulary_of(appliances, secrets.token_hex(8), self._people.values(), self._hidden())
