"""What messages look like to those who read them."""

import pytest

from tests.contracts.messengers.bench import Heard
from tests.contracts.messengers.scene import CODE, ODD_NAME, Scene, eventually

pytestmark = pytest.mark.asyncio(loop_scope="package")


def units(text: str) -> int:
    """How platforms count: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


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
