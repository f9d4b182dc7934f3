"""The desk: who is heard, what reaches the house, and that every arrival gets one answer."""

import asyncio
import logging
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appliance_bridge.errors import StoreUnavailable
from bot.message import Answer, IncomingMessage, Span
from bot.messengers.base import Account, Arrival, Attachment, Undelivered
from bot.messengers.settings import DeskSettings
from tests.bot.messengers.conftest import Open
from tests.bot.messengers.desks import FEATURES, FakeMessenger, Front, answer, reply
from tests.support.waiting import until

NUMBERED = replace(FEATURES, buttons=0, edits=False)


async def everything_in(front: Front) -> str:
    """All keys and values of the store."""
    found: list[object] = []
    async for key in front.redis.scan_iter("*"):
        kind = await front.redis.type(key)
        found.append(key)
        found.append(await (front.redis.get(key) if kind == b"string" else front.redis.hgetall(key)))
    return "\n".join(one.decode() if isinstance(one, bytes) else str(one) for one in found)


# --- what reaches the house


async def test_a_message_of_somebody_known_reaches_the_house_and_its_answer_comes_back(home: Front) -> None:
    assert await home.say("불 켜 줘", responder="token") == ["들음: 불 켜 줘"]
    [heard] = home.house.heard
    assert (heard.id, heard.chat, heard.sender, heard.text) == ("fake:1", "fake:p1", "mom", "불 켜 줘")
    assert (heard.messenger, heard.sent_at, heard.group, heard.addressed) == (
        "fake",
        home.clock.now,
        False,
        True,
    )
    [sent] = home.messenger.sent
    assert (sent.chat, sent.responder, sent.parcel.language, sent.parcel.reply_to) == (
        "fake:p1", "token", "ko", None,
    )  # fmt: skip
    assert home.people.chats_of("mom")[0] == "fake:p1"


async def test_in_a_group_the_answer_quotes_and_the_chat_is_nobodys_private_one(home: Front) -> None:
    await home.say("불 켜 줘", group=True)
    assert home.house.heard[0].group
    assert home.messenger.sent[0].parcel.reply_to == "q"
    assert home.people.chats_of("mom") == ("web:mom",)


async def test_a_pressed_button_is_an_action_of_who_pressed_it(home: Front) -> None:
    await home.say("", who="2", group=True, action="v1:yes", addressed="button")
    assert (home.house.heard[0].action, home.house.heard[0].sender) == ("v1:yes", "dad")


async def test_the_house_is_told_how_far_the_platform_can_be_trusted(opened: Open) -> None:
    front = await opened(FakeMessenger(features=replace(FEATURES, trusted=False)))
    await front.say("불 켜 줘")
    assert not front.house.heard[0].trusted


async def test_the_wait_ends_before_the_platform_does(home: Front) -> None:
    await home.say("a")
    await home.say("b", answer_by=home.clock.now + 0.6)
    await home.say("c", answer_by=home.clock.now - 1)
    assert home.house.waits == [0.2, pytest.approx(0.1), 0.0]


# --- overheard


