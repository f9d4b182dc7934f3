"""A House whose answer to a message has the message's own text as its outcome."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from typing import get_args

from appliance_bridge.command import Refusal
from appliance_bridge.explanation import Candidate, Explanation, LeftOut, Part
from bot.house import (
    ApplianceView,
    CapabilityView,
    Check,
    DiscoveryView,
    HouseEvent,
    MissingView,
    PersonView,
    PictureView,
    ProblemView,
)
from bot.message import Answer, Button, IncomingMessage, Outcome, Reply
from bot.plan import AskStep, CommandStep, TellStep
from bot.web.views import answer_json

WASHER = ApplianceView(
    id="washer-1",
    type="washer",
    name="세탁기",
    names=("세탁기", "washer"),
    area="다용도실",
    areas=("다용도실",),
    online=False,
    capabilities={"run_control": CapabilityView(("start", "stop"), ("state",), {}, True)},
    state={"run_control.state": "running"},
    reported_at={},
    summary={"ko": "꺼짐", "en": "Off"},
    source="home_assistant:washer",
    missing=(MissingView("program", "read_only", {"ko": "코스는 바꿀 수 없어요.", "en": "Read only."}),),
    details={"recognised_by": "its name says 세탁기"},
)
EXPLANATION = Explanation(
    "washer-1",
    "washer",
    "home_assistant:washer",
    (
        Candidate("washer", 4.0, ("its name says 세탁기", "it has a spin speed")),
        Candidate("dryer", 1.5, ("it has a start",)),
    ),
    (Part("run_control.start", "button.start", "home/washer/start", "its name is start"),),
    (LeftOut("sensor.rssi", "its category is diagnostic"),),
    ("program: read_only",),
)
OFFLINE = Refusal("offline")
YES_NO = (Button("네", "v1:yes", "응"), Button("아니요", "v1:no", "아니"))


class AnsweringHouse:
    """`heard` keeps what it was told; `later()` says something unasked."""

    def __init__(self) -> None:
        self.heard: list[IncomingMessage] = []
        self.people_here = [
            PersonView("dad", {"ko": "아빠"}, "adult", "ko"),
            PersonView("mom", {"ko": "엄마"}, "owner", "ko"),
        ]
        self.views = [WASHER]
        self.checks = [Check("store", True, "The store answers.")]
        self.explanations = {"washer-1": EXPLANATION}
        self.search = [DiscoveryView("mqtt", True, True, 3, 1, 0.4)]
        self.unusable: list[ProblemView] = []
        self.listeners: set[asyncio.Queue[HouseEvent]] = set()

    async def handle(self, message: IncomingMessage, wait_s: float = 10.0) -> Answer:
        self.heard.append(message)
        if message.text == "crash":
            raise RuntimeError("a bug")
        if message.action:
            reply = Reply(f"버튼 {message.action}", "버튼")
            return self._told(message, Answer(message.id, "acted", "ko", (reply,)))
        outcome: Outcome = message.text if message.text in get_args(Outcome) else "answered"  # type: ignore[assignment]
        buttons = YES_NO if outcome == "asked" else ()
        replies = () if outcome == "silent" else (Reply(f"답: {message.text}", "답", buttons),)
        return self._told(message, Answer(message.id, outcome, "ko", replies))

    def later(self, text: str, chat: str, person: str) -> None:
        """Something is said unasked, with a button."""
        button = Button("그만", "v1:later", "그만")
        answer = Answer(f"later-{text}", "answered", "ko", (Reply(text, text, (button,)),))
        self._emit(answer, chat, person)

    def _told(self, message: IncomingMessage, answer: Answer) -> Answer:
        self._emit(answer, message.chat, message.sender)
        return answer

    def _emit(self, answer: Answer, chat: str, person: str) -> None:
        for queue in self.listeners:
            queue.put_nowait(HouseEvent("answer", {**answer_json(answer), "chat": chat}, person))

    def appliances(self, person: str | None = None) -> list[ApplianceView]:
        return self.views

    def appliance(self, appliance_id: str, person: str | None = None) -> ApplianceView | None:
        return next((view for view in self.views if view.id == appliance_id), None)

    def explain_appliance(self, appliance_id: str) -> Explanation | None:
        return self.explanations.get(appliance_id)

    def discovery(self) -> list[DiscoveryView]:
        return self.search

    def problems(self) -> list[ProblemView]:
        return self.unusable

    async def picture(self, appliance_id: str, person: str | None = None) -> PictureView | None:
        return None

    def people(self) -> list[PersonView]:
        return self.people_here

    async def explain(self, text: str, person: str | None = None) -> Mapping[str, object]:
        if text == "asdf":
            return {"text": text, "mood": "command", "engine": "grammar", "intents": []}
        slot = {"name": "appliance_type", "value": "washer", "text": "세탁기"}
        return {
            "text": text,
            "mood": "command",
            "engine": "grammar",
            "intents": [{"name": "run_control.start", "slots": [slot], "confidence": 1.0}],
            "leftovers": [{"text": "어쩌고"}],
            "plan": [
                asdict(CommandStep("washer-1", "program", "select", {"value": "면"})),
                asdict(CommandStep("oven-1", "power", "turn_on", refusal=OFFLINE)),
                asdict(AskStep("confirm", "confirm.start")),
                asdict(TellStep("status.on")),
            ],
            "explanation": ["돌려 is a verb of run_control.start"],
        }

    async def events(self) -> AsyncIterator[HouseEvent]:
        queue: asyncio.Queue[HouseEvent] = asyncio.Queue()
        self.listeners.add(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            self.listeners.discard(queue)

    async def health(self) -> list[Check]:
        return self.checks
