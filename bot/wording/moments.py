"""When something shall be, in words: every weekday at 6:30 am, in 30 minutes, until 10:00 pm."""

from datetime import datetime

from appliance_bridge.capability import Value
from bot.wording.phrases import Phrases
from bot.wording.units import as_number, clock, duration
from bot.wording.voice import Voice

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WHEN = frozenset(("at", "after", "until", "by", "lasts", "repeat"))


def when(voice: Voice, given: dict[str, Value]) -> str | None:
    """The facts of a time (see `keys.py`) as one phrase; None when there are none."""
    facts = {name: value for name, value in given.items() if name in WHEN}
    if not facts:
        return None
    return " ".join(_parts(voice, facts))


def moment(voice: Voice, value: Value, *, day: bool = True) -> str:
    """A moment with its day: "오늘 오후 7:00", "6:00 pm on Saturday, 28 November"."""
    at, zone, phrases = as_number(value) or 0, voice.view.timezone, voice.phrases
    then, today = (datetime.fromtimestamp(one, zone) for one in (at, voice.view.now))
    days = (then.date() - today.date()).days
    if not day:
        return clock(at, at, zone, phrases)
    if days == 0:
        return phrases.say("when.today", time=clock(at, at, zone, phrases))
    if abs(days) == 1:
        return clock(at, voice.view.now, zone, phrases)
    return phrases.say(
        "when.date",
        month=phrases.say(f"clock.month.{then.month}"),
        day=str(then.day),
        weekday=phrases.say(f"when.day.{_WEEK[then.weekday()]}"),
        time=clock(at, at, zone, phrases),
    )


def _parts(voice: Voice, facts: dict[str, Value]) -> list[str]:
    phrases = voice.phrases
    parts: list[str] = []
    lasts = as_number(facts.get("lasts"))
    if "repeat" in facts:
        parts.append(_repeated(voice, facts))
        lasts = None
    elif "after" in facts:
        length = duration(as_number(facts["after"]) or 0, phrases)
        parts.append(phrases.say("when.after", duration=length, time=moment(voice, facts["at"])))
    elif "at" in facts:
        key = "when.from" if "until" in facts else "when.at"
        parts.append(phrases.say(key, time=moment(voice, facts["at"])))
    for name in (name for name in ("until", "by") if name in facts):
        said = moment(voice, facts[name], day=_is_another_day(voice, facts, name))
        parts.append(phrases.say(f"when.{name}", time=said))
    if lasts is not None:
        parts.append(phrases.say("when.lasts", duration=duration(lasts, phrases)))
    return parts


def _is_another_day(voice: Voice, facts: dict[str, Value], name: str) -> bool:
    """Whether the end is on another day than the beginning, and on one certain day."""
    if "at" not in facts:
        return True
    zone = voice.view.timezone
    begin, end = (datetime.fromtimestamp(as_number(facts[one]) or 0, zone).date() for one in ("at", name))
    return "repeat" not in facts and begin != end


def _repeated(voice: Voice, facts: dict[str, Value]) -> str:
    phrases, repeat = voice.phrases, str(facts["repeat"])
    if repeat in {"hour", "length"}:
        length = duration(as_number(facts.get("lasts")) or 0, phrases)
        return phrases.say(f"when.every.{repeat}", duration=length)
    key = f"when.every.{repeat}"
    days = phrases.say(key) if key in phrases else _weekdays(voice, phrases, repeat)
    at = as_number(facts.get("at")) or 0
    return phrases.say("when.repeated", days=days, time=clock(at, at, voice.view.timezone, phrases))


def _weekdays(voice: Voice, phrases: Phrases, repeat: str) -> str:
    names = [phrases.say(f"when.day.{day}") for day in repeat.split(",") if f"when.day.{day}" in phrases]
    return phrases.say("when.every.week", days=voice.names.series(names))
