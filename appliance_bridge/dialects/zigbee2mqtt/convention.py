"""Zigbee2MQTT as a convention: one retained list says all devices, each speaks on its own topic."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from appliance_bridge.dialects.base import Incoming, Problem, Publish, Subscribe, Unsubscribe
from appliance_bridge.dialects.convention import Heard, Said
from appliance_bridge.dialects.zigbee2mqtt.devices import Described, Made, make, read_device
from appliance_bridge.dialects.zigbee2mqtt.making import online_topic
from appliance_bridge.dialects.zigbee2mqtt.views import View
from appliance_bridge.entities.announcement import Announcement
from appliance_bridge.entities.components.rows import MAX_STATE_BYTES
from appliance_bridge.entities.payload import REPLACEMENT, clean_text

MAX_BYTES = 32 * 1024 * 1024
# of the list of all devices
MAX_DEVICES = 2_000
_MAX_NAME_BYTES = 1_000
_FORBIDDEN = ("\x00", "#", "+", REPLACEMENT)


@dataclass(slots=True)
class _Known:
    """One device that is announced."""

    base: str
    name: str
    source: str
    device: str
    views: tuple[View, ...]
    ask: dict[str, None]
    # properties it was not yet heard to say, until they are asked for
    available: bool | None = None

    @property
    def topic(self) -> str:
        return f"{self.base}/{self.name}"

    @property
    def availability(self) -> str:
        return f"{self.topic}/availability"


class Zigbee2Mqtt:
    """A `Convention`: each device is a source. Several networks are told apart by their base topics."""

    name = "zigbee2mqtt"

    def __init__(self, bases: Sequence[str] = ("zigbee2mqtt",)) -> None:
        """`bases`: base topics of the networks."""
        self._bases = tuple(dict.fromkeys(base.strip("/") for base in bases))
        self._online: dict[str, bool] = {}
        # base → whether its Zigbee2MQTT runs
        self._devices: dict[str, _Known] = {}
        # source → device
        self._by_topic: dict[str, _Known] = {}
        # of states and of availability
        self._views: dict[str, tuple[_Known, View]] = {}
        self._asked: set[str] = set()
        # sources that were asked for their states, or need not be

    def subscriptions(self) -> Sequence[Subscribe]:
        """The lists, whether each bridge runs, and who can be reached."""
        filters = [f"{base}/bridge/{what}" for base in self._bases for what in ("state", "devices")]
        filters += [one.availability for one in self._devices.values()]
        filters += [f"{base}/bridge/info" for base in self._bases if self._curious(base)]
        return (Subscribe(tuple(filters)),)

    def greetings(self) -> Sequence[Publish]:
        """Nothing: what describes is retained."""
        return ()

    def announces(self, topic: str) -> bool:
        """Whether it is a list of devices."""
        return self._base_of(topic, "/bridge/devices") is not None

    def hear(self, message: Incoming) -> Heard | None:
        """What one message means; states are left to the entities, unless they need other words."""
        topic = message.topic
        if (base := self._base_of(topic, "/bridge/devices")) is not None:
            return self._listed(base, message)
        if (base := self._base_of(topic, "/bridge/state")) is not None:
            return self._runs(base, message.payload)
        if (base := self._base_of(topic, "/bridge/info")) is not None:
            return self._replayed(base)
        known = self._by_topic.get(topic)
        if known is None:
            return None
        if topic == known.availability:
            known.available = _online(message.payload)
            return Heard(said=self._reachable(known))
        return self._state(known, message)

    def outgoing(self, message: Publish) -> Sequence[Publish]:
        """A command to a view, in the device's own words."""
        found, body = self._views.get(message.topic), _object(message.payload)
        if found is None or body is None:
            return ()
        known, view = found
        return (Publish(f"{known.topic}/set", json.dumps(view.sent(body)).encode()),)

    def _base_of(self, topic: str, ending: str) -> str | None:
        base = topic.removesuffix(ending)
        return base if base != topic and base in self._bases else None

    def _listed(self, base: str, message: Incoming) -> Heard:
        """The list of all devices: new ones, changed ones, and those that are gone."""
        listed = _list(message.payload)
        if isinstance(listed, str):
            refused = Announcement(message.topic, "refused", problems=(Problem(message.topic, listed),))
            return Heard(announced=(refused,))
        before = {source: one for source, one in self._devices.items() if one.base == base}
        announced: dict[str, Announcement] = {}
        problems: list[Problem] = []
        if len(listed) > MAX_DEVICES:
            problems.append(
                Problem(message.topic, f"It lists more than {MAX_DEVICES} devices; the rest is left out.")
            )
        for raw in listed[:MAX_DEVICES]:
            if isinstance(raw, dict):
                self._take(base, raw, message.topic, before, announced, problems)
        gone = [source for source in before if source not in announced]
        for source in gone:
            del self._devices[source]
            self._asked.discard(source)
        self._index()
        here = [self._devices[source] for source in announced if source in self._devices]
        new = [one.availability for one in here if _former(before, one) != one.availability]
        left = {one.availability for one in before.values()} - {one.availability for one in here}
        curious = (Subscribe((f"{base}/bridge/info",)),) if self._curious(base) else ()
        return Heard(
            announced=(
                *(Announcement(source, "removed") for source in gone),
                *(one for one in announced.values() if one.outcome != "refused"),
                *([Announcement(message.topic, "refused", problems=tuple(problems))] if problems else []),
            ),
            said=tuple(said for one in here for said in self._reachable(one)),
            subscribe=(*([Subscribe(tuple(new))] if new else []), *curious),
            unsubscribe=(Unsubscribe(tuple(sorted(left))),) if left else (),
        )

    def _take(
        self,
        base: str,
        raw: Mapping[str, object],
        topic: str,
        before: Mapping[str, _Known],
        announced: dict[str, Announcement],
        problems: list[Problem],
    ) -> None:
        one = read_device(raw)
        if one is None:
            return
        source = f"{base}/bridge/devices/{one.address}"
        if raw.get("interviewing") is True or raw.get("interview_state") in ("PENDING", "IN_PROGRESS"):
            if source in before:
                # It is asked again what it is; until then it is what it was.
                announced[source] = Announcement(source, "refused")
            return
        if not _legal(one.name):
            problems.append(Problem(topic, f"The name of the device {one.address} cannot be a topic."))
            return
        if one.cut:
            problems.append(
                Problem(topic, f"The device {one.address} exposes too much; the rest is left out.")
            )
        made = make(one, f"{base}/{one.name}", source)
        if not made.entities or source in announced:
            return
        announced[source] = Announcement(source, "announced", made.entities)
        self._devices[source] = self._known(base, one, made, source, before.get(source))

    def _known(self, base: str, one: Described, made: Made, source: str, former: _Known | None) -> _Known:
        known = _Known(base, one.name, source, one.device.key, made.views, {})
        if former is not None and former.name == one.name:
            # What is remembered belongs to the topics, and these are the same.
            return replace(
                known, available=former.available, ask=former.ask, views=_kept(made.views, former.views)
            )
        if source not in self._asked:
            known.ask = dict.fromkeys(made.ask)
        return known

    def _index(self) -> None:
        self._by_topic = {one.topic: one for one in self._devices.values()}
        self._by_topic.update((one.availability, one) for one in self._devices.values())
        self._views = {view.topic: (one, view) for one in self._devices.values() for view in one.views}

    def _runs(self, base: str, payload: bytes) -> Heard:
        online = _online(payload)
        if online is None:
            return Heard()
        self._online[base] = online
        ours = [one for one in self._devices.values() if one.base == base]
        return Heard(said=tuple(said for one in ours for said in self._reachable(one)))

    def _reachable(self, known: _Known) -> tuple[Said, ...]:
        """Its own word counts while its bridge runs; a bridge that tracks nobody speaks for all."""
        bridge = self._online.get(known.base)
        if bridge is None and known.available is None:
            return ()
        online = bridge is not False and known.available is not False
        return (Said(online_topic(known.device), b"online" if online else b"offline"),)

    def _curious(self, base: str) -> bool:
        return any(one.ask for one in self._devices.values() if one.base == base)

    def _replayed(self, base: str) -> Heard:
        """It was subscribed to behind all states: what was retained has been heard by now."""
        answers: list[Publish] = []
        for source, one in self._devices.items():
            if one.base == base and one.ask:
                body = json.dumps(dict.fromkeys(one.ask, ""))
                answers.append(Publish(f"{one.topic}/get", body.encode()))
                one.ask = {}
                self._asked.add(source)
        return Heard(answers=tuple(answers), unsubscribe=(Unsubscribe((f"{base}/bridge/info",)),))

    def _state(self, known: _Known, message: Incoming) -> Heard | None:
        if not known.ask and not known.views:
            return None
        state = _object(message.payload)
        if state is None:
            return None
        for key in [key for key in known.ask if key in state]:
            del known.ask[key]
        if not known.views:
            return None
        own = [(view.topic, view.heard(state)) for view in known.views]
        views = [Said(topic, json.dumps(body).encode()) for topic, body in own if body is not None]
        return Heard(said=(Said(message.topic, message.payload), *views))


