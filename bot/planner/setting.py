"""What a value becomes: a setting of an appliance, or why it cannot become one."""

from dataclasses import dataclass

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value


@dataclass(frozen=True, slots=True)
class Setting:
    """An absolute value for one action of one appliance."""

    capability: str
    action: str
    value: Value


@dataclass(frozen=True, slots=True)
class NoValue:
    """No absolute value can be made of it."""

    reason: str
    # unsupported | not_an_option | which_value | already
    capability: str
    said: Value | None = None
    options: tuple[str, ...] = ()


def limits_of_words(capability: str, appliance: Appliance) -> tuple[str, ...]:
    """The words the appliance knows for a choice, as it spells them."""
    offer = appliance.offers.get(capability)
    found = None if offer is None else offer.limits.get("selected") or offer.limits.get("value")
    return () if found is None else found.options


def programmes_of(appliance: Appliance) -> tuple[str, ...]:
    """What can be selected; or, where the start takes the programme along, what it takes."""
    if appliance.can("program", "select"):
        return limits_of_words("program", appliance)
    offer = appliance.offers.get("run_control")
    return offer.limits["program"].options if offer is not None and "program" in offer.limits else ()
