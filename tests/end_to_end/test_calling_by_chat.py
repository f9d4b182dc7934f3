"""What an appliance is, said by chat: the same change as on the page, asked about when in doubt, undone by a tap."""

from contextlib import AsyncExitStack
from pathlib import Path

from bot.app import build
from bot.message import Answer
from bot.options import RunOptions
from tests.end_to_end.conftest import Family, settings_for, settled


def text(answer: Answer) -> str:
    return " ".join(reply.text for reply in answer.replies)


def labels(answer: Answer) -> list[str]:
    return [button.label for reply in answer.replies for button in reply.buttons]


async def test_a_plug_is_renamed_and_that_is_undone(family: Family) -> None:
    plug = next(one for one in family.home.bridge.appliances() if one.type == "plug")
    name = plug.names[0]
    renamed = await family.say(f"{name} 이름을 통통이로 해 줘")
    assert (renamed.outcome, labels(renamed)) == ("answered", ["되돌리기"]), text(renamed)
    now = family.home.bridge.appliance(plug.id)
    assert now is not None and now.names == ("통통이",)
    assert (await family.press(renamed, "되돌리기", sender="child")).outcome == "refused"
    assert text(await family.press(renamed, "되돌리기")) == "되돌렸어요. 이제 전처럼 알아들을게요."
    now = family.home.bridge.appliance(plug.id)
    assert now is not None and now.names == plug.names


async def test_it_is_hidden_and_shown_again(family: Family) -> None:
    plug = next(one for one in family.home.bridge.appliances() if one.type == "plug")
    hid = await family.say(f"{plug.names[0]} 숨겨 줘")
    if hid.outcome == "asked":
        hid = await family.press(hid, "네")
    assert family.home.bridge.appliance(plug.id) is None, text(hid)
    shown = await family.say(f"{plug.names[0]} 다시 보여 줘")
    assert shown.outcome == "answered", text(shown)
    assert family.home.bridge.appliance(plug.id) is not None


async def test_its_room_and_all_back_as_announced(family: Family) -> None:
    washer = next(one for one in family.home.bridge.appliances() if one.type == "washer")
    name = washer.names[0]
    moved = await family.say(f"{name}는 부엌에 있어")
    assert moved.outcome == "answered", text(moved)
    now = family.home.bridge.appliance(washer.id)
    assert now is not None and "부엌" in now.areas and now.names == washer.names
    back = await family.say(f"{name} 원래대로 해 줘")
    assert back.outcome == "asked"
    await family.press(back, "네")
    now = family.home.bridge.appliance(washer.id)
    assert now is not None and now.areas == washer.areas


async def test_a_kind_that_is_known_is_asked_about(family: Family) -> None:
    tv = next(one for one in family.home.bridge.appliances() if one.type == "tv")
    asked = await family.say(f"{tv.names[0]}는 스피커야")
    assert (asked.outcome, asked.commands) == ("asked", ())
    assert family.home.bridge.appliance(tv.id) == tv
    await family.press(asked, "네")
    now = family.home.bridge.appliance(tv.id)
    assert now is not None and now.type == "speaker"


async def test_the_gate_refuses_what_makes_the_home_careless(family: Family) -> None:
    oven = next(one for one in family.home.bridge.appliances() if one.type == "oven")
    asked = await family.say(f"{oven.names[0]}은 조명이야")
    assert asked.outcome == "asked"
    refused = await family.press(asked, "네")
    assert refused.outcome == "refused" and "확인이나 PIN" in text(refused), text(refused)
    assert family.home.bridge.appliance(oven.id) == oven


async def test_the_gate_refuses_what_puts_the_safe_direction_out_of_reach(family: Family) -> None:
    lock = next(one for one in family.home.bridge.appliances() if one.type == "door_lock")
    asked = await family.say(f"{lock.names[0]}은 조명이야")
    assert asked.outcome == "asked", text(asked)
    refused = await family.press(asked, "네")
    assert refused.outcome == "refused" and "아예 못 하게" in text(refused), text(refused)
    assert family.home.bridge.appliance(lock.id) == lock


async def test_a_lock_retyped_before_the_gate_knew_keeps_nothing_else_from_being_said(tmp_path: Path) -> None:
    own = tmp_path / "state" / "intents" / "appliances.yml"
    own.parent.mkdir(parents=True)
    own.write_text('version: "3.1"\nappliances:\n  door-lock-1:\n    type: light\n', encoding="utf-8")
    async with AsyncExitStack() as stack:
        family = await settled(await build(settings_for(tmp_path), RunOptions(port=0), stack))
        lock = family.home.bridge.appliance("door-lock-1")
        assert lock is not None and lock.type == "light"
        await family.say(f"{lock.names[0]} 열어줘")
        plug = next(one for one in family.home.bridge.appliances() if one.type == "plug")
        renamed = await family.say(f"{plug.names[0]} 이름을 통통이로 해 줘")
        assert renamed.outcome == "answered", text(renamed)
        back = await family.say(f"{lock.names[0]} 원래대로 해 줘")
        back = await family.press(back, "네")
        assert back.outcome == "answered", text(back)
        lock = family.home.bridge.appliance("door-lock-1")
        assert lock is not None and lock.type == "door_lock"


async def test_only_owners_say_so_and_nothing_acts(family: Family) -> None:
    plug = next(one for one in family.home.bridge.appliances() if one.type == "plug")
    for said in (
        f"{plug.names[0]} 숨겨 줘",
        f"{plug.names[0]} 이름을 통통이로 해 줘",
        f"{plug.names[0]}은 세탁기야",
    ):
        refused = await family.say(said, sender="child")
        assert (refused.outcome, refused.commands) == ("refused", ()), text(refused)
    assert family.home.bridge.appliance(plug.id) == plug
