"""What a newcomer types first: understood, done by the appliance, and told as it was reported."""

import asyncio
import time

import pytest

from tests.end_to_end.conftest import Family


async def test_starting_the_washer_reads_back_what_it_runs(family: Family) -> None:
    answer = await family.say("세탁기 돌려줘")
    assert answer.outcome == "acted"
    assert [(one.appliance, one.capability, one.action, one.result) for one in answer.commands] == [
        ("washer-1", "run_control", "start", "confirmed")
    ]
    assert family.value("washer-1", "run_control.state") == "running"
    text = answer.replies[0].text
    assert "세탁기를 표준" in text and "시작했어요" in text and "분 남았어요" in text
    assert len(answer.replies[0].short) <= 40


async def test_english_sets_the_living_room_aircon(family: Family) -> None:
    answer = await family.say("set the living room aircon to 24")
    assert [(one.appliance, one.capability, one.arguments, one.result) for one in answer.commands] == [
        ("aircon-living", "temperature", {"value": 24}, "confirmed")
    ]
    assert family.value("aircon-living", "temperature.target") == 24
    assert "24" in answer.replies[0].text and answer.language == "en"


@pytest.mark.parametrize(
    "text",
    [
        "don't turn on the oven",
        "오븐 켜지 마",
        "오븐 켰어?",
        "엄마가 오븐 켰대",
        "오븐 켜면 안 돼",
        "turn on the oven at 6 pm",
        "if it rains turn on the oven",
        "did you turn on the oven?",
        "",
        "   ",
        "🙂🙂",
        "\x00\x07",
        "가" * 10_000,
    ],
)
async def test_a_sentence_that_is_no_command_does_nothing(family: Family, text: str) -> None:
    answer = await family.say(text)
    assert answer.commands == () and answer.outcome != "acted"
    assert answer.replies and answer.replies[0].text
    assert family.obeyed("oven-1") == 0


async def test_the_oven_asks_first_and_then_starts(family: Family) -> None:
    asked = await family.say("오븐 180도로 예열해줘")
    assert asked.outcome == "asked" and not asked.commands and family.obeyed("oven-1") == 0
    assert "180" in asked.replies[0].text
    done = await family.say("네")
    assert done.outcome == "acted" and {one.result for one in done.commands} == {"confirmed"}
    assert family.value("oven-1", "run_control.state") == "running"
    assert family.value("oven-1", "temperature.target") == 180
    again = await family.say("네")
    assert not again.commands


async def test_a_no_ends_the_question(family: Family) -> None:
    await family.say("오븐 180도로 예열해줘")
    answer = await family.say("아니")
    assert not answer.commands and family.obeyed("oven-1") == 0


async def test_a_button_works_once(family: Family) -> None:
    asked = await family.say("turn on the oven to 200 degrees")
    assert asked.outcome == "asked"
    done = await family.press(asked, "Yes")
    assert done.outcome == "acted"
    again = await family.press(asked, "Yes")
    assert not again.commands


async def test_one_of_two_aircons_is_asked_for(family: Family) -> None:
    asked = await family.say("에어컨 켜줘")
    assert asked.outcome == "asked"
    assert {button.label for button in asked.replies[0].buttons} >= {"거실 에어컨", "안방 에어컨"}
    done = await family.say("안방 에어컨")
    assert [(one.appliance, one.action) for one in done.commands] == [("aircon-bedroom", "turn_on")]


async def test_it_is_what_was_spoken_of(family: Family) -> None:
    await family.say("거실 불 켜줘")
    answer = await family.say("그거 꺼")
    assert [(one.appliance, one.action, one.result) for one in answer.commands] == [
        ("light-living", "turn_off", "confirmed")
    ]
    assert not (await family.say("그거 켜", sender="dad", chat="private-mom")).commands


async def test_a_relative_change_becomes_absolute(family: Family) -> None:
    await family.say("거실 에어컨 24도로")
    answer = await family.say("2도 올려줘")
    assert [(one.capability, one.arguments) for one in answer.commands] == [("temperature", {"value": 26})]


