"""Why an appliance is taken for what it is, and which of its entities plays which part."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A type that was weighed."""

    type: str
    score: float
    # more is more; the highest is taken
    why: tuple[str, ...]
    # each piece of evidence in a few words, the strongest first


@dataclass(frozen=True, slots=True)
class Part:
    """One attribute or action, and the entity that plays it."""

    key: str
    # "run_control.start", "remaining_time.seconds"
    entity: str
    # its id as announced, with its component: "button.start"
    where: str
    # the topic it is read from or commanded at
    why: str
    # "its name is start", "its device class is duration", "the admin says so"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entity that plays no part."""

    entity: str
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that led to one appliance."""

    appliance: str
    type: str
    source: str
    candidates: tuple[Candidate, ...] = ()
    # the chosen one first
    parts: tuple[Part, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    # what is missing and why, what another dialect knows of the same appliance, what an admin said
