"""Questions with a wish beside them, whether something may be, complaints about a room."""

from bot.plan import AskStep, CommandStep, Plan, TellStep
from bot.planner.planner import make_plan
from nlu.understanding import Intent, Mood, Understanding
from tests.bot.planner.homes import SmallHome, home, intent, situation


def plan(*intents: Intent, mood: Mood, house: SmallHome | None = None) -> Plan:
    return make_plan(Understanding("", "", "ko", mood, intents), situation(house or home()))


def offered(step: object) -> list[str]:
    assert isinstance(step, AskStep)
    return [
        f"{one.appliance} {one.capability}.{one.action}"
        for option in step.options
        for one in option.plan.steps
        if isinstance(one, CommandStep)
    ]


class TestQuestionsWithAWish:
    asked = intent("query.remaining", appliance_type="washer")
    wished = intent("power.turn_off", appliance="light-bed")

    def test_the_question_is_answered_and_the_wish_asked_about(self) -> None:
        answer, question = plan(self.wished, self.asked, mood="question").steps
        assert isinstance(answer, TellStep) and answer.key == "told.remaining"
        assert offered(question) == ["light-bed power.turn_off"]

    def test_a_wish_that_cannot_be_is_not_offered(self) -> None:
        (answer,) = plan(
            intent("power.turn_off", appliance="gas", mode="cool"), self.asked, mood="question"
        ).steps[:1]
        assert isinstance(answer, TellStep)

    def test_news_before_a_question_only_leads_up_to_it(self) -> None:
        found = plan(intent("run_control.start", appliance="washer"), self.asked, mood="reported")
        assert [one.key for one in found.steps if isinstance(one, TellStep)] == ["told.remaining"]

    def test_whether_it_may_be_does_nothing(self) -> None:
        (step,) = plan(intent("power.turn_on", appliance="tv"), mood="question").steps
        assert isinstance(step, TellStep) and step.key == "told.can"


class TestLists:
    def test_a_list_without_a_state_names_everything(self) -> None:
        (step,) = plan(intent("query.list"), mood="question").steps
        assert isinstance(step, TellStep)
        assert step.facts["state"] == "all"
        assert str(step.facts["appliances"]).split() == [one.id for one in home().things]


class TestFeelings:
    def test_a_complaint_about_a_room_offers_what_stands_there(self) -> None:
        hot = intent("comfort.complaint", area="bedroom", dimension="temperature", direction="down")
        (step,) = plan(hot, mood="chat").steps
        assert offered(step) == ["ac-bed power.turn_on"]

    def test_a_mood_gets_a_kind_word(self) -> None:
        (step,) = plan(intent("social.chat"), mood="chat").steps
        assert isinstance(step, TellStep) and step.key == "told.sympathy"
