"""What may be learned from a yes or a choice: that a sentence nobody had placed means what was guessed."""

from bot.plan import HouseStep
from bot.planner.situation import Situation
from nlu.taught import as_example
from nlu.understanding import Understanding


def lesson_of(understanding: Understanding, situation: Situation) -> tuple[HouseStep, ...]:
    """The step that teaches the sentence, offered in private to those who look after the home."""
    may_teach = situation.person.role == "owner" and situation.trusted and not situation.group
    example = as_example(understanding) if may_teach and understanding.rule == "trained" else None
    if example is None:
        return ()
    intent, words = understanding.intents[0].name, understanding.normalized
    return (HouseStep("teach", {"intent": intent, "example": example, "words": words}),)
