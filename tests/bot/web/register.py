"""A register of people in a real Redis, for the web server."""

from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from bot.house import PersonView
from bot.people.pairing import Link, Pairing, links
from bot.people.people import People
from bot.people.person import Person
from bot.people.rights import load_rights
from bot.people.store import PeopleStore
from bot.views import person_view
from bot.web.register import Register
from tests.bot.web.scripted_house import PEOPLE, ScriptedHouse


class Chatty:
    """A messenger with links, as far as invitations need it."""

    name = "telegram"

    def pairing_link(self, code: str) -> str | None:
        return f"https://t.me/our_bot?start={code}"


class PeopledHouse(ScriptedHouse):
    """A scripted house that shows the people of a register."""

    def __init__(self, people: People) -> None:
        super().__init__()
        self._register = people

    def people(self) -> list[PersonView]:
        return [person_view(person) for person in self._register.values()]


def register_on(redis: Redis, *messengers: Chatty, web: str = "http://127.0.0.1:8321") -> Register:
    """The people of the scripted house, mom with an account in the config; `people.start()` is the caller's."""
    configured = {one.id: Person(one.id, one.names, one.role, one.language) for one in PEOPLE}  # type: ignore[arg-type]
    people = People(configured, {"telegram:1": "mom"}, PeopleStore(redis, Keys("home")))
    pairing = Pairing(redis, Keys("home"), people)

    def ways(code: str) -> tuple[Link, ...]:
        return links(code, messengers, web)

    return Register(people, pairing, load_rights(), ways)
