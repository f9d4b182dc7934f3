"""A yes, a number or a PIN that was meant for something else, and talk that was not meant for the home."""

import pytest

from bot.message import Answer
from tests.end_to_end.conftest import Family


def _acted(answer: Answer) -> list[str]:
    return [f"{one.appliance} {one.action}" for one in answer.commands if one.result != "refused"]


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("오븐 켜줘", ["응?"]),
        ("오븐 켜줘", ["네?"]),
        ("오븐 켜줘", ["맞아?"]),
        ("오븐 켜줘", ["응 아니 됐어", "응"]),
        ("오븐 켜줘", ["오늘 저녁 뭐 먹지", "응"]),
        ("오븐 켜줘", ["고마워", "네"]),
        ("오븐 켜줘", ["응 이따가"]),
        ("오븐 켜줘", ["응 켜지 마", "응"]),
        ("오븐 켜줘", ["네 과장님"]),
        ("오븐 켜줘", ["그래그래 우리 강아지"]),
        ("turn on the oven", ["yes?"]),
        ("turn on the oven", ["ok?"]),
        ("turn on the oven", ["yes but not now", "yes"]),
        ("turn on the oven", ["yes if dad is home"]),
        ("turn on the oven", ["yes mom"]),
        ("turn on the oven", ["what time is it", "yes"]),
        ("turn on the oven", ["no wait", "yes"]),
        ("turn on the oven", ["ok don't", "ok"]),
        ("turn on the oven", ["turn on the aircon", "yes"]),
        ("에어컨 켜줘", ["1등 했어 우리 지우"]),
        ("에어컨 켜줘", ["안방 청소했어", "2시에 나가"]),
        ("에어컨 켜줘", ["둘 다 별로야"]),
        ("에어컨 켜줘", ["거실에서 밥 먹자"]),
        ("turn on the aircon", ["2 kids are sleeping", "the first one is broken"]),
        ("turn on the aircon", ["the living room is a mess"]),
        ("현관문 열어줘", ["4821번 버스 몇 시에 와"]),
        ("현관문 열어줘", ["482", "4821"]),
        ("현관문 열어줘", ["아니 됐어", "4821"]),
        ("unlock the front door", ["call 4821"]),
        ("unlock the front door", ["yes", "4821"]),
        ("오후에 세탁기 돌려줘", ["3시에 나가야 돼"]),
    ],
)
async def test_what_answers_something_else_does_nothing(family: Family, order: str, said: list[str]) -> None:
    asked = await family.say(order)
    assert asked.outcome == "asked"
    for text in said:
        assert _acted(await family.say(text)) == [], text


async def test_a_time_that_belongs_to_other_talk_is_no_answer(family: Family) -> None:
    asked = await family.say("오후에 세탁기 돌려줘")
    assert asked.outcome == "asked"
    answer = await family.say("3시에 나가야 돼")
    assert answer.outcome == "not_understood"


async def test_in_a_group_only_who_was_asked_answers(family: Family) -> None:
    asked = await family.say("오븐 켜줘", sender="mom", chat="kitchen", group=True)
    assert asked.outcome == "asked"
    for sender in ("dad", "child", "guest"):
        answer = await family.say("네", sender=sender, chat="kitchen", group=True)
        assert _acted(answer) == []
    assert _acted(await family.say("네", sender="mom", chat="kitchen", group=True)) == ["oven-1 turn_on"]


async def test_a_choice_in_a_group_is_made_by_who_was_asked(family: Family) -> None:
    await family.say("turn on the aircon", sender="mom", chat="hall", group=True)
    for sender, text in (("dad", "living room"), ("dad", "1"), ("child", "the first one")):
        assert _acted(await family.say(text, sender=sender, chat="hall", group=True)) == []
    answer = await family.say("bedroom", sender="mom", chat="hall", group=True)
    assert _acted(answer) == ["aircon-bedroom turn_on"]


@pytest.mark.parametrize("text", ["불 다 꺼줘", "yes", "네", "1", "turn everything off", "아니"])
async def test_what_is_overheard_leaves_no_trace(family: Family, text: str) -> None:
    await family.say("오븐 켜줘", sender="mom", chat="hall", group=True)
    overheard = await family.say(text, sender="mom", chat="hall", group=True, addressed=False)
    assert (overheard.outcome, overheard.replies, overheard.commands) == ("silent", (), ())
    # the question that waits is neither answered nor forgotten
    answer = await family.say("네", sender="mom", chat="hall", group=True)
    assert _acted(answer) == ["oven-1 turn_on"]


async def test_a_pin_in_a_group_opens_nothing(family: Family) -> None:
    asked = await family.say("현관문 열어줘", sender="mom", chat="hall", group=True)
    assert asked.outcome == "asked"
    assert _acted(await family.say("4821", sender="mom", chat="hall", group=True)) == []


@pytest.mark.parametrize(
    ("text", "spared"),
    [
        ("다 꺼줘", set()),
        ("turn everything off", set()),
        ("거실 불 빼고 다 꺼줘", {"light-living"}),
        ("turn off everything but the tv and the fan", {"tv-1", "fan-1"}),
        ("turn everything off except the lights", {"light-living", "light-kitchen"}),
    ],
)
async def test_everything_off_leaves_what_must_stay(family: Family, text: str, spared: set[str]) -> None:
    for order in ("거실 불 켜줘", "주방 불 켜줘", "티비 켜줘", "선풍기 켜줘"):
        await family.say(order)
    answer = await family.say(text)
    off = {one.split()[0] for one in _acted(answer)}
    assert off
    types = {one.appliance_type for one in answer.commands}
    assert not types & {
        "refrigerator",
        "kimchi_refrigerator",
        "door_lock",
        "gas_valve",
        "car",
        "water_heater",
    }
    assert off == {"light-living", "light-kitchen", "tv-1", "fan-1"} - spared
