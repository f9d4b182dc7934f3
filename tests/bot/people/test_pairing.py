"""Invitations in a real Redis: once, for an hour, and not to be guessed."""

import asyncio
import random
from datetime import UTC, datetime

import pytest
from redis.asyncio import Redis

from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.keys import Keys
from bot.people.invitation import CODE_S, LETTERS
from bot.people.pairing import OPEN_AT_ONCE, WRONG_AN_HOUR, WRONG_EVERYWHERE, NotInvited, Pairing
from bot.people.people import People
from tests.bot.people.conftest import DAD, MOM, NOON, Register, Visitor

AUNT = Visitor("7")


def wrong_codes(count: int, but: str) -> list[str]:
    dice = random.Random(1)
    codes = {"".join(dice.choices(LETTERS, k=8)) for _ in range(count + 1)}
    return [*(codes - {but})][:count]


async def test_a_stranger_becomes_a_person(register: Register) -> None:
    invitation = await register.pairing.invite("adult", by="mom")
    assert (invitation.role, invitation.expires_at, invitation.hours) == ("adult", NOON + CODE_S, None)
    redeemed = await register.pairing.redeem(invitation.code.lower(), AUNT)
    assert (redeemed.result, redeemed.person) == ("welcome", register.people.person_of("telegram:7"))
    for people in (register.people, (await register.restarted()).people):
        aunt = people.person_of("telegram:7")
        assert aunt is not None
        assert (aunt.names["ko"], aunt.role, aunt.language, aunt.until) == ("이모", "adult", "ko", None)
        assert aunt.id.startswith("adult-")
        assert aunt.id.removeprefix("adult-") != "7"
    assert (await register.pairing.redeem(invitation.code, Visitor("8"))).result == "unknown"


async def test_twenty_at_once_are_one_welcome(register: Register) -> None:
    code = (await register.pairing.invite("adult", by="mom")).code
    other = await register.restarted()
    tries = [(register, other)[one % 2].pairing.redeem(code, Visitor(str(100 + one))) for one in range(20)]
    results = [one.result for one in await asyncio.gather(*tries)]
    assert sorted(results) == ["unknown"] * 19 + ["welcome"]
    assert len((await register.restarted()).people) == 3


async def test_a_code_lives_an_hour(register: Register) -> None:
    code = (await register.pairing.invite("adult", by="mom")).code
    assert 3590 < await register.redis.ttl(register.keys.key("invite", code)) <= 3600
    register.clock.now += CODE_S
    assert await register.pairing.open_invitations() == ()
    assert (await register.pairing.redeem(code, AUNT)).result == "unknown"


async def test_a_guest_has_an_end(register: Register) -> None:
    default = await register.pairing.invite("guest", by="mom")
    given = await register.pairing.invite("guest", by="mom", hours=2, name=" 민수 ")
    assert (default.hours, given.hours) == (24, 2)
    register.clock.now += 600
    minsu = (await register.pairing.redeem(given.code, AUNT)).person
    assert minsu is not None
    assert minsu.names["ko"] == "민수"
    assert minsu.until == datetime.fromtimestamp(NOON + 600 + 7200, UTC)


async def test_what_makes_no_code(register: Register) -> None:
    for reason, role, given in (
        ("nobody", "adult", {"person": "ghost"}),
        ("no_end", "adult", {"hours": 3}),
        ("no_end", "guest", {"hours": 3, "person": "dad"}),
        ("hours", "guest", {"hours": 0}),
        ("hours", "guest", {"hours": float("nan")}),
        ("hours", "guest", {"hours": 1e9}),
    ):
        with pytest.raises(NotInvited) as refused:
            await register.pairing.invite(role, by="mom", **given)  # type: ignore[arg-type]
        assert refused.value.reason == reason
    assert await register.pairing.open_invitations() == ()


async def test_not_more_than_twenty_open(register: Register) -> None:
    made = await asyncio.gather(
        *(register.pairing.invite("adult", by="mom") for _ in range(OPEN_AT_ONCE + 5)), return_exceptions=True
    )
    assert sum(isinstance(one, NotInvited) for one in made) == 5
    assert len(await register.pairing.open_invitations()) == OPEN_AT_ONCE
    register.clock.now += CODE_S
    await register.pairing.invite("adult", by="mom")


