"""The part of the composition root that builds the desk: what admins may change while the house runs."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from appliance_bridge.appliance import Appliance
from appliance_bridge.bridge import Bridge
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.command import Risk
from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.override import Override
from bot.config import Settings
from bot.desk.changes import Changes
from bot.desk.examiner import Surroundings, Words
from bot.desk.heard import Heard
from bot.desk.lessons import Lessons
from bot.desk.misses import Misses
from bot.desk.overrides import AsIf, as_described, careless, hidden, overrides_of
from bot.desk.own_words import Around, News, OwnWords
from bot.desk.proposals import Proposals
from bot.desk.rehearsal import Rehearsal
from bot.desk.stakes import Stakes
from bot.desk.version import Versions
from bot.home_view import HomeView
from bot.home_words import HomeWords
from bot.people.person import Person
from bot.plan import CommandStep, Plan
from bot.planner.affordances import Affordances
from bot.planner.planner import make_plan
from bot.planner.situation import Situation
from bot.web.words_desk import DeskAppliance, DeskIntent, WordsDesk
from bot.wording.facts import HomeFacts
from bot.wording.replies import Wording
from nlu.contract import load_intents
from nlu.engine import INTENTS
from nlu.engines.base import Focus
from nlu.finding import Finding
from nlu.own import OwnAppliance
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary
from nlu.yaml_checks import read_folder

log = logging.getLogger(__name__)

_SCHEMA = Path(__file__).parents[1] / "nlu" / "intents.schema.json"


@dataclass(frozen=True, slots=True)
class DeskHome:
    """The home that changes are tried in."""

    bridge: Bridge
    catalogue: Catalogue
    affordances: Affordances
    people: Mapping[str, Person]
    view: HomeView
    words: HomeWords
    heard: Heard
    settings: Settings

    @property
    def config(self) -> Mapping[str, Override]:
        """What the config says about appliances."""
        return configured(self.settings)

    async def surroundings(self) -> Surroundings:
        """As the home is now."""
        try:
            heard = tuple(one.text for one in await self.heard.all())
        except StoreUnavailable:
            log.warning("The store is away: a change of the words is not tried on what was said lately.")
            heard = ()
        known = frozenset(one.appliance.id for one in self.bridge.described())
        focus = Focus(language=self.settings.home.language)
        return Surroundings(
            self.vocabulary, heard, self.stakes(self.view), focus, known, self.stakes_with, self.careless
        )

    def vocabulary(self, own: Sequence[OwnAppliance]) -> Vocabulary:
        """The words of the home, did the own files say this of its appliances."""
        overrides = overrides_of(self.config, own)
        return self.words.had_it(as_described(self.bridge.described(), overrides))

    def stakes_with(self, own: Sequence[OwnAppliance]) -> Stakes:
        """What sentences would set going, did the own files say this of its appliances."""
        overrides = overrides_of(self.config, own)
        return self.stakes(AsIf(self.view, as_described(self.bridge.described(), overrides)))

    def stakes(self, view: HomeFacts) -> Stakes:
        """What sentences would set going in this home."""
        return Stakes(partial(self._plan, view), self._risk_of)

    def careless(self, own: Sequence[OwnAppliance]) -> Iterator[Finding]:
        """Types that would make the home less careful."""
        now = {one.id: one.type for one in self.bridge.appliances()}
        return careless(self.bridge.described(), self.config, own, self.catalogue, now)

    def took(self, words: Words) -> None:
        """What goes live says how appliances are called, too."""
        self.bridge.override(overrides_of(self.config, words.training.appliances))

    def _risk_of(self, step: CommandStep) -> Risk:
        """As grave as it is now: what an admin makes more careful is nothing to be warned of."""
        appliance = self.bridge.appliance(step.appliance)
        if appliance is None or not appliance.can(step.capability, step.action):
            return step.risk
        return self.catalogue.type_of(appliance.type).risk_of(step.capability, step.action)

    def _plan(self, view: HomeFacts, read: Understanding) -> Plan:
        owner = next(one for one in self.people.values() if one.role == "owner")
        situation = Situation(
            view, self.catalogue, self.affordances, owner,
            confirm_more_than=self.settings.home.confirm_more_than, people=self.people,
        )  # fmt: skip
        return make_plan(read, situation)


def configured(settings: Settings) -> Mapping[str, Override]:
    """What the config says about appliances."""
    return {
        key: Override(one.type, one.names, one.area, one.hidden, one.roles)
        for key, one in settings.appliances.items()
    }


def hidden_ones(bridge: Bridge, settings: Settings, own_words: OwnWords) -> Sequence[Appliance]:
    """The appliances that are kept from people, as they would be called."""
    overrides = overrides_of(configured(settings), own_words.live.training.appliances)
    return hidden(bridge.described(), overrides)


def around(
    home: DeskHome, versions: Versions, news: News, wording: Wording, misses: Misses, proposals: Proposals
) -> Around:
    """What the words of the home are joined to once it runs."""
    tidying: set[asyncio.Task[None]] = set()

    async def tidy() -> None:
        with suppress(StoreUnavailable):
            await misses.now_understood(proposals.meaning)

    def took(words: Words) -> None:
        home.took(words)
        task = asyncio.create_task(tidy(), name="misses that are none any more")
        tidying.add(task)
        task.add_done_callback(tidying.discard)

    say = partial(wording.remark, language="en")
    return Around(home.surroundings, took, versions, news, say, lambda: home.view.now)


def drafts(
    own_words: OwnWords, home: DeskHome
) -> Callable[[Mapping[str, bytes], str, Person], Awaitable[Understanding]]:
    """How a text is read with files that are not live: by the built-in engine, outside any talk."""

    async def read(files: Mapping[str, bytes], text: str, who: Person) -> Understanding:
        words = await own_words.drafted(files)
        language = who.language or home.settings.home.language
        focus = Focus(language=language, now=home.view.local_time)
        vocabulary = home.vocabulary(words.training.appliances)
        return await asyncio.to_thread(words.engines.built_in.understand, text, vocabulary, focus)

    return read


def words_desk(
    own_words: OwnWords,
    changes: Changes,
    lessons: Lessons,
    misses: Misses,
    home: DeskHome,
    rehearse: Rehearsal,
    wording: Wording,
) -> WordsDesk:
    """The desk as the web server sees it."""
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    shipped = {name: raw.decode() for name, raw in read_folder(INTENTS).items()}
    return WordsDesk(
        changes=changes,
        lessons=lessons,
        misses=misses if misses.on else None,
        rehearse=rehearse,
        appliances=lambda: _appliances(home, own_words.live.training.appliances),
        appliance_types=lambda: frozenset(home.catalogue.types),
        remark_text=wording.remark,
        schema=lambda: schema,
        intents=_intents,
        shipped=shipped,
    )


def _intents() -> Sequence[DeskIntent]:
    return [
        DeskIntent(name, tuple(row.get("slots", ())), row.get("en"), row.get("ko"))
        for name, row in load_intents().items()
    ]


def _appliances(home: DeskHome, own: Sequence[OwnAppliance]) -> Sequence[DeskAppliance]:
    """Those that are there, hidden ones too, and those that only the own files know."""
    said = {one.id: one for one in own}
    known = {one.appliance.id: one for one in home.bridge.described()}
    # one that is hidden is called here what it would be called
    shown = {key: replace(one, hidden=False) for key, one in overrides_of(home.config, own).items()}
    called = {one.id: one for one in as_described(known.values(), shown)}
    found = []
    for key in sorted({*known, *said}):
        described = known.get(key)
        announced = None if described is None else described.appliance
        now = called.get(key)
        found.append(
            DeskAppliance(
                id=key,
                type="unknown" if now is None else now.type,
                names=_by_language(() if now is None else now.names),
                area={
                    code: names[0] for code, names in _by_language(() if now is None else now.areas).items()
                },
                announced_type="unknown" if announced is None else announced.type,
                announced_names=() if announced is None else announced.names,
                announced_areas=() if announced is None else announced.areas,
                hidden=described is not None and described.hidden,
                own=said.get(key),
            )
        )
    return found


def _by_language(names: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    korean = tuple(one for one in names if any("가" <= letter <= "힣" for letter in one))
    other = tuple(one for one in names if one not in korean)
    return {code: some for code, some in (("ko", korean), ("en", other)) if some}
