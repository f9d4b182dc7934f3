"""What only makes sense after something: follow-ups, complaints, and orders that come to nothing."""

import pytest

from appliance_bridge.appliance import Limits
from appliance_bridge.capability import Value
from bot.plan import AskStep, CommandStep, Plan, Step, TellStep
from bot.planner.planner import make_plan
from nlu.understanding import Intent, Mood, Understanding
from tests.bot.planner.homes import POWER, SmallHome, appliance, home, intent, offer, situation

States = dict[str, dict[str, Value]]
FREEZER = offer("temperature", "set", "set_freezer", target=Limits(1, 7), freezer_target=Limits(-23, -15))


def plan(
    *intents: Intent,
    mood: Mood = "command",
    states: States | None = None,
    focus: tuple[str, ...] = (),
    last: tuple[Intent, ...] = (),
    house: SmallHome | None = None,
) -> Plan:
    place = house or home()
    place.states.update(states or {})
    now = situation(place, focus=focus)
    now = type(now)(now.home, now.catalogue, now.affordances, now.person, focus, "chat", last=last)
    return make_plan(Understanding("", "", "en", mood, intents), now)


def acts(steps: tuple[Step, ...]) -> list[str]:
    return [
        f"{one.appliance} {one.capability}.{one.action} {'/'.join(map(str, one.arguments.values()))}".strip()
        for one in steps
        if isinstance(one, CommandStep) and one.refusal is None
    ]


def refusals(found: Plan) -> list[str]:
    return [one.refusal.reason for one in found.commands if one.refusal is not None]


class TestFollowUps:
    last = (intent("power.turn_on", appliance="light-living"),)

    def test_the_same_for_another(self) -> None:
        warmer = (intent("temperature.set", appliance="ac-living", value=24.0, unit="celsius"),)
        found = plan(intent("conversation.repeat", appliance="ac-bed"), last=warmer)
        assert acts(found.steps) == ["ac-bed temperature.set 24"]

    def test_a_room_alone_means_the_same_kind_there(self) -> None:
        found = plan(intent("conversation.correct", area="bedroom"), last=self.last)
        assert acts(found.steps) == ["light-bed power.turn_on"]

    def test_nothing_before_is_asked_back(self) -> None:
        (step,) = plan(intent("conversation.repeat", area="bedroom")).steps
        assert isinstance(step, TellStep) and step.key == "told.which_first"

    @pytest.mark.parametrize("mood", ["negated", "question", "reported", "conditional", "scheduled"])
    def test_only_a_command_repeats(self, mood: Mood) -> None:
        found = plan(intent("conversation.repeat", area="bedroom"), mood=mood, last=self.last)
        assert all(step.later is not None for step in found.commands) and found.question is None


class TestWhichOne:
    def test_off_means_the_one_that_is_on(self) -> None:
        states: States = {"ac-living": {"power.on": True}, "ac-bed": {"power.on": False}}
        found = plan(intent("power.turn_off", appliance_type="air_conditioner"), states=states)
        assert acts(found.steps) == ["ac-living power.turn_off"]

    def test_a_change_means_the_one_that_is_on(self) -> None:
        states: States = {
            "ac-living": {"power.on": True, "temperature.target": 24},
            "ac-bed": {"power.on": False, "temperature.target": 24},
        }
        found = plan(intent("temperature.adjust", direction="up", amount=2.0), states=states)
        assert acts(found.steps) == ["ac-living temperature.set 26"]

    def test_food_is_never_meant_when_nothing_was_named(self) -> None:
        question = plan(intent("temperature.set", value=5.0, unit="celsius")).question
        assert question is not None and "fridge" not in [one.appliance for one in question.options]

    def test_both_of_nothing_is_asked_back(self) -> None:
        (step,) = plan(intent("power.turn_off", quantifier="both")).steps
        assert isinstance(step, TellStep) and step.key == "told.which_first"

    def test_both_of_what_was_spoken_of(self) -> None:
        found = plan(intent("power.turn_off", quantifier="both"), focus=("ac-bed", "ac-living"))
        assert len(acts(found.steps)) == 2

    def test_a_bare_number_for_nothing_is_no_list_of_the_whole_home(self) -> None:
        (step,) = plan(intent("setting.set", value=4821.0)).steps
        assert isinstance(step, TellStep) and step.key == "told.which_first"


class TestPointless:
    @pytest.mark.parametrize(
        ("name", "run", "reason"),
        [
            ("run_control.pause", "stopped", "not_running"),
            ("run_control.pause", "paused", "already"),
            ("run_control.resume", "running", "already"),
            ("program.select", "running", "running"),
            ("run_control.start", "running", "running"),
        ],
    )
    def test_it_is_said_instead_of_waited_for(self, name: str, run: str, reason: str) -> None:
        program = {"program": "이불"} if name in {"program.select", "run_control.start"} else {}
        order = intent(name, appliance="washer", **program)
        found = plan(order, states={"washer": {"run_control.state": run}})
        assert refusals(found) == [reason] and acts(found.steps) == []

    def test_going_on_with_nothing_asks_whether_to_begin(self) -> None:
        question = plan(
            intent("run_control.resume", appliance="washer"),
            states={"washer": {"run_control.state": "stopped"}},
        ).question
        assert question is not None and question.kind == "confirm"
        assert acts(question.options[0].plan.steps) == ["washer run_control.start"]

    def test_a_pause_goes_when_nothing_is_known(self) -> None:
        assert acts(plan(intent("run_control.pause", appliance="washer")).steps) == [
            "washer run_control.pause"
        ]

    def test_what_is_never_done_is_called_so(self) -> None:
        assert refusals(plan(intent("position.open", appliance="gas"))) == ["forbidden"]