async def test_what_is_overheard_leaves_no_trace(home: Front, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    before = await everything_in(home)
    for who in ("1", "2", "9"):
        voice = Attachment("voice", "audio/ogg")
        arrival = home.arrival(
            "참기름 사 와", who=who, group=True, addressed="overheard", attachments=(voice,)
        )
        await home.desk.arrived(arrival)
    assert home.house.heard == [] and home.messenger.sent == []
    assert await everything_in(home) == before
    assert [one for one in caplog.records if one.name.startswith("bot")] == []
    assert "참기름" not in caplog.text


async def test_a_wake_word_addresses_us(home: Front) -> None:
    assert await home.say("집사야, 불 켜", group=True, addressed="overheard") == ["들음: 불 켜"]
    assert await home.say("Jipsa", group=True, addressed="overheard") == ["네, 말씀하세요."]
    assert await home.say("", group=True) == ["네, 말씀하세요."]
    assert await home.say("집사야, 불 꺼", group=True) == ["들음: 불 꺼"]
    assert len(home.house.heard) == 2


async def test_wake_words_are_those_of_the_home(opened: Open) -> None:
    front = await opened(settings=DeskSettings(wake_words=("우리집",)))
    assert await front.say("우리집 불 켜", group=True, addressed="overheard") == ["들음: 불 켜"]
    assert await front.say("집사야 불 켜", group=True, addressed="overheard") == []


# --- strangers


@pytest.mark.parametrize("group", [False, True])
async def test_a_stranger_hears_one_line_a_day(home: Front, group: bool) -> None:
    said = await home.say("불 켜 줘", who="9", group=group)
    assert len(said) == 1 and "식구" in said[0]
    assert await home.say("문 열어", who="9", group=group) == []
    assert await home.say("", who="9", group=group, action="v1:yes") == []
    assert len(await home.say("안녕", who="8", group=group)) == 1
    assert home.house.heard == []


async def test_a_stranger_is_spoken_to_in_a_language_of_their_platform(home: Front) -> None:
    at = home.arrival("hi", who="9")
    await home.desk.arrived(replace(at, sender=Account("fake", "9", "Bob", "en-GB")))
    await home.desk.arrived(replace(home.arrival("hi", who="8"), sender=Account("fake", "8", "X", "xx")))
    assert home.messenger.texts[0].startswith("Hello") and "식구" in home.messenger.texts[1]


@pytest.mark.parametrize("said", ["{code}", "/start {code}", " {code}\n", "{spaced}"])
async def test_a_code_makes_a_stranger_somebody(home: Front, said: str) -> None:
    code = (await home.pairing.invite("guest", by="mom", name="이모")).code
    text = said.format(code=code, spaced=f"{code[:4].lower()} {code[4:]}")
    [welcome] = await home.say(text, who="9")
    assert "이모" in welcome and code not in welcome
    person = home.people.person_of("fake:9")
    assert person is not None and home.people.chats_of(person.id)[0] == "fake:p9"
    assert home.house.heard == []
    await home.say("불 켜 줘", who="9")
    [heard] = home.house.heard
    assert home.people[heard.sender].role == "guest"
    assert home.people.chats_of(heard.sender)[0] == "fake:p9"


async def test_a_code_shown_in_a_group_opens_nothing(home: Front) -> None:
    code = (await home.pairing.invite("guest", by="mom")).code
    assert "식구" in (await home.say(code, who="9", group=True))[0]
    assert home.people.person_of("fake:9") is None


async def test_a_wrong_code_is_said_to_be_wrong_until_it_was_too_many(home: Front) -> None:
    assert "코드" in (await home.say("ABCDEFGH", who="9"))[0]
    for _ in range(15):
        await home.say("ABCDEFGH", who="9")
    assert await home.say("ABCDEFGH", who="9") == []
    assert home.messenger.texts[-1].startswith("틀린 코드가 너무 많")


async def test_somebody_known_may_use_a_code_and_may_say_what_looks_like_one(home: Front) -> None:
    assert await home.say("HEAT PUMP") == ["들음: HEAT PUMP"]
    assert "코드" in (await home.say("/start HEATPUMP"))[0]
    code = (await home.pairing.invite("adult", by="mom", person="mom")).code
    assert "엄마" in (await home.say(code))[0]


# --- things that are not text


class Ears:
    """A speech engine that knows one sentence."""

    def __init__(self, text: str = "불 켜 줘") -> None:
        self.text = text
        self.heard: list[tuple[bytes, str, str]] = []

    async def transcribe(self, audio: bytes, media_type: str, language: str) -> str:
        self.heard.append((audio, media_type, language))
        return self.text


def voice(data: bytes = b"ogg", error: Exception | None = None) -> Attachment:
    async def fetch() -> bytes:
        if error is not None:
            raise error
        return data

    return Attachment("voice", "audio/ogg", fetch)


async def test_without_a_speech_engine_a_voice_is_not_guessed(home: Front) -> None:
    assert await home.say(attachments=(voice(),)) == ["음성 메시지는 아직 알아듣지 못해요. 글로 적어 주세요."]
    assert home.house.heard == []


async def test_a_voice_is_understood_and_shown(opened: Open) -> None:
    ears = Ears()
    front = await opened(speech=ears)
    assert await front.say(attachments=(voice(),)) == ["들은 말: “불 켜 줘”\n들음: 불 켜 줘"]
    assert ears.heard == [(b"ogg", "audio/ogg", "ko")]


@pytest.mark.parametrize(
    ("text", "note", "said"),
    [
        ("", voice(), "잘 못 들었어요"),
        ("x", voice(b"x" * 5_000_001), "너무 길어요"),
        ("x", voice(error=Undelivered("away")), "잘 못 들었어요"),
        ("x", voice(error=RuntimeError("참기름")), "잘 못 들었어요"),
    ],
)
async def test_a_voice_that_cannot_be_understood(
    opened: Open, caplog: pytest.LogCaptureFixture, text: str, note: Attachment, said: str
) -> None:
    front = await opened(speech=Ears(text))
    [line] = await front.say(attachments=(note,))
    assert said in line and front.house.heard == []
    assert "참기름" not in caplog.text


@pytest.mark.parametrize("group", [False, True])
async def test_pictures_are_not_guessed_but_what_stands_under_them_is_read(home: Front, group: bool) -> None:
    photo = Attachment("photo", "image/jpeg")
    assert await home.say(attachments=(photo,), group=group) == ["글로 적어 주신 말만 알아들을 수 있어요."]
    assert await home.say("불 켜", attachments=(photo,), group=group) == ["들음: 불 켜"]


# --- choices


async def ask(message: IncomingMessage) -> Answer:
    if message.text == "오븐":
        return answer(message.id, "켤까요?", "네", "아니요")
    return answer(message.id, f"들음: {message.text or message.action}")


@pytest.mark.parametrize("typed", ["2", " 2. ", "2번", "２", "아니요"])
async def test_numbers_press_buttons_where_there_are_none(opened: Open, typed: str) -> None:
    front = await opened(FakeMessenger(features=NUMBERED))
    front.house.answering = ask
    assert await front.say("오븐") == ["켤까요?\n1. 네\n2. 아니요"]
    assert await front.say(typed) == ["들음: v1:아니요"]
    assert await front.say("2") == ["들음: 2"]  # an answer without choices ends the menu


async def test_a_menu_is_of_one_person_in_one_chat_and_ends(opened: Open) -> None:
    front = await opened(FakeMessenger(features=NUMBERED))
    front.house.answering = ask
    await front.say("오븐", group=True)
    assert await front.say("1", who="2", group=True) == ["들음: 1"]
    assert await front.say("1") == ["들음: 1"]
    assert await front.say("3", group=True) == ["들음: 3"]
    await front.say("오븐", group=True)
    async for key in front.redis.scan_iter("*desk:menu:*"):
        assert 0 < await front.redis.ttl(key) <= 300
        await front.redis.delete(key)
    assert await front.say("1", group=True) == ["들음: 1"]


async def test_more_shows_the_other_buttons(opened: Open) -> None:
    front = await opened(FakeMessenger(features=replace(FEATURES, buttons=3)))

    async def many(message: IncomingMessage) -> Answer:
        return answer(message.id, "어느 것이요?", "1", "2", "3", "4")

    front.house.answering = many
    await front.say("불")
    more = front.messenger.sent[-1].parcel.buttons[-1]
    assert more.label == "더 보기"
    assert await front.say(action=more.action, addressed="button") == ["다른 선택도 있어요."]
    assert [one.action for one in front.messenger.sent[-1].parcel.buttons] == ["v1:3", "v1:4"]
    assert len(front.house.heard) == 1
    [old] = await front.say(action="more:gone", addressed="button")
    assert "오래된" in old


# --- who speaks, who reads


async def test_an_appliance_speaks_under_its_name_unless_the_home_or_the_chat_says_no(opened: Open) -> None:
    async def cold(message: IncomingMessage) -> Answer:
        return Answer(message.id, "answered", "ko", (reply("3도예요.", speaker="fridge-1"),))

    front = await opened()
    front.house.answering = cold
    assert await front.say("냉장고?") == ["🧊 냉장고: 3도예요."]
    assert front.messenger.sent[0].parcel.spans == (Span(2, 3, "bold"),)
    await front.chats.set("fake:p1", replace(await front.chats.get("fake:p1"), speak=False))
    assert await front.say("냉장고?") == ["3도예요."]
    other = await opened(FakeMessenger("other", replace(FEATURES, shows_speaker=True)))
    other.house.answering = cold
    await other.say("냉장고?")
    parcel = other.messenger.sent[0].parcel
    assert parcel.text == "3도예요." and parcel.speaker is not None and parcel.speaker.name == "냉장고"
    mute = await opened(FakeMessenger("mute"), settings=DeskSettings(appliances_speak=False))
    mute.house.answering = cold
    assert await mute.say("냉장고?") == ["3도예요."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("냉장고는 3도예요.", "🧊 냉장고: 3도예요."),
        ("냉장고를 켰어요.", "🧊 냉장고: 켰어요."),
        ("엄마가 냉장고를 켰어요.", "🧊 냉장고: 엄마가 냉장고를 켰어요."),
        ("냉장고", "🧊 냉장고: 냉장고"),
    ],
)
async def test_behind_its_name_an_appliance_need_not_say_it_again(home: Front, text: str, said: str) -> None:
    async def told(message: IncomingMessage) -> Answer:
        return Answer(message.id, "answered", "ko", (reply(text, speaker="fridge-1"),))

    home.house.answering = told
    assert await home.say("냉장고?") == [said]


