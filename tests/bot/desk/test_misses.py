"""What goes wrong in a family's talk, found again in groups, with what was meant."""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from bot.desk.heard import Heard
from bot.desk.misses import Misses, MissGroup
from bot.desk.proposals import Proposals
from bot.desk.remembering import LONGEST, Remembering
from bot.message import Answer, IncomingMessage, Outcome
from bot.people.person import Person
from bot.plan import Plan, TellStep
from bot.redaction import HIDDEN
from bot.trip import Trip
from nlu.engine import Engines, load_engines
from nlu.engines.base import Focus
from nlu.examples import Training, read_example
from nlu.own import NeverWord
from nlu.understanding import Understanding
from tests.nlu.home import home
from tests.support.servers import free_port

KEYS = Keys("home")
VOCABULARY = home()
_IDS = itertools.count()


@dataclass
class Talk:
    """A family that talks, as the steward passes it on; the engine is the real one."""

    redis: Redis
    engines: Engines
    now: float
    messages: int = 500

    def __post_init__(self) -> None:
        limits = {"messages": self.messages, "days": 14}
        self.heard = Heard(self.redis, KEYS, **limits, clock=lambda: self.now)
        self.proposals = Proposals(lambda: self.engines, lambda: VOCABULARY, Focus)
        self.misses = Misses(self.redis, KEYS, self.proposals, **limits, clock=lambda: self.now)
        self.remembering = Remembering(self.heard, self.misses)
        self.remembering.start()

    def read(self, text: str) -> Understanding:
        focus = Focus(appliances=("light-living",), capability="power", language="ko")
        return self.engines.built_in.understand(text, VOCABULARY, focus)

    async def say(
        self,
        text: str,
        outcome: Outcome = "acted",
        *,
        who: str = "mom",
        chat: str = "family",
        after_s: float = 5.0,
        answers: str | None = None,
        cancelled: bool = False,
        secret: bool = False,
        action: str | None = None,
        read: Understanding | None = None,
    ) -> None:
        self.now += after_s
        message = IncomingMessage(f"m{next(_IDS)}", text, chat, who, self.now, action=action)
        trip = Trip(message, Person(who, {"ko": who}, "adult"), answers=answers, secret=secret)
        if action is None:
            trip.takes(read or self.read(text))
        if cancelled:
            trip.plan = Plan((TellStep("told.cancelled"),))
        self.remembering.note(trip, Answer(message.id, outcome, "ko"))
        async with asyncio.timeout(10):
            await self.remembering.written()

    async def missed(self, text: str, **more: object) -> None:
        await self.say(text, "not_understood", **more)  # type: ignore[arg-type]

    async def groups(self) -> list[MissGroup]:
        return await self.misses.groups()

    async def texts(self) -> list[tuple[str, ...]]:
        return [one.texts for one in await self.groups()]

    async def kept(self) -> list[str]:
        return [one.text for one in await self.heard.all()][::-1]


@pytest.fixture(scope="session")
def shipped() -> Engines:
    return load_engines()


@pytest.fixture
async def talk(redis_url: str, shipped: Engines) -> AsyncIterator[Talk]:
    client = Redis.from_url(redis_url)
    seconds, _ = await client.time()
    made = Talk(client, shipped, float(seconds))
    yield made
    await made.remembering.stop()
    await client.aclose()


# --- what is a miss


async def test_what_was_not_understood_is_counted_in_groups(talk: Talk) -> None:
    await talk.missed("왕별 재워 줘")
    await talk.missed("세탁물 처리해줘")
    await talk.missed("왕별 좀 재워줘", who="dad")
    await talk.missed("왕별 좀 재워줘", who="child")
    first, second = await talk.groups()
    assert (first.texts, first.count, first.kind) == (("왕별 좀 재워줘", "왕별 재워 줘"), 3, "not_understood")
    assert first.last_at == talk.now
    assert first.proposal is None
    assert second.texts == ("세탁물 처리해줘",)


async def test_what_was_understood_or_answered_is_none(talk: Talk) -> None:
    await talk.say("거실 불 켜줘")
    await talk.say("심심해", "answered")
    await talk.say("오븐 켜줘", "asked")
    await talk.say("가스 열어줘", "refused")
    assert await talk.groups() == []


