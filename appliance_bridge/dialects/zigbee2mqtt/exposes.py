"""What a device exposes, read leniently from `bridge/devices`: a tree of named properties."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appliance_bridge.entities.options import number
from appliance_bridge.entities.payload import REPLACEMENT, clean_text

STATE, SET, GET = 1, 2, 4
# bits of `access`: it is published, it can be set, it can be asked for
MAX_EXPOSES = 200
# of one device, features counted
MAX_VALUES = 200
# of one enum
MAX_TEXT = 200
# characters of a name, a label, a value
_MAX_DEPTH = 3
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_PROPERTY = re.compile(r"[\w .:/-]{1,100}")
# what can stand in a template as it is


@dataclass(frozen=True, slots=True)
class Expose:
    """One property, or a thing with features of its own (a light, a lock)."""

    kind: str
    # numeric, binary, enum, text, composite, list; switch, light, cover, lock, climate, fan, …
    name: str
    # without the endpoint: "state"
    key: str
    # the key in state messages and in `/set`: "state_left"; empty when only features have one
    label: str
    endpoint: str
    # empty: the device has one of it
    access: int
    category: str | None
    # config, diagnostic, or none said
    unit: str
    values: tuple[str | int | float, ...]
    # of an enum
    value_on: str | int | float | None
    value_off: str | int | float | None
    # of a binary
    minimum: float | None
    maximum: float | None
    step: float | None
    # of a numeric
    features: tuple["Expose", ...]

    @property
    def settable(self) -> bool:
        """Whether it can be set."""
        return bool(self.access & SET)

    @property
    def published(self) -> bool:
        """Whether state messages carry it."""
        return bool(self.access & STATE)

    @property
    def gettable(self) -> bool:
        """Whether it can be asked for."""
        return bool(self.access & GET)

    def feature(self, *names: str) -> "Expose | None":
        """The first feature that has one of these names, in the order of the names."""
        return next((one for name in names for one in self.features if one.name == name), None)

    def suffixed(self) -> str:
        """Its id within the device: what endpoint it is of, then its name ("left_power")."""
        return "_".join(part for part in (self.endpoint, self.name) if part)


class Exposes:
    """Reads the exposes of one device; `cut` afterwards: there were more than are taken."""

    def __init__(self) -> None:
        self.cut = False
        self._left = MAX_EXPOSES

    def read(self, raw: object) -> tuple[Expose, ...]:
        """All of a list that can be understood."""
        return tuple(self._all(raw, "", 0))

    def _all(self, raw: object, endpoint: str, depth: int) -> Iterator[Expose]:
        for one in raw if isinstance(raw, list) else ():
            if not self._left:
                self.cut = True
                return
            self._left -= 1
            if isinstance(one, dict):
                read = self._one(one, endpoint, depth)
                if read is not None:
                    yield read

    def _one(self, raw: Mapping[str, object], endpoint: str, depth: int) -> Expose | None:
        kind, key = said(raw, "type"), said(raw, "property")
        at = said(raw, "endpoint") or endpoint
        features = tuple(self._all(raw.get("features"), at, depth + 1)) if depth < _MAX_DEPTH else ()
        if not kind or (key and not _PROPERTY.fullmatch(key)) or not (key or features):
            return None
        category, access = said(raw, "category"), raw.get("access")
        return Expose(
            kind=kind,
            name=said(raw, "name") or key,
            key=key,
            label=said(raw, "label"),
            endpoint=at,
            access=access if isinstance(access, int) else 0,
            category=category if category in ("config", "diagnostic") else None,
            unit=said(raw, "unit"),
            values=_values(raw.get("values")),
            value_on=_value(raw.get("value_on")),
            value_off=_value(raw.get("value_off")),
            minimum=number(raw, "value_min"),
            maximum=number(raw, "value_max"),
            step=number(raw, "value_step"),
            features=features,
        )


def said(raw: Mapping[str, object], key: str) -> str:
    """A text as one line of bounded length; empty when there is none."""
    value = raw.get(key)
    return _line(value) if isinstance(value, str) else ""


def _line(text: str) -> str:
    return _CONTROL.sub(" ", clean_text(text[:MAX_TEXT])).replace(REPLACEMENT, " ").strip()


def _values(raw: object) -> tuple[str | int | float, ...]:
    found = (_value(one) for one in (raw[:MAX_VALUES] if isinstance(raw, list) else ()))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _value(raw: object) -> str | int | float | None:
    if isinstance(raw, str):
        return _line(raw) if len(raw) <= MAX_TEXT else None
    return raw if isinstance(raw, bool | int | float) and abs(raw) < 2**53 else None