class TestComfort:
    complaint = intent("comfort.complaint", dimension="temperature", direction="down")

    def test_it_asks_and_does_nothing(self) -> None:
        found = plan(self.complaint, mood="chat")
        assert not found.commands and found.question is not None
        assert [one.appliance for one in found.question.options] == ["ac-living", "ac-bed"]

    def test_what_is_on_already_can_do_more(self) -> None:
        states: States = {"ac-bed": {"power.on": True, "temperature.target": 26}}
        question = plan(self.complaint, mood="chat", states=states).question
        assert question is not None and question.kind == "confirm"
        assert acts(question.options[0].plan.steps) == ["ac-bed temperature.set 25"]

    @pytest.mark.parametrize("mood", ["reported", "conditional", "question", "negated"])
    def test_said_by_the_way_it_offers_nothing(self, mood: Mood) -> None:
        assert plan(self.complaint, mood=mood).question is None


class TestValues:
    def test_a_cold_that_only_the_freezer_reaches_is_meant_for_it(self) -> None:
        house = SmallHome([appliance("fridge", "refrigerator", "kitchen", FREEZER)])
        for value, wanted in (
            (-20.0, "fridge temperature.set_freezer -20"),
            (3.0, "fridge temperature.set 3"),
        ):
            found = plan(
                intent("temperature.set", appliance="fridge", value=value, unit="celsius"), house=house
            )
            assert acts(found.steps) == [wanted]

    def test_a_step_of_a_fan_whose_steps_are_not_known_is_asked_about(self) -> None:
        percent = offer("fan_speed", "set_percent", percent=Limits(0, 100, None, "percent"))
        house = SmallHome([appliance("fan", "fan", "living", POWER, percent)])
        found = plan(intent("fan_speed.set", appliance="fan", value=3.0, unit="step"), house=house)
        assert isinstance(found.question, AskStep) and found.question.kind == "value"

    def test_turbo_is_a_mode_where_there_is_one(self) -> None:
        percent = offer("fan_speed", "set_percent", percent=Limits(0, 100, None, "percent"))
        mode = offer("mode", "set", selected=Limits(options=("auto", "turbo")))
        house = SmallHome([appliance("purifier", "air_purifier", "living", POWER, percent, mode)])
        found = plan(intent("fan_speed.set", appliance="purifier", fan_speed="turbo"), house=house)
        assert acts(found.steps) == ["purifier mode.set turbo"]

    def test_stronger_than_automatic_is_strong(self) -> None:
        states: States = {"ac-living": {"fan_speed.selected": "auto"}}
        found = plan(intent("fan_speed.adjust", appliance="ac-living", direction="up"), states=states)
        assert acts(found.steps) == ["ac-living fan_speed.set high"]

    def test_a_missing_word_is_asked_for_with_the_words_it_has(self) -> None:
        question = plan(intent("fan_speed.set", appliance="ac-living")).question
        assert question is not None and [one.label for one in question.options] == [
            "low",
            "medium",
            "high",
            "auto",
        ]


class TestWhichAreMeant:
    def test_the_rest_is_all_of_a_kind_but_what_was_spoken_of(self) -> None:
        found = plan(intent("power.turn_on", quantifier="rest"), focus=("light-living",))
        assert acts(found.steps) and all("light-living" not in one for one in acts(found.steps))

    def test_the_rest_of_nothing_is_asked_about(self) -> None:
        (step,) = plan(intent("power.turn_off", quantifier="rest")).steps
        assert isinstance(step, TellStep) and step.key == "told.which_first"

    def test_one_of_two_is_asked(self) -> None:
        said = intent("power.turn_on", appliance=["light-living", "light-bed"], quantifier="either")
        (step,) = plan(said).steps
        assert isinstance(step, AskStep) and step.key == "ask.which"

    def test_everything_on_is_asked_about(self) -> None:
        (step,) = plan(intent("power.turn_on", quantifier="all")).steps
        assert isinstance(step, AskStep) and step.kind == "confirm"

    def test_a_question_repeated_for_another_room_is_no_act(self) -> None:
        asked = (intent("query.state", appliance="light-living", capability="power", state="on"),)
        found = plan(intent("conversation.repeat", area="bedroom"), last=asked)
        assert not found.commands and isinstance(found.steps[0], TellStep)

    def test_more_goes_on_in_the_same_direction(self) -> None:
        states: States = {"ac-living": {"temperature.target": 25.0, "power.on": True}}
        last = (intent("temperature.adjust", direction="down"),)
        found = plan(intent("conversation.repeat"), last=last, focus=("ac-living",), states=states)
        assert acts(found.steps) == ["ac-living temperature.set 24"]

    def test_more_of_nothing_is_asked_about(self) -> None:
        last = (intent("power.turn_on", appliance="ac-living"),)
        (step,) = plan(intent("conversation.repeat"), last=last, focus=("ac-living",)).steps
        assert isinstance(step, TellStep)