async def test_a_text_without_letters_is_none(talk: Talk) -> None:
    await talk.missed("?!")
    await talk.missed("8765")
    await talk.missed("🎂")
    assert await talk.groups() == []
    assert await talk.kept() == []


async def test_what_an_admin_made_talk_is_none(talk: Talk, shipped: Engines) -> None:
    await talk.missed("불금이다 왕별 재워")
    assert len(await talk.groups()) == 1
    talk.engines = shipped.of_home(Training(never=(NeverWord("불금", "own.yml", 4),)))
    assert await talk.misses.now_understood(talk.proposals.meaning) == 1
    await talk.missed("불금이다 왕별 재워")
    assert await talk.groups() == []


async def test_the_group_keeps_its_id_while_it_grows(talk: Talk) -> None:
    await talk.missed("왕별 재워 줘")
    [before] = await talk.groups()
    await talk.missed("왕별 좀 재워줘")
    await talk.missed("왕별 좀 재워줘")
    [after] = await talk.groups()
    assert after.id == before.id
    assert after.texts[0] == "왕별 좀 재워줘"


# --- what was meant


async def test_what_they_said_next_is_a_proposal(talk: Talk) -> None:
    await talk.missed("왕별 재워 줘")
    await talk.say("거실 불 꺼줘")
    [group] = await talk.groups()
    assert group.proposal is not None
    assert (group.proposal.kind, group.proposal.steps, group.proposal.why) == (
        "command",
        ("거실 불 꺼줘",),
        "said_next",
    )


async def test_the_same_thing_in_both_makes_an_example(talk: Talk) -> None:
    await talk.missed("안방 스탠드 좀 재워 줘")
    await talk.say("안방 스탠드 꺼")
    [group] = await talk.groups()
    proposal = group.proposal
    assert proposal is not None
    assert (proposal.kind, proposal.intent, proposal.steps) == ("example", "power.turn_off", ())
    example = read_example(proposal.intent or "", proposal.example or "", "own.yml", 1)
    assert example.text == "안방 스탠드 좀 재워 줘"
    taught = talk.engines.of_home(Training(examples=(example,)))
    meant = taught.built_in.understand("거실 조명 좀 재워 줘", VOCABULARY, Focus())
    assert [one.name for one in meant.intents] == ["power.turn_off"]
    assert meant.intents[0].one("appliance") == "light-living"


async def test_other_things_make_a_command(talk: Talk) -> None:
    await talk.missed("거실 조명 좀 재워 줘")
    await talk.say("안방 불 꺼")
    [group] = await talk.groups()
    assert group.proposal is not None
    assert group.proposal.kind == "command"


async def test_several_tries_are_explained_by_what_worked_at_last(talk: Talk) -> None:
    await talk.missed("왕별 재워 줘")
    await talk.missed("꼬마전구 쉬게 해")
    await talk.say("거실 불 꺼줘")
    assert [one.proposal.steps for one in await talk.groups() if one.proposal] == [("거실 불 꺼줘",)] * 2


async def test_what_worked_after_a_question_of_ours_counts_too(talk: Talk) -> None:
    await talk.missed("왕별 재워 줘")
    await talk.say("조명 꺼줘", "asked")
    await talk.say("거실", answers="ask.which")
    [group] = await talk.groups()
    assert group.proposal is not None
    assert group.proposal.steps == ("조명 꺼줘",)


@pytest.mark.parametrize(
    "next_one",
    [
        {"text": "거실 불 꺼줘", "after_s": 121.0},
        {"text": "거실 불 꺼줘", "who": "dad"},
        {"text": "거실 불 꺼줘", "chat": "elsewhere"},
        {"text": "거실 불 꺼줘", "outcome": "refused"},
        {"text": "몇 시야?", "outcome": "answered"},
        {"text": "응", "answers": "ask.confirm"},
        {"text": "", "answers": "offer", "action": "v1:x"},
    ],
)
async def test_what_says_nothing_about_it(talk: Talk, next_one: dict[str, object]) -> None:
    await talk.missed("왕별 재워 줘")
    await talk.say(**next_one)  # type: ignore[arg-type]
    [group] = await talk.groups()
    assert group.proposal is None


