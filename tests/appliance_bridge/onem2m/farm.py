"""Appliances of the other side: an AE that owns flexContainers, hears what is written to them and acts."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

_NAMES = {
    "binarySwitch": "cod:binSh", "runState": "cod:runSe", "operationMode": "cod:opeMe", "timer": "cod:timer",
    "clothesWasherJobMode": "cod:cWJMe", "remoteControlEnable": "cod:reCEe", "temperature": "cod:tempe",
    "airConJobMode": "cod:aCJMe", "airFlow": "cod:airFw", "doorStatus": "cod:dooSs", "refrigeration": "cod:refrn",
    "robotCleanerJobMode": "cod:rCJMe", "battery": "cod:bat", "faultDetection": "cod:fauDn", "keepWarm": "cod:keeWm",
}  # fmt: skip
DEVICES: dict[str, tuple[str, dict[str, dict[str, Any]]]] = {
    "washer": ("hod:deCWr deviceClothesWasher", {
        "binarySwitch": {"state": True},
        "operationMode": {"staPe": False},
        "runState": {"cuMSe": 1, "macSs": [1, 2, 4, 6, 7, 8], "cuJSe": 200},
        "clothesWasherJobMode": {"cuJMe": 1, "cJMNe": "Cotton", "jobMs": [1, 2]},
        "remoteControlEnable": {"reCEd": True},
        "timer": {"eTTEd": 0},
    }),
    "aircon": ("hod:deACr deviceAirConditioner", {
        "binarySwitch": {"state": False},
        "airConJobMode": {"cuJMe": 1, "jobMs": [1, 2, 3]},
        "temperature": {"curT0": 28.5, "tarTe": 24.0, "minVe": 18.0, "maxVe": 30.0, "steVe": 1.0},
        "airFlow": {"speed": 1, "minSd": 1, "maxSd": 4},
    }),
    "fridge": ("hod:devRr deviceRefrigerator", {
        "binarySwitch": {"state": True},
        "temperature": {"curT0": 4.0, "tarTe": 3.0, "minVe": 1.0, "maxVe": 7.0, "steVe": 1.0},
        "doorStatus": {"dooSe": 1},
        "refrigeration": {"rapFe": False},
    }),
    "rice_cooker": ("hod:deRC0 deviceRiceCooker", {
        "binarySwitch": {"state": False},
        "runState": {"cuMSe": 1, "macSs": [1, 2, 6, 7]},
        "timer": {"eTTEd": 0},
    }),
    "robot": ("hod:deRCr deviceRobotCleaner", {
        "binarySwitch": {"state": True},
        "operationMode": {"staPe": False},
        "runState": {"cuMSe": 1, "macSs": [1, 2, 4, 6, 7], "cuJSe": 800, "jobSs": [800, 801, 802]},
        "battery": {"lvl": 80},
    }),
}  # fmt: skip
Act = Callable[[str, str, dict[str, Any]], dict[str, dict[str, Any]]]
"""Device, module, what it is now → module → what the appliance then is."""


def obey(device: str, module: str, now: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What an honest appliance does."""
    if module == "operationMode":
        return {"runState": {"cuMSe": 2 if now["staPe"] else 4, "cuJSe": 202 if device == "washer" else 0}}
    return {
        module: {
            name: now[name] for name in ("state", "tarTe", "cuJMe", "speed", "cuMSe", "rapFe") if name in now
        }
    }


