"""Homie as a convention: a device counts once it says that it is ready, and as it was described then."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from appliance_bridge.dialects.base import Incoming, Problem, Publish, Subscribe, Unsubscribe
from appliance_bridge.dialects.convention import OWN, Heard, Said
from appliance_bridge.dialects.homie.attributes import Attributes, filters
from appliance_bridge.dialects.homie.description import Description, cleaned, usable_id
from appliance_bridge.dialects.homie.document import read
from appliance_bridge.dialects.homie.entities import entities
from appliance_bridge.dialects.homie.parts import Workpiece, device_of
from appliance_bridge.entities.announcement import Announcement
from appliance_bridge.entities.payload import BadPayloadError

MAX_DEVICES = 1_000
MAX_ALERTS = 20
# of one device
_MAX_PAYLOAD = 64 * 1024
# of an attribute
_FIVE = "5"
_PRESENT = frozenset({"ready", "sleeping", "alert"})
_AWAY = frozenset({"lost", "disconnected"})


@dataclass(slots=True)
class _Known:
    """One device, as far as it has spoken."""

    topic: str
    key: str
    # of the device: stable
    attributes: Attributes | None
    # None: version 5
    document: Description | None = None
    state: str = ""
    announced: Description | None = None
    alerts: dict[str, str] = field(default_factory=dict)
    warns: bool = False
    # it has had an alert, so its entity for them exists

    def description(self, whole: bool) -> Description | None:
        """As it describes itself by now; `whole`: None while parts of it are missing."""
        if self.attributes is None:
            return self.document
        return self.attributes.description() if not whole or self.attributes.complete() else None

    def own(self, what: str) -> str:
        return f"{OWN}{self.topic}/{what}"


class Homie:
    """A `Convention`: each device is a source. Targets (`$target`) are not read: a state is what it is."""

    name = "homie"

    def __init__(self, roots: Sequence[str] = ("homie",)) -> None:
        """`roots`: first levels of the topics to listen to."""
        self._roots = tuple(dict.fromkeys(root.strip("/") for root in roots))
        self._known: dict[str, _Known] = {}
        # by topic

    def subscriptions(self) -> Sequence[Subscribe]:
        """Where devices show up, and what describes those known already."""
        first: list[str] = []
        for root in self._roots:
            first.append(f"{root}/+/$homie")
            first += (f"{root}/{_FIVE}/+/{name}" for name in ("$description", "$alert/+", "$state"))
        known = (one for known in self._known.values() if known.attributes for one in _listening(known))
        return (Subscribe(tuple(first)), *known)

    def greetings(self) -> Sequence[Publish]:
        """Devices announce themselves by what they retained."""
        return ()

    def announces(self, topic: str) -> bool:
        """A state may be said twice and mean more the second time."""
        return False

    def hear(self, message: Incoming) -> Heard | None:
        """What an attribute of a device means."""
        for root in self._roots:
            if message.topic.startswith(f"{root}/"):
                parts = message.topic[len(root) + 1 :].split("/")
                if parts[0] == _FIVE and len(parts) > 2 and parts[2].startswith("$"):
                    return self._five(f"{root}/{_FIVE}/{parts[1]}", parts[1:], message)
                if len(parts) > 1 and parts[-1].startswith("$") and parts[0] != _FIVE:
                    return self._four(f"{root}/{parts[0]}", parts, message)
        return None

    def outgoing(self, message: Publish) -> Sequence[Publish]:
        """Every command goes to a topic of its property."""
        return ()

    def _four(self, topic: str, parts: list[str], message: Incoming) -> Heard:
        known = self._known.get(topic)
        said = _text(message.payload)
        if parts[1:] == ["$homie"]:
            return self._met(topic, parts[0], said)
        if known is None or known.attributes is None:
            return Heard()
        if parts[1:] == ["$state"]:
            return self._state(known, said)
        if not known.attributes.take(tuple(parts[1:]), said) or not self._settled(known):
            return Heard()
        return self._news(known, whole=known.announced is None)

    def _met(self, topic: str, identifier: str, version: str) -> Heard:
        known = self._known.get(topic)
        if not version:
            return Heard() if known is None else self._forget(known)
        if not version.startswith(("3", "4")):
            return _refused(topic, f'It speaks Homie "{cleaned(version, 20)}", which is not known here.')
        if known is not None:
            return Heard()
        known = self._meet(topic, identifier, Attributes())
        return _full(topic) if known is None else Heard(subscribe=_listening(known))

    def _five(self, topic: str, parts: list[str], message: Incoming) -> Heard:
        known = self._known.get(topic)
        if not message.payload and known is None:
            return Heard()
        known = known or self._meet(topic, parts[0], None)
        if known is None:
            return _full(topic)
        match parts[1:]:
            case ["$state"]:
                return self._state(known, _text(message.payload))
            case ["$description"] if not message.payload:
                known.document = None
                return self._withdrawn(known)
            case ["$description"]:
                try:
                    known.document = read(message.payload)
                except BadPayloadError as error:
                    return _refused(topic, str(error))
                return self._news(known) if self._settled(known) else Heard()
            case ["$alert", alert]:
                return self._alert(known, alert, _text(message.payload))
        return Heard()

    def _meet(self, topic: str, identifier: str, attributes: Attributes | None) -> _Known | None:
        """A new device, or None when there are too many or its id is none."""
        if len(self._known) >= MAX_DEVICES or not usable_id(identifier):
            return None
        root = topic.rpartition("/")[0].removesuffix(f"/{_FIVE}")
        key = identifier if root == self._roots[0] else f"{root.replace('/', '-')}-{identifier}"
        known = self._known[topic] = _Known(topic, key, attributes)
        return known

    def _state(self, known: _Known, state: str) -> Heard:
        known.state = state
        if not state:
            return self._withdrawn(known)
        if known.attributes is not None:
            # version 4 has no other word for what is wrong
            _note(known.alerts, "state", "alert" if state == "alert" else "")
        if self._settled(known):
            return self._news(known, whole=state in _AWAY)
        return Heard(said=self._presence(known))

    def _alert(self, known: _Known, alert: str, text: str) -> Heard:
        _note(known.alerts, alert, text)
        if known.warns or known.announced is None:
            return Heard(said=self._alerts(known))
        return self._news(known)

    def _settled(self, known: _Known) -> bool:
        """Whether its description counts now; that of one gone before it was met is better than none."""
        return known.state in _PRESENT or (known.state in _AWAY and known.announced is None)

    def _news(self, known: _Known, whole: bool = False) -> Heard:
        """What it announces when it differs from before, and what it says of itself."""
        described = known.description(whole)
        warns = known.warns or bool(known.alerts)
        announced: tuple[Announcement, ...] = ()
        if described is not None and (described != known.announced or warns != known.warns):
            known.announced, known.warns = described, warns
            announced = (self._announcement(known, described),)
        return Heard(announced=announced, said=(*self._presence(known), *self._alerts(known)))

    def _announcement(self, known: _Known, described: Description) -> Announcement:
        device = device_of(known.topic, known.key, described)
        work = Workpiece(known.topic, known.own("presence"), device, described)
        if known.warns:
            work.add("sensor", "error", "Error", {"state_topic": known.own("alerts")})
        problems = tuple(Problem(known.topic, reason) for reason in described.problems)
        return Announcement(known.topic, "announced", entities(work), problems)

    def _presence(self, known: _Known) -> tuple[Said, ...]:
        """Whether it is there, and those whose connection it keeps."""
        five = known.attributes is None
        kept = (one for one in self._known.values() if self._root_of(one) is known) if five else ()
        return tuple(
            Said(one.own("presence"), b"online" if there else b"offline")
            for one in (known, *kept)
            if one.announced is not None and (there := self._is_there(one)) is not None
        )

    def _is_there(self, known: _Known) -> bool | None:
        """None: it is busy with itself, so what was said before still counts."""
        root = self._root_of(known)
        deciding = root if root is not None and root.state not in _PRESENT else known
        return True if deciding.state in _PRESENT else False if deciding.state in _AWAY else None

    def _root_of(self, known: _Known) -> _Known | None:
        root = known.document.root if known.document is not None else ""
        return self._known.get(f"{known.topic.rpartition('/')[0]}/{root}") if root else None

    def _alerts(self, known: _Known) -> tuple[Said, ...]:
        if not known.warns:
            return ()
        said = "; ".join(known.alerts.values()) or "ok"
        return (Said(known.own("alerts"), said.encode()),)

    def _withdrawn(self, known: _Known) -> Heard:
        """It is no device any more, until it says otherwise."""
        was, known.announced, known.warns = known.announced, None, False
        if known.attributes is None and known.document is None and not known.state:
            del self._known[known.topic]
        return Heard() if was is None else Heard(announced=(Announcement(known.topic, "removed"),))

    def _forget(self, known: _Known) -> Heard:
        del self._known[known.topic]
        gone = tuple(one for part in _listening(known) for one in part.filters)
        return Heard(announced=(Announcement(known.topic, "removed"),), unsubscribe=(Unsubscribe(gone),))


def _listening(known: _Known) -> tuple[Subscribe, ...]:
    """What describes a device of version 4. Its state is last: when it comes the rest has come."""
    return (Subscribe(filters(known.topic), qos=0), Subscribe((f"{known.topic}/$state",)))


def _note(alerts: dict[str, str], alert: str, text: str) -> None:
    if not text:
        alerts.pop(alert, None)
    elif alert in alerts or len(alerts) < MAX_ALERTS:
        alerts[alert] = cleaned(text) or alert


def _text(payload: bytes) -> str:
    return payload[:_MAX_PAYLOAD].decode("utf-8", "replace").strip("\x00 \r\n\t")


def _refused(topic: str, reason: str) -> Heard:
    return Heard(announced=(Announcement(topic, "refused", problems=(Problem(topic, reason),)),))


def _full(topic: str) -> Heard:
    return _refused(topic, f"There are more than {MAX_DEVICES} Homie devices, or its id cannot be used.")
