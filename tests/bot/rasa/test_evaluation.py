"""Numbers and pages from the answers to held-out sentences."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.rasa.evaluation import (
    ENOUGH,
    LOWEST_SURE,
    Answer,
    Comparison,
    Confusion,
    Evaluation,
    IntentScore,
    load_dump,
    read_results,
)
from bot.rasa.models import NEVER
from bot.rasa.report import markdown, short

ON, OFF, CHAT = "power.turn_on", "power.turn_off", "chat"
SOME = Evaluation(
    (
        Answer("불 켜 줘", ON, ON, 0.99),
        Answer("turn it on", ON, OFF, 0.7),
        Answer("lights please", ON, OFF, 0.91),
        Answer("불 꺼", OFF, OFF, 0.98),
        Answer("a new | lamp", CHAT, ON, 0.95),
        Answer("電気けして", OFF, OFF, 0.6),
    )
)


def _sure(
    right: float = 0.95, wrong: float | None = None, many: int = ENOUGH, wanted: str = ON, got: str = OFF
) -> Evaluation:
    """Many acts understood with this confidence, and one sentence misunderstood."""
    answers = [Answer(f"sentence {number}", ON, ON, right) for number in range(many)]
    return Evaluation((*answers, *([] if wrong is None else [Answer("lamp", wanted, got, wrong)])))


def test_accuracy_also_by_language() -> None:
    assert SOME.accuracy == 0.5
    assert SOME.languages == {"en": 0.0, "ja": 1.0, "ko": 1.0}
    assert Evaluation().accuracy is None
    assert Evaluation().languages == {}


def test_the_confusions_that_matter_first() -> None:
    assert SOME.confusions == [Confusion(ON, OFF, 2, 0.91), Confusion(CHAT, ON, 1, 0.95)]


def test_the_surest_mistakes_first() -> None:
    assert [answer.text for answer in SOME.worst] == ["a new | lamp", "lights please", "turn it on"]


def test_precision_and_recall() -> None:
    assert SOME.intents == [
        IntentScore(CHAT, 1, None, 0.0),
        IntentScore(ON, 3, 1 / 2, 1 / 3),
        IntentScore(OFF, 2, 2 / 4, 1.0),
    ]


@pytest.mark.parametrize(
    ("evaluation", "bound"),
    [
        (_sure(), LOWEST_SURE),
        (_sure(wrong=0.3), LOWEST_SURE),
        (_sure(wrong=0.8), 0.801),
        (_sure(wrong=0.9), 0.901),
        (_sure(right=0.99, wrong=0.98765), 0.988),
        (_sure(right=0.9, wrong=0.95), NEVER),
        (_sure(right=1.0, wrong=0.9999), 1.0),
        (_sure(right=0.99, wrong=0.981), 0.982),
        (_sure(right=1.0, wrong=1.0), NEVER),
        (_sure(many=ENOUGH - 1), NEVER),
        (_sure(right=0.79), NEVER),
        (Evaluation(), NEVER),
    ],
)
def test_sure_from(evaluation: Evaluation, bound: float) -> None:
    assert evaluation.sure_from == bound


_HARMLESS = (
    CHAT,
    "query.state",
    "social.greet",
    "comfort.complaint",
    "people.invite",
    "answer.yes",
    "chat.mute",
    "",
)


@pytest.mark.parametrize("got", _HARMLESS)
@pytest.mark.parametrize("wanted", [ON, CHAT, "query.state"])
def test_what_does_nothing_does_no_harm(wanted: str, got: str) -> None:
    assert _sure(wrong=0.99, wanted=wanted, got=got).sure_from == LOWEST_SURE


@pytest.mark.parametrize("wanted", [*_HARMLESS, OFF, "power.toggle"])
@pytest.mark.parametrize("got", [ON, "temperature.set", "lock.unlock", "run_control.start", "volume.mute"])
def test_every_wrong_act_counts(wanted: str, got: str) -> None:
    assert _sure(right=0.99, wrong=0.95, wanted=wanted, got=got).sure_from == 0.951


@pytest.mark.parametrize("got", _HARMLESS)
def test_only_right_acts_show_that_it_may_act(got: str) -> None:
    talk = tuple(Answer(f"talk {number}", got, got, 0.99) for number in range(10 * ENOUGH))
    few = _sure(many=ENOUGH - 1)
    assert Evaluation((*few.answers, *talk)).sure_from == NEVER


def test_how_often_it_may_be_wrong_all_the_same() -> None:
    assert _sure().wrong_at_most == 3 / ENOUGH
    assert _sure(many=300).wrong_at_most == 0.01
    assert _sure(right=0.99, wrong=0.95, many=600).wrong_at_most == 0.005, "only the sure ones count"
    assert _sure(many=ENOUGH - 1).wrong_at_most is None
    assert Evaluation().wrong_at_most is None


@given(
    st.lists(st.tuples(st.sampled_from((ON, OFF, CHAT)), st.sampled_from((ON, OFF, CHAT)), st.floats(0, 1)))
)
def test_where_it_may_act_no_act_was_wrong(marks: list[tuple[str, str, float]]) -> None:
    answers = (Answer(str(number), *mark) for number, mark in enumerate(marks))
    evaluation = Evaluation((*_sure(right=0.9).answers, *answers))
    assert evaluation.sure_from >= LOWEST_SURE
    assert not [one for one in evaluation.worst if one.got != CHAT and one.confidence >= evaluation.sure_from]


def test_compared_on_what_neither_learnt() -> None:
    before = Evaluation(
        (Answer("불 켜 줘", ON, OFF, 0.9), Answer("불 꺼", OFF, OFF, 0.9), Answer("new", ON, ON, 1.0))
    )
    assert SOME.against(before) == Comparison(2, 2, 1)
    assert SOME.against(Evaluation()) == Comparison(0, 0, 0)


@pytest.mark.parametrize(
    ("comparison", "worse"),
    [
        (Comparison(100, 90, 90), False),
        (Comparison(100, 90, 93), False),  # three sentences are chance
        (Comparison(100, 90, 94), True),
        (Comparison(1000, 900, 909), False),  # less than a point
        (Comparison(1000, 900, 910), False),
        (Comparison(1000, 900, 911), True),
        (Comparison(100, 95, 90), False),
        (Comparison(0, 0, 0), False),
    ],
)
def test_clearly_worse(comparison: Comparison, worse: bool) -> None:
    assert comparison.clearly_worse is worse


def test_kept_answers_come_back() -> None:
    assert load_dump(SOME.dump()) == SOME


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"{}", b"[1]", b'[["a", "b", "c"]]', b'[["a", "b", "c", "d"]]']
)
def test_broken_answers_are_none(content: bytes) -> None:
    assert load_dump(content) == Evaluation()


def _recorded(folder: Path) -> None:
    right = {"text": "turn on the lamp", "intent": ON, "intent_prediction": {"name": ON, "confidence": 0.949}}
    wrong = {"text": "이제 됐어", "intent": OFF, "intent_prediction": {"name": ON, "confidence": 0.51}}
    nothing = {"text": "음", "intent": CHAT, "intent_prediction": {"name": None, "confidence": 0.0}}
    (folder / "intent_successes.json").write_text(json.dumps([right]))
    (folder / "intent_errors.json").write_text(
        json.dumps([wrong, nothing], ensure_ascii=False), encoding="utf-8"
    )


def test_results_as_rasa_writes_them(tmp_path: Path) -> None:
    _recorded(tmp_path)
    assert set(read_results(tmp_path).answers) == {
        Answer("turn on the lamp", ON, ON, 0.949),
        Answer("이제 됐어", OFF, ON, 0.51),
        Answer("음", CHAT, "", 0.0),
    }


def test_no_results(tmp_path: Path) -> None:
    assert read_results(tmp_path / "results") == Evaluation()


def test_broken_results(tmp_path: Path) -> None:
    (tmp_path / "intent_errors.json").write_text('[{"text": "a"}]')
    with pytest.raises(UserError, match=r"intent_errors\.json cannot be read"):
        read_results(tmp_path)


def test_the_page() -> None:
    page = markdown(SOME, "The engine", {"sentences learnt": 40}, Comparison(2, 2, 1), picture=True)
    assert page.startswith(
        "# The engine\n\nUnderstood 50.0 % of 6 held-out sentences (en 0.0 %, ja 100.0 %, ko 100.0 %).\n"
    )
    for line in (
        "- sentences learnt: 40",
        "On the 2 sentences that neither learnt from: 2 right, the model in use before 1.",
        "| power.turn_on | power.turn_off | 2 | 0.91 |",
        "| a new \\| lamp | chat | power.turn_on | 0.95 |",
        "| chat | 1 | 0.0 % | – |",
        "![What was taken for what](confusion.png)",
    ):
        assert line in page.splitlines(), line


def test_the_page_without_anything() -> None:
    page = markdown(Evaluation(), "The engine", {}, None, picture=False)
    assert "No sentence was held out" in page
    assert "confusion.png" not in page


def test_the_short_form() -> None:
    assert short(SOME) == [
        "Understood 50.0 % of 6 held-out sentences (en 0.0 %, ja 100.0 %, ko 100.0 %).",
        "  power.turn_on taken for power.turn_off: 2 times, at most 0.91 sure",
        "  chat taken for power.turn_on: once, at most 0.95 sure",
        "It never acts by itself: it was sure of a wrong act, or too few sentences were held out to tell.",
    ]
    assert short(_sure(wrong=0.9))[-1] == (
        "From a confidence of 0.901 up no act was wrong (with 95 % confidence at most 1.0 % are): "
        "there it may do harmless things without asking."
    )