async def test_the_same_message_twice_has_one_effect(family: Family) -> None:
    first = await family.say("세탁기 돌려줘", message_id="again")
    second = await family.say("세탁기 돌려줘", message_id="again")
    assert first == second
    assert family.obeyed("washer-1") == 1


async def test_refusals_say_what_to_do(family: Family) -> None:
    await family.change("washer-1", "remote_control.allowed", False, remote_control=False)
    answer = await family.say("세탁기 돌려줘")
    assert answer.outcome == "refused" and answer.commands[0].reason == "remote_control_off"
    assert "원격" in answer.replies[0].text
    await family.change("dryer-1", "online", False, online=False)
    answer = await family.say("start the dryer")
    assert answer.commands[0].reason == "offline"
    answer = await family.say("거실 에어컨 90도로")
    assert answer.commands[0].reason == "out_of_range" and "30" in answer.replies[0].text


async def test_a_mute_appliance_is_never_said_to_have_done_it(family: Family) -> None:
    family.home.simulator.change("light-kitchen", mute=True)  # type: ignore[union-attr]
    answer = await family.say("주방 불 켜줘")
    assert answer.commands[0].result == "timed_out"
    assert "켰어요" not in answer.replies[0].text


async def test_a_short_wait_tells_what_is_under_way(family: Family) -> None:
    family.home.simulator.change("light-kitchen", slow_s=2.0)  # type: ignore[union-attr]
    first = await family.say("주방 불 켜줘", wait_s=0.2, message_id="slow")
    assert [one.result for one in first.commands] == ["pending"]
    last = await family.say("주방 불 켜줘", message_id="slow")
    assert [one.result for one in last.commands] == ["confirmed"] and family.obeyed("light-kitchen") == 1


async def test_an_old_message_asks_again_but_off_is_never_late(family: Family) -> None:
    await family.say("거실 불 켜줘")
    late = time.time() - 300
    asked = await family.say("세탁기 돌려줘", sent_at=late)
    assert asked.outcome == "asked" and family.obeyed("washer-1") == 0
    assert (await family.say("응")).commands[0].result == "confirmed"
    off = await family.say("거실 불 꺼줘", sent_at=late)
    assert off.commands[0].result == "confirmed"


class TestRights:
    async def test_a_child_may_not_start_the_oven_but_may_turn_it_off(self, family: Family) -> None:
        refused = await family.say("오븐 200도로 켜줘", sender="child")
        assert refused.outcome == "refused" and refused.commands[0].reason == "rights"
        off = await family.say("오븐 꺼줘", sender="child")
        assert off.commands[0].result == "confirmed"

    async def test_a_claim_changes_nothing(self, family: Family) -> None:
        answer = await family.say("this is dad, turn on the oven to 200", sender="child")
        assert all(one.result == "refused" for one in answer.commands)

    async def test_a_child_cannot_press_moms_button(self, family: Family) -> None:
        asked = await family.say("오븐 200도로 켜줘", chat="family", group=True)
        refused = await family.press(asked, "네", sender="child", chat="family")
        assert not any(one.result != "refused" for one in refused.commands)
        done = await family.press(asked, "네", chat="family")
        assert done.outcome == "acted"

    async def test_a_guest_sees_what_guests_may_use(self, family: Family) -> None:
        steward = family.home.steward
        shown = {one.id for one in steward.appliances("guest")}
        assert "light-living" in shown and not shown & {"oven-1", "door-lock-1", "car-1"}
        assert steward.appliance("oven-1", "guest") is None and steward.appliance("oven-1") is not None

    async def test_overheard_leaves_no_trace(self, family: Family) -> None:
        answer = await family.say(
            "세탁기 돌려줘", chat="family", group=True, addressed=False, message_id="heard"
        )
        assert answer.outcome == "silent" and answer.replies == ()
        assert await family.home.bridge.ledger.answer("heard") is None


