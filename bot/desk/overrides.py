"""What admins say about appliances, in the config and in their own files, over what was announced."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from appliance_bridge.appliance import Appliance
from appliance_bridge.dialects.base import Described
from appliance_bridge.override import Override
from nlu.own import OwnAppliance


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
