"""Command intents become absolute steps, refusals in words, or one question back."""

import pytest

from bot.plan import AskStep, CommandStep, TellStep
from bot.planner.commands import plan_command
from bot.planner.planner import make_plan
from nlu.understanding import Intent, Slot, Understanding
from tests.bot.planner.homes import home, intent, situation


def steps(
    name: str,
    focus: tuple[str, ...] = (),
    states: dict[str, dict[str, object]] | None = None,
    **slots: object,
):  # type: ignore[no-untyped-def]
    house = home()
    house.states.update(states or {})  # type: ignore[arg-type]
    return plan_command(intent(name, **slots), situation(house, focus=focus))  # type: ignore[arg-type]


def acts(found: tuple[object, ...]) -> list[tuple[str, str, str, dict[str, object]]]:
    return [
        (one.appliance, one.capability, one.action, dict(one.arguments))
        for one in found
        if isinstance(one, CommandStep) and one.refusal is None
    ]


@pytest.mark.parametrize(
    ("name", "slots", "expected"),
    [
        ("run_control.start", {"appliance_type": "washer"}, [("washer", "run_control", "start", {})]),
        ("power.turn_off", {"appliance": "gas"}, [("gas", "valve", "close", {})]),
        ("lock.lock", {"appliance_type": "gas_valve"}, [("gas", "valve", "close", {})]),
        ("position.set", {"appliance": "curtain", "extreme": "half"}, [("curtain", "position", "set", {"value": 50})]),
        ("temperature.set", {"appliance": "ac-living", "value": 24.0, "unit": "celsius"},
         [("ac-living", "temperature", "set", {"value": 24})]),
        ("temperature.set", {"appliance": "ac-living", "value": 77.0, "unit": "fahrenheit"},
         [("ac-living", "temperature", "set", {"value": 25})]),
        ("setting.set", {"appliance": "ac-bed", "value": 24.0}, [("ac-bed", "temperature", "set", {"value": 24})]),
        ("setting.set", {"appliance": "light-bed", "value": 30.0, "unit": "percent"},
         [("light-bed", "level", "set", {"value": 30})]),
        ("level.set", {"appliance": "light-bed", "extreme": "max"}, [("light-bed", "level", "set", {"value": 100})]),
        ("fan_speed.set", {"appliance": "ac-living", "fan_speed": "high"},
         [("ac-living", "fan_speed", "set", {"value": "high"})]),
        ("run_control.start", {"appliance": "washer", "program": "울/섬세"},
         [("washer", "program", "select", {"value": "울/섬세"}), ("washer", "run_control", "start", {})]),
        ("power.turn_on", {"appliance": "ac-bed", "value": 24.0, "unit": "celsius"},
         [("ac-bed", "power", "turn_on", {}), ("ac-bed", "temperature", "set", {"value": 24})]),
        ("power.turn_on", {"appliance_type": "light", "area": "living"},
         [("light-living", "power", "turn_on", {}), ("lamp-living", "power", "turn_on", {})]),
    ],
)  # fmt: skip
def test_what_is_meant(name: str, slots: dict[str, object], expected: list[object]) -> None:
    assert acts(steps(name, **slots)) == expected


def test_relative_changes_start_from_what_is_reported() -> None:
    states = {"ac-living": {"temperature.target": 24.0}}
    up = steps("temperature.adjust", states=states, appliance="ac-living", direction="up", amount=2.0)
    assert acts(up) == [("ac-living", "temperature", "set", {"value": 26})]
    a_bit = steps("setting.adjust", states=states, appliance="ac-living", direction="down")
    assert acts(a_bit) == [("ac-living", "temperature", "set", {"value": 23})]


@pytest.mark.parametrize(("reported", "set_to"), [({"level.percent": 30}, 15), ({}, 50)])
def test_turned_down_by_half_is_half_of_what_it_is_or_the_middle(
    reported: dict[str, object], set_to: int
) -> None:
    slots = {"appliance": "light-bed", "extreme": "half", "direction": "down"}
    found = acts(steps("level.adjust", states={"light-bed": reported}, **slots))
    assert found == [("light-bed", "level", "set", {"value": set_to})]


def test_a_relative_change_of_something_unknown_is_asked_about() -> None:
    (step,) = steps("temperature.adjust", appliance="ac-living", direction="up")
    assert isinstance(step, AskStep) and step.kind == "value"


