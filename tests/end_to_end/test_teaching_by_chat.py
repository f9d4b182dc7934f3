"""A phrase that is taught by chat: understood at once, by everybody's rights, and taken back with one tap."""

from tests.end_to_end.conftest import Family

LESSON = "'뽀송 타임'은 세탁기 시작이라는 뜻이야"


async def test_a_phrase_is_taught_and_undone_with_a_tap(family: Family) -> None:
    taught = await family.say(LESSON, message_id="once")
    assert taught.outcome == "answered"
    assert [button.label for reply in taught.replies for button in reply.buttons] == ["되돌리기"]
    assert (await family.say(LESSON, message_id="once")).replies == taught.replies

    started = await family.say("뽀송 타임")
    assert [(one.appliance_type, one.action) for one in started.commands] == [("washer", "start")]

    others = await family.press(taught, "되돌리기", sender="child")
    assert others.outcome == "refused"
    undone = await family.press(taught, "되돌리기")
    assert undone.replies[0].text == "되돌렸어요. 이제 전처럼 알아들을게요."
    assert (await family.say("뽀송 타임")).commands == ()


async def test_a_dear_meaning_asks_as_ever(family: Family) -> None:
    assert (await family.say("'빵 굽자'라고 하면 오븐 켜 줘")).outcome == "answered"
    asked = await family.say("빵 굽자")
    assert (asked.outcome, asked.commands) == ("asked", ())


async def test_everyday_words_keep_their_meaning(family: Family) -> None:
    for phrase in ("응", "아니", "불 꺼", "가스 잠가"):
        refused = await family.say(f"'{phrase}'라고 하면 현관문 열어 줘")
        assert (refused.outcome, refused.commands) == ("refused", ()), phrase


async def test_a_child_teaches_nothing(family: Family) -> None:
    refused = await family.say(LESSON, sender="child")
    assert (refused.outcome, refused.commands) == ("refused", ())
    assert (await family.say("뽀송 타임")).commands == ()
