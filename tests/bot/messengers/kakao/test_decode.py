from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messengers.base import Arrival, address_of
from bot.messengers.kakao.decode import SkillCall, gateway_arrival, skill_call
from bot.messengers.kakao.transport import group_at, key_of, private_at
from tests.support.kakao_api.skill import GROUP, key, payload

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def call(*args: Any, at: float = 1000.0, **more: Any) -> SkillCall:
    made = skill_call(payload(*args, **more), at)
    assert made is not None
    return made


def test_a_private_message() -> None:
    arrival = call("mom", "거실 불 켜줘").arrival
    assert (arrival.text, arrival.addressed, arrival.group) == ("거실 불 켜줘", "direct", False)
    assert arrival.sender.key == arrival.at.key == f"kakao:{key('mom')}"
    assert arrival.sender.language == "ko"


@pytest.mark.parametrize("said", ["a_b*c.d#e<f>&", "🧺세탁기 👨‍👩‍👧", "@엄마 뭐 해"])
def test_words_are_kept_as_they_are(said: str) -> None:
    assert call("mom", said).arrival.text == said


def test_a_press() -> None:
    arrival = call("mom", "예", extra={"action": "v1:8h2kd0qa"}).arrival
    assert (arrival.action, arrival.text, arrival.addressed) == ("v1:8h2kd0qa", "", "button")


@pytest.mark.parametrize("extra", [{}, {"action": 7}, "null", [], {"action": ""}, None])
def test_an_extra_that_is_none_of_ours_is_passed_over(extra: Any) -> None:
    made = payload("mom", "예")
    made["action"]["clientExtra"] = extra
    found = skill_call(made, 0.0)
    assert found is not None and found.arrival.text == "예"


def test_a_group_message_is_to_us_and_loses_our_name() -> None:
    arrival = call("mom", "@집사 불 켜줘", group=True).arrival
    assert (arrival.text, arrival.addressed, arrival.group) == ("불 켜줘", "mention", True)
    assert arrival.at.key == f"kakao:g-{GROUP}"
    assert arrival.sender.key == f"kakao:{key('mom')}"


def test_the_older_form_names_the_user_by_id_alone() -> None:
    made = payload("mom", "안녕")
    del made["userRequest"]["user"]["properties"]
    found = skill_call(made, 0.0)
    assert found is not None and found.arrival.sender.id == key("mom")


def test_the_same_words_within_ten_seconds_have_the_same_id() -> None:
    first, again, later = (call("mom", "불 켜줘", at=at) for at in (1000.0, 1009.0, 1020.0))
    assert first.arrival.id == again.arrival.id != later.arrival.id
    assert call("dad", "불 켜줘").arrival.id != first.arrival.id != call("mom", "불 꺼줘").arrival.id


def test_a_callback_address_tells_calls_apart() -> None:
    one, other = (call("mom", "불 켜줘", callback_url=f"https://bot-api.kakao.com/{n}") for n in "12")
    assert one.arrival.id != other.arrival.id and one.twin != other.twin


@pytest.mark.parametrize("url", ["ftp://x/", "javascript:alert(1)", "", "//x", 7])
def test_an_address_that_is_none_is_passed_over(url: Any) -> None:
    assert call("mom", "불 켜줘", callback_url=url).callback_url is None


def test_a_picture_is_an_attachment() -> None:
    made = payload("mom", "https://talk.kakaocdn.net/x.jpg")
    made["userRequest"]["params"]["media"] = {"type": "image", "url": "https://talk.kakaocdn.net/x.jpg"}
    found = skill_call(made, 0.0)
    assert found is not None
    assert [one.kind for one in found.arrival.attachments] == ["photo"] and found.arrival.text == ""


@pytest.mark.parametrize(
    "body", [None, [], {}, {"userRequest": {"user": {"id": ""}}}, {"userRequest": 1}, "x"]
)
def test_without_a_user_nobody_says_anything(body: object) -> None:
    assert skill_call(body, 0.0) is None


@given(JSON)
def test_any_json_is_survived(body: object) -> None:
    skill_call(body, 0.0)
    gateway_arrival(body, 0.0)


@given(st.dictionaries(st.sampled_from(["utterance", "user", "chat", "lang", "params", "callbackUrl"]), JSON))
def test_broken_requests_are_survived(more: dict[str, Any]) -> None:
    made = payload("mom", "안녕")
    made["userRequest"] |= more
    found = skill_call(made, 0.0)
    assert found is None or found.arrival.text.encode() is not None


@given(st.dictionaries(
    st.sampled_from(["botGroupKey", "botUserKey", "content", "timestamp", "id", "isChannelChatroom", "callbackToken"]),
    JSON | st.text(), min_size=3), st.sampled_from(["MESSAGE_CREATE", "ENTRANCE", "LEAVE", "CHAT_JOIN"]))  # fmt: skip
def test_broken_frames_are_survived(data: dict[str, Any], kind: str) -> None:
    arrival = gateway_arrival({"op": 0, "t": kind, "d": data}, 1000.0)
    assert arrival is None or arrival.sent_at <= 1000.0


def heard(kind: str, **data: Any) -> Arrival | None:
    return gateway_arrival({"op": 0, "t": kind, "s": 1, "d": {"botGroupKey": "room", **data}}, 2e9)


def said(content: str, **data: Any) -> Arrival:
    arrival = heard("MESSAGE_CREATE", id=7, content=content, botUserKey="mom", **data)
    assert arrival is not None
    return arrival


def test_a_message_in_a_room() -> None:
    arrival = said("@집사 불 켜줘", callbackToken="t", isChannelChatroom=False, timestamp="1700000000000")
    assert (arrival.text, arrival.addressed, arrival.at.chat) == ("불 켜줘", "mention", "g-room")
    assert arrival.sent_at == 1_700_000_000.0


def test_a_message_that_cannot_be_answered_was_not_said_to_us() -> None:
    assert said("우리끼리", isChannelChatroom=False).addressed == "overheard"


def test_a_message_in_the_chat_of_the_channel() -> None:
    arrival = said("불 켜줘", callbackToken="t", isChannelChatroom=True)
    assert (arrival.addressed, arrival.at.chat, arrival.group) == ("direct", "mom", False)


@pytest.mark.parametrize(
    ("told", "at"),
    [(1_700_000_000, 1.7e9), ("2023-11-14T22:13:20Z", 1.7e9), ("2023-11-15T07:13:20+09:00", 1.7e9),
     ("2023-11-14T22:13:20", 2e9), (None, 2e9), ("soon", 2e9), (9e99, 2e9)],
)  # fmt: skip
def test_times(told: object, at: float) -> None:
    assert said("x", timestamp=told).sent_at == at


def test_coming_and_going() -> None:
    came, went = heard("ENTRANCE", inviter={"botUserKey": "mom"}), heard("LEAVE")
    assert came is not None and (came.kind, came.group) == ("joined", True)
    assert went is not None and went.kind == "left"
    assert heard("CHAT_JOIN", user={"botUserKey": "dad"}) is None
    assert heard("SOMETHING_NEW") is None


@pytest.mark.parametrize("name", ["abc", "a/b", "a%2Fb", "/a", "a/", "%"])
def test_keys_survive_the_house(name: str) -> None:
    for at, group in ((private_at(name), False), (group_at(name), True)):
        assert address_of(at.key) == at
        assert key_of(at) == (name, group)
