"""A desk that follows a script, behind the real server: what the page is shown, and what it asked for."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request

from bot.web.errors import Json

OWN = """version: "3.1"
nlu:
- intent: power.turn_off
  examples: |
    - [거실](area) [조명](appliance_type) 좀 재워 줘
    - 왕별 꺼
tests:
- say: 왕별 꺼
  means: power.turn_off appliance=light-1
"""
SHIPPED = (
    'version: "3.1"\nnlu:\n- intent: power.turn_on\n  examples: |\n    - turn on the [tv](appliance_type)\n'
)
TAB = {
    "ko": "탭이 들어 있어요. 들여쓰기는 빈칸으로 해 주세요.",
    "en": "There is a tab here. Indent with spaces.",
}
EVIL = '<img src=x onerror="document.title=1">'
NOON = 1_790_000_000.0


def verdict(**parts: Any) -> dict[str, Any]:
    """One that says nothing, but for these parts."""
    nothing = {"of": 412, "count": 0, "worse": 0, "changed": []}
    return {
        "ok": True,
        "why": None,
        "can_be_forced": False,
        "faults": [],
        "findings": [],
        "failed": [],
        "tests": 1,
        "effect": nothing,
        "version": None,
        "mark": "",
    } | parts


def effect(*changed: dict[str, Any], of: int = 412) -> dict[str, Any]:
    worse = sum(one["count"] for one in changed if one["worse"])
    return {"of": of, "count": sum(one["count"] for one in changed), "worse": worse, "changed": list(changed)}


def changed(text: str, before: str, after: str, *, worse: bool = False, count: int = 1) -> dict[str, Any]:
    risks = {"risk_before": "nothing", "risk_after": "risky" if worse else "harmless"}
    return {"text": text, "count": count, "before": before, "after": after, "worse": worse} | risks


HISTORY = [
    {"id": "v3", "at": NOON, "by": "mom", "by_name": "엄마", "how": "page", "what": "own.yml", "replayed": 412, "changed": 3, "worse": 1, "forced": True, "live": True},
    {"id": "v2", "at": NOON - 9000, "by": None, "by_name": None, "how": "file", "what": "own.yml", "replayed": 400, "changed": 0, "worse": 0, "forced": False, "live": False},
    {"id": "v1", "at": NOON - 90000, "by": None, "by_name": None, "how": "start", "what": "", "replayed": 0, "changed": 0, "worse": 0, "forced": False, "live": False},
]  # fmt: skip
DIFF = '--- own.yml\n+++ own.yml\n@@ -3,3 +3,3 @@\n nlu:\n-- intent: power.turn_on\n+- intent: power.turn_off\n+  # <b>"재우다"</b>는 끄기\n   examples: |\n'
MISSES = [
    {"id": "m1", "texts": ["빨래 좀", "빨래 좀 해"], "count": 4, "last_at": NOON, "kind": "not_understood", "proposal": {"kind": "example", "intent": "run_control.start", "example": "[빨래](appliance_type) 좀", "steps": [], "why": "like"}},
    {"id": "m2", "texts": ["영화 볼거야"], "count": 2, "last_at": NOON - 50000, "kind": "corrected", "proposal": {"kind": "command", "intent": None, "example": None, "steps": ["거실 불 30%로", "커튼 닫아"], "why": "after"}},
    {"id": "m3", "texts": [EVIL], "count": 1, "last_at": NOON - 70000, "kind": "not_understood", "proposal": None},
]  # fmt: skip
INTENTS = [
    {"name": "power.turn_on", "slots": [], "en": "turn on the tv", "ko": "티비 켜줘"},
    {"name": "power.turn_off", "slots": [], "en": "turn off everything", "ko": "다 꺼"},
    {"name": "run_control.start", "slots": ["duration", "program", "option"], "en": "start the washer on wool", "ko": "울코스로 세탁기 돌려줘"},
    {"name": "lock.unlock", "slots": [], "en": "unlock the door", "ko": "문 열어줘"},
]  # fmt: skip
APPLIANCES = [
    {"id": "washer-1", "type": "washer", "names": {"ko": ["통돌이"], "en": ["Topper"]}, "area": {"ko": "다용도실", "en": "Utility room"}, "hidden": False, "announced": {"type": "washer", "names": ["LG washer", "세탁기"], "areas": ["Utility room"]}, "own": {"type": None, "names": {"ko": ["통돌이"], "en": ["Topper"]}, "area": {"ko": "다용도실"}, "hidden": False}},
    {"id": "tv-1", "type": "tv", "names": {"ko": ["TV"], "en": ["TV"]}, "area": {"ko": "거실", "en": "Living room"}, "hidden": True, "announced": {"type": "tv", "names": ["TV"], "areas": ["거실"]}, "own": None},
    {"id": "thing-9", "type": "unknown", "names": {"en": [EVIL]}, "area": {}, "hidden": False, "announced": {"type": "unknown", "names": [EVIL], "areas": []}, "own": None},
]  # fmt: skip
RIGHTS = {
    "roles": ["owner", "adult", "child", "guest"],
    "groups": {"comfort": ["light", "curtain", "tv"], "household": ["washer", "boiler"], "danger": ["door_lock", "gas_valve"]},
    "default_group": "household",
    "rows": [
        {"kind": "act", "of": "comfort", "may": {"owner": "yes", "adult": "yes", "child": "yes", "guest": "yes"}},
        {"kind": "act", "of": "household", "may": {"owner": "yes", "adult": "yes", "child": "yes", "guest": "no"}},
        {"kind": "act", "of": "danger", "may": {"owner": "yes", "adult": "yes", "child": "ask", "guest": "no"}},
        {"kind": "act", "of": "danger_safe", "may": {"owner": "yes", "adult": "yes", "child": "yes", "guest": "yes"}},
        {"kind": "ask", "of": "presence", "may": {"owner": "yes", "adult": "yes", "child": "no", "guest": "no"}},
        {"kind": "routines", "of": None, "may": {"owner": "all", "adult": "all", "child": "own", "guest": "none"}},
        {"kind": "administer", "of": None, "may": {"owner": "yes", "adult": "no", "child": "no", "guest": "no"}},
    ],
    "people": [
        {"id": "minsu", "names": {"ko": "민수", "en": "Minsu"}, "role": "child", "until": None, "over": False, "rules": [{"effect": "deny", "appliances": [], "types": ["tv"], "areas": [], "capabilities": [], "actions": [], "hours": {"start": "21:00", "end": "07:00"}}]},
        {"id": "mom", "names": {"ko": "엄마", "en": "Mom"}, "role": "owner", "until": None, "over": False, "rules": []},
    ],
}  # fmt: skip
TRIED = {
    "mood": "command", "engine": "grammar",
    "intents": [{"name": "power.turn_off", "slots": [{"name": "appliance", "value": "light-1", "exact": True, "text": "왕별"}, {"name": "area", "value": "거실", "exact": False, "text": "거싈"}]}],
    "times": [], "conditions": [], "leftovers": [{"text": "야", "start": 0, "end": 1}], "reasons": ["Read as: 왕별 꺼"], "meaning": "power.turn_off appliance=light-1",
    "plan": [{"kind": "CommandStep", "appliance": "light-1", "capability": "power", "action": "turn_off", "arguments": {}, "risk": "normal", "refusal": None, "later": None}],
    "sends": [{"appliance": "light-1", "topic": "home/light-1/set", "payload": '{"state": "OFF"}'}], "asks": False,
}  # fmt: skip


class ScriptedDesk:
    """`asked` keeps each writing call as (path, body); `save_answers` are given first come, first served."""

    def __init__(self) -> None:
        self.files = {"own.yml": OWN}
        self.mark = "mark-1"
        self.pending: dict[str, Any] | None = None
        self.asked: list[tuple[str, Any]] = []
        self.save_answers: list[tuple[int, dict[str, Any]]] = []
        self.checked = verdict()
        self.misses = list(MISSES)
        self.taught_as = "v3"
        # the version that teaching makes
        self.closed_to: set[str] = set()
        # paths that answer 403
        self.hold = asyncio.Event()
        self.hold.set()
        # cleared: saving takes as long

    def said(self, path: str) -> list[Any]:
        """What was sent to this path."""
        return [body for where, body in self.asked if where == path]

    def routes(self) -> APIRouter:
        """All of /api/v1/desk."""
        routes = APIRouter(prefix="/api/v1/desk")

        @routes.get("/{path:path}")
        async def read(path: str) -> Json:
            if path in self.closed_to:
                return Json({"error": "Only an owner may do this."}, 403)
            return Json(self._read(path))

        @routes.api_route("/{path:path}", methods=["POST", "PUT", "DELETE"])
        async def write(path: str, request: Request) -> Json:
            body = await request.json() if await request.body() else None
            self.asked.append((f"{request.method} {path}", body))
            if path == "save":
                await self.hold.wait()
                return self._save(body["files"])
            return Json(self._written(path, body))

        return routes

    def _read(self, path: str) -> object:
        if path == "files":
            files = [{"name": name, "text": text} for name, text in self.files.items()]
            shipped = [{"name": "power.yml", "text": SHIPPED}]
            folder = {"folder": "/home/mom/intents", "mark": self.mark, "pending": self.pending}
            return folder | {"files": files, "shipped": shipped}
        if path == "misses":
            return {"on": True, "groups": self.misses}
        if path.startswith("history/"):
            one = next(one for one in HISTORY if path.endswith(str(one["id"])))
            return one | {"files": [{"name": "own.yml", "diff": DIFF}]}
        return {"history": HISTORY, "intents": INTENTS, "appliances": APPLIANCES, "rights": RIGHTS}[path]

    def _written(self, path: str, body: Any) -> object:
        if path == "check":
            return self._check(body["files"])
        if path == "try":
            return TRIED
        if path == "use-anyway":
            self.pending = None
        if path.startswith("misses/"):
            self.misses = [one for one in self.misses if one["id"] != path.split("/")[1]]
        if path.endswith("/ignore"):
            return {}
        learnt = changed("빨래 좀", "chat: nothing", "run_control.start appliance_type=washer", count=4)
        return verdict(version=self.taught_as, effect=effect(learnt))

    def _check(self, files: dict[str, str | None]) -> dict[str, Any]:
        """A tab is a fault; otherwise what is scripted."""
        faults = [
            {"file": name, "line": at, "column": line.index("\t") + 1, "key": "", "text": TAB, "level": "error"}
            for name, text in files.items()
            for at, line in enumerate((text or "").split("\n"), 1)
            if "\t" in line
        ]  # fmt: skip
        return verdict(ok=False, why="broken", faults=faults) if faults else self.checked

    def _save(self, files: dict[str, str | None]) -> Json:
        if self.save_answers:
            status, answer = self.save_answers.pop(0)
            return Json(answer, status)
        self.files = {name: text for name, text in (self.files | files).items() if text is not None}
        self.mark += "+"
        return Json(verdict(version="v4", mark=self.mark))
