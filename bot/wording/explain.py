"""Why a sentence means what it means, in plain words: for `jipsa nlu parse --explain`."""

from bot.plan import AskStep, CommandStep, HouseStep, Plan
from bot.wording.phrases import Phrases
from nlu.understanding import Intent, Slot, Understanding

_UNSAID = frozenset(("punct",))


def explain(understanding: Understanding, plan: Plan, phrases: Phrases) -> list[str]:
    """How it was read, what by, what was put right or left over, and why it may or may not act now."""
    say = phrases.say
    typed, text = understanding.text.strip(), understanding.normalized or "…"
    changed = _letters(typed) != _letters(text)
    lines = [say("explain.read", text=text, typed=typed) if changed else say("explain.read", text=text)]
    words = [_word(word, phrases) for word in understanding.words if word.name not in _UNSAID]
    if words:
        lines.append(say("explain.words", words=" · ".join(words)))
    lines += [_guess(word, phrases) for word in understanding.words if not word.exact]
    lines.append(_rule(understanding, phrases))
    lines += [_meaning(intent, phrases) for intent in understanding.intents] or [say("explain.nothing")]
    lines += [say("explain.time", text=time.text, kind=time.kind) for time in understanding.times]
    lines += [say("explain.condition", text=condition.text) for condition in understanding.conditions]
    left = [leftover.text for leftover in understanding.leftovers]
    lines.append(say("explain.left", words=", ".join(left)) if left else say("explain.all_used"))
    return [*lines, say(f"explain.{_verdict(understanding, plan)}")]


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _word(word: Slot, phrases: Phrases) -> str:
    kind = f"explain.kind.{word.name}"
    meaning = "" if word.value in ("", word.text) else f" = {word.value}"
    return f"{word.text} ({phrases.say(kind) if kind in phrases else word.name}{meaning})"


def _guess(word: Slot, phrases: Phrases) -> str:
    if word.value == word.text:
        return phrases.say("explain.corrected", word=word.text)
    return phrases.say("explain.corrected", word=word.text, value=str(word.value))


def _rule(understanding: Understanding, phrases: Phrases) -> str:
    rule, _, example = understanding.rule.partition(": ")
    return phrases.say(f"explain.rule.{rule.replace(' ', '_')}", example=example)


def _meaning(intent: Intent, phrases: Phrases) -> str:
    facts = {"intent": f"{intent.name} [{intent.start}–{intent.end}]"}
    if intent.slots:
        facts["slots"] = ", ".join(
            f"{slot.name}={slot.value} [{slot.start}–{slot.end} '{slot.text}']" for slot in intent.slots
        )
    return phrases.say("explain.meaning", **facts)


def _verdict(understanding: Understanding, plan: Plan) -> str:
    """Which sentence says whether it acts now."""
    if understanding.mood != "command":
        return f"not.{understanding.mood}"
    if any(isinstance(step, AskStep) for step in plan.steps):
        guessed = any(intent.confidence < 1 for intent in understanding.intents)
        guessed = guessed or any(not slot.exact for intent in understanding.intents for slot in intent.slots)
        return "asks.left" if understanding.leftovers else "asks.guess" if guessed else "asks.first"
    if any(isinstance(step, HouseStep) for step in plan.steps):
        return "acts"
    acting = [step for step in plan.steps if isinstance(step, CommandStep)]
    if not acting:
        return "not.nothing"
    return "not.refused" if all(step.refusal is not None for step in acting) else "acts"