async def secret(message: IncomingMessage) -> Answer:
    return Answer(message.id, "answered", "ko", (reply("코드는 ABC", audience="sender"),))


async def test_what_is_for_the_sender_goes_to_their_private_chat(home: Front) -> None:
    home.house.answering = secret
    assert await home.say("초대", group=True) == [
        "여기서는 말씀드릴 수 없는 내용이에요. 저에게 개인 메시지로 다시 말씀해 주세요."
    ]
    await home.say("안녕")
    assert await home.say("초대", group=True) == ["코드는 ABC", "따로 보내 드렸어요."]
    assert [one.chat for one in home.messenger.sent[-2:]] == ["fake:p1", "fake:g"]
    home.messenger.troubles = [Undelivered("gone", "blocked")]
    [line] = await home.say("초대", group=True)
    assert "ABC" not in line and home.messenger.sent[-1].chat == "fake:g"


async def test_the_dashboard_is_that_of_the_person(home: Front) -> None:
    cards = home.desk.dashboard(Account("fake", "1"))
    assert cards is not None and [one.speaker.name for one in cards] == ["냉장고"]
    assert cards[0].summary == "3°C" and cards[0].area == "주방"
    assert home.desk.dashboard(Account("fake", "9")) is None


# --- once, and in order


async def test_a_redelivery_has_no_second_answer_also_after_a_restart(opened: Open) -> None:
    front = await opened()
    arrival = front.arrival("불 켜")
    await asyncio.gather(*(front.desk.arrived(arrival) for _ in range(3)))
    await front.desk.arrived(arrival)
    assert front.messenger.texts == ["들음: 불 켜"] and len(front.house.heard) == 1
    again = await opened()
    await again.desk.arrived(arrival)
    assert again.messenger.texts == []


