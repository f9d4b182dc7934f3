"""A change is compared with the home as it is described, so that only what the change does counts."""

from collections.abc import Sequence

import pytest

from bot.desk.examiner import Examiner, Surroundings
from bot.desk.stakes import Stakes
from bot.plan import CommandStep, Plan
from nlu.engine import Engines
from nlu.engines.base import Focus
from nlu.own import OwnAppliance
from nlu.understanding import Understanding
from tests.bot.desk.conftest import HOME

HEAD = 'version: "3.1"\nappliances:\n'
RETYPED = f"{HEAD}  lamp:\n    type: light\n"
FURTHER = f"{RETYPED}  box:\n    names:\n      ko: [통통이]\n"
UNLOCK = "현관문 열어줘"


def _offers_nothing(read: Understanding) -> Plan:
    return Plan()


def _unlocks(read: Understanding) -> Plan:
    return Plan((CommandStep("lamp", "lock", "unlock", risk="secure"),))


@pytest.mark.parametrize(
    ("before", "after"), [(RETYPED, FURTHER), (FURTHER, RETYPED), (RETYPED, f"{HEAD}  box:\n    type: tv\n")]
)
def test_a_retyped_lock_makes_no_other_change_risky(engines: Engines, before: str, after: str) -> None:
    """Live it offers no unlocking any more; as described it does, before the change as after it."""

    def described(own: Sequence[OwnAppliance]) -> Stakes:
        return Stakes(_unlocks)

    home = Surroundings(
        lambda _: HOME, (UNLOCK,), Stakes(_offers_nothing), Focus(), frozenset(("lamp", "box")), described
    )
    examiner = Examiner(engines, ("light", "tv"))
    live = examiner.read({"own.yml": before.encode()})
    assert examiner.examine({"own.yml": after.encode()}, live, home).verdict.why is None


def test_what_a_change_of_an_appliance_makes_risky_is_still_found(engines: Engines) -> None:
    def described(own: Sequence[OwnAppliance]) -> Stakes:
        return Stakes(_unlocks if own else _offers_nothing)

    home = Surroundings(
        lambda _: HOME, (UNLOCK,), Stakes(_offers_nothing), Focus(), frozenset(("lamp",)), described
    )
    examiner = Examiner(engines, ("light", "tv"))
    live = examiner.read({})
    assert examiner.examine({"own.yml": RETYPED.encode()}, live, home).verdict.why == "risky"