def test_a_relative_change_stops_at_the_limit() -> None:
    at_most = {"ac-living": {"temperature.target": 29.0}}
    up = steps("temperature.adjust", states=at_most, appliance="ac-living", direction="up", amount=5.0)
    assert acts(up) == [("ac-living", "temperature", "set", {"value": 30})]
    there = {"ac-living": {"temperature.target": 30.0}}
    (step,) = steps("temperature.adjust", states=there, appliance="ac-living", direction="up")
    assert isinstance(step, TellStep) and step.key == "told.already"


def test_several_that_fit_are_asked_for_with_one_choice_each() -> None:
    (step,) = steps("power.turn_on", appliance_type="air_conditioner")
    assert isinstance(step, AskStep) and step.kind == "choose"
    assert [option.appliance for option in step.options] == ["ac-living", "ac-bed", None]


def test_what_was_spoken_of_is_meant_by_it_and_by_nothing() -> None:
    for slots in ({"pronoun": "it"}, {}):
        found = steps("power.turn_off", focus=("ac-bed",), **slots)
        assert acts(found) == [("ac-bed", "power", "turn_off", {})]


def test_it_without_anything_before_is_asked_back() -> None:
    (step,) = steps("power.turn_off", pronoun="it")
    assert isinstance(step, TellStep) and step.key == "told.which_first"


def test_everything_spares_the_fridge_the_exceptions_and_what_rests() -> None:
    on = {"power.on": True}
    states = dict.fromkeys(("ac-living", "ac-bed", "light-bed", "fridge"), on)
    states["light-living"] = {"power.on": False}
    found = steps("power.turn_off", states=states, quantifier="all", except_appliance="ac-bed")
    off = {one[0] for one in acts(found)}
    assert {"ac-living", "light-bed"} <= off
    assert not off & {"fridge", "ac-bed", "light-living"}


def test_a_thing_this_home_has_not_is_named() -> None:
    (step,) = steps("position.open", unknown="차고 문")
    assert (
        isinstance(step, TellStep) and step.key == "told.no_such_thing" and step.facts == {"words": "차고 문"}
    )


def test_a_programme_it_has_not_is_refused_and_the_start_waits_behind_it() -> None:
    found = steps("run_control.start", appliance="washer", program="boil")
    assert isinstance(found[0], CommandStep) and found[0].refusal is not None
    assert found[0].refusal.reason == "not_an_option"


def test_what_cannot_be_done_is_a_refusal_not_silence() -> None:
    (step,) = steps("volume.set", appliance="washer", value=10.0)
    assert isinstance(step, CommandStep) and step.refusal is not None and step.refusal.reason == "unsupported"


def planned(*intents: object, states: dict[str, dict[str, object]] | None = None) -> list[object]:
    house = home()
    house.states.update(states or {})  # type: ignore[arg-type]
    meant = Understanding("", "", "en", "command", tuple(intents))  # type: ignore[arg-type]
    return list(make_plan(meant, situation(house)).steps)


def test_a_programme_said_with_switching_on_is_run() -> None:
    found = planned(
        intent("power.turn_on", appliance="washer"),
        intent("program.select", appliance="washer", program="이불"),
    )
    assert acts(tuple(found)) == [
        ("washer", "program", "select", {"value": "이불"}),
        ("washer", "run_control", "start", {}),
    ]


def test_one_open_question_carries_the_rest_of_the_message() -> None:
    (question,) = planned(
        intent("power.turn_on", appliance="light-bed"),
        intent("power.turn_off", appliance_type="air_conditioner"),
    )
    assert isinstance(question, AskStep)
    assert acts(question.options[0].plan.steps) == [
        ("light-bed", "power", "turn_on", {}),
        ("ac-living", "power", "turn_off", {}),
    ]


def test_a_tv_that_is_off_is_not_told_a_volume_unless_it_is_switched_on_first() -> None:
    off = {"tv": {"power.on": False}}
    (alone,) = planned(intent("volume.set", appliance="tv", value=20.0), states=off)
    assert isinstance(alone, CommandStep) and alone.refusal is not None
    assert alone.refusal.reason == "switched_off"
    both = planned(
        intent("power.turn_on", appliance="tv"), intent("volume.set", appliance="tv", value=20.0), states=off
    )
    assert acts(tuple(both)) == [("tv", "power", "turn_on", {}), ("tv", "volume", "set", {"value": 20})]


def test_a_guess_does_not_travel_along_with_another_question() -> None:
    typo = Intent("power.turn_on", (Slot("appliance", "light-bed", 0, 1, "lihgt", exact=False),))
    (question,) = planned(typo, intent("power.turn_off", appliance_type="air_conditioner"))
    assert isinstance(question, AskStep)
    assert acts(question.options[0].plan.steps) == [("ac-living", "power", "turn_off", {})]