async def test_what_was_not_delivered_is_answered_when_it_comes_again(home: Front) -> None:
    home.messenger.troubles = [Undelivered("refused")]
    arrival = home.arrival("불 켜")
    await home.desk.arrived(arrival)
    await home.desk.arrived(arrival)
    assert home.messenger.texts == ["들음: 불 켜"]


async def test_two_messages_of_one_person_reach_the_house_in_order(home: Front) -> None:
    gate = asyncio.Event()

    async def slow(message: IncomingMessage) -> Answer:
        if message.text == "첫째":
            await gate.wait()
        return answer(message.id, message.text)

    home.house.answering = slow
    one, two = home.arrival("첫째"), home.arrival("둘째")
    first, second = (asyncio.create_task(home.desk.arrived(arrival)) for arrival in (one, two))
    await second
    assert home.messenger.texts == ["둘째"]
    assert [message.text for message in home.house.heard] == ["첫째", "둘째"]
    gate.set()
    await first
    assert home.messenger.texts == ["둘째", "첫째"]


async def test_waiting_shows_that_an_answer_is_being_made(home: Front) -> None:
    gate = asyncio.Event()

    async def slow(message: IncomingMessage) -> Answer:
        await gate.wait()
        return answer(message.id, "다 했어요")

    home.house.answering = slow
    task = asyncio.create_task(home.desk.arrived(home.arrival("불")))
    await until(lambda: home.messenger.worked)
    gate.set()
    await task
    assert home.messenger.texts == ["다 했어요"]


