"""Numbers, durations and clock times in words; the words themselves are phrases."""

from datetime import datetime, tzinfo

from appliance_bridge.capability import Value
from bot.wording.phrases import Phrases, Words

_BY_KEY = {
    "battery.percent": "percent",
    "energy.power_w": "watt",
    "energy.total_kwh": "kilowatt_hour",
    "air_quality.pm2_5": "microgram_per_cubic_metre",
    "air_quality.pm10": "microgram_per_cubic_metre",
    "air_quality.co2": "parts_per_million",
    "water.level": "percent",
    "fan_speed.percent": "percent",
    "fan_speed.set_percent": "percent",
    "remaining_time.seconds": "seconds",
    "volume.percent": "plain",
    "channel.number": "channel",
}
_BY_CAPABILITY = {
    "temperature": "celsius",
    "humidity": "percent",
    "consumable": "percent",
    "level": "percent",
    "position": "percent",
    "colour_temperature": "kelvin",
    "channel": "channel",
    "volume": "plain",
    "duration": "length",
}


def unit_of(capability: str, attribute: str) -> str:
    """The unit of "capability.attribute" (or of an action's value): a key of `unit.*` in the phrases."""
    return _BY_KEY.get(f"{capability}.{attribute}") or _BY_CAPABILITY.get(capability, "plain")


def number(value: float) -> str:
    """At most one decimal, and none when it is .0."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def measure(value: float, unit: str, phrases: Phrases) -> str:
    """A number with its unit: "24°C", "30%", "58분"."""
    if unit == "seconds":
        return duration(value, phrases)
    if unit == "length":
        return length(value, phrases)
    key = f"unit.{unit}"
    return phrases.say(key, n=number(value)) if key in phrases else number(value)


def as_number(value: Value | None) -> float | None:
    """The value as a number, or None when it is none (true is none)."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    return value if abs(value) < 1e15 else None


def duration(seconds: float, phrases: Phrases, brief: bool = False) -> str:
    """ "58분", "1시간 20분"; brief is for cards and wrists: "58 min"."""
    suffix = "_brief" if brief else ""
    if seconds < 60:
        return _count(f"unit.seconds{suffix}", max(round(seconds), 0), phrases)
    minutes = round(seconds / 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days == 1 and not hours and "unit.day" in phrases:
        # 하루
        return phrases.say("unit.day")
    if days and not hours:
        return _count("unit.days", days, phrases)
    if days:
        return phrases.say("unit.days_hours", days=str(days), hours=str(hours))
    if hours and minutes:
        return phrases.say("unit.hours_minutes", hours=str(hours), minutes=str(minutes))
    return _count(f"unit.{'hours' if hours else 'minutes'}{suffix}", hours or minutes, phrases)


def length(seconds: float, phrases: Phrases) -> str:
    """As `duration`, to the second: "1분 30초"."""
    minutes, rest = divmod(round(seconds), 60)
    if not rest or not 0 < minutes < 60:
        return duration(seconds, phrases)
    return phrases.say("unit.minutes_seconds", minutes=str(minutes), seconds=str(rest))


def _count(key: str, number_: int, phrases: Phrases) -> str:
    return phrases.say(key, n=Words(str(number_), number_))


def time_of_day(clock: str, phrases: Phrases) -> str:
    """A time of each day, "22:00", as people say it."""
    hour, _, minute = clock.partition(":")
    half = "am" if int(hour) < 12 else "pm"
    return phrases.say(f"clock.{half}", hour=str(int(hour) % 12 or 12), minute=minute)


def clock(at: float, now: float, zone: tzinfo, phrases: Phrases) -> str:
    """A time as people say it: "오후 3:20", with the day when it is another one."""
    moment, today = datetime.fromtimestamp(at, zone), datetime.fromtimestamp(now, zone).date()
    half = "am" if moment.hour < 12 else "pm"
    hour = str(moment.hour % 12 or 12)
    shown = phrases.say(f"clock.{half}", hour=hour, minute=f"{moment.minute:02}")
    days = (moment.date() - today).days
    if days == 0:
        return shown
    if abs(days) == 1:
        return phrases.say("clock.tomorrow" if days > 0 else "clock.yesterday", time=shown)
    month = phrases.say(f"clock.month.{moment.month}")
    return phrases.say("clock.date", month=month, day=str(moment.day), time=shown)