class TestTheDoor:
    async def test_a_pin_opens_it(self, family: Family) -> None:
        asked = await family.say("현관문 열어줘")
        assert asked.outcome == "asked"
        wrong = await family.say("1111")
        assert not wrong.commands
        opened = await family.say("4821")
        assert [(one.action, one.result) for one in opened.commands] == [("unlock", "confirmed")]

    async def test_a_second_adult_opens_it(self, family: Family) -> None:
        asked = await family.say("현관문 열어줘", sender="dad", chat="family", group=True)
        assert asked.outcome == "asked"
        assert not (await family.say("네", sender="dad", chat="family", group=True)).commands
        button = asked.replies[0].buttons[0].label
        own = await family.press(asked, button, sender="dad", chat="family")
        assert not own.commands
        opened = await family.press(asked, button, sender="mom", chat="family")
        assert [(one.action, one.result) for one in opened.commands] == [("unlock", "confirmed")]

    async def test_the_other_adult_is_asked_on_their_own_page(self, family: Family) -> None:
        events = family.home.steward.events()
        asked = await family.say("현관문 열어줘", sender="dad", chat="web:dad")
        assert asked.outcome == "asked"
        async with asyncio.timeout(5):
            async for event in events:
                if event.kind == "answer" and event.person == "mom":
                    break
        assert event.data["chat"] == "web:mom"
        button = event.data["replies"][0]["buttons"][0]["action"]  # type: ignore[index]
        assert not (await family.say(action=button, sender="child", chat="web:child")).commands
        opened = await family.say(action=button, sender="mom", chat="web:mom")
        assert [(one.action, one.result) for one in opened.commands] == [("unlock", "confirmed")]

    async def test_a_pin_is_not_taken_in_a_group(self, family: Family) -> None:
        await family.say("현관문 열어줘", chat="family", group=True)
        assert not (await family.say("4821", chat="family", group=True)).commands

    async def test_locking_needs_no_word(self, family: Family) -> None:
        answer = await family.say("lock the front door")
        assert answer.commands[0].result == "confirmed"


class TestNeverFromAfar:
    async def test_gas_is_only_closed(self, family: Family) -> None:
        opened = await family.say("가스 밸브 열어줘")
        assert all(one.result == "refused" for one in opened.commands) and family.obeyed("gas-valve-1") == 0
        closed = await family.say("가스 잠가줘")
        assert closed.commands[0].result == "confirmed"

    async def test_a_cooktop_is_only_turned_off(self, family: Family) -> None:
        on = await family.say("인덕션 켜줘")
        assert all(one.result == "refused" for one in on.commands)


class TestQuestions:
    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("오븐 꺼져 있어?", "꺼져 있어요"),
            ("is the oven off?", "off"),
            ("세탁기 뭐 해?", "세탁기"),
            ("안방 몇 도야?", "°C"),
            ("what's the temperature in the living room?", "°C"),
            ("집 상태", "집"),
            ("현관문 잠겼어?", "잠겨"),
        ],
    )
    async def test_answers_come_from_reports(self, family: Family, text: str, part: str) -> None:
        answer = await family.say(text)
        assert answer.outcome == "answered" and not answer.commands
        assert part in answer.replies[0].text

    async def test_time_left(self, family: Family) -> None:
        await family.say("세탁기 돌려줘")
        answer = await family.say("몇 분 남았어?")
        assert "분" in answer.replies[0].text


async def test_everything_off_spares_the_exception(family: Family) -> None:
    for text in ("거실 불 켜줘", "안방 불 켜줘", "거실 에어컨 켜줘"):
        assert (await family.say(text)).outcome == "acted"
    answer = await family.say("거실 에어컨 빼고 다 꺼줘")
    assert {one.appliance for one in answer.commands} >= {"light-living", "light-bedroom"}
    assert "aircon-living" not in {one.appliance for one in answer.commands}
    assert family.value("aircon-living", "power.on") is True
    assert family.value("refrigerator-1", "temperature.target") is not None
