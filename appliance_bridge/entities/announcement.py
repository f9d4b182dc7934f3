"""What a source says that there is: a discovery message, a device of a dialect."""

from dataclasses import dataclass
from typing import Literal

from appliance_bridge.dialects.base import Problem
from appliance_bridge.entities.entity import Entity

Outcome = Literal["announced", "removed", "migrating", "refused"]


@dataclass(frozen=True, slots=True)
class Announcement:
    """All that one source announces now; what it announced before and does not any more is gone."""

    source: str
    # the `source` of all its entities
    outcome: Outcome
    # announced: exactly `entities` now; removed: none any more; migrating: another source may take them over;
    # refused: nothing usable, so what was known stays
    entities: tuple[Entity, ...] = ()
    problems: tuple[Problem, ...] = ()
