"""What an admin says about an appliance, over what it announced."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Override:
    """None and empty mean: as announced."""

    type: str | None = None
    # key of `appliance_types/`
    names: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    hidden: bool = False
    # it is no appliance of this home
