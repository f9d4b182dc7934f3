"""Inviting, removing and muting by chat: once each, only by who may, and codes for nobody else's eyes."""

from dataclasses import replace

from bot.message import Answer, Image, Reply
from tests.end_to_end.conftest import Family


def only(answer: Answer) -> Reply:
    (reply,) = answer.replies
    return reply


def code_in(answer: Answer) -> str:
    reply = only(answer)
    (span,) = [one for one in reply.spans if one.kind == "code"]
    return reply.text[span.start : span.start + span.length]


async def test_an_invitation_in_a_group_is_for_who_asked(family: Family) -> None:
    answer = await family.say("손님 초대해 줘", chat="family", group=True)
    reply = only(answer)
    assert (answer.outcome, reply.audience) == ("answered", "sender")
    (link,) = [one for one in reply.spans if one.kind == "link"]
    assert link.url == reply.text[link.start : link.start + link.length]
    assert code_in(answer) in str(link.url)
    assert isinstance(reply.image, Image)
    assert reply.image == Image(f"qr:{link.url}", "초대 링크가 담긴 QR 코드")


async def test_the_same_message_again_makes_no_second_code(family: Family) -> None:
    first = await family.say("아이 초대해 줘", message_id="once")
    again = await family.say("아이 초대해 줘", message_id="once")
    assert code_in(first) == code_in(again)
    assert code_in(await family.say("아이 초대해 줘", message_id="twice")) != code_in(first)


async def test_a_role_is_chosen_by_button_or_word(family: Family) -> None:
    asked = await family.say("민지 초대해 줘")
    assert [button.label for button in only(asked).buttons] == ["손님", "아이", "어른"]
    chosen = await family.press(asked, "어른")
    assert only(chosen).text.startswith("민지 님을 어른으로 초대하는 코드예요: ")
    assert only(chosen).audience == "sender"
    pressed_again = await family.press(asked, "어른")
    assert only(pressed_again).image is None


async def test_removing_takes_a_yes_of_who_asked(family: Family) -> None:
    asked = await family.say("지우 내보내 줘", chat="family", group=True)
    assert asked.outcome == "asked"
    others = await family.press(asked, "네", sender="child", chat="family", group=True)
    assert "연결을 모두 끊었어요" not in only(others).text
    done = await family.press(asked, "네", chat="family", group=True)
    assert only(done).text.startswith("지우의 메신저 연결을 모두 끊었어요.")


async def test_a_child_is_not_even_asked(family: Family) -> None:
    answer = await family.say("손님 내보내 줘", sender="child")
    assert (answer.outcome, only(answer).buttons) == ("refused", ())


async def test_a_late_wish_is_asked_about_once_more(family: Family) -> None:
    late = await family.say("손님 초대해 줘", sent_at=1.0)
    assert late.outcome == "asked" and only(late).image is None
    assert (await family.say("네")).outcome == "answered"


async def test_a_new_person_is_known_by_name_at_once(family: Family) -> None:
    before = await family.say("민지 내보내 줘")
    assert before.outcome == "refused"
    people = family.home.steward._people
    guest = replace(people["guest"], id="guest-9", names={"ko": "민지", "en": "Minji"})
    await people.add(guest)  # type: ignore[attr-defined]
    assert only(await family.say("민지 내보내 줘")).text.startswith("민지를 내보낼까요?")
    assert only(await family.say("네")).text == "민지를 내보냈어요. 이제 이 집의 기기를 쓸 수 없어요."
    assert (await family.say("민지 내보내 줘")).outcome == "refused"
