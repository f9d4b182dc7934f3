import asyncio
import logging
from typing import Any

import pytest

from bot.message import Button, Image
from bot.messengers.base import Undelivered
from bot.messengers.kakao.messenger import KakaoMessenger
from bot.messengers.kakao.transport import private_at
from tests.bot.messengers.kakao.conftest import PUBLIC, Skill, labels, said, skill_settings, texts
from tests.support.kakao_api.gateway import callbacks
from tests.support.kakao_api.skill import HEADER, KEY, PATH, key, mistakes, payload
from tests.support.waiting import until

SHOW = {"action": "kakao:more"}


async def test_the_answer_is_what_the_call_is_answered(skill: Skill) -> None:
    skill.answers = [said("거실 불을 켰어요.", buttons=(Button("꺼", "v1:8h2kd0qa", "거실 불 꺼줘"),))]
    response = await skill.says("거실 불 켜줘")
    assert texts(response) == ["거실 불을 켰어요."]
    assert labels(response) == ["꺼"]
    assert skill.arrived[0].text == "거실 불 켜줘"


async def test_a_press_brings_the_id_back(skill: Skill) -> None:
    await skill.says("거실 불 꺼줘", extra={"action": "v1:8h2kd0qa"})
    assert (skill.arrived[0].action, skill.arrived[0].addressed) == ("v1:8h2kd0qa", "button")


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("skill-path-of-somebody-else", {HEADER: KEY}, 404),
        (PATH, {HEADER: "another key"}, 401),
        (PATH, {}, 401),
        (PATH[:-1], {HEADER: KEY}, 404),
        ("경로", {HEADER: KEY}, 404),
    ],
)
async def test_who_does_not_know_the_secrets_is_told_nothing(
    skill: Skill, path: str, headers: dict[str, str], status: int
) -> None:
    response = await skill.post(payload("mom", "문 열어"), path, headers)
    assert (response.status_code, response.content) == (status, b"")
    assert skill.arrived == []


@pytest.mark.parametrize("raw", [b"", b"{", b"[" * 50_000, b"\xff", b"{}", b"[]", b'{"userRequest": null}'])
async def test_a_body_that_is_none_is_refused(skill: Skill, raw: bytes) -> None:
    response = await skill.http.post(f"/hooks/kakao/{PATH}", content=raw, headers={HEADER: KEY})
    assert response.status_code == 400


async def test_silence_is_a_valid_answer(skill: Skill) -> None:
    assert texts(await skill.says("안녕")) == []


async def test_what_does_not_fit_is_behind_a_button(skill: Skill) -> None:
    skill.answers = [said(str(number)) for number in range(5)]
    first = await skill.says("다 말해줘")
    assert (texts(first), labels(first)) == (["0", "1", "2"], ["더 보기"])
    second = await skill.says("더 보기", extra=SHOW)
    assert (texts(second), labels(second)) == (["3", "4"], [])
    assert len(skill.arrived) == 1


async def test_what_takes_too_long_is_kept_and_shown_by_a_press(hurried: Skill) -> None:
    hurried.answers = [said("세탁기를 시작했어요.")]
    first = await hurried.says("세탁기 돌려줘")
    assert texts(first) == ["확인하고 있어요. 조금만 기다려 주세요."]
    assert labels(first) == ["결과 보기"]
    hurried.slow.set()
    assert texts(await hurried.says("결과 보기", extra=SHOW)) == ["세탁기를 시작했어요."]
    assert len(hurried.arrived) == 1


async def test_the_words_of_the_button_may_be_typed(hurried: Skill) -> None:
    hurried.answers = [said("세탁기를 시작했어요.")]
    await hurried.says("세탁기 돌려줘")
    hurried.slow.set()
    assert texts(await hurried.says("결과 보기")) == ["세탁기를 시작했어요."]


async def test_a_press_too_early_may_be_repeated(hurried: Skill) -> None:
    await hurried.says("세탁기 돌려줘")
    early = await hurried.says("결과 보기", extra=SHOW)
    assert (texts(early), labels(early)) == (
        ["아직 결과가 없어요. 조금 뒤에 다시 눌러 주세요."],
        ["결과 보기"],
    )


async def test_a_press_waits_for_what_is_about_to_come(hurried: Skill) -> None:
    hurried.answers = [said("세탁기를 시작했어요.")]
    await hurried.says("세탁기 돌려줘")
    press = asyncio.create_task(hurried.says("결과 보기", extra=SHOW))
    await asyncio.sleep(0)
    hurried.slow.set()
    assert texts(await press) == ["세탁기를 시작했어요."]


async def test_what_is_kept_comes_with_the_next_words_too(hurried: Skill) -> None:
    hurried.answers = [said("세탁기를 시작했어요.")]
    await hurried.says("세탁기 돌려줘")
    hurried.slow.set()
    hurried.answers = [said("거실은 24도예요.")]
    await until(lambda: not hurried.messenger._transport._tasks._running)  # type: ignore[attr-defined]
    assert texts(await hurried.says("거실 몇 도야?")) == ["거실은 24도예요.", "거실은 24도예요."]


async def test_nobody_sees_what_is_kept_for_another(hurried: Skill) -> None:
    hurried.answers = [said("세탁기를 시작했어요.")]
    await hurried.says("세탁기 돌려줘", who="mom")
    hurried.slow.set()
    other = await hurried.says("결과 보기", who="dad", extra=SHOW)
    assert texts(other) == ["더 보여 드릴 것이 없어요."]


