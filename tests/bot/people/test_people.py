"""The live register, in a real Redis."""

from datetime import UTC, datetime

import pytest
from redis.asyncio import Redis

from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.keys import Keys
from bot.people.people import KEPT_AFTER_S, People
from bot.people.person import Person
from bot.people.store import PeopleStore
from tests.bot.people.conftest import DAD, MOM, NOON, Register

AUNT = Person("adult-1", {"ko": "이모", "en": "Aunt"}, "adult", "ko")


def guest(ends_at: float) -> Person:
    return Person("guest-1", {"ko": "손님"}, "guest", until=datetime.fromtimestamp(ends_at, UTC))


async def test_those_of_the_config_come_first(register: Register) -> None:
    people = register.people
    await people.add(AUNT, account="telegram:7", made_by="mom")
    assert list(people) == ["mom", "dad", "adult-1"]
    assert (len(people), people["dad"], people["adult-1"]) == (3, DAD, AUNT)
    assert people.person_of("telegram:1") == MOM
    assert people.person_of("telegram:7") == AUNT
    assert people.person_of("telegram:8") is None
    with pytest.raises(ValueError, match="config"):
        await people.add(Person("mom", {"ko": "가짜"}, "owner"))


async def test_one_person_on_several_messengers(register: Register) -> None:
    await register.people.link("slack:U1", "mom")
    assert set(register.people.accounts_of("mom")) == {"telegram:1", "slack:U1"}


async def test_all_is_known_after_a_restart(register: Register) -> None:
    leaving = guest(NOON + 3600)
    await register.people.add(leaving, account="line:Uabc", made_by="mom")
    await register.people.add(AUNT, account="telegram:7", made_by="mom")
    await register.people.link("slack:U1", "dad")
    await register.people.seen_in("dad", "slack:D1")
    again = (await register.restarted()).people
    assert dict(again) == dict(register.people)
    assert again["guest-1"] == leaving
    assert again.person_of("slack:U1") == DAD
    assert again.person_of("telegram:7") == AUNT
    assert again.chats_of("dad") == ("slack:D1", "web:dad")


async def test_the_config_wins(register: Register) -> None:
    await register.people.link("telegram:1", "dad")
    assert (await register.restarted()).people.person_of("telegram:1") == MOM


async def test_private_chats_last_used_first(register: Register) -> None:
    for chat in ("telegram:7", "slack:D1", "telegram:7", "web:mom"):
        register.clock.now += 1
        await register.people.seen_in("mom", chat)
    assert register.people.chats_of("mom") == ("telegram:7", "slack:D1", "web:mom")
    assert (await register.restarted()).people.chats_of("mom") == ("telegram:7", "slack:D1", "web:mom")
    await register.people.seen_in("nobody", "telegram:9")
    assert register.people.chats_of("nobody") == ("web:nobody",)


async def test_a_chat_goes_with_its_account(register: Register) -> None:
    people = register.people
    await people.link("slack:U1", "dad")
    await people.seen_in("dad", "slack:D1")
    await people.seen_in("dad", "telegram:5")
    await people.link("slack:U1", "mom")
    assert people.chats_of("dad") == ("telegram:5", "web:dad")
    assert (await register.restarted()).people.chats_of("dad") == ("telegram:5", "web:dad")


async def test_an_invited_person_goes(register: Register) -> None:
    people = register.people
    await people.add(AUNT, account="telegram:7")
    await people.seen_in("adult-1", "telegram:7")
    removed = await people.remove("adult-1")
    assert removed is not None
    assert (removed.gone, removed.accounts, removed.coming_back) == (True, ("telegram:7",), ())
    for seen in (people, (await register.restarted()).people):
        assert "adult-1" not in seen
        assert seen.person_of("telegram:7") is None
        assert seen.chats_of("adult-1") == ("web:adult-1",)
        assert seen.removed_at("adult-1") == NOON
    assert await people.remove("adult-1") is None


async def test_a_person_of_the_config_stays_mute(register: Register) -> None:
    people = register.people
    await people.link("slack:U1", "mom")
    removed = await people.remove("mom")
    assert removed is not None
    assert not removed
    assert set(removed.accounts) == {"telegram:1", "slack:U1"}
    assert removed.coming_back == ("telegram:1",)
    assert people["mom"] == MOM
    assert people.accounts_of("mom") == ()
    assert not people.is_listed("telegram:1")
    assert (await register.restarted()).people.accounts_of("mom") == ("telegram:1",)


async def test_guests_are_forgotten_a_month_after_their_time(register: Register) -> None:
    await register.people.add(guest(NOON), account="telegram:9")
    await register.people.seen_in("guest-1", "telegram:9")
    register.clock.now = NOON + KEPT_AFTER_S - 1
    assert "guest-1" in (await register.restarted()).people
    register.clock.now = NOON + KEPT_AFTER_S + 1
    for _ in range(2):
        again = (await register.restarted()).people
        assert "guest-1" not in again
        assert again.person_of("telegram:9") is None
    assert await register.redis.keys("*") == []


async def test_what_cannot_be_read_is_left_out(register: Register) -> None:
    await register.people.add(AUNT)
    await register.redis.hset(register.keys.key("people"), "adult-2", "{")
    await register.redis.hset(register.keys.key("private_chats"), "telegram:3", '{"at": 1}')
    assert list((await register.restarted()).people) == ["mom", "dad", "adult-1"]


async def test_without_the_store_nothing_changes() -> None:
    redis = Redis(host="127.0.0.1", port=1, socket_connect_timeout=1)
    people = People({"mom": MOM}, {"telegram:1": "mom"}, PeopleStore(redis, Keys("home")))
    with pytest.raises(StoreUnavailable):
        await people.start()
    for change in (
        people.add(AUNT, account="telegram:7"),
        people.link("telegram:7", "mom"),
        people.seen_in("mom", "telegram:1"),
        people.remove("mom"),
    ):
        with pytest.raises(StoreUnavailable):
            await change
    assert (dict(people), people.accounts_of("mom")) == ({"mom": MOM}, ("telegram:1",))
    assert people.chats_of("mom") == ("web:mom",)
    await redis.aclose()


async def test_a_home_without_a_store_stays_as_its_config_is() -> None:
    people = People({"mom": MOM}, {"telegram:1": "mom"})
    await people.start()
    assert people.person_of("telegram:1") == MOM
    with pytest.raises(StoreUnavailable):
        await people.add(AUNT)
    assert people.removed_at("mom") == 0.0
