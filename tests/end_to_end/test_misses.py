"""What a family said and Jipsa did not understand, kept by the running house."""

import asyncio

from bot.desk.misses import MissGroup
from bot.desk.remembering import Remembering
from tests.end_to_end.conftest import Family


def remembering(family: Family) -> Remembering:
    kept = family.home.steward._after.__self__  # type: ignore[attr-defined]
    assert isinstance(kept, Remembering)
    return kept


async def written(family: Family) -> Remembering:
    kept = remembering(family)
    async with asyncio.timeout(30):
        await kept.written()
    return kept


async def groups(family: Family) -> list[MissGroup]:
    return await (await written(family))._misses.groups()


async def test_a_miss_and_what_was_said_next(family: Family) -> None:
    assert (await family.say("별빛대장 재워 줘")).outcome == "not_understood"
    assert (await family.say("거실 불 켜줘")).outcome == "acted"
    [group] = await groups(family)
    assert group.texts == ("별빛대장 재워 줘",)
    assert group.proposal is not None
    assert group.proposal.steps == ("거실 불 켜줘",)


async def test_a_choice_among_ours_counts_for_the_sentence_before_it(family: Family) -> None:
    await family.say("별빛대장 재워 줘")
    asked = await family.say("에어컨 켜줘")
    assert asked.outcome == "asked"
    await family.say("거실 거")
    [group] = await groups(family)
    assert group.proposal is not None
    assert group.proposal.steps == ("에어컨 켜줘",)
    assert [one.text for one in await remembering(family)._heard.all()] == ["에어컨 켜줘", "별빛대장 재워 줘"]


async def test_a_correction(family: Family) -> None:
    await family.say("안방 불 켜줘")
    await family.say("아니 거실 거")
    [group] = await groups(family)
    assert (group.kind, group.texts) == ("corrected", ("안방 불 켜줘",))


async def test_pins_small_talk_and_what_was_overheard_leave_no_trace(family: Family) -> None:
    await family.say("현관문 열어줘")
    await family.say("4821")
    await family.say("심심해")
    await family.say("집사야", group=True, chat="group")
    await family.say("별빛대장 재워 줘", group=True, addressed=False, chat="group")
    assert await groups(family) == []
    kept = [one.text for one in await remembering(family)._heard.all()]
    assert kept == ["집사야", "심심해", "현관문 열어줘"]


async def test_the_same_message_twice_is_kept_once(family: Family) -> None:
    await family.say("별빛대장 재워 줘", message_id="same")
    await family.say("별빛대장 재워 줘", message_id="same")
    [group] = await groups(family)
    assert group.count == 1
