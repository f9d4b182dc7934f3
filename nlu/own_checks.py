"""What own commands must not be: phrases that say not to, ask, or wait; steps that are nothing to do now."""

from collections.abc import Iterator

from nlu.engine import Engines
from nlu.engines.base import Engine, Focus
from nlu.engines.chain import Chain
from nlu.errors import LanguageError
from nlu.examples import Training
from nlu.own import OwnCommand
from nlu.own_steps import can_be_step
from nlu.sentence_mood import is_passed_on
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary

_SAYS = {
    "negated": "it says not to do something",
    "conditional": "it waits for something to happen",
    "scheduled": "it names a time",
    "reported": "it tells what somebody did or said",
    "question": "it is a question",
}
_THINGS = frozenset(("appliance", "appliance_type", "area"))
_CHOICE = "answer.choice"
# any noun may be one


def command_faults(training: Training, engines: Engines, vocabulary: Vocabulary) -> Iterator[LanguageError]:
    """Every phrase and step of an own command that cannot be one in this home, with the way out."""
    plain = Chain((engines.grammar, engines.examples))
    for command in training.commands:
        asks = len(command.steps) == 1 and _read(plain, command.steps[0], vocabulary).mood == "question"
        for phrase in (command.name, *command.says):
            wrong = _wrong(plain, phrase, vocabulary, asks=asks)
            if wrong:
                yield _fault(command, phrase, f"{wrong}, so it cannot stand for a command: say it otherwise")
        alone = len(command.steps) == 1
        for step in command.steps:
            read = _read(plain, step, vocabulary)
            if read.understood and not can_be_step(read, alone) and (why := _no_order(read, alone)):
                yield _fault(command, step, f"{why}; a step is an order that can be carried out at once")


def _read(engine: Engine, text: str, vocabulary: Vocabulary) -> Understanding:
    return engine.understand(text, vocabulary, Focus())


def _wrong(engine: Engine, phrase: str, vocabulary: Vocabulary, *, asks: bool) -> str:
    """Why the phrase can be none; "" when it can."""
    if not any(map(str.isalpha, phrase)):
        return "it is a number, which may be an answer or a PIN"
    answered = engine.understand(phrase, vocabulary, Focus(pending=True))
    if any(one.name.startswith("answer.") and one.name != _CHOICE for one in answered.intents):
        return "it is an answer to a question"
    if is_passed_on(phrase, ()):
        return "it looks like a quotation or a list"
    read = _read(engine, phrase, vocabulary)
    if read.mood == "question" and (asks or not _is_asked(read)):
        return ""
    if read.mood == "reported":
        # what was done is often said for what shall be done next: 밥 다 먹었어
        return ""
    return _SAYS.get(read.mood, "")


def _is_asked(read: Understanding) -> bool:
    """Whether it asks by its words: a noun (티비) or news (집에 가는 중) may be read as asked about, too."""
    marked = any(word.name == "mark" and str(word.value).startswith("question") for word in read.words)
    about = any(slot.name in _THINGS for intent in read.intents for slot in intent.slots)
    return marked or "?" in read.normalized or (about and any(word.name == "verb" for word in read.words))


def _no_order(read: Understanding, alone: bool) -> str:
    if read.mood == "question":
        # alone it is a step; what it asks about may be away
        return "" if alone else "it is a question, and there are other steps"
    if read.mood == "command":
        return "it names a time, and there are other steps" if read.times and not alone else ""
    return _SAYS.get(read.mood, "it is nothing to do")


def _fault(command: OwnCommand, key: str, reason: str) -> LanguageError:
    return LanguageError(command.file, command.line, key, reason)
