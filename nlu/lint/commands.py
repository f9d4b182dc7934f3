"""Own commands: phrases that already mean something, steps that do nothing, ask, or are dangerous."""

from collections.abc import Iterator
from dataclasses import asdict

from nlu.canonical import spell
from nlu.finding import Finding, Level
from nlu.lint.looked_at import Candidate, is_clear
from nlu.lint.talk import everyday
from nlu.meaning_line import meaning_line
from nlu.own import OwnCommand
from nlu.own_tests import is_wanted
from nlu.understanding import Intent, Understanding

_TARGETS = ("appliance", "appliance_type", "area", "quantifier")
_OF_A_THING = ("power", "position", "lock", "run_control")
# what is done to a thing that must be named
_ONLY_ASIDE = ("answer", "conversation")
# what only means something behind what was said before


def about_commands(candidate: Candidate) -> Iterator[Finding]:
    """All remarks on own commands."""
    for command in candidate.training.commands:
        for phrase in (command.name, *command.says):
            if _is_missed(read := candidate.as_shipped(phrase)):
                taken_away = _is_vital(phrase) and not _does(phrase, read, candidate)
                level: Level = "error" if taken_away else "warning"
                yield _of(command, "phrase_taken", level, phrase, means=meaning_line(asdict(read)))
        yield from _about_steps(command, candidate)


def _is_missed(read: Understanding) -> bool:
    """Whether somebody may still say it for what it meant: to act on a thing, to answer, to take back.

    A greeting that does something, and "movie mode" where nothing has that mode, are what commands are for.
    """
    if not is_clear(read):
        return False
    if any(one.name.partition(".")[0] in _ONLY_ASIDE for one in read.intents):
        return True
    return any(
        is_wanted(one.name) and any(slot.name in _TARGETS for slot in one.slots) for one in read.intents
    )


def _is_vital(phrase: str) -> bool:
    return spell(phrase) in map(spell, everyday().vital)


def _does(phrase: str, shipped: Understanding, candidate: Candidate) -> bool:
    """Whether the command does, beside other things, what its phrase always did."""
    done = [_act(one) for one in candidate.read(phrase).intents]
    return all(_act(one) in done for one in shipped.intents)


def _act(intent: Intent) -> tuple[object, ...]:
    return intent.name, {(slot.name, slot.value) for slot in intent.slots if slot.name in _TARGETS}


def _about_steps(command: OwnCommand, candidate: Candidate) -> Iterator[Finding]:
    risky: list[str] = []
    for step in command.steps:
        read = candidate.step(step)
        if candidate.forbidden(read):
            yield _of(command, "forbidden", "error", step)
        elif (found := _fault(command, step, read)) is not None:
            yield found
        elif candidate.risk(read) == "risky":
            risky.append(step)
    if risky:
        yield _of(command, "risky_command", "hint", risky[0], count=len(risky))


def _fault(command: OwnCommand, step: str, read: Understanding) -> Finding | None:
    """Why a step will not do what it says."""
    aside = any(one.name.partition(".")[0] in _ONLY_ASIDE for one in read.intents)
    if aside or not read.understood:
        # an unknown word may be the name of an appliance that is away
        strange = any(word.name == "unknown" for word in read.words)
        level: Level = "warning" if strange and not aside else "error"
        return _of(command, "step_not_understood", level, step)
    left = [one.text for one in read.leftovers]
    left += [str(slot.text) for one in read.intents for slot in one.slots if slot.name == "unknown"]
    if left:
        return _of(command, "step_leftover", "warning", step, words=", ".join(left))
    asked = read.mood == "question" and len(command.steps) == 1
    if read.mood != "command" and not asked:
        return _of(command, "step_idle", "warning", step)
    if any(map(_asks, read.intents)):
        return _of(command, "step_asks", "warning", step)
    return None


def _asks(intent: Intent) -> bool:
    """Whether something must be asked before it can be done: a guess, a pronoun, nothing named."""
    guessed = intent.confidence < 1 or not all(slot.exact for slot in intent.slots)
    named = any(slot.name in _TARGETS for slot in intent.slots)
    nameless = intent.name.partition(".")[0] in _OF_A_THING and is_wanted(intent.name) and not named
    return guessed or intent.one("pronoun") is not None or nameless


def _of(command: OwnCommand, kind: str, level: Level, sentence: str, **facts: str | int) -> Finding:
    said: dict[str, str | int] = {"command": command.name, "sentence": sentence, **facts}
    return Finding(kind, level, command.file, command.line, said)