async def test_revoked(register: Register) -> None:
    first, second = [await register.pairing.invite("adult", by="mom") for _ in range(2)]
    assert set(await register.pairing.open_invitations()) == {first, second}
    assert await register.pairing.revoke(f"{first.code[:4]}-{first.code[4:]}")
    assert not await register.pairing.revoke(first.code)
    assert not await register.pairing.revoke("불 켜줘")
    assert await register.pairing.open_invitations() == (second,)
    assert (await register.pairing.redeem(first.code, AUNT)).result == "unknown"


class TestWhoIsKnown:
    async def test_another_account_of_the_same_person(self, register: Register) -> None:
        code = (await register.pairing.invite("guest", by="mom", person="dad", name="x")).code
        redeemed = await register.pairing.redeem(code, AUNT)
        assert (redeemed.result, redeemed.person) == ("welcome", DAD)
        assert register.people.accounts_of("dad") == ("telegram:7",)
        again = (await register.pairing.invite("adult", by="mom", person="dad")).code
        assert (await register.pairing.redeem(again, AUNT)).result == "already"
        assert (await register.pairing.redeem(again, Visitor("8"))).result == "welcome"

    async def test_becomes_another_only_by_their_code(self, register: Register) -> None:
        await register.people.link("slack:U1", "dad")
        dads = Visitor("U1", messenger="slack")
        new = (await register.pairing.invite("adult", by="mom")).code
        redeemed = await register.pairing.redeem(new, dads)
        assert (redeemed.result, redeemed.person) == ("already", DAD)
        moms = (await register.pairing.invite("adult", by="mom", person="mom")).code
        assert (await register.pairing.redeem(moms, dads)).person == MOM
        assert register.people.person_of("slack:U1") == MOM
        assert (await register.pairing.redeem(new, AUNT)).result == "welcome"

    async def test_no_code_overrules_the_config(self, register: Register) -> None:
        code = (await register.pairing.invite("adult", by="mom", person="dad")).code
        redeemed = await register.pairing.redeem(code, Visitor("1"))
        assert (redeemed.result, redeemed.person) == ("already", MOM)

    async def test_a_guest_comes_again(self, register: Register) -> None:
        first = (await register.pairing.invite("guest", by="mom", hours=48)).code
        guest = (await register.pairing.redeem(first, AUNT)).person
        assert guest is not None
        shorter = (await register.pairing.invite("guest", by="mom", hours=1)).code
        assert (await register.pairing.redeem(shorter, AUNT)).person == guest
        register.clock.now += 90 * 3600
        later = (await register.pairing.invite("guest", by="mom", hours=1)).code
        back = (await register.pairing.redeem(later, AUNT)).person
        assert back is not None
        assert (back.id, back.names) == (guest.id, guest.names)
        assert back.until == datetime.fromtimestamp(register.clock.now + 3600, UTC)
        stays = (await register.pairing.invite("adult", by="mom")).code
        family = (await register.pairing.redeem(stays, AUNT)).person
        assert family is not None
        assert (family.id, family.role, family.until) == (guest.id, "adult", None)
        assert (await register.restarted()).people[guest.id] == family

    async def test_a_name_of_the_family_gets_a_number(self, register: Register) -> None:
        code = (await register.pairing.invite("guest", by="mom")).code
        redeemed = await register.pairing.redeem(code, Visitor("7", name="엄\u200b마"))
        assert redeemed.person is not None
        assert redeemed.person.names["ko"] == "엄마 2"

    async def test_a_page_needs_no_account(self, register: Register) -> None:
        code = (await register.pairing.invite("guest", by="mom")).code
        browser = Visitor("10.0.0.5", "민수", "en", "web")
        assert (await register.pairing.admit(code, browser, "dad")).result == "already"
        guest = (await register.pairing.admit(code, browser, None)).person
        assert guest is not None
        assert register.people[guest.id] == guest
        assert register.people.accounts_of(guest.id) == ()


