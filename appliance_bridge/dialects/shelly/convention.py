"""Shelly's remote calls over MQTT as a convention: a device is asked who it is and what it has.

Its topic prefix is its owner's choice, of one or two levels. Who says "true" on `<prefix>/online` may be
anything, so it is only asked who it is; nothing becomes of it before it answers as a Shelly does.
"""

from collections.abc import Mapping, Sequence

from appliance_bridge.dialects.base import Incoming, Problem, Publish, Subscribe, Unsubscribe
from appliance_bridge.dialects.convention import Heard, Said
from appliance_bridge.dialects.shelly import components
from appliance_bridge.dialects.shelly.device import OURS, Pending, ShellyDevice
from appliance_bridge.entities.announcement import Announcement
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.payload import BadPayloadError, read_object

MAX_DEVICES = 1_000
MAX_STRANGERS = 2_000
# prefixes that say "online" and have not (yet) answered as a Shelly
_MAX_ADDED = 100
_ASK_AGAIN_AFTER_S = 5.0
_WHO, _CONFIG, _STATUS, _ADDED = (
    "Shelly.GetDeviceInfo", "Shelly.GetConfig", "Shelly.GetStatus", "Shelly.GetComponents",
)  # fmt: skip
_RECONFIGURED = ("config_changed", "component_added", "component_removed")
_REFUSED = 401
# code of an error: the device wants a password


class Shelly:
    """A `Convention`: each device is a source."""

    name = "shelly"

    def __init__(self) -> None:
        self._devices: dict[str, ShellyDevice] = {}
        # by topic prefix
        self._prefixes: dict[str, str] = {}
        # id of a device → its prefix
        self._announced: dict[str, tuple[Entity, ...]] = {}
        # id of a device → what it announced last

    def subscriptions(self) -> Sequence[Subscribe]:
        """Who is there, what changes, answers; and the states of known devices."""
        levels = ("+", "+/+")
        # Answers first: who is there is asked at once, when the rest is not yet listened to.
        filters = [f"{OURS}/{level}/rpc" for level in levels]
        filters += [_status_filter(prefix) for prefix in self._prefixes.values()]
        filters += [f"{level}/{what}" for what in ("events/rpc", "online") for level in levels]
        return (Subscribe(tuple(filters)),)

    def greetings(self) -> Sequence[Publish]:
        """Whether a device is there is retained: nothing has to be asked for."""
        return ()

    def announces(self, topic: str) -> bool:
        """No topic only describes."""
        return False

    def hear(self, message: Incoming) -> Heard | None:
        """What a word of a device, or its answer, means."""
        topic = message.topic
        if topic.startswith(f"{OURS}/") and topic.endswith("/rpc"):
            return self._answer(message, topic.removeprefix(f"{OURS}/").removesuffix("/rpc"))
        if topic.endswith("/online"):
            return self._presence(message, topic.removesuffix("/online"))
        if topic.endswith("/events/rpc"):
            return self._notified(message, topic.removesuffix("/events/rpc"))
        prefix, middle, component = topic.rpartition("/status/")
        known = self._devices.get(prefix) if middle else None
        if known is None or known.id is None:
            return None
        frame = _frame(message)
        return Heard() if frame is None else self._told(known, known.merge({component: frame}))

    def outgoing(self, message: Publish) -> Sequence[Publish]:
        """The call that makes it so."""
        match message.topic.split("/"):
            case ["$shelly", own, component] if own in self._prefixes:
                called = components.call(component, message.payload.decode("utf-8", "replace"))
                known = self._devices[self._prefixes[own]]
                return () if called is None else (known.call(*called, command=True),)
        return ()

    def _presence(self, message: Incoming, prefix: str) -> Heard | None:
        known = self._devices.get(prefix)
        if not message.payload.strip():
            return None if known is None else self._forget(known)
        if message.payload not in (b"true", b"false"):
            return None
        online = message.payload == b"true"
        if known is None:
            if not online or not _usable(prefix):
                return None
            if len(self._devices) - len(self._prefixes) >= MAX_STRANGERS:
                reason = f"More than {MAX_STRANGERS} devices are there that never say who they are."
                return _problem(ShellyDevice(prefix), reason)
            known = self._devices[prefix] = ShellyDevice(prefix)
        known.online = online
        said = () if known.id is None else (Said(known.topic("online"), b"online" if online else b"offline"),)
        return Heard(said=said, answers=_ask(known, _WHO, message.at) if online else ())

    def _notified(self, message: Incoming, prefix: str) -> Heard | None:
        known, frame = self._devices.get(prefix), _frame(message)
        if frame is None or not isinstance(frame.get("params"), dict):
            return None if known is None else Heard()
        params = _object(frame["params"])
        method = frame.get("method")
        if known is None:
            # It may be there without a retained "online".
            if method not in ("NotifyStatus", "NotifyFullStatus"):
                return None
            return self._presence(Incoming(prefix, b"true", False, message.at), prefix)
        if known.id is None or not known.described:
            # It is there, and an answer was lost.
            return Heard(answers=_ask(known, _WHO, message.at))
        if frame.get("src") != known.id:
            return Heard()
        if method == "NotifyEvent":
            return Heard(answers=_ask(known, _CONFIG, message.at) if _reconfigured(params) else ())
        if method not in ("NotifyStatus", "NotifyFullStatus"):
            return Heard()
        return self._told(known, known.merge(params))

    def _answer(self, message: Incoming, prefix: str) -> Heard:
        known, frame = self._devices.get(prefix), _frame(message)
        pending = known.answered(frame) if known is not None and frame is not None else None
        if known is None or frame is None or pending is None:
            return Heard()
        error = frame.get("error")
        if isinstance(error, dict):
            return _failed(known, pending, error)
        result = _object(frame.get("result"))
        if pending.method == _WHO:
            return self._introduced(known, frame, result)
        if pending.method == _CONFIG:
            known.configure(result)
            return Heard(answers=(known.call(_STATUS, {}),))
        if pending.method == _STATUS:
            heard = self._told(known, known.merge(result, whole=True))
            question = known.call(_ADDED, {"dynamic_only": True, "include": ["status", "config"]})
            return Heard(heard.announced, heard.said, (question,))
        if pending.method == _ADDED:
            return self._added(known, result)
        return Heard()

    def _introduced(
        self, known: ShellyDevice, frame: Mapping[str, object], info: Mapping[str, object]
    ) -> Heard:
        try:
            known.introduce(info)
            own = str(known.id)
            before = self._devices.get(self._prefixes.get(own, known.prefix), known)
            if before is not known and before.online:
                known.id = None
                raise BadPayloadError(f"{own} is already there under another topic.")
            if frame.get("src") != own:
                known.id = None
                raise BadPayloadError("It answers in the name of another device.")
            if own not in self._prefixes and len(self._prefixes) >= MAX_DEVICES:
                known.id = None
                raise BadPayloadError(f"There are more than {MAX_DEVICES} devices.")
        except BadPayloadError as error:
            return _problem(known, str(error))
        if before is not known:
            del self._devices[before.prefix]
        self._prefixes[own] = known.prefix
        listen = (Subscribe((_status_filter(known.prefix),)),)
        gone = (Unsubscribe((_status_filter(before.prefix),)),) if before is not known else ()
        return Heard(answers=(known.call(_CONFIG, {}),), subscribe=listen, unsubscribe=gone)

    def _added(self, known: ShellyDevice, result: Mapping[str, object]) -> Heard:
        """Components that its owner has added, a page at a time."""
        listed = result.get("components")
        page = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        offset = result.get("offset")
        start = offset if isinstance(offset, int) else 0
        if start == 0:
            for gone in known.added:
                known.status.pop(gone, None)
            known.added, known.reshaped = {}, True
        for one in page:
            key = one.get("key")
            if isinstance(key, str) and len(known.added) < _MAX_ADDED:
                known.added[key] = dict(_object(one.get("config")))
                known.merge({key: _object(one.get("status"))})
        heard = self._told(known, tuple(key for key in known.added if key in known.status))
        total, seen = result.get("total"), start + len(page)
        if not page or not isinstance(total, int) or seen >= min(total, _MAX_ADDED):
            return heard
        question = {"dynamic_only": True, "include": ["status", "config"], "offset": seen}
        return Heard(heard.announced, heard.said, (known.call(_ADDED, question),))

    def _told(self, known: ShellyDevice, spoken: Sequence[str]) -> Heard:
        """What has become of a device that spoke of these components."""
        if not known.described:
            return Heard()
        own, source = str(known.id), _source(known)
        announced: tuple[Announcement, ...] = ()
        if known.reshaped:
            known.reshaped = False
            entities = tuple(components.entities(known, source))
            if self._announced.get(own) != entities:
                self._announced[own] = entities
                announced = (Announcement(source, "announced", entities),)
                # A part that is new hears what its component has said before.
                spoken = tuple(known.status)
        said = [Said(known.topic(key), components.said(known, key)) for key in spoken if key != "sys"]
        if known.online is not None:
            said.append(Said(known.topic("online"), b"online" if known.online else b"offline"))
        return Heard(announced=announced, said=said)

    def _forget(self, known: ShellyDevice) -> Heard:
        del self._devices[known.prefix]
        if known.id is None:
            return Heard()
        self._prefixes.pop(known.id, None)
        self._announced.pop(known.id, None)
        return Heard(
            announced=(Announcement(_source(known), "removed"),),
            unsubscribe=(Unsubscribe((_status_filter(known.prefix),)),),
        )


