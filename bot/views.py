"""What front-ends are shown of appliances and people."""

from collections.abc import Mapping
from dataclasses import asdict

from appliance_bridge.appliance import Appliance
from appliance_bridge.event import ApplianceChanged, ApplianceRemoved, CommandEnded, Event, StateChanged
from appliance_bridge.line import Discovery
from appliance_bridge.state import ApplianceState
from bot.house import ApplianceView, CapabilityView, DiscoveryView, HouseEvent, MissingView, PersonView
from bot.languages import languages
from bot.message import Language
from bot.people.person import Person
from bot.wording.replies import Wording


def appliance_view(appliance: Appliance, state: ApplianceState, wording: Wording) -> ApplianceView:
    """One appliance with its reported state and, per language, a line about it."""
    return ApplianceView(
        id=appliance.id,
        type=appliance.type,
        name=appliance.names[0] if appliance.names else appliance.id,
        names=appliance.names,
        area=appliance.areas[0] if appliance.areas else None,
        areas=appliance.areas,
        online=state.online,
        capabilities={
            name: CapabilityView(
                tuple(sorted(offer.actions)),
                tuple(sorted(offer.attributes)),
                {key: _set_only(asdict(limits)) for key, limits in offer.limits.items()},
                offer.feedback,
            )
            for name, offer in sorted(appliance.offers.items())
        },
        state={key: one.value for key, one in sorted(state.attributes.items())},
        reported_at={key: one.at for key, one in sorted(state.attributes.items())},
        summary={language: wording.summary(appliance, state, language) for language in languages()},
        source=appliance.source,
        missing=tuple(
            MissingView(one.capability, one.reason, _by_code(wording.missing(one)))
            for one in appliance.missing
        ),
        details=appliance.details,
    )


def person_view(person: Person) -> PersonView:
    """A person without secrets."""
    until = None if person.until is None else person.until.timestamp()
    return PersonView(person.id, _by_code(person.names), person.role, person.language, until)


def discovery_view(found: Discovery) -> DiscoveryView:
    """How far the look around at a broker is; why there is no connection is for health alone."""
    return DiscoveryView(
        found.broker, found.connected, found.settled, found.announcements, found.appliances, found.seconds
    )


def house_event(event: Event) -> HouseEvent:
    """A bridge event for live pages."""
    match event:
        case ApplianceChanged(appliance, added):
            return HouseEvent("appliance", {"appliance": appliance.id, "added": added})
        case ApplianceRemoved(appliance):
            return HouseEvent("appliance_removed", {"appliance": appliance})
        case StateChanged(appliance, before, after, online, at):
            data = {
                "appliance": appliance,
                "before": dict(before),
                "after": dict(after),
                "online": online,
                "at": at,
            }
            return HouseEvent("state", data)
        case CommandEnded(result):
            command = result.command
            reason = None if result.refusal is None else result.refusal.reason
            return HouseEvent(
                "command",
                {"id": command.id, "appliance": command.appliance, "capability": command.capability,
                 "action": command.action, "arguments": dict(command.arguments), "result": result.result,
                 "reason": reason, "person": command.person},
            )  # fmt: skip


def _set_only(limits: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in limits.items() if value not in (None, ())}


def _by_code(words: Mapping[Language, str]) -> dict[str, str]:
    return {str(language): text for language, text in words.items()}
