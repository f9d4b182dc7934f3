"""A House that follows a script: it knows a few words and reports what a real one would."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace

from appliance_bridge.explanation import Candidate, Explanation, LeftOut, Part
from bot.house import ApplianceView, Check, DiscoveryView, HouseEvent, PersonView, PictureView, ProblemView
from bot.message import Answer, Button, CommandReport, IncomingMessage, Reply, Understood
from bot.web.simulator import Condition
from bot.web.views import answer_json
from tests.bot.web.appliances import State, home

PEOPLE = [
    PersonView("mom", {"ko": "엄마", "en": "Mom"}, "owner", "ko"),
    PersonView("dad", {"ko": "아빠", "en": "Dad"}, "adult", "ko"),
    PersonView("minsu", {"ko": "민수", "en": "Minsu"}, "child", "ko"),
]

# words → (capability, action, what it then reports, summary in both languages)
SCRIPT: list[tuple[tuple[str, ...], str, str, State, tuple[str, str]]] = [
    (
        ("돌려줘", "시작해줘", "start"),
        "run_control",
        "start",
        {"run_control.state": "running", "remaining_time.seconds": 3480},
        ("58분 남음", "58 min left"),
    ),
    (("일시정지", "pause"), "run_control", "pause", {"run_control.state": "paused"}, ("일시정지", "Paused")),
    (
        ("24도", "24 degrees"),
        "temperature",
        "set",
        {"temperature.target": 24},
        ("냉방 · 24°C", "Cool · 24°C"),
    ),
    (
        ("27도", "27 degrees"),
        "temperature",
        "set",
        {"temperature.target": 27},
        ("냉방 · 27°C", "Cool · 27°C"),
    ),
    (("켜줘", "turn on"), "power", "turn_on", {"power.on": True}, ("켜짐", "On")),
    (("꺼줘", "turn off"), "power", "turn_off", {"power.on": False}, ("꺼짐", "Off")),
]
REPLIES = {
    "start": "{name}를 표준 코스로 시작했어요. 58분 남았어요.",
    "pause": "{name}를 잠시 멈췄어요.",
    "set": "{name}을 맞췄어요.",
    "turn_on": "{name}을 켰어요.",
    "turn_off": "{name}을 껐어요.",
}
EXPLANATION = Explanation(
    "washer-1",
    "washer",
    "home_assistant:washer-1",
    (
        Candidate("washer", 4.0, ("its name says 세탁기", "it has a spin speed")),
        Candidate("dryer", 1.5, ("it has a start",)),
    ),
    (
        Part("run_control.start", "button.start", "home/washer/start", "its name is start"),
        Part("run_control.state", "sensor.state", "home/washer/state", "its name is state"),
    ),
    (LeftOut("sensor.rssi", "its category is diagnostic"),),
    ("program: read_only",),
)


class ScriptedHouse:
    """Acts at once on its own list of appliances; `heard` keeps what it was told."""

    def __init__(self) -> None:
        self.views = home()
        self.heard: list[IncomingMessage] = []
        self.checks = [Check("store", True, "The store answers."), Check("broker", True, "Connected.")]
        self.explanations = {"washer-1": EXPLANATION}
        self.search = [DiscoveryView("mqtt", True, True, 16, 16, 0.4)]
        self.unusable: list[ProblemView] = []
        self.pictures: dict[str, PictureView] = {}
        self.hold = asyncio.Event()
        self.hold.set()
        # cleared: messages wait, as for a slow appliance
        self.unheard = asyncio.Event()
        # set when the last listener has gone
        self.crash: Exception | None = None
        self._answers: dict[str, Answer] = {}
        self._listeners: set[asyncio.Queue[HouseEvent]] = set()

    async def handle(self, message: IncomingMessage, wait_s: float = 10.0) -> Answer:
        self.heard.append(message)
        if self.crash is not None:
            raise self.crash
        if message.id in self._answers:
            return self._answers[message.id]
        where = {"chat": message.chat, "sender": message.sender}
        self.emit(
            "message",
            {"id": message.id, "text": message.text, "action": message.action, **where},
            message.sender,
        )
        await self.hold.wait()
        answer = self._answers[message.id] = self._answer(message)
        self.emit("answer", {**answer_json(answer), **where}, message.sender)
        return answer

    def appliances(self, person: str | None = None) -> list[ApplianceView]:
        return [view for view in self.views.values() if person != "guest" or view.id != "tv-1"]

    def appliance(self, appliance_id: str, person: str | None = None) -> ApplianceView | None:
        return next((one for one in self.appliances(person) if one.id == appliance_id), None)

    def explain_appliance(self, appliance_id: str) -> Explanation | None:
        return self.explanations.get(appliance_id)

    def discovery(self) -> list[DiscoveryView]:
        return self.search

    def problems(self) -> list[ProblemView]:
        return self.unusable

    async def picture(self, appliance_id: str, person: str | None = None) -> PictureView | None:
        return None if person == "minsu" else self.pictures.get(appliance_id)

    def people(self) -> list[PersonView]:
        return PEOPLE

    async def explain(self, text: str, person: str | None = None) -> Mapping[str, object]:
        return {"text": text, "person": person, "mood": "command"}

    async def events(self) -> AsyncIterator[HouseEvent]:
        queue: asyncio.Queue[HouseEvent] = asyncio.Queue()
        self._listeners.add(queue)
        self.unheard.clear()
        try:
            while True:
                yield await queue.get()
        finally:
            self._listeners.discard(queue)
            if not self._listeners:
                self.unheard.set()

    async def health(self) -> list[Check]:
        return self.checks

    @property
    def listeners(self) -> int:
        """How many are listening to events."""
        return len(self._listeners)

    def emit(
        self, kind: str, data: Mapping[str, object], person: str | None = None, *, group: bool = False
    ) -> None:
        """Tell all who listen."""
        for queue in self._listeners:
            queue.put_nowait(HouseEvent(kind, data, person, group))  # type: ignore[arg-type]

    def report(
        self,
        appliance_id: str,
        state: State,
        summary: tuple[str, str] | None = None,
        online: bool | None = True,
    ) -> None:
        """An appliance reports something."""
        old = self.views[appliance_id]
        words = old.summary if summary is None else {"ko": summary[0], "en": summary[1]}
        self.views[appliance_id] = replace(old, state={**old.state, **state}, summary=words, online=online)
        self.emit("state", {"id": appliance_id})

    def _answer(self, message: IncomingMessage) -> Answer:
        if message.action == "v1:yes":
            return self._act(message, "washer-1", SCRIPT[0])
        text = message.text.casefold()
        meant = self._meant(text)
        if "오븐" in text or "oven" in text:
            buttons = (Button("네, 시작해요", "v1:yes", "응"), Button("아니요", "v1:no", "아니"))
            return Answer(
                message.id,
                "asked",
                "ko",
                (Reply("오븐을 켤까요?", "오븐을 켤까요?", buttons, None, "oven-1"),),
            )
        row = next((row for row in SCRIPT if any(word in text for word in row[0])), None)
        if meant is None or row is None:
            return Answer(
                message.id, "not_understood", "ko", (Reply("무슨 말인지 모르겠어요.", "모르겠어요"),)
            )
        return self._act(message, meant, row)

    def _meant(self, text: str) -> str | None:
        found = [view for view in self.views.values() if any(name.casefold() in text for name in view.names)]
        in_room = [view for view in found if any(area.casefold() in text for area in view.areas)]
        return next((view.id for view in in_room or found), None)

    def _act(
        self,
        message: IncomingMessage,
        appliance_id: str,
        row: tuple[tuple[str, ...], str, str, State, tuple[str, str]],
    ) -> Answer:
        _, capability, action, state, summary = row
        view = self.views[appliance_id]
        self.report(appliance_id, state, summary)
        text = REPLIES[action].format(name=view.name)
        buttons = (
            Button("일시정지", "v1:pause", "일시정지"),
            Button("끝나면 알려줘", "v1:notify", "끝나면 알려줘"),
        )
        reply = Reply(
            text, f"{view.name} · {summary[0]}", buttons if action == "start" else (), None, view.id
        )
        command = CommandReport(f"{message.id}:0", view.id, view.type, capability, action, {}, "confirmed")
        understood = Understood(
            "command", "grammar", ({"name": f"{capability}.{action}", "slots": {}, "confidence": 1.0},)
        )
        return Answer(message.id, "acted", "ko", (reply,), (command,), understood)


@dataclass
class ScriptedDevice:
    """A simulated appliance."""

    id: str
    conditions: dict[str, Condition]
    supported: tuple[str, ...]


@dataclass
class ScriptedSimulator:
    """A simulator whose devices report to a ScriptedHouse."""

    house: ScriptedHouse
    speed: float = 1.0
    table: dict[str, ScriptedDevice] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.house.views.values():
            conditions: dict[str, Condition] = {
                "online": one.online is not False,
                "slow_s": 0.0,
                "mute": False,
            }
            if one.type in ("washer", "oven"):
                conditions |= {"door_open": False, "remote_control": True, "fault": ""}
            self.table[one.id] = ScriptedDevice(one.id, conditions, tuple(conditions))

    def devices(self) -> list[ScriptedDevice]:
        return list(self.table.values())

    def change(self, device_id: str, **conditions: Condition) -> None:
        if conditions.get("fault") == "???":
            raise ValueError("fault of washer-1 cannot be '???'.")
        device = self.table[device_id]
        device.conditions.update(conditions)
        state: State = {}
        if "door_open" in conditions:
            state["door.open"] = bool(conditions["door_open"])
        self.house.report(device_id, state, online=bool(device.conditions["online"]))
