"""The trip of one message: who speaks, what it means, what may be done, what came of it, what to say."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from weakref import WeakValueDictionary

from appliance_bridge.bridge import Bridge
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.ledger import Duplicate
from bot.answering import Answering
from bot.asking import Asking
from bot.commands import Command, sentence_for
from bot.conversation.pending import Conversation, Pending
from bot.conversation.resume import KEEPS_WAITING, Resume
from bot.conversation.store import ConversationStore
from bot.execution import carry_out, orders_of
from bot.guard import Clearance, Guard
from bot.home_view import HomeView
from bot.housekeeping import Housekeeping
from bot.message import Answer, Language
from bot.notices.notices import Notices
from bot.people.person import Person
from bot.plan import AskStep, HouseStep, Plan, Receipt, TellStep, WatchStep
from bot.planner.affordances import Affordances
from bot.planner.follow_ups import remembered
from bot.planner.offers import offers_of
from bot.planner.planner import make_plan
from bot.planner.situation import Situation
from bot.trip import Trip, is_secret
from nlu.engines.base import Engine, Focus
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary

LONGEST = 2_000
"""Characters; nobody tells a home more at once."""

PUZZLED = {"told.not_understood", "told.chat"}
"""After these a choice that we asked for may still be made."""

FOCUS_S = 300.0
"""How long "it" is remembered."""


class Pipeline:
    """Carries messages of known persons; everything it uses is handed in.

    second_opinion: never raises, takes a bounded time, and changes only what was not placed.
    """

    def __init__(
        self,
        *,
        bridge: Bridge,
        catalogue: Catalogue,
        engine: Engine,
        second_opinion: Callable[[Understanding, Vocabulary], Awaitable[Understanding]],
        vocabulary: Callable[[], Vocabulary],
        view: HomeView,
        guard: Guard,
        affordances: Affordances,
        conversations: ConversationStore,
        resume: Resume,
        asking: Asking,
        housekeeping: Housekeeping,
        commands: Sequence[Command],
        notices: Notices,
        answering: Answering,
        home_language: Language,
        confirm_more_than: int,
    ) -> None:
        self._bridge = bridge
        self._catalogue = catalogue
        self._engine = engine
        self._second_opinion = second_opinion
        self._vocabulary = vocabulary
        self._view = view
        self._guard = guard
        self._affordances = affordances
        self._conversations = conversations
        self._resume = resume
        self._asking = asking
        self._housekeeping = housekeeping
        self._commands = commands
        self._notices = notices
        self._answering = answering
        self._home_language = home_language
        self._confirm_more_than = confirm_more_than
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def carry(self, trip: Trip, on_read: Callable[[Trip], None]) -> Answer | Duplicate:
        """One message, all the way, unless it was seen before. Raises StoreUnavailable: nothing was done.

        on_read is called once it is known whether the text may be shown (`trip.secret`).
        """
        message = trip.message
        async with self._turn(trip):
            begun, conversation = await asyncio.gather(
                self._bridge.ledger.begin(message.id, message.received_at),
                self._conversations.load(message.chat, message.sender),
            )
            if isinstance(begun, Duplicate):
                return begun
            trip.language = trip.person.language or conversation.language or self._home_language
            situation = self._situation(trip, conversation)
            trip.secret = is_secret(message, conversation.pending)
            on_read(trip)
            plan, clearance, waiting = await self._meant(trip, conversation, situation)
            trip.plan = self._guard.check(
                plan, situation, self._view.local_time, age_s=trip.age_s, clearance=clearance
            )
            trip.orders = orders_of(trip.plan, message, self._catalogue, self._view.appliance)
            carrying = asyncio.create_task(carry_out(trip.plan, trip.orders, message, self._bridge))
            self._remember(trip, conversation, waiting)
        receipt = await carrying
        receipt = await self._promise(trip, receipt)
        receipt = await self._ask_adults(trip, receipt)
        receipt = await self._keep_house(trip, receipt)
        async with self._turn(trip):
            return await self._tell(trip, receipt)

    def understand(self, text: str, conversation: Conversation, person: Person) -> Understanding:
        """The meaning of a text at this point of a conversation."""
        focus = Focus(
            pending=conversation.pending is not None,
            appliances=self._in_focus(conversation),
            capability=conversation.capability,
            language=person.language or conversation.language or self._home_language,
            now=self._view.local_time,
        )
        return self._engine.understand(text[:LONGEST], self._vocabulary(), focus)

    async def placed(self, understanding: Understanding) -> Understanding:
        """The same, or what a trained engine makes of a text that the built-in one could not place."""
        return await self._second_opinion(understanding, self._vocabulary())

    def plan_for(self, understanding: Understanding, person: Person) -> Plan:
        """What would be done about it now, checks included; for rehearsal."""
        situation = Situation(
            self._view, self._catalogue, self._affordances, person,
            confirm_more_than=self._confirm_more_than, people=self._guard.people,
        )  # fmt: skip
        return self._guard.check(make_plan(understanding, situation), situation, self._view.local_time)

    # --- what a message stands for

    async def _meant(
        self, trip: Trip, conversation: Conversation, situation: Situation
    ) -> tuple[Plan, Clearance, Pending | None]:
        """The plan, what was already said to it, and the question of ours that still waits."""
        message, text = trip.message, trip.message.text
        if message.action is not None:
            pressed = await self._resume.pressed(message.action, situation, trip.age_s)
            return *trip.take_up(pressed), None
        if not text.strip():
            return Plan((TellStep("told.empty"),)), "none", conversation.pending
        if len(text) > LONGEST:
            return Plan((TellStep("told.too_long", {"limit": LONGEST}),)), "none", conversation.pending
        sentence = sentence_for(
            text,
            self._commands,
            trip.language,
            lambda one: self.understand(one, conversation, trip.person).language,
        )
        if sentence == "":
            return Plan((TellStep("told.unknown_command"),)), "none", conversation.pending
        text = sentence or text
        understanding = self.understand(text, conversation, trip.person)
        trip.takes(understanding)
        pending = conversation.pending
        if pending is not None and self._resume.is_open(pending):
            answered = await self._resume.answered(
                pending, understanding, trip.language, situation, trip.age_s
            )
            if answered is not None:
                keeps = any(
                    isinstance(one, TellStep) and one.key in KEEPS_WAITING for one in answered.plan.steps
                )
                return *trip.take_up(answered), pending if keeps else None
            if [one.name for one in understanding.intents] == ["answer.choice"]:
                # 로청 ㄱㄱ: none of the choices, so perhaps a wish of its own
                afresh = self.understand(text, replace(conversation, pending=None), trip.person)
                builds_on = any(one.name.startswith("conversation.") for one in afresh.intents)
                understanding = understanding if builds_on else afresh
                trip.takes(understanding)
        free = pending is None or not self._resume.is_open(pending)
        labelled = await self._resume.labelled(text, trip.language, situation, trip.age_s, free=free)
        if labelled is not None:
            return *trip.take_up(labelled), pending
        if not trip.secret:
            understanding = await self.placed(understanding)
            trip.takes(understanding)
        trip.commanded = remembered(understanding, situation)
        plan = make_plan(understanding, situation)
        puzzled = all(isinstance(step, TellStep) and step.key in PUZZLED for step in plan.steps)
        may_wait = puzzled and pending is not None and pending.question.kind in {"choose", "value"}
        return plan, "none", pending if may_wait else None

    # --- after it was done

    def _remember(self, trip: Trip, conversation: Conversation, waiting: Pending | None) -> None:
        """What the talk is about now; kept before anything is done, so that the next message finds it."""
        about = trip.plan.about
        commands = trip.plan.commands
        changed = replace(
            conversation,
            focus=about or conversation.focus,
            undecided=trip.plan.is_undecided if about else conversation.undecided,
            capability=commands[-1].capability if commands else conversation.capability,
            at=self._view.now if about else conversation.at,
            pending=waiting,
            language=trip.language,
            last=trip.commanded or conversation.last,
        )
        self._conversations.save(trip.message.chat, trip.person.id, changed)

    async def _promise(self, trip: Trip, receipt: Receipt) -> Receipt:
        """Promises to tell, unless what they wait for did not come about."""
        failed = {one.step.appliance for one in receipt.done if one.result.result in {"refused", "timed_out"}}
        told = []
        for step in trip.plan.steps:
            if isinstance(step, WatchStep) and step.appliance not in failed:
                await self._notices.promise(step, trip.message, trip.language)
                told.append(TellStep(step.promise, {}, step.appliance))
        return replace(receipt, told=(*receipt.told, *told))

    async def _keep_house(self, trip: Trip, receipt: Receipt) -> Receipt:
        """What is done about people and this chat."""
        told: list[TellStep] = []
        for step in trip.plan.steps:
            if isinstance(step, HouseStep):
                told += await self._housekeeping.do(
                    step, trip.person, trip.message, trip.language, self._view.now
                )
        return replace(receipt, told=(*receipt.told, *told))

    async def _ask_adults(self, trip: Trip, receipt: Receipt) -> Receipt:
        """Send requests to those who may allow them."""
        told = []
        for step in trip.plan.steps:
            if isinstance(step, HouseStep) and step.kind == "ask_adult":
                situation = self._situation(trip, Conversation())
                said, words = await self._asking.ask(step, trip.message, situation, trip.language)
                told.append(said)
                trip.words += words
        return replace(receipt, told=(*receipt.told, *told))

    async def _tell(self, trip: Trip, receipt: Receipt) -> Answer:
        behalf = trip.behalf if receipt.asked is None else None
        if behalf is not None:
            trip.words += await self._asking.heard(behalf, receipt, trip.message)
            # who gave their word is told so without their name, unless others read it
            read_here = any(one.chat == trip.message.chat for one in behalf.listeners)
            verdict = behalf.verdict if read_here else replace(behalf.verdict, facts={})
            receipt = replace(receipt, told=(verdict, *receipt.told))
        pending = self._asked(trip, receipt.asked) if receipt.asked is not None else None
        offers = offers_of(receipt, self._view)
        offered = self._asked(trip, AskStep("choose", "offer", options=offers)) if offers else None
        answer, pending = await self._answering.answer(
            trip.message.id, receipt, self._view, trip.language, trip.understood, pending, offers, offered,
            actor=trip.actor,
        )  # fmt: skip
        if trip.only_sender and trip.message.group:
            answer = replace(answer, replies=tuple(replace(one, audience="sender") for one in answer.replies))
        if receipt.asked is not None and receipt.asked.kind == "approve" and not trip.message.group:
            steps, situation = receipt.asked.options[0].plan.commands, self._situation(trip, Conversation())
            for one in self._guard.approvers(steps, situation, self._view.local_time):
                trip.words += self._asking.to_person(one, answer)
        if pending is not None:
            conversation = await self._conversations.load(trip.message.chat, trip.person.id)
            changed = replace(conversation, pending=pending)
            self._conversations.save(trip.message.chat, trip.person.id, changed)
        return answer

    def _turn(self, trip: Trip) -> asyncio.Lock:
        """Held while a conversation is read and written: one person's messages in one chat take turns."""
        return self._turns.setdefault((trip.message.chat, trip.person.id), asyncio.Lock())

    def _asked(self, trip: Trip, question: AskStep) -> Pending:
        message = trip.message
        return self._resume.ask(
            question, message.chat, trip.person.id, group=message.group, language=trip.language,
            behalf=trip.behalf,
        )  # fmt: skip

    def _situation(self, trip: Trip, conversation: Conversation) -> Situation:
        return Situation(
            self._view, self._catalogue, self._affordances, trip.person, self._in_focus(conversation),
            trip.message.chat, trip.message.group, self._confirm_more_than, conversation.last,
            conversation.undecided, self._guard.people, trip.message.trusted,
        )  # fmt: skip

    def _in_focus(self, conversation: Conversation) -> tuple[str, ...]:
        return conversation.focus if self._view.now - conversation.at < FOCUS_S else ()
