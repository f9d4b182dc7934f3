"""Pictures that appliances sent, with the time they are from."""

from collections.abc import Sequence

from appliance_bridge.appliance import Appliance
from appliance_bridge.picture_store import KEPT_S
from bot.message import Image
from bot.plan import TellStep
from bot.wording.lines import Line
from bot.wording.phrases import Fact
from bot.wording.units import as_number, clock, duration
from bot.wording.voice import Piece, Voice

_NOW_S = 60.0


def tell_pictures(voice: Voice, steps: Sequence[TellStep]) -> list[Piece]:
    """told.picture"""
    return [
        _picture(voice, appliance, step.facts.get("private") is True)
        for step in steps
        for appliance in voice.meant([step])
    ]


def _picture(voice: Voice, appliance: Appliance, private: bool) -> Piece:
    reported = voice.view.state(appliance.id).attributes.get("picture.taken_at")
    at = None if reported is None else as_number(reported.value)
    now = voice.view.now
    if reported is None or at is None or at + KEPT_S < now:
        linked = any(one.reason == "picture_only_by_link" for one in appliance.missing)
        why = "none" if "picture" in appliance.offers else "linked" if linked else "cannot"
        return voice.spoken(Line(f"told.picture.{why}", (appliance,)))
    age = max(now - at, 0.0)
    facts: dict[str, Fact] = {
        "time": clock(at, now, voice.view.timezone, voice.phrases),
        "duration": duration(age, voice.phrases),
    }
    # what the broker had kept may be older than the moment when it came
    kind = "kept" if reported.retained else "now" if age < _NOW_S else "known"
    line = Line(f"told.picture.{kind}", (appliance,), facts=facts)
    text = voice.speech.sentence(line)
    return Piece(text, text, image=Image(f"picture:{appliance.id}@{int(at)}", text), private=private)
