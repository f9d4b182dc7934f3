"""What is done about people and chats, with their real stores."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from math import inf

import pytest
from redis.asyncio import Redis

from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.keys import Keys
from bot.housekeeping import Housekeeping
from bot.message import IncomingMessage
from bot.people.chats import Chats, ChatSettings
from bot.people.invitation import LETTERS, Link
from bot.people.pairing import Pairing
from bot.people.people import People
from bot.people.person import Hours, Person
from bot.people.store import PeopleStore
from bot.plan import Facts, HouseStep, TellStep
from tests.bot.test_own_appliances import Appliances
from tests.bot.test_own_phrases import Phrases

NOW = 1_800_000_000.0
MOM = Person("mom", {"ko": "엄마", "en": "Mom"}, "owner")
DAD = Person("dad", {"ko": "아빠", "en": "Dad"}, "adult")
MESSAGE = IncomingMessage("m", "", "telegram:-1/7", "mom", NOW, group=True)


@dataclass
class House:
    """Housekeeping with everything it keeps."""

    people: People
    pairing: Pairing
    chats: Chats
    links: tuple[str, ...] = ("telegram", "web")
    lessons: list[tuple[str, str]] = field(default_factory=list)
    writable: bool = True
    words: Phrases = field(default_factory=Phrases)
    appliances: Appliances = field(default_factory=Appliances)

    async def do(self, kind: str, **facts: bool | float | str) -> tuple[TellStep, ...]:
        keeping = Housekeeping(
            self.people, self.pairing, self.chats, self.ways_in, self.teach, self.words, self.appliances
        )
        return await keeping.do(HouseStep(kind, dict(facts)), MOM, MESSAGE, "ko", NOW)  # type: ignore[arg-type]

    async def told(self, kind: str, **facts: bool | float | str) -> TellStep:
        (step,) = await self.do(kind, **facts)
        return step

    async def teach(self, intent: str, example: str, _: str) -> bool:
        self.lessons += [(intent, example)] if self.writable else []
        return self.writable

    def ways_in(self, code: str) -> tuple[Link, ...]:
        return tuple(Link(name, f"https://{name}.example/{code}") for name in self.links)


@pytest.fixture
async def house(redis_url: str) -> AsyncIterator[House]:
    redis, keys = Redis.from_url(redis_url), Keys("home")
    people = People(
        {"mom": MOM, "dad": DAD}, {"telegram:1": "mom", "slack:U1": "mom", "telegram:2": "dad"},
        PeopleStore(redis, keys), lambda: NOW,
    )  # fmt: skip
    await people.start()
    yield House(people, Pairing(redis, keys, people, lambda: NOW), Chats(redis, keys, lambda: NOW))
    await redis.aclose()


def guest(until: float) -> Person:
    return Person("guest-1", {"ko": "민지"}, "guest", until=datetime.fromtimestamp(until, UTC))


# --- people


async def test_everybody_is_told_owners_first(house: House) -> None:
    await house.people.add(guest(NOW + 60), account="line:9")
    await house.people.add(replace(guest(NOW - 60), id="guest-2", names={"ko": "민수"}))
    assert [step.facts for step in await house.do("list_people")] == [
        {"person": "mom", "role": "owner", "messengers": "telegram slack"},
        {"person": "dad", "role": "adult", "messengers": "telegram"},
        {"person": "guest-1", "role": "guest", "messengers": "line", "until": NOW + 60},
        {"person": "guest-2", "role": "guest", "over": NOW - 60},
    ]


async def test_an_invitation_is_told_with_all_ways_in(house: House) -> None:
    told = await house.told("invite", role="guest", name="민지", hours=3.0)
    code = str(told.facts["code"])
    assert told.key == "told.invited" and set(code) <= set(LETTERS)
    assert told.facts == {
        "code": code, "role": "guest", "name": "민지", "seconds": 3600.0, "stays": 3 * 3600.0,
        "links": f"telegram https://telegram.example/{code}\nweb https://web.example/{code}",
    }  # fmt: skip
    (made,) = await house.pairing.open_invitations()
    assert (made.code, made.role, made.made_by, made.name, made.hours) == (code, "guest", "mom", "민지", 3.0)


async def test_a_guest_of_whom_no_end_was_said_stays_a_day(house: House) -> None:
    assert (await house.told("invite", role="guest")).facts["stays"] == 86_400.0


async def test_a_further_account(house: House) -> None:
    told = await house.told("invite", role="adult", person="dad")
    assert told.facts["person"] == "dad"
    (made,) = await house.pairing.open_invitations()
    assert (made.person, made.role) == ("dad", "adult")


async def test_without_links_there_is_still_the_code(house: House) -> None:
    house.links = ()
    told = await house.told("invite", role="child")
    assert "links" not in told.facts and "code" in told.facts


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"role": "guest", "hours": 1e6}, "hours"),
        ({"role": "child", "hours": 2.0}, "no_end"),
        ({"role": "adult", "person": "nobody"}, "nobody"),
    ],
)
async def test_what_is_no_invitation_is_said_so(house: House, facts: Facts, why: str) -> None:
    assert await house.told("invite", **facts) == TellStep("told.not_invited", {"why": why})
    assert await house.pairing.open_invitations() == ()


async def test_who_was_invited_goes_altogether(house: House) -> None:
    await house.people.add(guest(NOW + 60), account="line:9")
    assert await house.told("remove_person", person="guest-1") == TellStep(
        "told.person_removed", {"name": "민지"}
    )
    assert "guest-1" not in house.people and house.people.person_of("line:9") is None
    assert await house.told("remove_person", person="guest-1") == TellStep("told.nobody_there")


async def test_who_stands_in_the_config_stays_without_accounts(house: House) -> None:
    assert await house.told("remove_person", person="dad") == TellStep("told.person_muted", {"name": "아빠"})
    assert "dad" in house.people and house.people.accounts_of("dad") == ()


async def test_the_last_owner_stays(house: House) -> None:
    assert await house.told("remove_person", person="mom") == TellStep("told.last_owner")
    assert house.people.accounts_of("mom") == ("telegram:1", "slack:U1")


# --- this chat


async def settings(house: House) -> ChatSettings:
    return await house.chats.get(MESSAGE.chat)


async def test_mute_for_a_while_and_until_told_otherwise(house: House) -> None:
    assert await house.told("mute", seconds=7200.0) == TellStep("told.muted", {"until": NOW + 7200})
    assert await settings(house) == ChatSettings(muted_until=NOW + 7200)
    assert await house.told("mute") == TellStep("told.muted")
    assert (await settings(house)).muted_until == inf
    assert await house.told("unmute") == TellStep("told.unmuted")
    assert await settings(house) == ChatSettings()


async def test_each_setting_leaves_the_others(house: House) -> None:
    await house.do("mute")
    told = await house.told("quiet", **{"from": "22:00", "until": "07:00"})
    assert told == TellStep("told.quiet_hours", {"begins": "22:00", "ends": "07:00"})
    assert await house.told("speak", on=False) == TellStep("told.speak_off")
    assert await settings(house) == ChatSettings(inf, Hours(time(22), time(7)), False)
    assert await house.told("quiet_off") == TellStep("told.no_quiet_hours")
    assert await house.told("speak", on=True) == TellStep("told.speak_on")
    assert await settings(house) == ChatSettings(inf, None, True)
    assert await house.chats.get("telegram:1") == ChatSettings()


async def test_asking_an_adult_is_done_elsewhere(house: House) -> None:
    assert await house.do("ask_adult", to="dad") == ()


async def test_an_outage_is_no_silence(house: House) -> None:
    unused = Redis.from_url("redis://127.0.0.1:1/0")
    house.chats = Chats(unused, Keys("home"))
    with pytest.raises(StoreUnavailable):
        await house.do("mute")
    await unused.aclose()


# --- what the house understands


async def test_a_sentence_is_taught(house: House) -> None:
    lesson = {"intent": "power.turn_on", "example": "[불](appliance_type) 좀 훤하게", "words": "불 좀 훤하게"}
    assert await house.told("teach", **lesson) == TellStep("told.taught", {"words": "불 좀 훤하게"})
    assert house.lessons == [("power.turn_on", "[불](appliance_type) 좀 훤하게")]
    house.writable = False
    assert await house.told("teach", **lesson) == TellStep("told.not_taught")


async def test_phrases_are_taught_in_the_name_of_who_says_so(house: House) -> None:
    taught = await house.told("teach_phrase", phrase="빨래 좀", meaning="세탁기 시작")
    assert taught.key == "told.phrase_taught"
    await house.do("look_up_phrase", phrase="빨래 좀")
    await house.do("forget_phrase", phrase="빨래 좀")
    await house.do("undo_words", version="v1")
    assert house.words.asked == [
        ("teach", "빨래 좀", "세탁기 시작", "mom"), ("forget", "빨래 좀", "mom"), ("undo", "v1", "mom"),
    ]  # fmt: skip
