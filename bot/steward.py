"""The house itself: takes messages from every front-end, once each, and shows what is going on."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import asdict, replace

from appliance_bridge.bridge import Bridge
from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.explanation import Explanation
from appliance_bridge.fanout import Fanout
from appliance_bridge.ledger import Duplicate
from appliance_bridge.tasks import end
from bot.answering import Answering, as_json, decode, encode
from bot.asking import Asking, Word
from bot.conversation.pending import Conversation
from bot.conversation.resume import Resume
from bot.execution import Order, receipt_of, step_of
from bot.execution import pending as pending_step
from bot.home_view import HomeView
from bot.house import ApplianceView, Check, DiscoveryView, HouseEvent, PersonView, PictureView, ProblemView
from bot.message import Answer, IncomingMessage, Language, Understood
from bot.notices.watch import Watch
from bot.people.person import Person
from bot.people.rights import Rights
from bot.pipeline import Pipeline
from bot.plan import AskStep, Done, Option, Plan, TellStep
from bot.showing import Showing
from bot.trip import Trip
from bot.views import discovery_view, house_event, person_view
from bot.wording.replies import Wording

log = logging.getLogger(__name__)

_DRAIN_S = 3.0

HIDDEN = "••••"
"""Shown on live pages in place of a text that answers a PIN question."""


class UnknownSenderError(Exception):
    """The sender is nobody of this home."""


class Steward:
    """House (bot/house.py) over a running bridge; `after` hears of each answer, and never waits or raises."""

    def __init__(
        self,
        *,
        bridge: Bridge,
        pipeline: Pipeline,
        resume: Resume,
        asking: Asking,
        answering: Answering,
        wording: Wording,
        view: HomeView,
        people: Mapping[str, Person],
        rights: Rights,
        home_language: Language,
        checks: Callable[[], Awaitable[list[Check]]],
        after: Callable[[Trip, Answer], None],
    ) -> None:
        self._bridge = bridge
        self._pipeline = pipeline
        self._resume = resume
        self._asking = asking
        self._answering = answering
        self._wording = wording
        self._view = view
        self._people = people
        self._showing = Showing(bridge, wording, view, people, rights)
        self._home_language = home_language
        self._checks = checks
        self._after = after
        self._events: Fanout[HouseEvent] = Fanout()
        self._under_way: dict[str, tuple[Trip, asyncio.Task[Answer]]] = {}
        self._passing_on: asyncio.Task[None] | None = None
        self._telling: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Pass the bridge's events on, and tell what came of messages that an earlier process left open."""
        await self._asking.start(self._tell_word)
        self._passing_on = asyncio.create_task(self._pass_on(), name="house events")
        self._telling = asyncio.create_task(self._tell_left_open(), name="left open")

    async def stop(self) -> None:
        """Let messages under way end, then stop listening."""
        tasks = [task for _, task in self._under_way.values()]
        if tasks:
            await asyncio.wait(tasks, timeout=_DRAIN_S)
        # what is cut short here stays open in the ledger, and the next start ends it
        await end(*tasks, self._passing_on, self._telling)
        await self._asking.stop()
        self._events.end()

    # --- messages

    async def handle(self, message: IncomingMessage, wait_s: float = 10.0) -> Answer:
        """Carry one message all the way. Raises UnknownSenderError."""
        if message.group and not message.addressed:
            # overheard: no trace, not even its id
            return Answer(message.id, "silent", self._home_language)
        person = self._people.get(message.sender)
        if person is None:
            raise UnknownSenderError(message.sender)
        running = self._under_way.get(message.id)
        if running is None:
            trip = Trip(message, person, person.language or self._home_language)
            running = (trip, asyncio.create_task(self._once(trip), name=f"message {message.id[:40]!r}"))
            self._under_way[message.id] = running
            running[1].add_done_callback(lambda _: self._under_way.pop(message.id, None))
        trip, task = running
        done, _ = await asyncio.wait({task}, timeout=max(wait_s, 0.0))
        while not done and not trip.orders:
            # nothing has been asked of an appliance yet: the answer is near
            done, _ = await asyncio.wait({task}, timeout=0.05)
        return task.result() if done else await self._so_far(trip)

    async def _once(self, trip: Trip) -> Answer:
        """The first time: carry it; a repeated one gets the answer of the first."""
        message = trip.message
        try:
            answer = await self._pipeline.carry(trip, self._tell_message)
            if isinstance(answer, Duplicate):
                return await self._again(trip, answer)
            answer = decode(await self._bridge.ledger.store_answer(message.id, encode(answer))) or answer
        except StoreUnavailable:
            log.exception("the store does not answer; nothing was done")
            return await self._only_told(trip, "told.store_down")
        except Exception:
            log.exception("a message failed")
            return await self._failed(trip)
        self._tell_answer(message, answer)
        for word in trip.words:
            self._tell_word(word)
        self._after(trip, answer)
        return answer

    async def _failed(self, trip: Trip) -> Answer:
        """A fault of ours is told as such, with what was done before it; the message is over."""
        begun = await self._bridge.ledger.commands_of(trip.message.id)
        if begun.commands:
            return await self._end_of(trip.message.id, trip.language)
        answer = await self._only_told(trip, "told.failed")
        await self._bridge.ledger.store_answer(trip.message.id, encode(answer))
        return answer

    async def _again(self, trip: Trip, begun: Duplicate) -> Answer:
        stored = decode(begun.answer) if begun.answer is not None else None
        if stored is not None:
            return stored
        trip.orders = await self._accepted_before(begun.commands)
        trip.plan = Plan(tuple(one.step for one in trip.orders))
        if trip.orders:
            await self._bridge.wait_swept()
        return await self._end_of(trip.message.id, trip.language)

    async def _accepted_before(self, command_ids: tuple[str, ...]) -> list[Order]:
        records = [await self._bridge.ledger.record(one) for one in command_ids]
        return [Order(step_of(one.command), one.command) for one in records if one is not None]

    async def _end_of(self, message_id: str, language: Language) -> Answer:
        """The answer to a message whose process died; it stays once nothing is under way any more."""
        answer = await self._from_ledger(message_id, language)
        if any(one.result == "pending" for one in answer.commands):
            return answer
        return decode(await self._bridge.ledger.store_answer(message_id, encode(answer))) or answer

    async def _from_ledger(self, message_id: str, language: Language) -> Answer:
        """An answer made from what the ledger says of a message whose process died."""
        results = await self._bridge.execute(message_id, [])
        done = tuple(Done(step_of(one.command), one) for one in results)
        plan = Plan(tuple(one.step for one in done))
        receipt = receipt_of(plan if done else Plan((TellStep("told.stale"),)), done)
        read = Understood("chat", "grammar")
        answer, _ = await self._answering.answer(message_id, receipt, self._view, language, read)
        return answer

    async def _so_far(self, trip: Trip) -> Answer:
        done = tuple(pending_step(order) for order in trip.orders)
        receipt = receipt_of(trip.plan, done)
        answer, _ = await self._answering.answer(
            trip.message.id, replace(receipt, asked=None), self._view, trip.language, trip.understood,
            actor=trip.actor,
        )  # fmt: skip
        return answer

    async def _only_told(self, trip: Trip, key: str) -> Answer:
        told, receipt = trip.message.id, receipt_of(Plan((TellStep(key),)), ())
        answer, _ = await self._answering.answer(told, receipt, self._view, trip.language, trip.understood)
        return answer

    async def _tell_left_open(self) -> None:
        """Give each message that an earlier process did not answer its end, and say it to who asked."""
        try:
            await self._bridge.wait_swept()
            for message_id, commands in await self._bridge.ledger.open_messages():
                # taken as ours first, so that a redelivery in this moment cannot begin it anew
                begun = await self._bridge.ledger.begin(message_id, self._view.now)
                if message_id in self._under_way or begun == Duplicate():
                    # delivered again already: it gets its end there
                    continue
                orders = await self._accepted_before(commands)
                answer = await self._end_of(message_id, self._home_language)
                asker = next((one.command.person for one in orders), "")
                self._events.tell(HouseEvent("answer", {"chat": None, **as_json(answer)}, person=asker))
        except StoreUnavailable:
            log.warning("the store went away while open messages were being ended")

    async def notify(self, watch: Watch) -> None:
        """Keep a promise to tell: say it in the chat it was given in."""
        ended_well = self._bridge.state(watch.step.appliance).value(watch.step.key) in {True, "finished"}
        key = watch.step.notice if ended_well else "told.state"
        receipt = receipt_of(Plan((TellStep(key, {}, watch.step.appliance),)), ())
        start = watch.step.offer
        offers = (Option("button.start", Plan((start,))),) if start is not None else ()
        offered = self._resume.ask(AskStep("choose", "offer", options=offers), watch.chat, watch.person)
        answer, _ = await self._answering.answer(
            f"notice-{watch.id}", receipt, self._view, watch.language, Understood("chat", "notice"),
            offers=offers, offered=offered,
        )  # fmt: skip
        self._resume.said(watch.chat)
        data = {"chat": watch.chat, "sender": watch.person, **as_json(answer)}
        self._events.tell(HouseEvent("answer", data, person=watch.person, group=watch.group))

    # --- what is shown

    def appliances(self, person: str | None = None) -> list[ApplianceView]:
        """The appliances this person may ask about, in a stable order; None: all; nobody sees none."""
        return self._showing.appliances(person)

    def appliance(self, appliance_id: str, person: str | None = None) -> ApplianceView | None:
        """One of them."""
        return self._showing.appliance(appliance_id, person)

    def explain_appliance(self, appliance_id: str) -> Explanation | None:
        """Why it is taken for what it is."""
        return self._bridge.explain(appliance_id)

    def discovery(self) -> list[DiscoveryView]:
        """How far the look around is at each broker."""
        return [discovery_view(one) for one in self._bridge.discovery()]

    def problems(self) -> list[ProblemView]:
        """What was announced and cannot be used."""
        return self._showing.problems()

    async def picture(self, appliance_id: str, person: str | None = None) -> PictureView | None:
        """The newest picture of an appliance, if this person may see it."""
        return await self._showing.picture(appliance_id, person)

    def people(self) -> list[PersonView]:
        """All persons."""
        return [person_view(person) for person in self._people.values()]

    async def explain(self, text: str, person: str | None = None) -> Mapping[str, object]:
        """What a sentence means here and what would be done, without acting."""
        who = self._people.get(person or "") or next(
            one for one in self._people.values() if one.role == "owner"
        )
        understanding = await self._pipeline.placed(self._pipeline.understand(text, Conversation(), who))
        plan = self._pipeline.plan_for(understanding, who)
        steps = [{"kind": type(step).__name__, **asdict(step)} for step in plan.steps]
        reasons = self._wording.reasons(understanding, plan)
        return {**asdict(understanding), "plan": steps, "reasons": reasons}

    def events(self) -> AsyncIterator[HouseEvent]:
        """Live events from now on."""
        return self._events.listen()

    async def health(self) -> list[Check]:
        """Store, broker, engine, looked at now."""
        return await self._checks()

    # --- live events

    async def _pass_on(self) -> None:
        async for event in self._bridge.events():
            self._events.tell(house_event(event))

    def _tell_message(self, trip: Trip) -> None:
        message = trip.message
        data = {
            "id": message.id, "chat": message.chat, "sender": message.sender, "at": message.received_at,
            "text": HIDDEN if trip.secret else message.text, "action": message.action,
        }  # fmt: skip
        self._events.tell(HouseEvent("message", data, person=message.sender, group=message.group))

    def _tell_answer(self, message: IncomingMessage, answer: Answer) -> None:
        self._resume.said(message.chat)
        data = {"chat": message.chat, "sender": message.sender, **as_json(answer)}
        self._events.tell(HouseEvent("answer", data, person=message.sender, group=message.group))

    def _tell_word(self, word: Word) -> None:
        """Something for somebody who did not just write."""
        to = word.to
        self._resume.said(to.chat, word.request)
        data = {"chat": to.chat, "sender": to.person, **as_json(word.answer)}
        self._events.tell(HouseEvent("answer", data, person=to.person, group=to.group))