async def test_a_bot_with_callbacks_says_it_when_it_is_there(hurried: Skill) -> None:
    taken: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
    runner, url = await callbacks(taken)
    hurried.answers = [said("세탁기를 시작했어요."), said("58분 남았어요.")]
    first = await hurried.says("세탁기 돌려줘", callback_url=f"{url}1")
    assert first["useCallback"] is True
    hurried.slow.set()
    _, late = await asyncio.wait_for(taken.get(), 5)
    assert mistakes(late) == []
    assert texts(late) == ["세탁기를 시작했어요.", "58분 남았어요."]
    assert taken.empty()
    await runner.cleanup()


async def test_a_fast_answer_needs_no_callback(skill: Skill) -> None:
    skill.answers = [said("켰어요.")]
    assert texts(await skill.says("불 켜줘", callback_url="http://127.0.0.1:9/")) == ["켰어요."]


async def test_an_answer_that_the_callback_does_not_take_is_kept(hurried: Skill) -> None:
    runner, url = await callbacks(asyncio.Queue(), status=500)
    hurried.answers = [said("세탁기를 시작했어요.")]
    await hurried.says("세탁기 돌려줘", callback_url=f"{url}1")
    hurried.slow.set()
    assert texts(await hurried.says("결과 보기", extra=SHOW)) == ["세탁기를 시작했어요."]
    await runner.cleanup()


async def test_a_call_that_comes_twice_has_one_answer_and_one_effect(skill: Skill) -> None:
    skill.answers = [said("1도 올렸어요.")]
    both = await asyncio.gather(skill.says("1도 올려"), skill.says("1도 올려"))
    again = await skill.says("1도 올려")
    assert [texts(one) for one in (*both, again)] == [["1도 올렸어요."]] * 3
    assert len(skill.arrived) == 1


async def test_the_same_words_after_others_are_new(skill: Skill) -> None:
    for words in ("예", "오븐 켜줘", "예"):
        await skill.says(words)
    assert [one.text for one in skill.arrived] == ["예", "오븐 켜줘", "예"]
    assert len({one.id for one in skill.arrived}) == 3


async def test_a_call_known_by_its_callback_is_the_same_after_others_too(skill: Skill) -> None:
    for words, url in (
        ("예", "http://127.0.0.1:9/1"),
        ("오븐 켜줘", "http://127.0.0.1:9/2"),
        ("예", "http://127.0.0.1:9/1"),
    ):
        await skill.says(words, callback_url=url)
    assert skill.arrived[0].id == skill.arrived[2].id != skill.arrived[1].id


async def test_two_people_do_not_mix(skill: Skill) -> None:
    await asyncio.gather(skill.says("불 켜줘", who="mom"), skill.says("불 켜줘", who="dad"))
    assert {one.sender.id for one in skill.arrived} == {key("mom"), key("dad")}


async def test_in_a_group(skill: Skill) -> None:
    skill.answers = [said("켤까요?")]
    response = await skill.says("@집사 오븐 켜줘", group=True)
    assert texts(response) == ["켤까요?"]
    assert (skill.arrived[0].group, skill.arrived[0].addressed) == (True, "mention")


async def test_a_channel_does_not_write_first(skill: Skill) -> None:
    with pytest.raises(Undelivered) as problem:
        await skill.messenger.deliver(private_at(key("mom")), said("빨래가 끝났어요."))
    assert problem.value.reason == "refused"


async def test_a_picture_goes_by_its_address(skill: Skill) -> None:
    skill.answers = [said("초대장이에요.", image=Image("qr:K7M3Q9PX", "초대 QR"))]
    response = await skill.says("초대장 줘")
    address = response["template"]["outputs"][1]["simpleImage"]["imageUrl"]
    assert (await skill.http.get(address.removeprefix(PUBLIC))).content.startswith(b"\x89PNG")


async def test_what_it_can_do(skill: Skill) -> None:
    features = skill.messenger.features
    assert (features.trusted, features.proactive, features.text_limit) == (False, "no", 1000)
    assert skill.messenger.pairing_link("K7M3Q9PX") == "http://pf.kakao.com/_xkABcd/chat"
    with pytest.raises(Undelivered):
        await skill.messenger.edit(private_at("x"), "1", said("x"))


async def test_health(skill: Skill) -> None:
    assert skill.messenger.check().ok
    await skill.post(payload("mom", "x"), headers={HEADER: "another key"})
    assert not skill.messenger.check().ok and HEADER in skill.messenger.check().text
    await skill.says("안녕")
    assert "last called 0 min ago" in skill.messenger.check().text
    without = KakaoMessenger(skill_settings(), public_url=None, secret=b"x").check()
    assert not without.ok and "http.public_url" in without.text


async def test_no_secret_is_told(skill: Skill, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    await skill.post(payload("mom", "비밀이야"), headers={HEADER: "another key"})
    await skill.post(payload("mom", "비밀이야"), path="skill-path-of-somebody-else")
    await skill.says("비밀이야")
    for told in (caplog.text, skill.messenger.check().text, repr(skill_settings())):
        assert not [one for one in (PATH, KEY, "비밀이야") if one in told]


async def test_while_it_does_not_run_nothing_is_answered(skill: Skill) -> None:
    await skill.messenger.stop()
    assert (await skill.post(payload("mom", "x"))).status_code == 503
