"""What is handy next: buttons under what was done."""

from dataclasses import replace

from appliance_bridge.state import ApplianceState
from bot.own_appliances import CHANGED
from bot.plan import CommandStep, Done, HouseStep, Option, Plan, Receipt, WatchStep
from bot.planner.notices import when_armed, when_done
from bot.wording.facts import HomeFacts

START = ("run_control", "start")
_CHANGED_WORDS = CHANGED | {"told.phrase_taught", "told.phrase_forgotten"}


def offers_of(receipt: Receipt, home: HomeFacts) -> tuple[Option, ...]:
    """At most a few, and none while a question of ours is open."""
    return () if receipt.asked is not None else (
        *_of_what_was_done(receipt, home), *_lessons(receipt), *_of_words(receipt),
    )  # fmt: skip


def _lessons(receipt: Receipt) -> tuple[Option, ...]:
    """What was chosen among guesses, and done, may be learned."""
    if not any(one.result.result in {"confirmed", "sent"} for one in receipt.done):
        return ()
    steps = [one for one in receipt.plan.steps if isinstance(one, HouseStep) and one.kind == "may_teach"]
    return tuple(Option("button.from_now_on", Plan((replace(one, kind="teach"),))) for one in steps)


def _of_words(receipt: Receipt) -> tuple[Option, ...]:
    """What was taught or forgotten by chat, or said of an appliance, can be taken back."""
    versions = [one.facts.get("version") for one in receipt.told if one.key in _CHANGED_WORDS]
    return tuple(
        Option("button.undo", Plan((HouseStep("undo_words", {"version": one}),)))
        for one in versions
        if one is not None
    )


def _of_what_was_done(receipt: Receipt, home: HomeFacts) -> tuple[Option, ...]:
    off = [one.step for one in receipt.done if set_while_off(one, home.state(one.step.appliance))]
    if off:
        on = tuple(CommandStep(one.appliance, "power", "turn_on") for one in off)
        return (Option("button.on", Plan(on)),)
    needs_on = [one.step for one in receipt.done if _refused_as(one, "switched_off")]
    if len(needs_on) == 1:
        step = replace(needs_on[0], refusal=None)
        return (Option("button.on", Plan((CommandStep(step.appliance, "power", "turn_on"), step))),)
    starts = [one for one in receipt.done if (one.step.capability, one.step.action) == START]
    if len(starts) != 1:
        return ()
    return _after_start(starts[0], receipt) or _after_refusal(starts[0])


def set_while_off(done: Done, state: ApplianceState) -> bool:
    """Whether a setting was made on an appliance that reports to be off: it is kept, and does nothing yet."""
    is_setting = done.step.action in {"set", "set_percent"}
    confirmed = done.result.result == "confirmed"
    return is_setting and confirmed and state.value("power.on") is False and done.step.risk == "normal"


def _after_start(start: Done, receipt: Receipt) -> tuple[Option, ...]:
    """A run that was just started can be paused, and its end told."""
    if start.result.result != "confirmed":
        return ()
    appliance = start.step.appliance
    pause = CommandStep(appliance, "run_control", "pause", risk="safe")
    promised = any(isinstance(step, WatchStep) and step.appliance == appliance for step in receipt.plan.steps)
    tell = () if promised else (Option("button.tell_when_done", Plan((when_done(appliance),))),)
    return (Option("button.pause", Plan((pause,))), *tell)


def _after_refusal(start: Done) -> tuple[Option, ...]:
    """An appliance that is not armed: we can say when it is."""
    if not _refused_as(start, "remote_control_off"):
        return ()
    return (Option("button.tell_when_armed", Plan((when_armed(start.step),))),)


def _refused_as(done: Done, reason: str) -> bool:
    return done.result.refusal is not None and done.result.refusal.reason == reason
