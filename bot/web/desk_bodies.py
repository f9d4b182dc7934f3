"""What the desk of admins says back. OpenAPI is made from this."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.desk.verdict import Why
from bot.desk.version import How
from nlu.finding import Level
from nlu.replay import Risk


class FaultBody(BaseModel):
    """What is broken; line 0: the file as a whole."""

    file: str
    line: int
    column: int | None
    key: str
    text: dict[str, str]
    level: Literal["error"]


class FindingBody(BaseModel):
    """Something to know, though nothing is broken."""

    kind: str
    level: Level
    file: str
    line: int
    text: dict[str, str]
    # language → one sentence


class ChangedBody(BaseModel):
    """A message that would be understood otherwise."""

    text: str
    count: int
    before: str
    after: str
    risk_before: Risk
    risk_after: Risk
    worse: bool


class EffectBody(BaseModel):
    """What a change does to messages that were said before."""

    of: int
    count: int
    # of so many messages so many are understood otherwise
    worse: int
    # how many sentences would now do something risky
    changed: list[ChangedBody]
    # the first fifty


class FailedBody(BaseModel):
    """An own test that would not hold."""

    say: str
    means: str
    wanted: str
    file: str
    line: int


class VerdictBody(BaseModel):
    """All that there is to say about a change."""

    ok: bool
    why: Why | None
    can_be_forced: bool
    faults: list[FaultBody]
    findings: list[FindingBody]
    failed: list[FailedBody]
    tests: int
    effect: EffectBody
    version: str | None
    # under which it is live; null: it is not
    mark: str


class RefusedBody(VerdictBody):
    """A change that was not taken."""

    error: str


class FileBody(BaseModel):
    """A file with its text."""

    name: str
    text: str


class FolderBody(BaseModel):
    """The folder of a home's own words."""

    folder: str
    mark: str
    files: list[FileBody]
    shipped: list[FileBody]
    pending: VerdictBody | None
    # of what the folder holds; null: it is live


class SendBody(BaseModel):
    """What would be published."""

    model_config = ConfigDict(extra="allow")

    appliance: str
    topic: str
    payload: str


class TryBody(BaseModel):
    """What a sentence would do; nothing is done."""

    model_config = ConfigDict(extra="allow")

    mood: str
    engine: str
    intents: list[dict[str, object]]
    times: list[object]
    conditions: list[object]
    leftovers: list[object]
    reasons: list[str]
    meaning: str
    plan: list[object]
    sends: list[SendBody]
    asks: bool
    # it would ask back
    sends_after_yes: list[SendBody]
    # what would be sent after the first choice of that question


class IntentBody(BaseModel):
    """An intent of the contract with an example in each language."""

    name: str
    slots: list[str]
    en: str | None
    ko: str | None


class ProposalBody(BaseModel):
    """What could be taught."""

    kind: Literal["example", "command"]
    intent: str | None
    example: str | None
    steps: list[str]
    why: str


class MissBody(BaseModel):
    """Messages that are alike and were missed."""

    id: str
    texts: list[str]
    count: int
    last_at: float
    kind: Literal["not_understood", "corrected"]
    proposal: ProposalBody | None


class MissesBody(BaseModel):
    """All of them; on: whether messages are kept at all."""

    on: bool
    groups: list[MissBody]


class VersionBody(BaseModel):
    """A version that was live."""

    id: str
    at: float
    by: str | None
    by_name: str | None
    how: How
    what: str
    replayed: int
    changed: int
    worse: int
    forced: bool
    live: bool


class DiffBody(BaseModel):
    """How a file came to differ from the version before."""

    name: str
    diff: str


class OneVersionBody(VersionBody):
    """A version with its differences."""

    files: list[DiffBody]


class AnnouncedBody(BaseModel):
    """As an appliance announced itself."""

    type: str
    names: list[str]
    areas: list[str]


class OverrideBody(BaseModel):
    """What the own files say of an appliance."""

    file: str
    line: int
    type: str | None
    names: dict[str, list[str]]
    area: dict[str, str]
    hidden: bool


class DeskApplianceBody(BaseModel):
    """An appliance as it is, as it announced itself, and what the own files say of it."""

    id: str
    type: str
    names: dict[str, list[str]]
    area: dict[str, str]
    hidden: bool
    announced: AnnouncedBody
    own: OverrideBody | None


class RightsRowBody(BaseModel):
    """One row of the table; of: a group of appliances, "danger_safe" (back to safety) or "presence"."""

    kind: Literal["act", "ask", "routines", "administer"]
    of: str | None
    may: dict[str, Literal["yes", "ask", "no", "all", "own", "none"]]
    # role → whether


class HoursBody(BaseModel):
    """A part of each day."""

    start: str
    end: str


class RuleBody(BaseModel):
    """One exception to what the role says; an empty list means any."""

    effect: Literal["allow", "deny"]
    appliances: list[str]
    types: list[str]
    areas: list[str]
    capabilities: list[str]
    actions: list[str]
    hours: HoursBody | None


class RightsPersonBody(BaseModel):
    """A person with their own rules."""

    id: str
    names: dict[str, str]
    role: str
    until: float | None
    over: bool
    # their time here has ended
    rules: list[RuleBody]


class RightsBody(BaseModel):
    """Who may do what."""

    roles: list[str]
    groups: dict[str, list[str]]
    # group → types of appliances
    default_group: str
    # of all other types
    rows: list[RightsRowBody]
    people: list[RightsPersonBody]
