"""What is told of what is said of appliances by chat."""

from dataclasses import dataclass, field
from typing import get_args

import pytest

from bot.languages import languages
from bot.own_appliances import CHANGED, Described, What, WhyNot, keep_appliance
from bot.plan import Facts, HouseStep, TellStep
from bot.wording.phrases import load_phrases
from tests.bot.test_own_phrases import said


@dataclass
class Appliances:
    """Appliances of a home, as far as chat reaches what is said of them."""

    answer: Described = field(default_factory=Described)
    asked: list[tuple[str, ...]] = field(default_factory=list)

    async def describe(self, appliance: str, what: What, value: str, by: str) -> Described:
        self.asked.append((appliance, what, value, by))
        return self.answer


def step(what: str, **facts: str) -> HouseStep:
    return HouseStep("describe_appliance", {"appliance": "plug", "what": what, "name": "플러그 3", **facts})


async def told(answer: Described, one: HouseStep) -> TellStep:
    return await keep_appliance(Appliances(answer), one, "mom")


async def test_what_is_said_is_kept() -> None:
    appliances = Appliances(Described(version="v1"))
    done = await keep_appliance(appliances, step("type", type="washer"), "mom")
    assert appliances.asked == [("plug", "type", "washer", "mom")]
    assert done == TellStep("told.appliance_is", {"name": "플러그 3", "type": "washer", "version": "v1"})


async def test_what_hangs_on_a_plug_can_only_be_seen() -> None:
    done = await told(Described(version="v1", only_seen=True), step("type", type="washer"))
    assert done.key == "told.appliance_only_seen" and done.key in CHANGED
    assert said(done, "ko") == (
        "이제 ‘플러그 3’을 세탁기로 알고 있을게요. 계량 플러그라서 돌아가는지만 알 수 있고, 시작은 직접 해 주세요."
    )


@pytest.mark.parametrize("what", get_args(What))
async def test_each_change_can_be_undone(what: str) -> None:
    given = {"type": "washer"} if what == "type" else {"words": "a"} if what == "name" else {}
    done = await told(Described(version="v1"), step(what, **given))
    assert done.key in CHANGED and done.facts["version"] == "v1"


@pytest.mark.parametrize("why", get_args(WhyNot))
@pytest.mark.parametrize("code", ["ko", "en"])
async def test_every_no_has_its_words(why: WhyNot, code: str) -> None:
    done = await told(Described(why), step("hide"))
    assert done.key == "told.appliance_not_changed" and done.facts["why"] == why
    assert code in languages() and f"{done.key}.{why}" in load_phrases(code)


async def test_a_refusal_is_said_in_words() -> None:
    facts: Facts = {
        "fault": "careless_type", "finding": "careless_type", "finding.value": "oven",
        "finding.type": "light", "finding.other": "oven",
    }  # fmt: skip
    done = await told(Described("broken", facts=facts), step("type", type="light"))
    assert said(done, "ko").startswith("‘플러그 3’은 그대로 두었어요. oven은 종류가")
