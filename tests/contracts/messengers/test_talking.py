"""People write, in private and in the group, and are understood, asked and obeyed."""

import logging

import pytest

from tests.contracts.messengers.scene import CODE, Scene, code_in

pytestmark = pytest.mark.asyncio(loop_scope="package")

NOT_MEANT_FOR_US = "참기름7731"
"""A word that nobody says to a home."""


async def test_strangers_hear_one_polite_line_and_nothing_else(scene: Scene) -> None:
    commands = scene.obeyed()
    line = await scene.ask("stranger", "거실 불 켜줘")
    assert line.text and "거실" not in line.text and not line.buttons
    before = await scene.heard("stranger")
    for text in ("오븐 켜줘", "turn on the oven", "/people"):
        await scene.bench.say("stranger", text)
    await scene.probe("mom")
    assert await scene.heard("stranger") == before
    assert scene.obeyed() == commands


async def test_a_code_makes_an_account_somebody_and_works_once(scene: Scene) -> None:
    invited = await scene.order("손님 초대해줘")
    code = code_in(invited.replies[0].text)
    welcome = await scene.ask("guest", code)
    assert not CODE.search(welcome.text)
    await scene.order("거실 불 꺼줘")
    await scene.done("guest", "거실 불 켜줘", "거실 불", "켰")
    await scene.reports("light-living", "power.on", True)

    await scene.bench.say("stranger", code)
    await scene.bench.say("stranger", "거실 불 꺼줘")
    await scene.probe("guest")
    assert scene.value("light-living", "power.on") is True
    assert scene.bench.account("guest") in scene.accounts
    assert scene.bench.account("stranger") not in scene.accounts


async def test_an_invitation_shows_a_picture_that_says_what_it_is(scene: Scene) -> None:
    invited = await scene.ask("mom", "/invite 손님")
    code = code_in(invited.text)
    if "images" in scene.bench.abilities:
        assert invited.image and len(invited.image) > 3
    assert code in invited.text


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
    await scene.probe("mom", group=True)
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
    await scene.probe("child", group=True)
    assert scene.obeyed("oven-1") == commands
    await scene.bench.press("mom", asked.buttons[0], group=True)
    await scene.reports("oven-1", "power.on", True)
    await scene.order("오븐 꺼줘")


async def test_a_button_pressed_by_a_stranger_does_nothing(scene: Scene) -> None:
    await scene.order("오븐 꺼줘")
    commands = scene.obeyed("oven-1")
    asked = await scene.ask("mom", "오븐 켜줘", group=True)
    await scene.bench.press("stranger", asked.buttons[0], group=True)
    await scene.probe("dad", group=True)
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
