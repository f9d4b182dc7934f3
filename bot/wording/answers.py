"""Answers about how appliances are: one of them, whether it is so, which are, and the whole home."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from appliance_bridge.appliance import Appliance
from bot.plan import TellStep
from bot.wording.lines import Line, together
from bot.wording.phrases import Fact
from bot.wording.states import Said, status
from bot.wording.units import as_number
from bot.wording.voice import Piece, Voice
from bot.wording.yes_no import observe

_NAMES_SHOWN = 8
_ALWAYS_ON = {"refrigerator", "kimchi_refrigerator", "water_purifier", "bidet"}
_MEANT_TO_OPEN = {"curtain", "blind"}
_WRONG = ("error", "jammed", "leak", "smoke")
_AT_WORK = ("running", "paused", "finished", "returning")


def tell_state(voice: Voice, steps: Sequence[TellStep]) -> list[Piece]:
    """told.state"""
    return voice.described(voice.meant(steps))


def tell_yes_no(voice: Voice, steps: Sequence[TellStep]) -> list[Piece]:
    """told.yes_no_state: yes or no first when it is sure and the same for all, then how it is."""
    wanted = str(steps[0].facts.get("state", "on"))
    seen = [_observed(voice, appliance, wanted) for appliance in voice.meant(steps)]
    truths = {truth for truth, _ in seen}
    lines = together(line for _, line in seen)
    if truths not in ({True}, {False}):
        unsure = truths == {None} and any(line.template != "state.unknown" for line in lines)
        first = [Piece(voice.phrases.say("line.unsure"), "")] if unsure else []
        short = [replace(line, tails=()) for line in lines] if len(lines) > 1 else lines
        return first + [voice.state_piece(line) for line in together(short)]
    answer = "yes" if truths == {True} else "no"
    if len(lines) > 1:
        first = [Piece(voice.phrases.say(f"line.just_{answer}"), "")]
        return first + [voice.state_piece(line) for line in lines]
    every = "_all" if len(lines[0].appliances) > 1 else ""
    return [voice.state_piece(lines[0], f"line.{answer}{every}")]


def _observed(voice: Voice, appliance: Appliance, wanted: str) -> tuple[bool | None, Line]:
    state = voice.view.state(appliance.id)
    seen = observe(appliance, state, wanted)
    said = voice.described_now(appliance)
    if seen.status in {said.status, "unknown"}:
        return seen.truth, voice.state_line(appliance, said)
    facts: dict[str, Fact] = {}
    if seen.status == "mode":
        facts["value"] = voice.names.word("mode", str(state.value("mode.selected")))
    percent = as_number(state.value("position.percent"))
    if seen.status == "partly_open" and percent is not None:
        facts["percent"] = voice.names.value("position", "percent", percent)
    return seen.truth, voice.state_line(appliance, Said(seen.status, facts))


def tell_list(voice: Voice, steps: Sequence[TellStep]) -> list[Piece]:
    """told.list"""
    if steps[0].facts.get("partial") and not steps[0].facts.get("appliances"):
        return [voice.spoken(Line("told.list.none_yours"))]
    key = f"told.list.{steps[0].facts.get('state', 'any')}"
    template = key if key in voice.phrases else "told.list.any"
    return [voice.spoken(Line(template, tuple(voice.meant(steps)), shown=_NAMES_SHOWN))]


def tell_home(voice: Voice, steps: Sequence[TellStep]) -> list[Piece]:
    """told.home: what is wrong, at work, on, open; then who is silent."""
    named = any("appliances" in step.facts for step in steps)
    appliances = voice.meant(steps) if named else list(voice.view.appliances())
    if not appliances:
        return [voice.spoken(Line("told.home.empty"))]
    words = {one.id: status(one, voice.view.state(one.id)) for one in appliances}

    def those(wanted: Collection[str], but: Collection[str] = ()) -> list[Appliance]:
        return [one for one in appliances if words[one.id] in wanted and one.type not in but]

    def group(name: str, found: Sequence[Appliance]) -> list[Piece]:
        return [voice.spoken(Line(f"told.home.{name}", tuple(found), shown=_NAMES_SHOWN))] if found else []

    partial = any(step.facts.get("partial") for step in steps)
    pieces = voice.described(those(_WRONG)) + voice.described(those(_AT_WORK))
    pieces += group("on", those(("on",), but=_ALWAYS_ON))
    pieces += group("open", those(("open", "partly_open", "opening"), but=_MEANT_TO_OPEN))
    pieces += group("unlocked", those(("unlocked", "unlocking")))
    if pieces:
        pieces.insert(0, Piece(voice.phrases.say("told.home.title"), ""))
    else:
        pieces.append(voice.spoken(Line("told.home.quiet_yours" if partial else "told.home.quiet")))
    return pieces + group("offline", those(("offline",))) + group("unknown", those(("unknown",)))
