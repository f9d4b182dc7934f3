"""Why an appliance is taken for what it is, and how far the look around is, as JSON of API version 1."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel

from appliance_bridge.explanation import Explanation
from bot.house import ApplianceView, DiscoveryView, ProblemView

MOST_CANDIDATES = 5
MOST_REASONS = 10
# of one candidate
MOST_PARTS = 150
MOST_LEFT_OUT = 150
MOST_NOTES = 50
MOST_SOURCES = 10
MOST_PROBLEMS = 100
LONGEST = 200
# characters: a device may announce any name

_One = TypeVar("_One")


class CandidateBody(BaseModel):
    """A type that was weighed; the highest score is taken."""

    type: str
    score: float
    why: list[str]


class PartBody(BaseModel):
    """One attribute or action, the entity that plays it, and where it is read from or commanded at."""

    key: str
    entity: str
    topic: str
    why: str


class LeftOutBody(BaseModel):
    """An entity that plays no part."""

    entity: str
    why: str


class ExplanationBody(BaseModel):
    """All that led to one appliance; `left_off`: how many lines were too many to be told."""

    appliance: str
    type: str
    sources: list[str]
    candidates: list[CandidateBody]
    parts: list[PartBody]
    left_out: list[LeftOutBody]
    notes: list[str]
    left_off: int


class DiscoveryBody(BaseModel):
    """How far the look around at one broker is."""

    broker: str
    connected: bool
    settled: bool
    announcements: int
    appliances: int
    seconds: float


class ProblemBody(BaseModel):
    """An announcement of which something cannot be used."""

    topic: str
    reason: str


class DiscoveriesBody(BaseModel):
    """How far the look around is."""

    looking: bool
    # some broker that is there has not told all it kept
    appliances: int
    # found so far
    brokers: list[DiscoveryBody]
    problems: list[ProblemBody]
    # what was announced and cannot be used, for owners and the token
    more_problems: int
    # that were too many to be told


def explanation_json(told: Explanation, view: ApplianceView) -> dict[str, object]:
    """All that led to an appliance, no more than a page can show."""
    cut = _Cut()
    return {
        "appliance": view.id,
        "type": told.type,
        "sources": [_short(one) for one in cut(view.source.split(" + "), MOST_SOURCES)],
        "candidates": [
            {"type": one.type, "score": one.score, "why": [_short(why) for why in cut(one.why, MOST_REASONS)]}
            for one in cut(told.candidates, MOST_CANDIDATES)
        ],
        "parts": [
            {
                "key": _short(one.key),
                "entity": _short(one.entity),
                "topic": _short(one.where),
                "why": _short(one.why),
            }
            for one in cut(told.parts, MOST_PARTS)
        ],
        "left_out": [
            {"entity": _short(one.entity), "why": _short(one.why)}
            for one in cut(told.left_out, MOST_LEFT_OUT)
        ],
        "notes": [_short(one) for one in cut(told.notes, MOST_NOTES)],
        "left_off": cut.left_off,
    }


def discovery_json(found: Sequence[DiscoveryView], unusable: Sequence[ProblemView] = ()) -> dict[str, object]:
    """How far the look around is, what was found at each broker, and what of it cannot be used."""
    cut = _Cut()
    return {
        "looking": is_looking(found),
        "appliances": sum(one.appliances for one in found),
        "brokers": [
            {
                "broker": one.broker,
                "connected": one.connected,
                "settled": one.settled,
                "announcements": one.announcements,
                "appliances": one.appliances,
                "seconds": round(one.seconds, 1),
            }
            for one in found
        ],
        "problems": [
            {"topic": _short(one.topic), "reason": _short(one.reason)} for one in cut(unusable, MOST_PROBLEMS)
        ],
        "more_problems": cut.left_off,
    }


def is_looking(found: Sequence[DiscoveryView]) -> bool:
    """Whether more appliances may appear without anybody doing anything; a broker that is away hides none."""
    return any(one.connected and not one.settled for one in found)


class _Cut:
    """Shortens lists and counts what fell away."""

    def __init__(self) -> None:
        self.left_off = 0

    def __call__(self, some: Sequence[_One], most: int) -> Sequence[_One]:
        self.left_off += max(len(some) - most, 0)
        return some[:most]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
