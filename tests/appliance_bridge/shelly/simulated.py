"""Shelly devices as their documentation describes them: remote calls in, answers and notifications out."""

import copy
import json
from collections.abc import Mapping
from typing import Any

MAC = "A8032ABE54DC"
ID = "shellyplus1pm-a8032abe54dc"

Sent = list[tuple[str, bytes, bool]]
"""Topic, payload, retained."""


class SimulatedShelly:
    """Answers calls; `status` and `config` are what it has."""

    def __init__(
        self,
        status: Mapping[str, Mapping[str, Any]],
        config: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        id: str = ID,  # noqa: A002
        mac: str = MAC,
        prefix: str | None = None,
        name: str | None = "세탁실 플러그",
        app: str = "Plus1PM",
        added: list[dict[str, Any]] | None = None,
        page: int = 5,
    ) -> None:
        self.id, self.mac, self.prefix = id, mac, prefix or id
        self.app, self.name, self.page = app, name, page
        self.status: dict[str, Any] = copy.deepcopy({"sys": {"mac": mac}, **status})
        self.config: dict[str, Any] = copy.deepcopy(
            {"sys": {"device": {"name": name, "mac": mac}}, **(config or {})}
        )
        self.added = added or []
        self.fails: dict[str, dict[str, Any]] = {}
        # method → the error it gives
        self.subscribes = [f"{self.prefix}/rpc"]
        self.will = (f"{self.prefix}/online", b"false")
        self.called: list[tuple[str, dict[str, Any]]] = []

    def connects(self) -> Sent:
        """What it says when it comes."""
        return [(f"{self.prefix}/online", b"true", True)]

    def leaves(self) -> Sent:
        """Its will."""
        return [(f"{self.prefix}/online", b"false", True)]

    def notifies(self, **components: Any) -> Sent:
        """A change of its status; `switch_0` is switch:0."""
        changes = {key.replace("_", ":"): value for key, value in components.items()}
        for key, change in changes.items():
            known = self.status.get(key)
            self.status[key] = {**(known if isinstance(known, dict) else {}), **change}
        return [self.event("NotifyStatus", {"ts": 1_800_000_000.5, **changes})]

    def event(
        self, method: str, params: Mapping[str, Any], src: str | None = None
    ) -> tuple[str, bytes, bool]:
        frame = {"src": src or self.id, "dst": f"{self.prefix}/events", "method": method, "params": params}
        return (f"{self.prefix}/events/rpc", json.dumps(frame).encode(), False)

    def hears(self, topic: str, payload: bytes) -> Sent:
        """The answer to a call, and what is notified of it."""
        if topic != f"{self.prefix}/rpc":
            return []
        call = json.loads(payload)
        method, params = call["method"], call.get("params") or {}
        self.called.append((method, params))
        answer: dict[str, Any] = {"id": call["id"], "src": self.id, "dst": call["src"]}
        notified: Sent = []
        if method in self.fails:
            answer["error"] = self.fails[method]
        else:
            result = self._does(method, params)
            if result is None:
                answer["error"] = {"code": 404, "message": f"No handler for {method}"}
            else:
                answer["result"], changes = result
                if changes:
                    notified = self.notifies(**changes)
        return [(f"{call['src']}/rpc", json.dumps(answer).encode(), False), *notified]

    def _does(self, method: str, params: Mapping[str, Any]) -> tuple[Any, dict[str, Any]] | None:
        match method:
            case "Shelly.GetDeviceInfo":
                info = {"name": self.name, "id": self.id, "mac": self.mac, "model": "SNSW-001P16EU", "gen": 2}
                return {**info, "fw_id": "20260101-1", "ver": "1.7.1", "app": self.app, "auth_en": False}, {}
            case "Shelly.GetConfig":
                return self.config, {}
            case "Shelly.GetStatus":
                return self.status, {}
            case "Shelly.GetComponents" if self.added:
                start = params.get("offset", 0)
                page = self.added[start : start + self.page]
                return {"components": page, "cfg_rev": 1, "offset": start, "total": len(self.added)}, {}
        kind, _, verb = method.partition(".")
        key = f"{kind.lower()}_{params.get('id', params.get('config', {}).get('id'))}"
        given = {name: value for name, value in params.items() if name not in ("id", "on", "config")}
        match kind, verb:
            case (("Switch" | "Light" | "CCT" | "RGB" | "RGBW" | "RGBCCT"), "Set"):
                return {"was_on": False}, {key: {"output": params["on"], **given}}
            case "Cover", "GoToPosition":
                return ({}, {key: {"state": "stopped", "current_pos": params["pos"]}})
            case "Cover", ("Open" | "Close" | "Stop"):
                state = {"Open": "opening", "Close": "closing", "Stop": "stopped"}[verb]
                return {}, {key: {"state": state}}
            case "Thermostat", "SetConfig":
                change = {name: value for name, value in params["config"].items() if name != "id"}
                return {"restart_required": False}, {key: change}
            case "BluTrv", "Call":
                return {}, {f"blutrv_{params['id']}": {"target_C": params["params"]["target_C"]}}
            case (("Boolean" | "Number" | "Enum" | "Text"), "Set"):
                return {}, {key: {"value": params["value"]}}
        return None
