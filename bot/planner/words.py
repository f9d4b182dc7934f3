"""What is taught by chat: a phrase of the home's own, and what it shall stand for."""

from bot.plan import HouseStep, Step, TellStep
from nlu.understanding import Understanding
from nlu.word_lessons import FORGET

FAMILIES = {"words"}
"""The family of intents that is planned here."""


def plan_words(understanding: Understanding) -> tuple[Step, ...]:
    """The step of a message about a phrase: only what is said straight out is learned or forgotten."""
    intent = understanding.intents[0]
    phrase, meaning = intent.one("phrase"), intent.one("meaning")
    if phrase is None:
        return (TellStep("told.phrase_how"),)
    match understanding.mood:
        case "command" if intent.name == FORGET:
            return (HouseStep("forget_phrase", {"phrase": phrase}),)
        case "command" if meaning is not None:
            return (HouseStep("teach_phrase", {"phrase": phrase, "meaning": meaning}),)
        case "question":
            return (HouseStep("look_up_phrase", {"phrase": phrase}),)
        case "negated":
            return (TellStep("told.phrase_left", {"words": phrase}),)
        case _:
            return (TellStep("told.phrase_how"),)
