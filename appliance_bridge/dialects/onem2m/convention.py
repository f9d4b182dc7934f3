"""oneM2M as a convention: Jipsa is an AE that finds flexContainers, subscribes to them and writes to them."""

from collections.abc import Mapping, Sequence, Set
from secrets import token_hex

from appliance_bridge.dialects.base import Incoming, Problem, Publish, Subscribe
from appliance_bridge.dialects.convention import Heard, Said
from appliance_bridge.dialects.onem2m import asking, primitives
from appliance_bridge.dialects.onem2m.device import KnownDevice, topic
from appliance_bridge.dialects.onem2m.exchange import Asked, Exchange, Purpose
from appliance_bridge.dialects.onem2m.parts import Writer
from appliance_bridge.dialects.onem2m.primitives import NOTIFY, RETRIEVE, UPDATE, Line, Request
from appliance_bridge.dialects.onem2m.resources import Attributes, device_of, said_in, stamp_of, wrapped
from appliance_bridge.dialects.onem2m.settings import OneM2MSettings
from appliance_bridge.entities.announcement import Announcement
from appliance_bridge.entities.payload import MAX_LIST

MAX_DEVICES = 300
_DELETED = 2002
_LOOKING: tuple[Purpose, ...] = ("register", "renew", "discover", "retrieve", "subscribe", "known")
Body = Mapping[str, object]


