"""The requests that Jipsa makes of a CSE."""

from collections.abc import Iterable

from appliance_bridge.dialects.onem2m.primitives import CREATE, RETRIEVE, UPDATE, Request
from appliance_bridge.dialects.onem2m.settings import OneM2MSettings

_AE, _SUBSCRIPTION, _FLEX_CONTAINER = 2, 23, 28
_DISCOVERY, _STRUCTURED, _WITH_DESCENDANTS = 1, 1, 4
_WHEN_UPDATED, _WHOLE_RESOURCE = 1, 1


def register(settings: OneM2MSettings) -> Request:
    """Become an AE."""
    content: dict[str, object] = {"rn": settings.ae_name, "api": settings.app_id, **_reachable(settings)}
    return Request(CREATE, settings.cse_name, {"m2m:ae": content}, {"ty": _AE})


def renew(settings: OneM2MSettings) -> Request:
    """Tell again where it is reached: another broker than at an earlier registration, perhaps."""
    return Request(UPDATE, f"{settings.cse_name}/{settings.ae_name}", {"m2m:ae": _reachable(settings)})


def discover(settings: OneM2MSettings) -> Request:
    """The paths of all flexContainers."""
    criteria = {"fu": _DISCOVERY, "ty": [_FLEX_CONTAINER]}
    return Request(RETRIEVE, settings.cse_name, None, {"fc": criteria, "drt": _STRUCTURED})


def retrieve(path: str) -> Request:
    """A resource with all that is in it."""
    return Request(RETRIEVE, path, None, {"rcn": _WITH_DESCENDANTS})


def subscribe(settings: OneM2MSettings, path: str) -> Request:
    """Be told of every update, with the whole resource."""
    content = {
        "rn": settings.ae_name,
        "nu": [settings.ae_id],
        "enc": {"net": [_WHEN_UPDATED]},
        "nct": _WHOLE_RESOURCE,
    }
    return Request(CREATE, path, {"m2m:sub": content}, {"ty": _SUBSCRIPTION})


def tops(paths: Iterable[str]) -> list[str]:
    """Those of the paths that are not inside another: devices, and no modules."""
    found: dict[str, None] = {}
    for path in sorted(set(paths)):
        parts = path.split("/")
        if not any("/".join(parts[:count]) in found for count in range(1, len(parts))):
            found[path] = None
    return list(found)


def _reachable(settings: OneM2MSettings) -> dict[str, object]:
    return {"rr": True, "poa": [settings.point_of_access], "srv": [settings.release]}
