"""An adult's word on another's request: this once, for an hour, or not."""

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation.pending import Behalf
from bot.conversation.requests import Decision, Request, Requests, Word
from bot.conversation.resumed import Resumed, no_right, only_told
from bot.guard import DANGER, Guard, is_late
from bot.home_view import HomeView
from bot.message import Language
from bot.people.grants import GRANT_S, Grant, Grants, act_of
from bot.plan import Option, Plan, TellStep
from bot.planner.situation import Situation
from bot.wording.replies import Wording

REQUEST = "request"
"""Fact of the question that asks an adult: the id of the request."""

SEEN_AFTER_S = 2.0
"""What was written sooner after the question was not written by who had read it."""

_WORDS: Mapping[str, Word] = {
    "button.allow": "allowed",
    "button.allow_hour": "allowed_hour",
    "button.refuse": "refused",
}


class Permission:
    """Takes the one word that a request gets."""

    def __init__(
        self, requests: Requests, grants: Grants, guard: Guard, wording: Wording, view: HomeView
    ) -> None:
        self._requests = requests
        self._grants = grants
        self._guard = guard
        self._wording = wording
        self._view = view
        self._last_said: dict[str, tuple[str, float]] = {}
        # chat → the request that was the last thing said there, and when

    def _said_as(self, text: str, language: Language, kind: str) -> str | None:
        """The button of which this is a saying: the label itself among the plain kind."""
        said = _plain(text)
        for label in _WORDS:
            option = Option(label, Plan())
            ways = self._wording.sayings(replace(option, label=f"{kind}{label}"), self._view, language)
            ends = self._wording.sayings(replace(option, label=f"{kind}{label}_end"), self._view, language)
            shown = () if kind else (self._wording.label(option, self._view, language),)
            if said in {_plain(way + end) for way in (*shown, *ways) for end in ("", *ends)}:
                return label
        return None

    async def decided(self, request_id: str, label: str, situation: Situation) -> Resumed:
        """An adult pressed the button with this label. Raises StoreUnavailable."""
        person, request = situation.person, self._requests.get(request_id)
        if request is None:
            return _before(await self._requests.decision(request_id), situation)
        commands, now = request.plan.commands, self._view.local_time
        asker = self._guard.people.get(request.asker.person)
        if asker is None or asker.is_over(now):
            return only_told("told.expired_button", only_sender=True)
        if not all(self._guard.may_approve(person, one, situation, now) for one in commands):
            return no_right(person, commands)
        word = _WORDS[label]
        if word == "allowed_hour" and not situation.trusted:
            return only_told("told.not_here", only_sender=True)
        earlier = await self._requests.decide(request_id, Decision(word, person.id))
        if earlier is not None:
            return _before(earlier, situation)
        behalf = Behalf(TellStep(f"told.{word}", {"person": person.id}), (request.asker,))
        if word == "refused":
            return Resumed(Plan(), behalf=behalf)
        if word == "allowed_hour":
            for grant in _grants(request, person.id, self._view.now + GRANT_S):
                await self._grants.give(grant)
        # the tap of an adult who may do it is the yes it takes; a PIN is asked for all the same
        return Resumed(request.plan, "confirmed" if situation.trusted else "none", behalf)

    def said(self, chat: str, request_id: str = "") -> None:
        """This was the last thing said in a chat: the question about a request, or anything else."""
        if request_id:
            self._last_said[chat] = request_id, self._view.now
        else:
            self._last_said.pop(chat, None)

    async def labelled(
        self, text: str, language: Language, situation: Situation, age_s: float, *, free: bool = True
    ) -> Resumed | None:
        """Typing what a button says is pressing it, in private; None: that was not typed.

        free: no other question of ours waits in this chat. Then a bare yes or no counts, too, when the
        request is the last thing said there; but an "ok" to something else must not light an oven, so for the
        danger class the yes must be plain.
        """
        waiting = () if situation.group else self._requests.open_to(situation.person.id)
        if not waiting or "?" in text:
            return None
        label = self._said_as(text, language, "")
        if label is None and free:
            label = self._said_as(text, language, "bare.")
            request_id, at = self._last_said.get(situation.chat or "", ("", 0.0))
            seen = request_id == waiting[-1].id and self._view.now - age_s - at >= SEEN_AFTER_S
            harmless = not any(one.risk in DANGER for one in waiting[-1].plan.commands)
            if label is not None and not (seen and (harmless or label == "button.refuse")):
                return only_told("told.request_waits") if label == "button.allow" else None
        if label is None:
            return None
        if len(waiting) > 1:
            return only_told("told.which_request")
        if label != "button.refuse" and is_late(waiting[0].plan.steps, age_s):
            return only_told("told.stale")
        return await self.decided(waiting[0].id, label, situation)


def _before(decision: Decision | None, situation: Situation) -> Resumed:
    """What to say to a press that came after another one."""
    if decision is None or decision.word == "expired":
        return only_told("told.expired_button", only_sender=True)
    word = "refused" if decision.word == "refused" else "allowed"
    facts = {} if decision.by == situation.person.id else {"person": decision.by}
    return only_told(f"told.{word}_before", {**facts}, only_sender=True)


def _grants(request: Request, by: str, until: float) -> list[Grant]:
    acts: dict[str, set[str]] = {}
    for one in request.plan.commands:
        acts.setdefault(one.appliance, set()).add(act_of(one))
    return [
        Grant(request.asker.person, appliance, frozenset(done), until, by, request.rules)
        for appliance, done in acts.items()
    ]


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