def _former(before: Mapping[str, _Known], one: _Known) -> str:
    return before[one.source].availability if one.source in before else ""


def _kept(views: Sequence[View], former: Sequence[View]) -> tuple[View, ...]:
    """The views that remember, where they are the same as before."""
    return tuple(next((old for old in former if old == one), one) for one in views)


def _legal(name: str) -> bool:
    return (
        bool(name)
        and not any(sign in clean_text(name) for sign in _FORBIDDEN)
        and len(name.encode(errors="replace")) <= _MAX_NAME_BYTES
        and not name.startswith(("bridge/", "/"))
    )


def _list(payload: bytes) -> Sequence[object] | str:
    """The list in these bytes, or why there is none; nothing at all is an empty list."""
    if len(payload) > MAX_BYTES:
        return f"The list of devices is larger than {MAX_BYTES // 1024 // 1024} MB."
    if not payload.strip():
        return ()
    try:
        found = json.loads(payload)
    except (ValueError, RecursionError):
        return "The list of devices is not JSON."
    return found if isinstance(found, list) else "The list of devices is not a list."


def _object(payload: bytes) -> dict[str, object] | None:
    try:
        found = json.loads(payload) if len(payload) <= MAX_STATE_BYTES else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _online(payload: bytes) -> bool | None:
    """Online or offline, as JSON or as a bare word; None: neither."""
    said = _object(payload)
    word = str(said.get("state")) if said is not None else payload[:20].decode("utf-8", "replace")
    return {"online": True, "offline": False}.get(word.strip().lower())
