"""What admins say about appliances, in the config and in their own files, over what was announced."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo

from appliance_bridge.appliance import Appliance
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.command import Risk
from appliance_bridge.dialects.base import Described
from appliance_bridge.override import Override
from bot.wording.facts import HomeFacts
from nlu.finding import Finding
from nlu.own import OwnAppliance

_GRAVE: tuple[Risk, ...] = ("confirm", "secure", "forbidden")


def overrides_of(config: Mapping[str, Override], own: Iterable[OwnAppliance]) -> dict[str, Override]:
    """Appliance id → what counts: of two that speak of the same the own files."""
    found = dict(config)
    for one in own:
        base = found.get(one.id, Override())
        names = tuple(dict.fromkeys(name for names in one.names.values() for name in names))
        areas = tuple(dict.fromkeys(one.area.values()))
        found[one.id] = Override(
            type=one.type or base.type,
            names=names or base.names,
            areas=areas or base.areas,
            hidden=one.hidden,
            roles=base.roles,
        )
    return found


def as_described(described: Iterable[Described], overrides: Mapping[str, Override]) -> Sequence[Appliance]:
    """The appliances of the home as they would be with these; those that are hidden are none."""
    found = []
    for one in described:
        said, announced = overrides.get(one.appliance.id, Override()), one.appliance
        if not said.hidden:
            found.append(
                replace(
                    announced,
                    type=said.type or announced.type,
                    names=said.names or announced.names,
                    areas=said.areas or announced.areas,
                )
            )
    return found


def hidden(described: Iterable[Described], overrides: Mapping[str, Override]) -> Sequence[Appliance]:
    """The appliances that these hide, as they would be called."""
    away = {key: one for key, one in overrides.items() if one.hidden}
    shown = {key: replace(one, hidden=False) for key, one in away.items()}
    return as_described((one for one in described if one.appliance.id in away), shown)


def careless(
    described: Iterable[Described],
    config: Mapping[str, Override],
    own: Iterable[OwnAppliance],
    catalogue: Catalogue,
    now: Mapping[str, str] | None = None,
) -> Iterator[Finding]:
    """What makes the home less careful, or puts the safe direction out of reach.

    An oven that is called a light would be started by whoever may switch lights on; a door lock that is
    called one can no longer be locked by a sentence, nor can a gas valve that is hidden be closed.
    now: appliance → the type it has already; what is out of reach by that is no fault of a change.
    """
    known = {one.appliance.id: one.appliance for one in described}
    for one in own:
        appliance = known.get(one.id)
        if appliance is None:
            continue
        rightly = config.get(one.id, Override()).type or appliance.type
        kinds = catalogue.type_of(rightly), catalogue.type_of(one.type or rightly)
        risks = [
            (*(_gravity(kind.risk_of(name, action)) for kind in kinds), name in kinds[1].capabilities)
            for name, offer in appliance.offers.items()
            for action in offer.actions
        ]
        retyped = one.type not in (None, rightly)
        lost = retyped and any(before and not kept for before, _, kept in risks)
        lost_anew = lost and (now or {}).get(one.id) != one.type
        facts: dict[str, str | int] = {"value": one.id, "type": one.type or rightly, "other": rightly}
        if lost_anew or any(before > after for before, after, _ in risks):
            yield Finding("careless_type", "error", one.file, one.line, facts)
        elif any(before for before, _, _ in risks) and (one.hidden or retyped):
            yield Finding("out_of_reach", "warning", one.file, one.line, facts)


def _gravity(risk: Risk) -> int:
    return _GRAVE.index(risk) + 1 if risk in _GRAVE else 0


class AsIf:
    """A home (bot/wording/facts.py) with other appliances than it has."""

    def __init__(self, home: HomeFacts, appliances: Iterable[Appliance]) -> None:
        self._home = home
        self._appliances = {one.id: one for one in appliances}
        self.state, self.person_name = home.state, home.person_name

    @property
    def now(self) -> float:
        """Seconds since the epoch."""
        return self._home.now

    @property
    def timezone(self) -> tzinfo:
        """Where the home is."""
        return self._home.timezone

    def appliances(self) -> Iterable[Appliance]:
        """All that it would have."""
        return self._appliances.values()

    def appliance(self, appliance_id: str) -> Appliance | None:
        """One of them."""
        return self._appliances.get(appliance_id)