async def test_what_the_engine_thought_of_is_a_proposal(talk: Talk) -> None:
    read = talk.read("에어컨 빵빵하게 틀어줘")
    assert [one.name for one in read.intents] == ["power.turn_on"]
    await talk.missed("에어컨 빵빵하게 틀어줘", read=read)
    [group] = await talk.groups()
    assert group.proposal is not None
    assert (group.proposal.intent, group.proposal.why) == ("power.turn_on", "guessed")
    assert group.proposal.example == "[에어컨](appliance_type) 빵빵하게 틀어줘"


# --- what was taken back


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("아니 그거 말고", "not_understood"),
        ("아니야", "answered"),
        ("no not that one", "answered"),
        ("되돌려", "refused"),
        ("undo that", "refused"),
    ],
)
async def test_what_was_taken_back_was_misread(talk: Talk, said: str, outcome: Outcome) -> None:
    await talk.say("왕별 켜줘")
    await talk.say(said, outcome)
    await talk.say("안방 스탠드 켜줘")
    [group] = await talk.groups()
    assert (group.kind, group.texts) == ("corrected", ("왕별 켜줘",))
    assert group.proposal is not None
    assert (group.proposal.steps, group.proposal.why) == (("안방 스탠드 켜줘",), "said_next")


@pytest.mark.parametrize("said", ["아니 안방 거", "그거 말고 안방 거", "no, I meant the bedroom"])
async def test_a_correction_that_was_done_explains_nothing_by_itself(talk: Talk, said: str) -> None:
    await talk.say("왕별 켜줘")
    await talk.say(said)
    await talk.say("티비 꺼줘")
    [group] = await talk.groups()
    assert (group.kind, group.texts, group.proposal) == ("corrected", ("왕별 켜줘",), None)


async def test_a_correction_may_say_what_was_meant(talk: Talk) -> None:
    await talk.say("왕별 켜줘")
    await talk.say("아니 그거 말고 안방 스탠드 켜줘")
    [group] = await talk.groups()
    assert group.proposal is not None
    assert (group.proposal.steps, group.proposal.why) == (("안방 스탠드 켜줘",), "corrected")


async def test_a_no_to_did_you_mean(talk: Talk) -> None:
    await talk.say("왕별 켜줘", "asked")
    await talk.say("아니", "answered", answers="ask.did_you_mean", cancelled=True)
    await talk.say("안방 스탠드 켜줘")
    [group] = await talk.groups()
    assert (group.kind, group.texts) == ("corrected", ("왕별 켜줘",))
    assert group.proposal is not None


async def test_a_press_on_no_is_a_no(talk: Talk) -> None:
    await talk.say("왕별 켜줘", "asked")
    await talk.say("", "answered", answers="ask.did_you_mean", cancelled=True, action="v1:x")
    assert [one.kind for one in await talk.groups()] == ["corrected"]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (
            {"text": "오븐 켜줘", "outcome": "asked"},
            {"text": "아니", "answers": "ask.confirm", "cancelled": True},
        ),
        ({"text": "왕별 켜줘", "outcome": "asked"}, {"text": "응", "answers": "ask.did_you_mean"}),
        ({"text": "거실 불 켜줘"}, {"text": "취소", "outcome": "answered"}),
        ({"text": "거실 불 켜줘"}, {"text": "아니야", "outcome": "answered", "after_s": 121.0}),
        ({"text": "거실 불 켜줘"}, {"text": "아니야", "outcome": "answered", "who": "dad"}),
        ({"text": "거실 불 몇 퍼센트야?", "outcome": "answered"}, {"text": "아니야", "outcome": "answered"}),
        ({"text": "거실 불 켜줘"}, {"text": "불 켜지 마", "outcome": "answered"}),
    ],
)
async def test_what_takes_nothing_back(talk: Talk, first: dict[str, object], then: dict[str, object]) -> None:
    await talk.say(**first)  # type: ignore[arg-type]
    await talk.say(**then)  # type: ignore[arg-type]
    assert await talk.groups() == []


# --- what is kept for trying changes on


