"""What each part of an appliance said last, so that it can be told when it comes to count."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from appliance_bridge.dialects.base import Report
from appliance_bridge.merging import Key
from appliance_bridge.state import Reported

_ATTRIBUTES = 400


@dataclass(slots=True)
class _Said:
    online: bool | None = None
    attributes: dict[str, Reported] = field(default_factory=dict)


class Memory:
    """The last report of every part, with its time."""

    def __init__(self) -> None:
        self._said: dict[Key, _Said] = {}

    def note(self, key: Key, report: Report, at: float, *, retained: bool) -> None:
        """It said this."""
        said = self._said.setdefault(key, _Said())
        if report.online is not None:
            said.online = report.online
        for name, value in report.attributes.items():
            if value is None:
                said.attributes.pop(name, None)
            elif name in said.attributes or len(said.attributes) < _ATTRIBUTES:
                said.attributes[name] = Reported(value, at, retained)

    def forget(self, key: Key) -> None:
        """It is gone."""
        self._said.pop(key, None)

    def online(self, key: Key) -> bool | None:
        """Whether it says that it is reachable; None: it has not said."""
        said = self._said.get(key)
        return None if said is None else said.online

    def said(self, key: Key) -> Mapping[str, Reported]:
        """All it said."""
        said = self._said.get(key)
        return {} if said is None else said.attributes
