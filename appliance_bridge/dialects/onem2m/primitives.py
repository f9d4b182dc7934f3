"""oneM2M primitives over MQTT: topics, requests and responses as JSON. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from appliance_bridge.dialects.base import Publish
from appliance_bridge.dialects.onem2m.settings import OneM2MSettings
from appliance_bridge.entities.payload import BadPayloadError, read_object

CREATE, RETRIEVE, UPDATE, NOTIFY = 1, 2, 3, 5
OK, CREATED, CHANGED = 2000, 2001, 2004
NO_SUCH, NOT_ALLOWED, THERE_ALREADY, REGISTERED_ALREADY = 4004, 4103, 4105, 4117
Kind = Literal["response", "request", "other"]
_MAX_ID = 200


@dataclass(frozen=True, slots=True)
class Request:
    """What Jipsa asks of the CSE."""

    operation: int
    to: str
    content: Mapping[str, object] | None = None
    more: Mapping[str, object] = field(default_factory=dict)
    # other parameters: ty, fc, rcn, drt


class Line:
    """The topics of one AE at one CSE, and how to write on them."""

    def __init__(self, settings: OneM2MSettings) -> None:
        self._settings = settings
        self._cse = in_topic(settings.cse_id)
        # Mobius puts the name of the CSEBase where the CSE-ID belongs.
        self._cses = tuple(dict.fromkeys((self._cse, in_topic(settings.cse_name))))
        mine = (
            settings.ae_id,
            f"{settings.cse_id}/{settings.ae_id}",
            f"{settings.cse_name}/{settings.ae_name}",
        )
        self._mine = tuple(in_topic(one) for one in mine)

    def filters(self) -> tuple[str, ...]:
        """What to listen to: notifications, and responses to anybody: they tell that something changed."""
        return (
            *(f"/oneM2M/{verb}/+/{cse}/json" for cse in self._cses for verb in ("resp", "reg_resp")),
            *(f"/oneM2M/req/{cse}/{one}/json" for cse in self._cses for one in self._mine),
        )

    def kind(self, topic: str) -> Kind | None:
        """What comes on this topic; "other": the CSE answers another AE."""
        match topic.split("/"):
            case ["", "oneM2M", "resp" | "reg_resp", who, cse, "json"] if cse in self._cses:
                return "response" if who == self._mine[0] else "other"
            case ["", "oneM2M", "req", cse, who, "json"] if cse in self._cses and who in self._mine:
                return "request"
        return None

    def request(self, request: Request, rqi: str, *, registers: bool = False) -> Publish:
        """The message of a request."""
        body: dict[str, object] = {
            "op": request.operation,
            "to": request.to,
            "fr": self._settings.ae_id,
            "rqi": rqi,
            "rvi": self._settings.release,
            **request.more,
        }
        if request.content is not None:
            body["pc"] = dict(request.content)
        verb = "reg_req" if registers else "req"
        return Publish(f"/oneM2M/{verb}/{self._mine[0]}/{self._cse}/json", _json(body))

    def response(self, topic: str, asked: Mapping[str, object], status: int) -> Publish | None:
        """The answer to a request that came on this topic; None when it has no request identifier."""
        rqi = word(asked, "rqi")
        if not rqi:
            return None
        body = {"rsc": status, "rqi": rqi, "fr": self._settings.ae_id, "rvi": self._settings.release}
        if sender := word(asked, "fr"):
            body["to"] = sender
        return Publish(topic.replace("/oneM2M/req/", "/oneM2M/resp/", 1), _json(body))

    def local(self, identifier: str) -> str:
        """An id as the CSE has it: "/id-in/cse-in/x" and "//provider/id-in/cse-in/x" are "cse-in/x"."""
        parts = identifier.split("/")
        if identifier.startswith("//"):
            parts = ["", *parts[3:]]
        elif not identifier.startswith("/"):
            return identifier
        here = parts[1:]
        return "/".join(here[1:] if here and here[0] == self._settings.cse_id.strip("/") else here)


def read(payload: bytes) -> Mapping[str, object]:
    """The parameters of a primitive; empty when it is none."""
    try:
        body = read_object(payload)
    except BadPayloadError:
        return {}
    for wrapping in ("m2m:rqp", "m2m:rsp"):
        # written so before release 2
        inner = body.get(wrapping)
        if isinstance(inner, dict):
            return inner
    return body


def word(body: Mapping[str, object], name: str) -> str:
    """A short text of a primitive; empty when there is none."""
    value = body.get(name)
    return value if isinstance(value, str) and len(value) <= _MAX_ID else ""


def number(body: Mapping[str, object], name: str) -> int:
    """A whole number of a primitive (some CSEs write it as text); 0 when there is none."""
    value = body.get(name)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def part(body: Mapping[str, object], name: str) -> Mapping[str, object]:
    """An object inside; empty when there is none."""
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def in_topic(identifier: str) -> str:
    """An id as a level of a topic."""
    return identifier.lstrip("/").replace("/", ":")


def _json(body: Mapping[str, object]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
