"""Single changes of an intent file: what people wrote around them, and how, stays as it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.desk.sections import Fact, Sections, appliance_fact, command_fact, one_line, sentences
from bot.desk.yaml_words import Lines
from nlu.own_sections import node_at

_FILE = "the file"
# its name in the words of errors, when the caller says none


def with_example(text: str, intent: str, example: str, file: str = _FILE) -> str:
    """One more sentence (as written, with its marks) that means an intent. Raises LanguageError."""
    return _with_word(text, "intent", intent, example, file)


def with_synonym(text: str, value: str, word: str, file: str = _FILE) -> str:
    """One more word for a value: a type, a room, the id of an appliance. Raises LanguageError."""
    return _with_word(text, "synonym", value, word, file)


def with_command(text: str, name: str, says: Sequence[str], steps: Sequence[str], file: str = _FILE) -> str:
    """An own command; one of this name stays in its place, and says and does this. Raises LanguageError."""
    file_now, name = Sections(text, file), one_line(name, file)
    said, done = (tuple(one_line(one, file) for one in lines) for lines in (says, steps))
    added = [command_fact(name, said, done)]
    item = {"name": name, **({"says": Lines(said)} if said else {}), "steps": Lines(done)}
    found = file_now.items("commands", "name", name)
    if not found:
        file_now.put_item("commands", item)
        return file_now.done([], added)
    command, draft = found[0], file_now.draft
    old_says, old_steps = node_at(command, ("says",)), node_at(command, ("steps",))
    removed = [command_fact(name, sentences(old_says), sentences(old_steps))]
    if command.flow_style:
        draft.set_value(command, item)
        return file_now.done(removed, added)
    column = command.start_mark.column
    if old_steps is not None and sentences(old_steps) != done:
        draft.set_sentences(old_steps, column, done)
    if old_says is None and said:
        draft.put_pair(command, "says", item["says"], after=node_at(command, ("name",)))
    elif old_says is not None and not said:
        draft.remove(command, [key.value for key, _ in command.value].index("says"))
    elif old_says is not None and sentences(old_says) != said:
        draft.set_sentences(old_says, column, said)
    return file_now.done(removed, added)


def without_command(text: str, name: str, file: str = _FILE) -> str:
    """No own command of this name any more. Raises LanguageError."""
    file_now, name = Sections(text, file), one_line(name, file)
    found = file_now.items("commands", "name", name)
    if not found:
        return text
    all_commands: Any = file_now.node("commands")
    file_now.remove("commands", all_commands.value.index(found[0]))
    says, steps = (sentences(node_at(found[0], (key,))) for key in ("says", "steps"))
    return without_command(file_now.done([command_fact(name, says, steps)], []), name, file)


def with_never(text: str, words: str, file: str = _FILE) -> str:
    """One more phrase that makes talk of every message it stands in. Raises LanguageError."""
    file_now, words = Sections(text, file), one_line(words, file)
    node = file_now.node("never")
    if words in sentences(node):
        return text
    if node is None:
        file_now.draft.put_pair(file_now.root, "never", Lines((words,)), at_the_end=True)
    else:
        file_now.draft.put_sentence(node, file_now.column, words)
    return file_now.done([], [("never", words)])


def with_test(text: str, say: str, means: str, file: str = _FILE) -> str:
    """What a sentence must mean; of one that is tested already, from now on. Raises LanguageError."""
    file_now, say, means = Sections(text, file), one_line(say, file), one_line(means, file)
    added = [("test", say, means)]
    found = file_now.items("tests", "say", say)
    if not found:
        file_now.put_item("tests", {"say": say, "means": means})
        return file_now.done([], added)
    old: Any = node_at(found[0], ("means",))
    if old.value.strip() == means:
        return text
    file_now.draft.set_value(old, means)
    return file_now.done([("test", say, old.value.strip())], added)


def with_appliance(
    text: str, appliance_id: str, fields: Mapping[str, object] | None, file: str = _FILE
) -> str:
    """All that is said of one appliance from now on; None: nothing any more. Raises LanguageError."""
    file_now, appliance_id = Sections(text, file), one_line(appliance_id, file)
    wanted = _said(fields or {}, file)
    node: Any = file_now.node("appliances")
    ids = [] if node is None else [key.value for key, _ in node.value]
    removed = [fact for fact in file_now.before if fact[:2] == ("appliance", appliance_id)]
    if not wanted:
        if appliance_id not in ids:
            return text
        file_now.remove("appliances", ids.index(appliance_id))
        return file_now.done(removed, [])
    if appliance_id not in ids:
        file_now.put_entry("appliances", appliance_id, wanted)
    else:
        file_now.draft.set_mapping(node.value[ids.index(appliance_id)][1], wanted)
    return file_now.done(removed, [_fact_of(appliance_id, wanted)])


def _with_word(text: str, kind: str, value: str, word: str, file: str) -> str:
    file_now, value, word = Sections(text, file), one_line(value, file), one_line(word, file)
    found = file_now.items("nlu", kind, value)
    if any(word in sentences(node_at(item, ("examples",))) for item in found):
        return text
    if found:
        examples: Any = node_at(found[-1], ("examples",))
        file_now.draft.put_sentence(examples, found[-1].start_mark.column, word)
    else:
        file_now.put_item("nlu", {kind: value, "examples": Lines((word,))})
    return file_now.done([], [(kind, value, word)])


def _said(fields: Mapping[str, object], file: str) -> dict[str, object]:
    """Fields without those that say nothing. Raises LanguageError when a text is not one line."""
    said = {str(key): _plain(one, file) for key, one in fields.items()}
    return {
        key: one for key, one in said.items() if one is not None and one not in ({}, []) and str(one).strip()
    }


def _plain(value: object, file: str) -> object:
    if isinstance(value, Mapping):
        return _said(value, file)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one, file) for one in value]
    return one_line(value, file) if isinstance(value, str) and value.strip() else value


def _fact_of(appliance_id: str, wanted: Mapping[str, object]) -> Fact:
    names, area = wanted.get("names"), wanted.get("area")
    named = names if isinstance(names, Mapping) else {}
    listed = {code: one if isinstance(one, list) else [one] for code, one in named.items()}
    room = area if isinstance(area, Mapping) else {}
    return appliance_fact(appliance_id, wanted.get("type"), listed, room, wanted.get("hidden", False))