class OneM2M:
    """A `Convention`: each device of the CSE is a source."""

    name = "onem2m"

    def __init__(self, settings: OneM2MSettings, run: str | None = None) -> None:
        """`run`: what request identifiers begin with; an answer meant for an earlier run is none for this."""
        self._settings = settings
        self._line = Line(settings)
        self._exchange = Exchange(self._line, run or token_hex(4))
        self._devices: dict[str, KnownDevice] = {}
        # by path
        self._device_of: dict[str, str] = {}
        # path of a module → of its device
        self._subscriptions: dict[str, str] = {}
        # id or path of a subscription of ours → path of its module
        self._writers: dict[str, Writer] = {}
        self._held: dict[str, tuple[Attributes, str]] = {}
        # module → what was notified while it was not yet known whether these are our own words
        self._renewed = False
        # where it is reached was told again, on this connection
        self._looked: float | None = None
        # when the CSE was last asked what there is
        self._stale = False
        # something may have come or gone since that question

    def subscriptions(self) -> Sequence[Subscribe]:
        """Responses and notifications for Jipsa, and what others are told: then it is time to look again."""
        return (Subscribe(self._line.filters()),)

    def greetings(self) -> Sequence[Publish]:
        """The registration; what there is is asked for when it is answered."""
        self._exchange.clear()
        self._held.clear()
        self._subscriptions.clear()
        self._looked, self._renewed = None, False
        for device in self._devices.values():
            device.hear_again()
        return self._register()

    def announces(self, topic: str) -> bool:
        """Never: what is the same words today may be another thing tomorrow."""
        return False

    def hear(self, message: Incoming) -> Heard | None:
        """What a message means; any message is also a tick of the clock."""
        kind = None if message.retained else self._line.kind(message.topic)
        waiting = list(self._exchange.heard(message.at))
        if kind is None:
            answers = [*waiting, *self._look_again(message.at)]
            return Heard(answers=answers) if answers else None
        body = primitives.read(message.payload)
        if kind == "request":
            heard = self._requested(message.topic, body)
        elif kind == "response":
            heard = self._answered(body)
        else:
            self._stale = self._stale or _changes_what_there_is(body)
            heard = Heard()
        after = [*self._exchange.heard(message.at), *self._look_again(message.at)]
        return Heard(announced=heard.announced, said=heard.said, answers=[*waiting, *heard.answers, *after])

    def outgoing(self, message: Publish) -> Sequence[Publish]:
        """The UPDATE of a command; nothing for what no device announced."""
        write = self._writers.get(message.topic)
        change = None if write is None else write(message.payload.decode("utf-8", "replace"))
        if change is None:
            return ()
        path, tag, values = change
        return self._exchange.ask(Asked("update", path, Request(UPDATE, path, {tag: dict(values)})))

    # --- asking

    def _ask(self, purpose: Purpose, about: str, request: Request) -> Sequence[Publish]:
        return self._exchange.ask(Asked(purpose, about, request))

    def _register(self) -> Sequence[Publish]:
        return self._ask("register", self._settings.cse_name, asking.register(self._settings))

    def _discover(self) -> Sequence[Publish]:
        self._stale = False
        return self._ask("discover", self._settings.cse_name, asking.discover(self._settings))

    def _look_again(self, at: float) -> Sequence[Publish]:
        """Ask what there is, when that was long ago or something changed."""
        if self._looked is None or at < self._looked:
            self._looked = at
        if not self._stale and at - self._looked < self._settings.ask_again_s:
            return ()
        if any(self._exchange.open(one) for one in _LOOKING):
            return ()
        self._looked = at
        self._stale = False
        # Registering once more costs nothing, and tells whether the CSE still knows Jipsa.
        return self._register()

    # --- answers

    def _answered(self, body: Body) -> Heard:
        asked = self._exchange.answered(primitives.word(body, "rqi"))
        if asked is None:
            return Heard()
        status, content = primitives.number(body, "rsc"), primitives.part(body, "pc")
        match asked.purpose:
            case "register":
                return self._registration(status)
            case "renew":
                return Heard(answers=self._discover())
            case "discover":
                return self._discovered(status, content)
            case "retrieve":
                return self._retrieved(asked.about, status, content)
            case "subscribe":
                return self._subscribed(asked.about, status, content)
            case "known":
                self._remember(asked.about, content)
                return Heard()
        return self._updated(asked, status, content)

    def _registration(self, status: int) -> Heard:
        if status == primitives.CREATED:
            # A CSE that did not know us has none of our subscriptions.
            self._subscriptions.clear()
            for device in self._devices.values():
                device.forget_versions()
        elif status not in (primitives.THERE_ALREADY, primitives.REGISTERED_ALREADY):
            return self._complain(f"The CSE does not let {self._settings.ae_id} register (status {status}).")
        elif not self._renewed:
            self._renewed = True
            return Heard(answers=self._ask("renew", self._settings.ae_name, asking.renew(self._settings)))
        return Heard(answers=self._discover())

    def _discovered(self, status: int, content: Body) -> Heard:
        if status != primitives.OK:
            return self._complain(f"The CSE does not say what appliances there are (status {status}).")
        listed = content.get("m2m:uril")
        found = listed.split() if isinstance(listed, str) else listed if isinstance(listed, list) else []
        paths = asking.tops(self._line.local(one) for one in found if isinstance(one, str))
        problems = []
        if len(found) >= MAX_LIST or len(paths) > MAX_DEVICES:
            problems.append("The CSE has more appliances than are read; the rest is left out.")
        paths = paths[:MAX_DEVICES]
        gone = [one for one in self._devices if one not in paths]
        announced = [*(self._forget(one) for one in gone), *(self._refusal(one) for one in problems)]
        return Heard(
            announced,
            answers=[
                message for one in paths for message in self._ask("retrieve", one, asking.retrieve(one))
            ],
        )

    def _retrieved(self, path: str, status: int, content: Body) -> Heard:
        if status == primitives.NO_SUCH:
            return Heard([self._forget(path)] if path in self._devices else ())
        tree = device_of(content, path, self._settings.ae_name) if status == primitives.OK else None
        if tree is None:
            return Heard()
        device = self._devices.setdefault(path, KnownDevice(tree))
        self._forget_modules(path, keep={module.path for module in tree.modules})
        announcement = device.describe(tree, self._settings.job_modes)
        self._drop_topics(path)
        self._writers.update(device.writers())
        said: list[Said] = []
        answers: list[Publish] = []
        subscribed = set(self._subscriptions.values())
        for module in tree.modules:
            self._device_of[module.path] = path
            if module.subscription:
                self._subscriptions[module.subscription] = module.path
            elif module.path not in subscribed:
                request = asking.subscribe(self._settings, module.path)
                answers.extend(self._ask("subscribe", module.path, request))
            said.extend(self._said(module.path, module.said, module.stamp))
        return Heard([announcement], said, answers)

    def _subscribed(self, path: str, status: int, content: Body) -> Heard:
        answers: list[Publish] = []
        if status in (primitives.CREATED, primitives.THERE_ALREADY):
            where = f"{path}/{self._settings.ae_name}"
            self._subscriptions[where] = path
            self._remember(path, content)
            if status == primitives.THERE_ALREADY:
                answers.extend(self._ask("known", path, Request(RETRIEVE, where)))
        device = self._device_of.get(path, "")
        if device and not any(one.about.startswith(f"{device}/") for one in self._exchange.open("subscribe")):
            # What was said between the first look and the subscription was not heard.
            answers.extend(self._ask("retrieve", device, asking.retrieve(device)))
        return Heard(answers=answers)

    def _remember(self, path: str, content: Body) -> None:
        identifier = primitives.word(primitives.part(content, "m2m:sub"), "ri")
        if identifier:
            self._subscriptions[identifier] = path

    def _updated(self, asked: Asked, status: int, content: Body) -> Heard:
        held = self._held.pop(asked.about, None)
        if status != primitives.CHANGED:
            self._stale = True
            return Heard(said=() if held is None else self._said(asked.about, *held))
        device = self._devices.get(self._device_of.get(asked.about, ""))
        if device is not None:
            _, written = wrapped(asked.request.content or {})
            values = {
                name: value for name, value in written.items() if isinstance(value, bool | int | float | str)
            }
            device.wrote(asked.about, values, stamp_of(wrapped(content)[1]))
        return Heard(said=() if held is None else self._said(asked.about, *held))

    # --- notifications

    def _requested(self, topic: str, body: Body) -> Heard:
        if primitives.number(body, "op") != NOTIFY:
            return self._reply(topic, body, primitives.NOT_ALLOWED)
        told = primitives.part(primitives.part(body, "pc"), "m2m:sgn")
        if told.get("vrf") is True:
            wanted = bool(self._exchange.open("subscribe"))
            return self._reply(topic, body, primitives.OK if wanted else primitives.NOT_ALLOWED)
        path = self._subscriptions.get(self._line.local(primitives.word(told, "sur")))
        if path is None:
            return self._reply(topic, body, primitives.NO_SUCH)
        event = primitives.part(told, "nev")
        _, resource = wrapped(primitives.part(event, "rep"))
        said = self._said(path, said_in(resource), stamp_of(resource))
        return self._reply(topic, body, primitives.OK, said)

    def _said(self, path: str, said: Attributes, stamp: str) -> Sequence[Said]:
        device = self._devices.get(self._device_of.get(path, ""))
        if device is None:
            return ()
        for asked in self._exchange.open("update"):
            _, written = wrapped(asked.request.content or {})
            if asked.about == path and any(said.get(name) == value for name, value in written.items()):
                self._held[path] = (said, stamp)
                return ()
        return device.take(path, said, stamp)

    def _reply(self, topic: str, body: Body, status: int, said: Sequence[Said] = ()) -> Heard:
        reply = self._line.response(topic, body, status)
        return Heard(said=said, answers=() if reply is None else (reply,))

    # --- what is known

    def _forget(self, path: str) -> Announcement:
        del self._devices[path]
        self._drop_topics(path)
        self._forget_modules(path, keep=frozenset())
        return Announcement(topic(path), "removed")

    def _forget_modules(self, path: str, keep: Set[str]) -> None:
        gone = {one for one, device in self._device_of.items() if device == path and one not in keep}
        for one in gone:
            del self._device_of[one]
            self._held.pop(one, None)
        if gone:
            self._subscriptions = {one: of for one, of in self._subscriptions.items() if of not in gone}

    def _drop_topics(self, path: str) -> None:
        start = f"{topic(path)}/"
        for one in [one for one in self._writers if one.startswith(start)]:
            del self._writers[one]

    def _complain(self, reason: str) -> Heard:
        return Heard([self._refusal(reason)])

    def _refusal(self, reason: str) -> Announcement:
        where = self._settings.cse_id
        return Announcement(where, "refused", problems=(Problem(where, reason),))


def _changes_what_there_is(body: Body) -> bool:
    """Whether the CSE tells another AE that something was made or removed that can be an appliance."""
    status = primitives.number(body, "rsc")
    tag, _ = wrapped(primitives.part(body, "pc"))
    return status == _DELETED or (
        status == primitives.CREATED and (tag == "m2m:ae" or not tag.startswith("m2m:"))
    )
