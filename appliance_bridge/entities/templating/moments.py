"""Time functions of templates."""

import re
from datetime import UTC, datetime, timedelta

from appliance_bridge.entities.templating.values import Function, TemplateError, as_text

_FORMAT = re.compile(r"(?:[^%]|%[-]?[aAbBcdHIjmMpSfUuWwxXyYZzGVDFTR%])*")
_RAISE = object()


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.astimezone()
    if isinstance(value, str):
        try:
            return _moment(datetime.fromisoformat(value.strip()))
        except ValueError:
            pass
    if isinstance(value, str | int | float):
        try:
            return datetime.fromtimestamp(float(value), UTC)
        except (ValueError, OverflowError, OSError):
            return None
    return None


def _or(default: object, function: str) -> object:
    if default is _RAISE:
        raise TemplateError(f"{function} of something that is no time")
    return default


def strftime(value: datetime, form: object) -> str:
    """A time by a format of plain % letters."""
    source = as_text(form)
    if len(source) > 100 or _FORMAT.fullmatch(source) is None:
        raise TemplateError("an unusual time format")
    return value.strftime(source)


def timestamp_custom(
    value: object, form: object = "%c", local: object = True, default: object = _RAISE
) -> object:
    """Seconds since the epoch as text by a format."""
    moment = _moment(value) if isinstance(value, str | int | float) else None
    if moment is None:
        return _or(default, "timestamp_custom")
    return strftime(moment.astimezone() if local else moment, form)


def timestamp_utc(value: object, default: object = _RAISE) -> object:
    """Seconds since the epoch as ISO 8601 in UTC."""
    moment = _moment(value)
    return _or(default, "timestamp_utc") if moment is None else moment.astimezone(UTC).isoformat()


def timestamp_local(value: object, default: object = _RAISE) -> object:
    """Seconds since the epoch as ISO 8601 in local time."""
    moment = _moment(value)
    return _or(default, "timestamp_local") if moment is None else moment.astimezone().isoformat()


def as_timestamp(value: object, default: object = _RAISE) -> object:
    """A time or its ISO text as seconds since the epoch."""
    moment = _moment(value)
    return _or(default, "as_timestamp") if moment is None else moment.timestamp()


def as_datetime(value: object, default: object = _RAISE) -> object:
    """Seconds or ISO text as a time."""
    moment = _moment(value)
    return _or(default, "as_datetime") if moment is None else moment


def as_local(value: object) -> object:
    """A time in the local zone."""
    moment = _moment(value)
    return _or(_RAISE, "as_local") if moment is None else moment.astimezone()


def strptime(value: object, form: object, default: object = _RAISE) -> object:
    """A time read by a format."""
    if len(as_text(form)) > 100 or len(as_text(value)) > 200:
        raise TemplateError("an unusual time format")
    try:
        return datetime.strptime(as_text(value), as_text(form))  # noqa: DTZ007 - the format may have a zone
    except ValueError:
        return _or(default, "strptime")


def delta(days: float = 0, seconds: float = 0, **parts: float) -> timedelta:
    """`timedelta(…)`."""
    return timedelta(days=days, seconds=seconds, **parts)


FUNCTIONS: dict[str, Function] = {
    "as_datetime": as_datetime,
    "as_local": as_local,
    "as_timestamp": as_timestamp,
    "now": lambda: datetime.now(UTC).astimezone(),
    "strptime": strptime,
    "timedelta": delta,
    "utcnow": lambda: datetime.now(UTC),
}

FILTERS: dict[str, Function] = {
    "as_datetime": as_datetime,
    "as_local": as_local,
    "as_timestamp": as_timestamp,
    "strptime": strptime,
    "timestamp_custom": timestamp_custom,
    "timestamp_local": timestamp_local,
    "timestamp_utc": timestamp_utc,
}

METHODS: dict[str, Function] = {
    "isoformat": lambda value, *arguments: value.isoformat(*arguments),
    "strftime": strftime,
    "timestamp": lambda value: value.timestamp(),
    "total_seconds": lambda value: value.total_seconds(),
}
"""Methods of times and durations that a template may call."""

FIELDS = frozenset(
    ["year", "month", "day", "hour", "minute", "second", "microsecond", "days", "seconds", "microseconds"]
)
"""Fields of times and durations."""