class TestRemoval:
    async def test_voids_what_they_made(self, register: Register) -> None:
        await register.people.link("slack:U1", "dad")
        code = (await register.pairing.invite("owner", by="dad")).code
        register.clock.now += 1
        await register.people.remove("dad")
        for now in (register, await register.restarted()):
            assert await now.pairing.open_invitations() == ()
            assert (await now.pairing.redeem(code, AUNT)).result == "unknown"
        register.clock.now += 1
        code = (await register.pairing.invite("adult", by="mom", person="dad")).code
        assert (await register.pairing.redeem(code, AUNT)).person == DAD

    async def test_voids_what_was_for_them(self, register: Register) -> None:
        guest = (await register.pairing.redeem((await self._code(register)), AUNT)).person
        assert guest is not None
        for person in (guest.id, "dad"):
            code = (await register.pairing.invite("adult", by="mom", person=person)).code
            register.clock.now += 1
            await register.people.remove(person)
            assert (await register.pairing.redeem(code, Visitor("9"))).result == "unknown"

    async def _code(self, register: Register) -> str:
        return (await register.pairing.invite("guest", by="mom")).code


class TestGuessing:
    async def test_ten_an_hour_then_nothing_is_looked_at(self, register: Register) -> None:
        code = (await register.pairing.invite("adult", by="mom")).code
        for wrong in wrong_codes(WRONG_AN_HOUR, code):
            assert (await register.pairing.redeem(wrong, AUNT)).result == "unknown"
        again = await register.restarted()
        assert (await again.pairing.redeem(code, AUNT)).result == "too_many"
        assert 0 < await register.redis.ttl(register.keys.key("code_tries", "telegram:7")) <= 3600
        assert (await register.pairing.redeem(code, Visitor("8"))).result == "welcome"

    async def test_a_right_one_starts_anew(self, register: Register) -> None:
        for _ in range(2):
            code = (await register.pairing.invite("guest", by="mom")).code
            for wrong in wrong_codes(WRONG_AN_HOUR - 1, code):
                await register.pairing.redeem(wrong, AUNT)
            assert (await register.pairing.redeem(code, AUNT)).result == "welcome"

    async def test_talk_is_no_try(self, register: Register) -> None:
        for _ in range(WRONG_AN_HOUR + 5):
            assert (await register.pairing.redeem("안녕하세요", AUNT)).result == "unknown"
        assert await register.redis.keys("*code_tries*") == []

    async def test_a_flood_from_many_accounts_is_cut_off(self, register: Register) -> None:
        code = (await register.pairing.invite("adult", by="mom")).code
        flood = wrong_codes(WRONG_EVERYWHERE + 50, code)
        tries = (register.pairing.redeem(wrong, Visitor(f"x{at}")) for at, wrong in enumerate(flood))
        results = [one.result for one in await asyncio.gather(*tries)]
        assert (results.count("unknown"), results.count("too_many")) == (WRONG_EVERYWHERE, 50)
        assert (await register.pairing.redeem(code, AUNT)).result == "too_many"
        assert 0 < await register.redis.ttl(register.keys.key("code_tries", "all")) <= 3600
        assert len(register.people) == 2


async def test_codes_are_not_made_of_chance_that_repeats(register: Register) -> None:
    codes = {(await register.pairing.invite("adult", by="mom")).code for _ in range(OPEN_AT_ONCE)}
    assert len(codes) == OPEN_AT_ONCE
    assert set("".join(codes)) <= set(LETTERS)


async def test_without_the_store() -> None:
    redis = Redis(host="127.0.0.1", port=1, socket_connect_timeout=1)
    pairing = Pairing(redis, Keys("home"), People({"mom": MOM}))
    for work in (
        pairing.invite("adult", by="mom"),
        pairing.redeem("ABCD2345", AUNT),
        pairing.admit("ABCD2345", AUNT, None),
        pairing.open_invitations(),
        pairing.revoke("ABCD2345"),
    ):
        with pytest.raises(StoreUnavailable):
            await work
    await redis.aclose()
