"""What every messenger must do, whatever its platform is like."""

import logging
import re

import pytest

from tests.contracts.messengers.bench import Heard
from tests.contracts.messengers.benches import BENCHES, NEEDS, OURS, load
from tests.contracts.messengers.scene import ODD_NAME, Scene, eventually

pytestmark = pytest.mark.asyncio(loop_scope="module")

CODE = re.compile(r"(?<![A-Z0-9])[A-HJ-NP-Z2-9]{8}(?![A-Z0-9])")
NOT_MEANT_FOR_US = "참기름7731"
"""A word that nobody says to a home."""


def code_in(heard: Heard) -> str:
    """The invitation code in a message."""
    found = CODE.search(heard.text)
    assert found is not None, f"there is no code in {heard.text!r}"
    return found[0]


def units(text: str) -> int:
    """How platforms count: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


# --- the suite itself


@pytest.mark.parametrize("name", BENCHES)
async def test_every_messenger_has_a_bench(name: str) -> None:
    assert load(name).name == name


async def test_the_table_names_every_scenario() -> None:
    tests = {name: one for name, one in globals().items() if name.startswith("test_")}
    assert set(NEEDS) == {name for name, one in tests.items() if "scene" in one.__annotations__}


# --- people


async def test_strangers_hear_one_polite_line_and_nothing_else(scene: Scene) -> None:
    commands = scene.obeyed()
    line = await scene.ask("stranger", "거실 불 켜줘")
    assert line.text and "거실" not in line.text and not line.buttons
    before = await scene.heard("stranger")
    for text in ("오븐 켜줘", "turn on the oven", "/people"):
        await scene.bench.say("stranger", text)
    await scene.ask("mom", "거실 불 켜져 있어?")
    assert await scene.heard("stranger") == before
    assert scene.obeyed() == commands


async def test_a_code_makes_an_account_somebody_and_works_once(scene: Scene) -> None:
    invited = await scene.ask("mom", "손님 초대해줘")
    code = code_in(invited)
    welcome = await scene.ask("guest", code)
    assert not CODE.search(welcome.text)
    await scene.order("거실 불 꺼줘")
    await scene.done("guest", "거실 불 켜줘", "거실 불", "켰")
    await scene.reports("light-living", "power.on", True)

    await scene.bench.say("stranger", code)
    await scene.bench.say("stranger", "거실 불 꺼줘")
    await scene.ask("guest", "거실 불 켜져 있어?")
    assert scene.value("light-living", "power.on") is True
    assert scene.bench.account("guest") in scene.accounts
    assert scene.bench.account("stranger") not in scene.accounts


async def test_an_invitation_shows_a_picture_that_says_what_it_is(scene: Scene) -> None:
    invited = await scene.ask("mom", "/invite 손님")
    code = code_in(invited)
    if "images" in scene.bench.abilities:
        assert invited.image and len(invited.image) > 3
    assert code in invited.text


# --- commands


async def test_a_command_in_private_is_obeyed(scene: Scene) -> None:
    await scene.order("거실 불 꺼줘")
    commands = scene.obeyed("light-living")
    await scene.done("mom", "거실 불 켜줘", "거실 불", "켰")
    await scene.done("dad", "turn off the living room light", "light", "off")
    assert scene.obeyed("light-living") == commands + 2


async def test_a_mention_in_the_group_is_obeyed_and_everybody_hears_it_once(scene: Scene) -> None:
    await scene.order("거실 플러그 꺼줘")
    before = {who: await scene.heard(who, group=True) for who in ("mom", "dad", "child")}
    commands = scene.obeyed("plug-1")
    await scene.done("dad", "거실 플러그 켜줘", "거실 플러그", "켰", "아빠", group=True)
    for who, old in before.items():
        assert len(await scene.heard(who, group=True)) == len(old) + 1
    assert scene.obeyed("plug-1") == commands + 1


async def test_what_is_overheard_leaves_no_trace(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await scene.order("아이방 불 꺼줘")
    before = await scene.heard("mom", group=True)
    commands = scene.obeyed()
    for who, text in (("mom", f"아이방 불 켜줘 {NOT_MEANT_FOR_US}"), ("stranger", NOT_MEANT_FOR_US)):
        await scene.bench.say(who, text, group=True, addressed=False)
    # what comes after it in the same group is answered: by then it has been dealt with
    await scene.ask("mom", "아이방 불 켜져 있어?", group=True)
    assert len(await scene.heard("mom", group=True)) == len(before) + 1
    assert scene.obeyed() == commands
    assert NOT_MEANT_FOR_US not in await scene.kept()
    assert [one.name for one in caplog.records if NOT_MEANT_FOR_US in one.getMessage()] == []


async def test_a_wake_word_is_as_good_as_a_mention(scene: Scene) -> None:
    await scene.order("아이방 불 꺼줘")
    before = await scene.heard("mom", group=True)
    await scene.bench.say("mom", "집사야 아이방 불 켜줘", group=True, addressed=False)
    answer = await scene.news("mom", before, group=True)
    assert "아이방 불" in answer.text
    await scene.reports("light-kids", "power.on", True)


async def test_an_appliance_answers_under_its_own_name(scene: Scene) -> None:
    answer = await scene.ask("mom", "냉장고야, 뭐 해?")
    if "speaker_name" in scene.bench.abilities:
        assert answer.speaker is not None and "냉장고" in answer.speaker
    else:
        assert "냉장고: " in answer.text


# --- questions


async def test_a_question_is_answered_by_a_button(scene: Scene) -> None:
    await scene.order("오븐 꺼줘")
    commands = scene.obeyed("oven-1")
    asked = await scene.ask("mom", "오븐 켜줘")
    assert "오븐" in asked.text and len(asked.buttons) == 2
    assert scene.obeyed("oven-1") == commands
    refused = await scene.press("mom", asked.buttons[1])
    assert refused.text and scene.obeyed("oven-1") == commands
    asked = await scene.ask("mom", "오븐 켜줘")
    await scene.press("mom", asked.buttons[0])
    await scene.reports("oven-1", "power.on", True)
    await scene.order("오븐 꺼줘")


async def test_only_who_has_the_right_confirms(scene: Scene) -> None:
    await scene.order("오븐 꺼줘")
    commands = scene.obeyed("oven-1")
    asked = await scene.ask("mom", "오븐 켜줘", group=True)
    await scene.bench.press("child", asked.buttons[0], group=True)
    await scene.ask("child", "거실 불 켜져 있어?", group=True)
    assert scene.obeyed("oven-1") == commands
    await scene.bench.press("mom", asked.buttons[0], group=True)
    await scene.reports("oven-1", "power.on", True)
    await scene.order("오븐 꺼줘")


async def test_a_button_pressed_by_a_stranger_does_nothing(scene: Scene) -> None:
    await scene.order("오븐 꺼줘")
    commands = scene.obeyed("oven-1")
    asked = await scene.ask("mom", "오븐 켜줘", group=True)
    await scene.bench.press("stranger", asked.buttons[0], group=True)
    await scene.ask("dad", "거실 불 켜져 있어?", group=True)
    assert scene.obeyed("oven-1") == commands
    await scene.bench.press("mom", asked.buttons[0], group=True)
    await scene.reports("oven-1", "power.on", True)
    await scene.order("오븐 꺼줘")


async def test_two_people_in_one_group_never_mix(scene: Scene) -> None:
    await scene.order("오븐 꺼줘")
    await scene.order("거실 에어컨 꺼줘")
    oven, aircon = scene.obeyed("oven-1"), scene.obeyed("aircon-living", "aircon-bedroom")
    await scene.ask("mom", "오븐 켜줘", group=True)
    await scene.ask("dad", "에어컨 켜줘", group=True)
    # dad's yes is no answer to mom's question, mom's room none to dad's
    await scene.ask("dad", "응", group=True)
    assert scene.obeyed("oven-1") == oven
    await scene.ask("dad", "에어컨 켜줘", group=True)
    await scene.ask("mom", "응", group=True)
    await scene.reports("oven-1", "power.on", True)
    assert scene.obeyed("aircon-living", "aircon-bedroom") == aircon
    await scene.ask("dad", "거실", group=True)
    await scene.reports("aircon-living", "power.on", True)
    await scene.order("오븐 꺼줘")
    await scene.order("거실 에어컨 꺼줘")


# --- late and double


async def test_a_message_delivered_twice_has_one_effect_and_one_answer(scene: Scene) -> None:
    await scene.order("안방 불 꺼줘")
    before, commands = await scene.heard("mom"), scene.obeyed("light-bedroom")
    for _ in range(3):
        await scene.bench.say("mom", "안방 불 켜줘", message="delivered-again")
    await scene.news("mom", before)
    await scene.order("안방 불 꺼줘")
    await scene.bench.say("mom", "안방 불 켜줘", message="delivered-again")
    await scene.ask("mom", "안방 불 켜져 있어?")
    assert len(await scene.heard("mom")) == len(before) + 2
    assert scene.obeyed("light-bedroom") == commands + 2
    assert scene.value("light-bedroom", "power.on") is False


async def test_a_button_pressed_twice_has_one_effect(scene: Scene) -> None:
    await scene.order("오븐 꺼줘")
    asked = await scene.ask("mom", "오븐 켜줘")
    commands = scene.obeyed("oven-1")
    await scene.bench.press("mom", asked.buttons[0], twice=True)
    await scene.reports("oven-1", "power.on", True)
    await scene.ask("mom", "거실 불 켜져 있어?")
    assert scene.obeyed("oven-1") == commands + 1
    await scene.order("오븐 꺼줘")


async def test_an_old_button_says_that_it_is_old(scene: Scene) -> None:
    await scene.order("오븐 꺼줘")
    commands = scene.obeyed("oven-1")
    asked = await scene.ask("mom", "오븐 켜줘")
    for key in [one async for one in scene.store.scan_iter("*button:*")]:
        await scene.store.delete(key)  # what ten minutes do
    expired = await scene.press("mom", asked.buttons[0])
    assert "오래된" in expired.text
    assert scene.obeyed("oven-1") == commands


async def test_a_late_command_asks_again(scene: Scene) -> None:
    await scene.order("거실 플러그 꺼줘")
    commands = scene.obeyed("plug-1")
    asked = await scene.ask("mom", "거실 플러그 켜줘", ago_s=600)
    assert asked.buttons and scene.obeyed("plug-1") == commands
    await scene.press("mom", asked.buttons[0])
    await scene.reports("plug-1", "power.on", True)
    # a question and the safe direction are never late
    answer = await scene.ask("mom", "거실 플러그 켜져 있어?", ago_s=600)
    assert not answer.buttons


async def test_what_was_late_is_said_once_and_stands_in_one_place(scene: Scene) -> None:
    await scene.order("안방 플러그 꺼줘")
    scene.change("plug-2", slow_s=5.0)
    before, seen = await scene.heard("mom"), set[str]()

    async def done() -> bool:
        now = (await scene.heard("mom"))[len(before) :]
        seen.update(one.text for one in now)
        return any("켰어요" in one.text for one in now)

    await scene.bench.say("mom", "안방 플러그 켜줘")
    await eventually(done)
    assert scene.value("plug-2", "power.on") is True
    after = (await scene.heard("mom"))[len(before) :]
    assert len(after) == 1
    if "edits" in scene.bench.abilities and scene.bench.name not in OURS:
        assert len(seen) > 1 and after[0].edited


# --- what messages look like


async def test_a_long_answer_arrives_whole(scene: Scene) -> None:
    before = len(await scene.heard("mom"))
    await scene.bench.say("mom", "/people")

    async def whole() -> bool:
        text = "\n".join(one.text for one in (await scene.heard("mom"))[before:])
        return all(text.count(name) == 1 for name in scene.neighbours)

    await eventually(whole)
    parts = [units(one.text) for one in (await scene.heard("mom"))[before:]]
    limit = scene.text_limit
    if limit is not None:
        assert max(parts) <= limit and len(parts) > 1


async def test_names_arrive_as_they_are(scene: Scene) -> None:
    await scene.order("무드등 꺼줘")
    answer = await scene.done("mom", "무드등 켜줘", ODD_NAME)
    await scene.reports("lamp-bedroom", "power.on", True)
    if answer.short is not None:
        assert len(answer.short) <= 40


async def test_what_is_for_one_person_is_not_shown_to_the_group(scene: Scene) -> None:
    before = {who: await scene.heard(who, group=True) for who in ("mom", "dad", "child")}
    private = await scene.heard("mom")
    await scene.bench.say("mom", "손님 초대해줘", group=True)

    async def invited() -> list[Heard]:
        group = (await scene.heard("mom", group=True))[len(before["mom"]) :]
        told = (await scene.heard("mom"))[len(private) :]
        return [one for one in group + told if CODE.search(one.text)]

    if {"ephemeral", "first_word"} & scene.bench.abilities:
        await eventually(invited)
    else:
        await scene.news("mom", before["mom"], group=True)
    for who in ("dad", "child"):
        shown = (await scene.heard(who, group=True))[len(before[who]) :]
        assert not any(CODE.search(one.text) or one.image for one in shown)


# --- the platform


async def test_a_wrong_signature_is_refused_and_does_nothing(scene: Scene) -> None:
    before, commands = await scene.heard("mom"), scene.obeyed()
    assert await scene.bench.forged() in {400, 401, 403, 404}
    await scene.ask("mom", "거실 불 켜져 있어?")
    assert len(await scene.heard("mom")) == len(before) + 1
    assert scene.obeyed() == commands


async def test_an_outage_is_said_and_survived(scene: Scene) -> None:
    await scene.bench.away(True)
    try:

        async def says_so() -> bool:
            line = await scene.health()
            return line is not None and not line.ok

        await eventually(says_so, 40)
        answer = await scene.order("거실 불 켜줘")
        assert answer.outcome == "acted"
    finally:
        await scene.bench.away(False)
    await scene.bench.say("mom", "주방 불 켜줘")
    await eventually(lambda: _is(scene, "light-kitchen", True), 60)
    await scene.until_heard("mom", "주방 불", "켰")

    async def well() -> bool:
        line = await scene.health()
        return line is not None and line.ok

    await eventually(well, 40)


async def test_what_was_said_during_an_outage_is_not_obeyed_late(scene: Scene) -> None:
    await scene.order("주방 불 꺼줘")
    commands = scene.obeyed("light-kitchen")
    before = await scene.heard("mom")
    await scene.bench.away(True)
    try:
        await scene.bench.say("mom", "주방 불 켜줘", ago_s=600)
    finally:
        await scene.bench.away(False)

    async def asked() -> list[Heard]:
        return [one for one in (await scene.heard("mom"))[len(before) :] if one.buttons]

    await eventually(asked, 60)
    assert scene.obeyed("light-kitchen") == commands


async def test_a_group_that_moves_keeps_what_was_promised_and_set(scene: Scene) -> None:
    await scene.ask("mom", "세탁기 돌려줘", group=True)
    promised = await scene.ask("mom", "세탁기 끝나면 알려줘", group=True)
    assert "알려" in promised.text
    before = len(await scene.heard("dad", group=True))
    await scene.bench.migrate()
    answer = await scene.ask("dad", "거실 불 켜져 있어?", group=True)
    assert answer.text
    await _finish(scene, "washer-1")
    await scene.until_heard("dad", "끝났", group=True, since=before)


async def _is(scene: Scene, appliance: str, on: bool) -> bool:
    return scene.value(appliance, "power.on") is on


async def _finish(scene: Scene, appliance: str) -> None:
    """Let its programme come to its end."""
    simulator = scene.home.simulator
    assert simulator is not None
    simulator.speed = 5000
    try:
        await scene.reports(appliance, "run_control.state", "finished")
    finally:
        simulator.speed = 1


# --- being left alone


async def test_a_muted_group_is_told_nothing_unasked(scene: Scene) -> None:
    await _start_and_wait(scene, "식기세척기")
    await scene.ask("mom", "/mute 1시간", group=True)
    await _ends_unheard_in_the_group(scene, "dishwasher-1")
    await scene.ask("mom", "/unmute", group=True)


async def test_quiet_hours_are_kept(scene: Scene) -> None:
    await _start_and_wait(scene, "건조기")
    await scene.ask("mom", "/quiet 0시부터 23시 59분까지", group=True)
    # where a message can come without a sound, it may come
    await _ends_unheard_in_the_group(scene, "dryer-1", may_be_silent=True)
    await scene.ask("mom", "조용한 시간 꺼줘", group=True)


async def _start_and_wait(scene: Scene, name: str) -> None:
    """Start it in the group, which wants to know when it has ended; so does dad, in private."""
    await scene.done("mom", f"{name} 돌려줘", "시작했어요", group=True)
    await scene.done("mom", f"{name} 끝나면 알려줘", "알려 드릴게요", group=True)
    await scene.done("dad", f"{name} 끝나면 알려줘", "알려 드릴게요")


async def _ends_unheard_in_the_group(scene: Scene, appliance: str, *, may_be_silent: bool = False) -> None:
    group, private = len(await scene.heard("mom", group=True)), len(await scene.heard("dad"))
    await _finish(scene, appliance)
    await scene.until_heard("dad", "끝났", since=private)
    # what is asked is answered nevertheless
    await scene.ask("mom", "거실 불 켜져 있어?", group=True)
    now = (await scene.heard("mom", group=True))[group:]
    assert not any("끝났" in one.text for one in now if not (one.silent and may_be_silent))
