"""The house's plain types as the JSON of API version 1. Shapes are those of `models.py`."""

from collections.abc import Mapping
from urllib.parse import quote

import segno

from bot.house import ApplianceView, Check, House, HouseEvent, PersonView
from bot.message import Answer, Reply
from bot.web.simulator import SimulatedDevice

_REPLY = ("text", "short", "buttons", "image", "speaker")
# all that the contract shows of a reply


def answer_json(answer: Answer) -> dict[str, object]:
    """All that a message led to, as the contract has it."""
    return {
        "id": answer.id,
        "outcome": answer.outcome,
        "language": answer.language,
        "replies": [_reply_json(reply) for reply in answer.replies],
        "commands": [
            {
                "id": command.id,
                "appliance": command.appliance,
                "appliance_type": command.appliance_type,
                "capability": command.capability,
                "action": command.action,
                "arguments": dict(command.arguments),
                "result": command.result,
                "reason": command.reason,
            }
            for command in answer.commands
        ],
        "understood": {
            "mood": answer.understood.mood,
            "engine": answer.understood.engine,
            "intents": [dict(intent) for intent in answer.understood.intents],
        },
    }


def _reply_json(reply: Reply) -> dict[str, object]:
    return {
        "text": reply.text,
        "short": reply.short,
        "buttons": [{"label": b.label, "action": b.action, "text": b.text} for b in reply.buttons],
        "image": None if reply.image is None else picture(reply.image.source),
        "speaker": reply.speaker,
    }


def picture(source: str) -> str | None:
    """Where the picture is: a data: URI, or a path of this server; None when it cannot be shown.

    What it shows is the reply's `short`.
    """
    kind, _, content = source.partition(":")
    if kind == "picture":
        appliance, _, at = content.rpartition("@")
        return f"/api/v1/appliances/{quote(appliance, safe='')}/picture?at={at}"
    if kind != "qr" or not content:
        return None
    drawn = segno.make_qr(content).svg_data_uri(scale=4, light="#fff", dark="#000")
    return str(drawn)


def appliance_json(view: ApplianceView) -> dict[str, object]:
    """One appliance with its reported state."""
    return {
        "id": view.id,
        "type": view.type,
        "name": view.name,
        "names": list(view.names),
        "area": view.area,
        "areas": list(view.areas),
        "capabilities": {
            name: {
                "actions": list(capability.actions),
                "attributes": list(capability.attributes),
                "limits": {key: dict(limits) for key, limits in capability.limits.items()},
                "feedback": capability.feedback,
            }
            for name, capability in view.capabilities.items()
        },
        **_state_json(view),
        "source": view.source,
        "missing": [
            {"capability": m.capability, "reason": m.reason, "text": dict(m.text)} for m in view.missing
        ],
        "details": dict(view.details),
    }


def _state_json(view: ApplianceView) -> dict[str, object]:
    return {
        "online": view.online,
        "state": dict(view.state),
        "reported_at": dict(view.reported_at),
        "summary": dict(view.summary),
    }


def person_json(person: PersonView, accounts: tuple[str, ...] = ()) -> dict[str, object]:
    """A person of the home."""
    return {
        "id": person.id,
        "names": dict(person.names),
        "role": person.role,
        "language": person.language,
        "until": person.until,
        "accounts": list(accounts),
    }


def _told_json(reply: Mapping[str, object]) -> dict[str, object]:
    """A reply of an event, which has all fields of Reply, as the contract shows it."""
    shown = {key: reply.get(key) for key in _REPLY}
    image = shown["image"]
    if isinstance(image, Mapping):
        shown["image"] = picture(str(image["source"]))
    return shown


def check_json(check: Check) -> dict[str, object]:
    """One line of health."""
    return {"name": check.name, "ok": check.ok, "text": check.text}


def device_json(device: SimulatedDevice) -> dict[str, object]:
    """A simulated appliance and its situation."""
    return {
        "id": device.id,
        "conditions": dict(device.conditions),
        "supported": list(device.supported),
    }


def event_json(event: HouseEvent, house: House, person: str | None = None) -> dict[str, object]:
    """A live event. `appliance` and `state` carry what is known now, so that a page needs no second call.

    Both need the appliance's id as `id` or `appliance` in the event's data. What an answer in a group says
    to its asker alone is left out for another person; None: the reader may see everything.
    """
    data = dict(event.data)
    if event.kind == "command" and person is not None and data.get("person") != person:
        # it would tell who was where and when
        data.pop("person", None)
    replies = data.get("replies")
    if event.kind == "answer" and isinstance(replies, (list, tuple)):
        asker = person in (None, event.person)
        data["replies"] = [_told_json(one) for one in replies if asker or one.get("audience") != "sender"]
    if event.kind in ("appliance", "state"):
        view = house.appliance(str(data.get("id", data.get("appliance", ""))))
        if view is not None:
            whole = event.kind == "appliance"
            data |= appliance_json(view) if whole else {"id": view.id, **_state_json(view)}
    return data
