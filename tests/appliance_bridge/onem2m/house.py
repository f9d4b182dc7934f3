"""A home on a CSE of paper: what the dialect asks is answered from a dictionary of resources."""

import json
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.dialects.base import Announced, Effect, Incoming, Problem, Publish, Report, Withdrawn
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.onem2m.convention import OneM2M
from appliance_bridge.dialects.onem2m.settings import OneM2MSettings
from appliance_bridge.state import ApplianceState, Reported

CATALOGUE: Catalogue = load_catalogue()
NOW = 1_800_000_000.0
RESPONSES = "/oneM2M/resp/CJipsa/id-in/json"
NOTIFICATIONS = "/oneM2M/req/id-in/CJipsa/json"


class Cse:
    """Devices with modules; knows Jipsa or not."""

    def __init__(self) -> None:
        self.devices: dict[str, dict[str, Any]] = {}
        # path → resource; its modules by their tag
        self.subscriptions: dict[str, str] = {}
        # path of a module → id
        self.registered = False
        self.refuses: dict[int, int] = {}
        # operation → status instead of an answer
        self.asked: list[dict[str, Any]] = []

    def device(
        self, name: str, kind: str, /, labels: Iterable[str] = (), **modules: Mapping[str, Any]
    ) -> None:
        """A device in `cse-in/home`; modules by their name."""
        body: dict[str, Any] = {
            "rn": name,
            "cnd": f"org.onem2m.home.device.{kind}",
            "ty": 28,
            "lbl": list(labels),
        }
        for module, said in modules.items():
            cnd = f"org.onem2m.common.moduleclass.{module.partition('__')[0]}"
            one = {"rn": module, "cnd": cnd, "ty": 28, "st": 0, "ri": f"ri-{name}-{module}", **said}
            body.setdefault(f"cod:{module[:5]}", []).append(one)
        self.devices[f"cse-in/home/{name}"] = {f"hod:{kind[6:11]}": body}

    def module(self, path: str) -> tuple[str, dict[str, Any]]:
        """Tag and resource of a module."""
        device, _, name = path.rpartition("/")
        [body] = self.devices[device].values()
        return next(
            (tag, one) for tag, many in body.items() if ":" in tag for one in many if one["rn"] == name
        )

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The response to a request."""
        self.asked.append(request)
        status, content = self._do(request)
        return {"rsc": status, "rqi": request["rqi"], "fr": "/id-in", "pc": content}

    def _do(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        to, kind = request["to"], request.get("ty")
        if request["op"] in self.refuses:
            return self.refuses[request["op"]], {}
        match request["op"]:
            case 1 if kind == 2:
                before, self.registered = self.registered, True
                return (4117, {}) if before else (2001, {"m2m:ae": {"ri": "CJipsa"}})
            case 1:
                if to in self.subscriptions:
                    return 4105, {}
                self.subscriptions[to] = f"sub{len(self.subscriptions)}"
                return 2001, {"m2m:sub": {"ri": self.subscriptions[to], **request["pc"]["m2m:sub"]}}
            case 2 if "fc" in request:
                listed = [*self.devices]
                for path, device in self.devices.items():
                    [body] = device.values()
                    listed += [
                        f"{path}/{one['rn']}" for tag, many in body.items() if ":" in tag for one in many
                    ]
                return 2000, {"m2m:uril": listed}
            case 2 if to in self.devices:
                return 2000, self.devices[to]
            case 2 if to.rpartition("/")[0] in self.subscriptions:
                return 2000, {"m2m:sub": {"ri": self.subscriptions[to.rpartition("/")[0]]}}
            case 3 if to.startswith("cse-in/home"):
                tag, module = self.module(to)
                module.update(request["pc"][tag])
                module["st"] += 1
                return 2004, {tag: dict(module)}
        return (2004, {}) if request["op"] == 3 else (4004, {})


class House:
    """The dialect at that CSE, and what its effects amount to."""

    def __init__(self, cse: Cse | None = None, **settings: Any) -> None:
        self.cse = cse or Cse()
        self.dialect = EntityDialect(OneM2M(OneM2MSettings(**settings), run="r"), CATALOGUE)
        self.appliances: dict[str, Appliance] = {}
        self.state: dict[str, dict[str, Value | None]] = {}
        self.problems: list[str] = []
        self.replies: list[dict[str, Any]] = []
        self.now = NOW

    def greet(self) -> "House":
        """A (re)connect, and the talk that follows."""
        self.talk(self.dialect.greetings())
        return self

    def talk(self, messages: Iterable[Publish]) -> None:
        """Let the CSE answer, until nobody has anything to say."""
        waiting = deque(messages)
        while waiting:
            message = waiting.popleft()
            assert not message.retain
            body = json.loads(message.payload)
            if "/resp/" in message.topic:
                self.replies.append(body)
                continue
            answer = self.cse.answer(body)
            topic = message.topic.replace("/req/", "/resp/").replace("/reg_req/", "/reg_resp/")
            waiting.extend(one for one in self.say(topic, answer) if isinstance(one, Publish))

    def say(self, topic: str, payload: object, *, retained: bool = False) -> list[Effect]:
        """Let a message arrive."""
        raw = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        effects = list(self.dialect.receive(Incoming(topic, raw, retained, self.now)))
        for effect in effects:
            if isinstance(effect, Announced):
                self.appliances[effect.appliance.id] = effect.appliance
            elif isinstance(effect, Withdrawn):
                del self.appliances[effect.appliance]
            elif isinstance(effect, Report):
                self.state.setdefault(effect.appliance, {}).update(effect.attributes)
            elif isinstance(effect, Problem):
                self.problems.append(effect.reason)
        return effects

    def notify(self, path: str, /, sur: str | None = None, **said: Any) -> list[Effect]:
        """The appliance writes to its module, and the CSE tells Jipsa."""
        tag, module = self.cse.module(path)
        module.update(said)
        module["st"] += 1
        return self.told(path, tag, module, sur)

    def told(self, path: str, tag: str, module: Mapping[str, Any], sur: str | None = None) -> list[Effect]:
        """The CSE tells what a module is now."""
        sign = {
            "nev": {"net": 1, "rep": {tag: dict(module)}},
            "sur": sur or f"/id-in/{self.cse.subscriptions[path]}",
        }
        body = {"op": 5, "rqi": "n1", "fr": "/id-in", "to": "CJipsa", "pc": {"m2m:sgn": sign}}
        effects = self.say(NOTIFICATIONS, body)
        self.talk(one for one in effects if isinstance(one, Publish))
        return effects

    def publish(self, appliance: str, action: str, **arguments: Value) -> list[Publish]:
        """The messages of a command."""
        known = {
            key: Reported(one, NOW) for key, one in self.state.get(appliance, {}).items() if one is not None
        }
        capability, _, name = action.partition(".")
        return list(self.dialect.encode(appliance, capability, name, arguments, ApplianceState(True, known)))

    def change(self, appliance: str, action: str, **arguments: Value) -> list[tuple[str, dict[str, Any]]]:
        """What a command writes: path and attributes."""
        bodies = [json.loads(one.payload) for one in self.publish(appliance, action, **arguments)]
        return [(one["to"].removeprefix("cse-in/home/"), next(iter(one["pc"].values()))) for one in bodies]
