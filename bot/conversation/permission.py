"""An adult's word on another's request: this once, for an hour, or not."""

from collections.abc import Mapping

from bot.conversation.pending import Behalf
from bot.conversation.requests import Decision, Request, Requests, Word
from bot.conversation.resumed import Resumed, no_right, only_told
from bot.guard import Guard, is_late
from bot.home_view import HomeView
from bot.message import Language
from bot.people.grants import GRANT_S, Grant, Grants, act_of
from bot.plan import Option, Plan, TellStep
from bot.planner.situation import Situation
from bot.wording.replies import Wording

REQUEST = "request"
"""Fact of the question that asks an adult: the id of the request."""

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

    async def labelled(
        self, text: str, language: Language, situation: Situation, age_s: float
    ) -> Resumed | None:
        """Typing what a button says is pressing it, in private; None: that was not typed."""
        waiting = () if situation.group else self._requests.open_to(situation.person.id)
        if not waiting:
            return None
        said = _plain(text)
        labels = {
            label: _plain(self._wording.label(Option(label, Plan()), self._view, language))
            for label in _WORDS
        }
        label = next((one for one, shown in labels.items() if shown == said), None)
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