# --- failures


async def test_a_house_that_fails_is_said_in_one_sentence(
    home: Front, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(message: IncomingMessage) -> Answer:
        raise RuntimeError(f"cannot do {message.text}")

    home.house.answering = fail
    assert await home.say("참기름") == ["문제가 생겨서 하지 못했어요. 잠시 뒤에 다시 말씀해 주세요."]
    assert "참기름" not in caplog.text and "RuntimeError" in caplog.text


async def test_a_store_that_is_away_does_not_keep_an_answer_back(
    home: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise StoreUnavailable("away")

    for name in ("answered", "keep_answered", "menu", "keep_menu", "status", "keep_status"):
        monkeypatch.setattr(home.memory, name, away)
    monkeypatch.setattr(home.people, "seen_in", away)
    monkeypatch.setattr(home.chats, "get", away)
    assert await home.say("불 켜") == ["들음: 불 켜"]


async def test_one_messenger_that_cannot_start_does_not_keep_the_others(opened: Open) -> None:
    class Broken(FakeMessenger):
        async def start(self, arrived: object) -> None:
            raise RuntimeError("token abc")

    front = await opened()
    await front.desk.stop()
    good = FakeMessenger("good")
    await front.desk.start([Broken("broken"), good])
    checks = {one.name: one for one in front.desk.checks()}
    assert good.arrived is not None
    assert not checks["broken"].ok and "abc" not in checks["broken"].text
    assert checks["good"].ok and all(one.messenger for one in checks.values())


@given(
    st.text(max_size=40) | st.text(st.sampled_from("집사야 ,1/startABCD\ud800\u200d"), max_size=30),
    st.sampled_from(["1", "9", "\ud800"]),
    st.booleans(),
    st.sampled_from(["direct", "mention", "overheard", "button"]),
    st.sampled_from([None, "v1:x", "more:x", ""]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_text_is_dealt_with(
    home: Front,
    caplog: pytest.LogCaptureFixture,
    text: str,
    who: str,
    group: bool,
    addressed: str,
    action: str | None,
) -> None:
    caplog.clear()
    arrival: Arrival = home.arrival(text, who=who, group=group, addressed=addressed, action=action)
    before = len(home.messenger.sent)
    await home.desk.arrived(arrival)
    assert caplog.records == []
    called_for = addressed != "overheard" or len(home.messenger.sent) > before
    assert who != "1" or not called_for or len(home.messenger.sent) == before + 1
