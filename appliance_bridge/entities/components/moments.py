"""date, time, datetime: a moment that a device keeps, such as when it is to begin. ISO 8601 on both sides."""

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from appliance_bridge.entities.components.rows import Data, IgnoredError, Order, Reading, RowComponent
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import text

Spell = Callable[[Entity, str], str]
"""A moment as ISO 8601, checked. Raises ValueError."""


def _date(entity: Entity, word: str) -> str:
    return date.fromisoformat(word.strip()[:10]).isoformat()


def _time(entity: Entity, word: str) -> str:
    hour, _, rest = word.strip().partition(":")
    return time.fromisoformat(f"{int(hour):02d}:{rest}" if rest else word.strip()).isoformat()


def _datetime(entity: Entity, word: str) -> str:
    said = datetime.fromisoformat(word.strip())
    if said.tzinfo is None:
        # a moment without a zone is one only in the zone that was announced
        said = said.replace(tzinfo=_zone(entity))
    return said.isoformat()


def _zone(entity: Entity) -> ZoneInfo:
    try:
        return ZoneInfo(text(entity.config, "timezone") or "")
    except (ValueError, OSError, LookupError) as error:
        raise IgnoredError from error


def _moment(name: str, spell: Spell) -> RowComponent:
    def send(entity: Entity, data: Data) -> str:
        return spell(entity, str(data["value"]))

    return RowComponent(
        name,
        readings=(Reading("state", "state_topic", ("value_template",), spell),),
        orders=(Order("set_value", "command_topic", "command_template", send, "value"),),
    )


DATE = _moment("date", _date)
TIME = _moment("time", _time)
DATETIME = _moment("datetime", _datetime)
