"""What comes late, twice, or not at all, and what is said in its own time."""

import pytest

from tests.contracts.messengers.bench import Heard
from tests.contracts.messengers.benches import OURS
from tests.contracts.messengers.scene import Scene, eventually

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_a_message_delivered_twice_has_one_effect_and_one_answer(scene: Scene) -> None:
    await scene.order("안방 불 꺼줘")
    before, commands = await scene.heard("mom"), scene.obeyed("light-bedroom")
    for _ in range(3):
        await scene.bench.say("mom", "안방 불 켜줘", message="delivered-again")
    await scene.news("mom", before)
    await scene.order("안방 불 꺼줘")
    await scene.bench.say("mom", "안방 불 켜줘", message="delivered-again")
    await scene.probe("mom")
    assert len(await scene.heard("mom")) == len(before) + 2
    assert scene.obeyed("light-bedroom") == commands + 2
    assert scene.value("light-bedroom", "power.on") is False


async def test_a_button_pressed_twice_has_one_effect(scene: Scene) -> None:
    await scene.order("오븐 꺼줘")
    asked = await scene.ask("mom", "오븐 켜줘")
    commands = scene.obeyed("oven-1")
    await scene.bench.press("mom", asked.buttons[0], twice=True)
    await scene.reports("oven-1", "power.on", True)
    await scene.probe("mom")
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
    await scene.order("안방 불 꺼줘")
    scene.change("light-bedroom", slow_s=5.0)
    before, seen = await scene.heard("mom"), set[str]()

    async def done() -> bool:
        now = (await scene.heard("mom"))[len(before) :]
        seen.update(one.text for one in now)
        return any("켰어요" in one.text for one in now)

    await scene.bench.say("mom", "안방 불 켜줘")
    await eventually(done, hint=lambda: seen)
    assert scene.value("light-bedroom", "power.on") is True
    after = (await scene.heard("mom"))[len(before) :]
    assert len(after) == 1
    if "edits" in scene.bench.abilities and scene.bench.name not in OURS:
        assert len(seen) > 1 and after[0].edited


async def test_a_wrong_signature_is_refused_and_does_nothing(scene: Scene) -> None:
    before, commands = await scene.heard("mom"), scene.obeyed()
    assert await scene.bench.forged() in {400, 401, 403, 404}
    await scene.probe("mom")
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
    await scene.probe("dad", group=True)
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
    await scene.probe("mom", group=True)
    now = (await scene.heard("mom", group=True))[group:]
    assert not any("끝났" in one.text for one in now if not (one.silent and may_be_silent))
