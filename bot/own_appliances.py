"""What an admin says by chat of an appliance itself: the port to what keeps it, and what is told of it."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.plan import Facts, HouseStep, TellStep

What = Literal["type", "name", "area", "hide", "show", "restore"]
"""What is said: what it is, what it is called, where it is, hidden, hidden no more, all as announced."""

WhyNot = Literal["broken", "tests", "risky", "conflict", "not_written", "nothing", "elsewhere"]
"""Why nothing changed. broken: it is refused, or the files have a fault; tests: a test of the home would not
hold; risky: a message of late would do something risky; conflict: somebody changes the files just now;
nothing: nobody said anything that could be taken back; elsewhere: the config says so."""

_DONE = {
    "type": "told.appliance_is", "name": "told.appliance_named", "area": "told.appliance_moved",
    "hide": "told.appliance_hidden", "show": "told.appliance_shown", "restore": "told.appliance_as_announced",
}  # fmt: skip
CHANGED = frozenset((*_DONE.values(), "told.appliance_only_seen"))
"""What is told when something changed."""


@dataclass(frozen=True, slots=True)
class Described:
    """What came of it."""

    why: WhyNot | None = None
    # None: it was done
    version: str | None = None
    # under which it is live; None: there is nothing to undo
    facts: Facts = field(default_factory=dict)
    # of "broken": the fault; of "tests" and "risky": `against`, the sentence that speaks against it
    only_seen: bool = False
    # whether it runs can be told from its plug, and nothing can start it


class OwnAppliances(Protocol):
    """Keeps what is said of appliances. by: id of the person who says so."""

    async def describe(self, appliance: str, what: What, value: str, by: str) -> Described:
        """From now on it is so. value: a type, a name, a room; "" where nothing is to be named."""


async def keep_appliance(appliances: OwnAppliances, step: HouseStep, by: str) -> TellStep:
    """Do such a step, and what there is to tell of it."""
    facts = dict(step.facts)
    appliance, what = str(facts.pop("appliance")), str(facts.pop("what"))
    value = next((str(facts[key]) for key in ("type", "words", "area") if key in facts), "")
    # `what` comes from a plan of ours, and may have lain in the store meanwhile
    kind = next((one for one in _KINDS if one == what), None)
    done = Described("nothing") if kind is None else await appliances.describe(appliance, kind, value, by)
    if done.why is not None:
        return TellStep("told.appliance_not_changed", {"why": done.why, "name": facts["name"], **done.facts})
    key = "told.appliance_only_seen" if done.only_seen else _DONE[what]
    version: Facts = {} if done.version is None else {"version": done.version}
    return TellStep(key, {**facts, **version})


_KINDS: tuple[What, ...] = ("type", "name", "area", "hide", "show", "restore")
