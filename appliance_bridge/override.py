"""What an admin says about an appliance, over what it announced."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Override:
    """None and empty mean: as announced."""

    type: str | None = None
    # key of `appliance_types/`
    names: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    hidden: bool = False
    # it is no appliance of this home
    roles: Mapping[str, str] = field(default_factory=dict)
    # "capability.attribute" or "capability.action" → id or name of the entity that plays it; "none": nobody