async def test_what_was_said_is_kept_without_who_and_where(talk: Talk) -> None:
    await talk.say("거실 불 켜줘")
    await talk.missed("왕별 재워 줘", who="dad")
    first, second = (await talk.heard.all())[::-1]
    assert (first.text, first.language, first.understood) == (
        "거실 불 켜줘",
        "ko",
        "power.turn_on appliance=light-living",
    )
    assert second.text == "왕별 재워 줘"
    everything = b"".join([await talk.redis.dump(key) or b"" for key in await talk.redis.keys()])
    assert not any(word in everything for word in (b"mom", b"dad", b"family"))


async def test_answers_buttons_secrets_and_menus_are_not_kept(talk: Talk) -> None:
    await talk.say("응", answers="")
    await talk.say("2번", answers="ask.which")
    await talk.say("아니", "answered")
    await talk.say("4821", secret=True, answers="")
    await talk.say("비번은 4821", "refused", secret=True)
    await talk.say("", action="v1:x")
    await talk.say("/on", read=talk.read("거실 불 켜줘"))
    await talk.say("거실 불 켜줘 " * (LONGEST // 5))
    assert await talk.kept() == []
    assert await talk.groups() == []


async def test_private_things_are_kept_nowhere(talk: Talk) -> None:
    await talk.missed("왕별 비번 8642 넣고 열어")
    await talk.missed("왕별한테 kim@example.com 이랑 010-8642-1357 보내")
    await talk.say("현관 비번 8642 왕별 켜줘")
    await talk.say("아니 그거 말고 8642")
    everything = b"".join([await talk.redis.dump(key) or b"" for key in await talk.redis.keys()])
    assert not any(word in everything for word in (b"8642", b"1357", b"kim", b"example"))
    assert any(HIDDEN in text for one in await talk.texts() for text in one)
    assert all(one.understood == "" for one in await talk.heard.all() if HIDDEN in one.text)
    assert [one.proposal for one in await talk.groups()] == [None] * len(await talk.groups())


async def test_nothing_of_it_is_in_the_log(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        await talk.missed("왕별 재워 줘")
        await talk.say("거실 불 꺼줘")
        strange = replace(talk.read("왕별 재워 줘"), words=None)  # type: ignore[arg-type]
        await talk.missed("왕별 재워 줘", read=strange)
    assert "왕별" not in caplog.text
    assert "could not be kept" in caplog.text
    assert len(await talk.kept()) == 3


async def test_switched_off_nothing_is_written_and_what_was_there_goes(talk: Talk, shipped: Engines) -> None:
    await talk.missed("왕별 재워 줘")
    [group] = await talk.groups()
    await talk.misses.ignore(group.id)
    await talk.missed("세탁물 처리해줘")
    off = Talk(talk.redis, shipped, talk.now, messages=0)
    try:
        assert not off.misses.on
        await off.misses.start()
        await off.heard.start()
        await off.missed("왕별 재워 줘")
        assert await off.groups() == []
        assert await talk.redis.keys() == []
    finally:
        await off.remembering.stop()


async def test_a_store_that_is_away_loses_the_record_not_the_message(shipped: Engines) -> None:
    client = Redis.from_url(f"redis://127.0.0.1:{free_port()}", retry=None)
    away = Talk(client, shipped, 1_000.0)
    try:
        await away.missed("왕별 재워 줘")
        await away.say("거실 불 켜줘")
    finally:
        await away.remembering.stop()
        await client.aclose()


async def test_a_store_that_hangs_holds_nobody_up(talk: Talk) -> None:
    await talk.remembering.stop()
    for _ in range(300):
        message = IncomingMessage(f"m{next(_IDS)}", "왕별 재워 줘", "family", "mom", talk.now)
        talk.remembering.note(
            Trip(message, Person("mom", {"ko": "엄마"}, "adult")), Answer(message.id, "acted", "ko")
        )
    assert talk.remembering._queue.full()


async def test_what_waits_at_the_end_is_still_written(talk: Talk) -> None:
    for text in ("거실 불 켜줘", "왕별 재워 줘"):
        message = IncomingMessage(f"m{next(_IDS)}", text, "family", "mom", talk.now)
        trip = Trip(message, Person("mom", {"ko": "엄마"}, "adult"))
        trip.takes(talk.read(text))
        talk.remembering.note(trip, Answer(message.id, "acted", "ko"))
    await talk.remembering.stop()
    assert await talk.kept() == ["거실 불 켜줘", "왕별 재워 줘"]


# --- what an admin does about it


async def test_a_group_that_was_dealt_with_is_gone(talk: Talk) -> None:
    await talk.missed("왕별 재워 줘")
    await talk.missed("세탁물 처리해줘")
    gone = next(one for one in await talk.groups() if one.texts == ("왕별 재워 줘",))
    assert await talk.misses.done(gone.id)
    assert await talk.texts() == [("세탁물 처리해줘",)]
    assert not await talk.misses.done(gone.id)
    await talk.missed("왕별 재워 줘")
    assert len(await talk.texts()) == 2


async def test_what_is_ignored_stays_so(talk: Talk) -> None:
    await talk.missed("왕별 재워 줘")
    [group] = await talk.groups()
    assert await talk.misses.ignore(group.id)
    await talk.missed("왕별 좀 재워줘")
    await talk.missed("왕별 깨워 줘")
    assert await talk.texts() == [("왕별 깨워 줘",)]
    assert not await talk.misses.ignore(group.id)


async def test_a_name_that_nobody_knows_is_a_miss_and_a_right_that_lacks_is_none(talk: Talk) -> None:
    await talk.say("왕별 켜줘", "refused")
    await talk.say("거실 불 켜줘", "refused")
    await talk.say("거실 불 켜줘")
    [group] = await talk.groups()
    assert (group.texts, group.kind) == (("왕별 켜줘",), "not_understood")
    assert group.proposal is not None and group.proposal.why == "said_next"


async def test_it_is_all_there_after_a_restart(talk: Talk, shipped: Engines) -> None:
    await talk.missed("왕별 재워 줘")
    await talk.say("거실 불 꺼줘")
    again = Talk(talk.redis, shipped, talk.now)
    try:
        assert await again.groups() == await talk.groups()
    finally:
        await again.remembering.stop()


async def test_what_is_understood_by_now_is_no_miss_any_more(talk: Talk, shipped: Engines) -> None:
    await talk.missed("왕별 재워 줘")
    await talk.missed("왕별 24도로 해줘")
    await talk.missed("세탁물 처리해줘")
    assert await talk.misses.now_understood(talk.proposals.meaning) == 0
    lesson = read_example("run_control.start", "[세탁물](appliance_type) 처리해줘", "own.yml", 1)
    talk.engines = shipped.of_home(Training(examples=(lesson,), synonyms=(("왕별", "aircon-living"),)))
    assert await talk.misses.now_understood(talk.proposals.meaning) == 2
    assert await talk.texts() == [("왕별 재워 줘",)]


async def test_what_was_misread_while_something_was_spoken_of_stays(talk: Talk) -> None:
    await talk.say("더 밝게")
    await talk.say("아니야", "answered")
    assert await talk.misses.now_understood(talk.proposals.meaning) == 0
    assert await talk.texts() == [("더 밝게",)]


async def test_what_was_misread_goes_when_it_is_read_otherwise(talk: Talk, shipped: Engines) -> None:
    await talk.say("거실 불 켜줘")
    await talk.say("아니야", "answered")
    assert await talk.misses.now_understood(talk.proposals.meaning) == 0
    assert len(await talk.groups()) == 1
    assert await talk.misses.now_understood(lambda _: "power.turn_off") == 1
    assert await talk.groups() == []


async def test_all_is_forgotten_when_that_is_wanted(talk: Talk) -> None:
    await talk.missed("왕별 재워 줘")
    [group] = await talk.groups()
    await talk.misses.ignore(group.id)
    await talk.missed("세탁물 처리해줘")
    await talk.misses.forget()
    await talk.heard.forget()
    assert await talk.redis.keys() == []


async def test_every_key_goes_by_itself(talk: Talk) -> None:
    await talk.missed("왕별 재워 줘")
    [group] = await talk.groups()
    await talk.misses.ignore(group.id)
    await talk.missed("세탁물 처리해줘")
    assert sorted(await talk.redis.keys()) == [
        KEYS.key("words", one).encode() for one in ("heard", "ignored", "misses")
    ]
    assert all([await talk.redis.ttl(key) > 0 for key in await talk.redis.keys()])
