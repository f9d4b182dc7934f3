"""What a sentence would do now, down to the messages to the appliances; nothing is done."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict

from appliance_bridge.bridge import Bridge
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.command import Refusal
from bot.conversation.pending import Conversation
from bot.execution import may_go, orders_of
from bot.message import IncomingMessage
from bot.people.person import Person
from bot.pipeline import Pipeline
from bot.plan import AskStep, Plan
from bot.wording.replies import Wording
from nlu.meaning_line import meaning_line
from nlu.understanding import Understanding


class Rehearsal:
    """Goes the way of a message up to the point where something would be sent."""

    def __init__(
        self,
        pipeline: Pipeline,
        bridge: Bridge,
        catalogue: Catalogue,
        wording: Wording,
        people: Mapping[str, Person],
        clock: Callable[[], float],
        drafts: Callable[[Mapping[str, bytes], str, Person], Awaitable[Understanding]],
    ) -> None:
        """drafts: how a text of a person is read with files that are not live. Raises LanguageError."""
        self._pipeline = pipeline
        self._bridge = bridge
        self._catalogue = catalogue
        self._wording = wording
        self._people = people
        self._clock = clock
        self._drafts = drafts

    async def __call__(
        self, text: str, person: str, files: Mapping[str, bytes] | None = None
    ) -> Mapping[str, object]:
        """Understanding, plan and what would be sent, also after a question's first answer; JSON-ready.

        files: those that would stand in the folder; None: as it is live. Raises LanguageError.
        """
        who = self._people[person]
        read = await self._read(text, who, files)
        plan = self._pipeline.plan_for(read, who)
        asked = next((step for step in plan.steps if isinstance(step, AskStep)), None)
        then = Plan() if asked is None or not asked.options else asked.options[0].plan
        meaning = asdict(read)
        return {
            **meaning,
            "meaning": meaning_line(meaning),
            "plan": [{"kind": type(step).__name__, **asdict(step)} for step in plan.steps],
            "reasons": self._wording.reasons(read, plan),
            "sends": self._sends(plan, text, person),
            "asks": asked is not None,
            "sends_after_yes": self._sends(then, text, person),
        }

    async def _read(self, text: str, who: Person, files: Mapping[str, bytes] | None) -> Understanding:
        if files is not None:
            return await self._drafts(files, text, who)
        return await self._pipeline.placed(self._pipeline.understand(text, Conversation(), who))

    def _sends(self, plan: Plan, text: str, person: str) -> Sequence[Mapping[str, str]]:
        message = IncomingMessage("rehearsal", text, "rehearsal", person, self._clock())
        sends = []
        for order in orders_of(plan, message, self._catalogue, self._bridge.appliance):
            if not may_go(order.step):
                continue
            said = self._bridge.rehearse(order.command)
            for publish in () if isinstance(said, Refusal) else said:
                payload = publish.payload.decode("utf-8", "replace")
                sends.append(
                    {"appliance": order.command.appliance, "topic": publish.topic, "payload": payload}
                )
        return sends
