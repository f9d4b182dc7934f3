"""What of the home's events is news to a chat."""

from dataclasses import asdict

from bot.message import Answer, Button, Image, Reply
from bot.messengers.answers import LateAnswers, answer_of
from bot.web.views import answer_json

FIRST = Answer("m1", "acted", "ko", (Reply("시작을 부탁했어요.", "부탁함"),))
FINAL = Answer("m1", "acted", "ko", (Reply("시작했어요.", "시작함", (Button("멈춤", "v1:x", "멈춰"),)),))


def event(answer: Answer, chat: str = "here") -> dict[str, object]:
    return {**answer_json(answer), "chat": chat}


def test_an_answer_survives_json() -> None:
    assert answer_of(answer_json(FINAL)).replies == FINAL.replies


def test_own_answer_is_no_news_before_or_after_it_returned() -> None:
    late = LateAnswers("here")
    late.sent("m1")
    assert late.news("answer", event(FIRST)) == ()
    late.answered(FIRST)
    assert late.news("answer", event(FIRST)) == ()


def test_a_later_outcome_of_an_own_message_is_news_once() -> None:
    late = LateAnswers("here")
    late.sent("m1")
    late.answered(FIRST)
    assert late.news("answer", event(FINAL)) == FINAL.replies
    assert late.news("answer", event(FINAL)) == ()


def test_only_this_chat_and_only_answers() -> None:
    late = LateAnswers("here")
    assert late.news("answer", event(FIRST, "there")) == ()
    assert late.news("message", event(FIRST)) == ()
    assert late.news("answer", {"chat": "here"}) == ()
    assert late.news("answer", event(FIRST)) == FIRST.replies


def test_a_picture_is_no_reason_to_say_it_twice() -> None:
    shown = Answer("m1", "answered", "ko", (Reply("코드", "QR", image=Image("qr:X", "QR"), status_key="m1"),))
    late = LateAnswers("here")
    late.answered(shown)
    assert late.news("answer", {**asdict(shown), "chat": "here"}) == ()
    assert late.news("answer", {**answer_json(shown), "chat": "here"}) == ()
    assert answer_of(asdict(shown)).replies[0].image == Image("qr:X", "QR")
    pictured = answer_of(answer_json(shown)).replies[0].image
    assert pictured is not None and pictured.source.startswith("data:image/") and pictured.alt == "QR"
