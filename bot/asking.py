"""Asking an adult for another: the question in the adult's own chats, and the end of one nobody answers."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.tasks import end
from bot.answering import Answering
from bot.conversation.pending import Behalf, Listener
from bot.conversation.permission import REQUEST
from bot.conversation.requests import Decision, Request, Requests
from bot.conversation.resume import Resume
from bot.guard import Guard
from bot.home_view import HomeView
from bot.message import Answer, IncomingMessage, Language, Understood
from bot.people.people import People
from bot.people.person import Person
from bot.plan import AskStep, HouseStep, Option, Plan, Receipt, TellStep
from bot.planner.situation import Situation

log = logging.getLogger(__name__)

_AGAIN_S = 30.0
# when the store is away


@dataclass(frozen=True, slots=True)
class Word:
    """Something said to somebody who did not just write."""

    to: Listener
    answer: Answer
    request: str = ""
    # the request it asks about


class Asking:
    """Carries requests between the chats of those who ask and those who may allow."""

    def __init__(
        self,
        *,
        requests: Requests,
        people: Mapping[str, Person],
        guard: Guard,
        resume: Resume,
        answering: Answering,
        view: HomeView,
        home_language: Language,
    ) -> None:
        self._requests = requests
        self._people = people
        self._guard = guard
        self._resume = resume
        self._answering = answering
        self._view = view
        self._home_language = home_language
        self._news = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None
        self._tell: Callable[[Word], None] | None = None

    async def start(self, tell: Callable[[Word], None]) -> None:
        """From now on who asked is told when nobody answered."""
        self._tell = tell
        self._watching = asyncio.create_task(self._watch(tell), name="requests")

    async def stop(self) -> None:
        """Stop watching; what is open stays in the store."""
        await end(self._watching)

    async def ask(
        self, step: HouseStep, message: IncomingMessage, situation: Situation, language: Language
    ) -> tuple[TellStep, list[Word]]:
        """Ask the adult `to`, or everybody who may allow it; what to say here, and what to whom.

        Raises StoreUnavailable: nobody was asked.
        """
        person, now = situation.person, self._view.local_time
        plan = step.plan or Plan()
        to = str(step.facts.get("to", ""))
        able = self._guard.approvers(plan.commands, situation, now)
        adults = [one for one in able if to in {"", one.id}]
        if not plan.commands or not adults:
            return TellStep("told.nobody_to_ask"), []
        asker = Listener(person.id, message.chat, message.group, language)
        rules = self._guard.rules_against(plan.commands, situation, now)
        request = Request(
            secrets.token_hex(8), asker, plan, tuple(one.id for one in adults),
            self._requests.ends_at(), rules,
        )  # fmt: skip
        result = await self._requests.open(request)
        if result == "asked":
            self._news.set()
        told = TellStep(f"told.{result}", {"person": adults[0].id} if len(adults) == 1 else {})
        words = [await self._question(request, one) for one in adults] if result == "asked" else []
        return told, [word for several in words for word in several]

    async def _question(self, request: Request, adult: Person) -> list[Word]:
        """The question to one adult, in their own language and chats."""
        secure = any(one.risk == "secure" for one in request.plan.commands)
        labels = ("button.allow", *(() if secure else ("button.allow_hour",)))
        question = AskStep(
            "approve", "ask.request", {"person": request.asker.person, REQUEST: request.id},
            options=(*(Option(one, request.plan) for one in labels), Option("button.refuse", Plan())),
        )  # fmt: skip
        asker = request.asker
        pending = self._resume.ask(
            question, asker.chat, asker.person, life_s=request.expires_at - self._view.now
        )
        language = adult.language or self._home_language
        answer, _ = await self._answering.answer(
            f"request-{request.id}-{adult.id}", Receipt(Plan(), asked=question), self._view, language,
            Understood("chat", "request"), pending,
        )  # fmt: skip
        return [replace(word, request=request.id) for word in self.to_person(adult, answer, language)]

    async def tell_owners(self, told: TellStep) -> None:
        """Something about the house itself, said to each owner in private."""
        for person in [one for one in self._people.values() if one.role == "owner"]:
            language = person.language or self._home_language
            answer, _ = await self._answering.answer(
                f"house-{secrets.token_hex(8)}", Receipt(Plan(), told=(told,)), self._view, language,
                Understood("chat", "notice"),
            )  # fmt: skip
            for word in self.to_person(person, answer, language):
                if self._tell is not None:
                    self._tell(word)

    def to_person(self, person: Person, answer: Answer, language: Language | None = None) -> list[Word]:
        """Said to a person in private: where they wrote last, and on the web page."""
        own = f"web:{person.id}"
        chats = self._people.chats_of(person.id) if isinstance(self._people, People) else (own,)
        return [
            Word(Listener(person.id, one, False, language), answer)
            for one in dict.fromkeys((*chats[:1], own))
        ]

    async def heard(self, behalf: Behalf, receipt: Receipt, message: IncomingMessage) -> list[Word]:
        """What those hear for whom it was done, each in their chat, unless they read it where it was said."""
        words = []
        told = (behalf.verdict, *receipt.told)
        for listener in behalf.listeners:
            if listener.chat == message.chat:
                continue
            answer, _ = await self._answering.answer(
                f"heard-{message.id}", Receipt(receipt.plan, receipt.done, told), self._view,
                listener.language or self._home_language, Understood("chat", "request"),
            )  # fmt: skip
            words.append(Word(listener, answer))
        return words

    async def _watch(self, tell: Callable[[Word], None]) -> None:
        while True:
            self._news.clear()
            pause = None
            try:
                for request in self._requests.opened():
                    if request.expires_at <= self._view.now:
                        await self._over(request, tell)
                    else:
                        left = request.expires_at - self._view.now
                        pause = left if pause is None else min(pause, left)
            except StoreUnavailable:
                log.warning("the store is away; who waits for an adult's answer hears later that none came")
                pause = _AGAIN_S
            try:
                async with asyncio.timeout(pause):
                    await self._news.wait()
            except TimeoutError:
                continue

    async def _over(self, request: Request, tell: Callable[[Word], None]) -> None:
        if await self._requests.decide(request.id, Decision("expired")) is not None:
            return
        asker = request.asker
        told = TellStep(
            "told.request_expired", {"person": request.adults[0]} if len(request.adults) == 1 else {}
        )
        answer, _ = await self._answering.answer(
            f"expired-{request.id}", Receipt(Plan(), told=(told,)), self._view,
            asker.language or self._home_language, Understood("chat", "request"),
        )  # fmt: skip
        tell(Word(asker, answer))