def _ask(known: ShellyDevice, method: str, at: float) -> Sequence[Publish]:
    """Ask a device for something; not again at once."""
    before = known.asked.get(method)
    if before is not None and abs(at - before) < _ASK_AGAIN_AFTER_S:
        return ()
    known.asked[method] = at
    return (known.call(method, {}),)


def _reconfigured(params: Mapping[str, object]) -> bool:
    events = params.get("events")
    told = events if isinstance(events, list) else []
    return any(isinstance(one, dict) and one.get("event") in _RECONFIGURED for one in told)


def _failed(known: ShellyDevice, pending: Pending, error: Mapping[str, object]) -> Heard:
    """A call that the device would not carry out."""
    if pending.method == _ADDED:
        # Older devices have none.
        return Heard()
    if error.get("code") == _REFUSED:
        return _problem(known, "It wants a password for calls over MQTT: turn its authentication off.")
    message = str(error.get("message") or error.get("code"))[:200]
    return _problem(known, f"{pending.method} was refused: {message}.") if known.id is not None else Heard()


def _problem(known: ShellyDevice, reason: str) -> Heard:
    source = _source(known)
    return Heard(announced=(Announcement(source, "refused", problems=(Problem(source, reason),)),))


def _source(known: ShellyDevice) -> str:
    return f"shelly/{known.id}" if known.id is not None else f"{known.prefix}/rpc"


def _status_filter(prefix: str) -> str:
    return f"{prefix}/status/+"


def _usable(prefix: str) -> bool:
    """Whether a topic prefix can be spoken to: not one of the broker's or our own."""
    parts = prefix.split("/")
    return len(parts) <= 2 and all(parts) and not prefix.startswith(("$", f"{OURS}/")) and len(prefix) < 300


def _frame(message: Incoming) -> Mapping[str, object] | None:
    try:
        return read_object(message.payload)
    except BadPayloadError:
        return None


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
