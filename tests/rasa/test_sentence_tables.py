"""The tables of sentences once more, with the real Rasa asked about all that the built-in engine did not place."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.second_opinion import SecondOpinion
from nlu.engine import load_engines
from nlu.engines.base import Focus
from nlu.engines.trained import SURE
from tests.end_to_end.replies import Reset
from tests.end_to_end.test_replies import TALKS, Talk, differences
from tests.nlu.home import home
from tests.nlu.test_sentences import _hostile, _ordinary, shown
from tests.rasa.conftest import AdvisedHouse, Tally

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio(loop_scope="session")]

PUZZLED = "not_understood"
SOME = 10
# of the talks that the built-in engine understands, only each so many-th: they need no second opinion


async def test_ordinary_talk_means_what_the_table_says(advised: AdvisedHouse, tally: Tally) -> None:
    engines, vocabulary, wrong = load_engines(), home(), {}
    second_opinion = SecondOpinion(engines.trained, advised.opinion)
    for sentence, meaning in _ordinary():
        read = engines.built_in.understand(sentence, vocabulary, Focus())
        if (said := shown(await second_opinion(read, vocabulary))) != meaning:
            wrong[sentence] = f"{said}, not {meaning}"
    tally("ordinary sentences", len(_ordinary()), {})
    assert not wrong, listed(wrong)
    assert not advised.opinion.unanswered


async def test_hostile_sentences_set_nothing_going(advised: AdvisedHouse, tally: Tally) -> None:
    """The house as it is, and whoever may do most in it: nothing would be done unasked."""
    acted, counts = {}, {"guesses believed": 0, "questions because of a guess": 0}
    for kind, sentence in _hostile():
        meant = await advised.family.home.steward.explain(sentence)
        if goes(meant) or certain(meant):
            acted[sentence] = f"{kind}, {meant['engine']}: {meant['plan']}"
        if meant["rule"] == "trained":
            counts["guesses believed"] += 1
            counts["questions because of a guess"] += any(step["kind"] == "AskStep" for step in meant["plan"])
    tally("hostile sentences", len(_hostile()), counts)
    assert not acted, listed(acted)
    assert advised.opinion.asked, "no sentence reached Rasa"
    assert not advised.opinion.unanswered


async def test_talks_go_on_as_before(advised: AdvisedHouse, tally: Tally) -> None:
    """What nobody understood may now be asked about; nothing else may change."""
    reset, wrong, questions = Reset(advised.family), {}, 0
    talks = chosen()
    for talk in talks:
        await reset()
        for turn in talk.turns:
            who = str(turn.get("person", talk.person))
            answer = await advised.family.say(str(turn["say"]), sender=who, chat=talk.id)
            if turn["outcome"] == PUZZLED and answer.outcome == "asked" and not answer.commands:
                questions += 1
                break
            if found := differences(answer, turn):
                wrong[talk.id] = found
                break
    tally("talks", len(talks), {"questions because of a guess": questions})
    assert not wrong, listed(wrong)
    assert not advised.opinion.unanswered


def goes(meant: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The steps that would be taken at once."""
    acts = [step for step in meant["plan"] if step["kind"] in {"CommandStep", "WatchStep", "HouseStep"}]
    return [step for step in acts if step.get("refusal") is None and step.get("later") is None]


def certain(meant: Mapping[str, Any]) -> bool:
    """Whether a guess is so sure that it would be done in another state of the house, as no question is asked."""
    slots = [slot for intent in meant["intents"] for slot in intent["slots"]]
    sure = bool(meant["intents"]) and all(intent["confidence"] >= SURE for intent in meant["intents"])
    exact = all(slot["exact"] for slot in slots)
    return meant["rule"] == "trained" and meant["mood"] == "command" and sure and exact


def chosen() -> list[Talk]:
    """All talks in which something is not understood, and some of the others."""
    puzzling = [talk for talk in TALKS if any(turn["outcome"] == PUZZLED for turn in talk.turns)]
    return puzzling + [talk for talk in TALKS if talk not in puzzling][::SOME]


def listed(rows: Mapping[str, object]) -> str:
    """One row a line."""
    return "\n".join(f"{row!r}: {what}" for row, what in rows.items())