@dataclass
class Farm:
    """The AE of all these appliances."""

    port: int
    act: Act = obey
    heard: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    # device, module, what somebody else wrote
    took: list[tuple[int, float]] = field(default_factory=list)
    # operation, seconds

    def __post_init__(self) -> None:
        self._waiting: dict[str, tuple[threading.Event, list[dict[str, Any]]]] = {}
        self._count = 0
        self._speaking = threading.Lock()
        # a notification may be here before the response that tells it is of our own words
        self._mine: set[tuple[str, Any]] = set()
        self._devices: dict[str, str] = {}
        # resource id → name
        self._acting: list[threading.Thread] = []
        self._client = Client(CallbackAPIVersion.VERSION2, client_id="farm")
        self._client.on_message = self._message
        self._client.on_subscribe = lambda *_: self._ready.set()
        self._ready = threading.Event()

    def start(self) -> "Farm":
        self._client.connect("127.0.0.1", self.port)
        self._client.loop_start()
        topics = (
            "/oneM2M/resp/Cfarm/id-in/json",
            "/oneM2M/reg_resp/Cfarm/id-in/json",
            "/oneM2M/req/id-in/Cfarm/json",
        )
        self._client.subscribe([(one, 1) for one in topics])
        assert self._ready.wait(5)
        return self

    def stop(self) -> None:
        for acting in self._acting:
            acting.join(10)
        self._client.disconnect()
        self._client.loop_stop()

    def ask(self, operation: int, to: str, **more: Any) -> dict[str, Any]:
        """One request, and its response."""
        self._count += 1
        rqi, verb = f"farm{self._count}", "reg_req" if more.pop("registers", False) else "req"
        done, answer = threading.Event(), list[dict[str, Any]]()
        self._waiting[rqi] = (done, answer)
        body = {"op": operation, "to": to, "fr": "Cfarm", "rqi": rqi, "rvi": "4", **more}
        began = time.monotonic()
        self._client.publish(f"/oneM2M/{verb}/Cfarm/id-in/json", json.dumps(body), qos=1)
        assert done.wait(10), f"no answer to {body}"
        self.took.append((operation, time.monotonic() - began))
        return answer[0]

    def make(self, kind: int, to: str, tag: str, **content: Any) -> dict[str, Any]:
        """The resource, also when it was there."""
        answer = self.ask(1, to, ty=kind, pc={tag: content}, registers=kind == 2)
        assert answer["rsc"] in (2001, 4105, 4117), answer
        return dict(answer["pc"].get(tag, {}))

    def register(self) -> None:
        self.make(
            2,
            "cse-in",
            "m2m:ae",
            rn="farm",
            api="Nfarm",
            rr=True,
            srv=["4"],
            poa=[f"mqtt://127.0.0.1:{self.port}/"],
        )
        rule = [{"acor": ["Cfarm", "CJipsa"], "acop": 63}]
        self.make(
            1,
            "cse-in",
            "m2m:acp",
            rn="home",
            pv={"acr": rule},
            pvs={"acr": [{"acor": ["Cfarm"], "acop": 63}]},
        )

    def build(self, *names: str) -> None:
        """Announce these appliances, module by module."""
        for name in names or tuple(DEVICES):
            tag, kind = DEVICES[name][0].split()
            cnd = f"org.onem2m.home.device.{kind}"
            made = self.make(28, "cse-in/farm", tag, rn=name, cnd=cnd, acpi=["cse-in/home"])
            self._devices[made["ri"]] = name
            for module, said in DEVICES[name][1].items():
                where, cnd = f"cse-in/farm/{name}", f"org.onem2m.common.moduleclass.{module}"
                self.make(28, where, _NAMES[module], rn=module, cnd=cnd, acpi=["cse-in/home"], **said)
                watch = {"nu": ["Cfarm"], "enc": {"net": [1]}, "nct": 1, "rn": "farm"}
                self.make(23, f"{where}/{module}", "m2m:sub", **watch)

    def say(self, device: str, module: str, **said: Any) -> None:
        """The appliance itself reports."""
        with self._speaking:
            answer = self.ask(3, f"cse-in/farm/{device}/{module}", pc={_NAMES[module]: said})
            assert answer["rsc"] == 2004, answer
            self._mine.add((device + module, answer["pc"][_NAMES[module]]["st"]))

    def _message(self, client: Client, _data: object, message: MQTTMessage) -> None:
        body = json.loads(message.payload)
        if "rsc" in body:
            done, answer = self._waiting.pop(body["rqi"], (None, []))
            answer.append(body)
            if done is not None:
                done.set()
            return
        reply = {"rsc": 2000, "rqi": body["rqi"], "fr": "Cfarm", "rvi": "4"}
        client.publish(message.topic.replace("/req/", "/resp/"), json.dumps(reply), qos=1)
        told = body["pc"]["m2m:sgn"]
        if "nev" in told:
            # Answering needs further requests, and this is the thread that hears their responses.
            acting = threading.Thread(target=self._notified, args=(told["nev"]["rep"],), daemon=True)
            self._acting.append(acting)
            acting.start()

    def _notified(self, rep: dict[str, Any]) -> None:
        [(tag, now)] = rep.items()
        device = self._devices[now["pi"]]
        module = next(name for name, one in _NAMES.items() if one == tag)
        with self._speaking:
            if (device + module, now["st"]) in self._mine:
                return
        self.heard.append((device, module, now))
        for changed, said in self.act(device, module, now).items():
            self.say(device, changed, **said)
