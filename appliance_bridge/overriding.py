"""What admins say of the home's appliances, in the words of each dialect."""

from collections.abc import Mapping
from dataclasses import replace

from appliance_bridge.merging import Source
from appliance_bridge.override import Override
from appliance_bridge.registry import Registry


class Overriding:
    """Each dialect hears of its appliances by its own ids; hiding them is the home's affair."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._said: Mapping[str, Override] = {}
        self._given: dict[int, Mapping[str, Override]] = {}
        # rank of a source → what its dialect was told last

    def say(self, overrides: Mapping[str, Override]) -> None:
        """From now on these (id in the home → what the admin says) and no others."""
        self._said = {one: replace(said, hidden=False) for one, said in overrides.items()}

    @property
    def silent(self) -> bool:
        """Whether nothing is said at all."""
        return not self._said

    def news(self, source: Source) -> Mapping[str, Override] | None:
        """All that its dialect is to be told now; None: it knows that already."""
        size = len(source.suffix)
        given = {
            one[: len(one) - size]: said for one, said in self._said.items() if one.endswith(source.suffix)
        }
        for own, ids in self._registry.meant(source).items():
            said = next((self._said[one] for one in ids if one in self._said), None)
            given.pop(own, None)
            if said is not None:
                given[own] = said
        if self._given.get(source.rank) == given:
            return None
        self._given[source.rank] = given
        return given
