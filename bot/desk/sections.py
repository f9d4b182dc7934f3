"""The sections of one intent file that is being changed: what was meant, and nothing else."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import yaml

from bot.desk.yaml_draft import Draft
from bot.desk.yaml_words import item_lines, pair_lines, text_word
from nlu.errors import LanguageError
from nlu.examples import Training, training_of
from nlu.own_sections import node_at
from nlu.yaml_checks import tree_of

Fact = tuple[str, ...]
"""Something that a file says, wherever in it: its kind, and the words."""

_HEAD = 'version: "3.1"\n'
_BY_HAND = "this cannot be changed by itself: change it in an editor"
_ONE_LINE = "write one line with something in it"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Sections:
    """A text with sections to read, a draft to change it, and a check of what came of it."""

    def __init__(self, text: str, file: str) -> None:
        """A text that says nothing yet gets its head. Raises LanguageError."""
        if tree_of(as_bytes(text.removeprefix("\ufeff")), file) is None:
            text += ("" if text.rstrip("\ufeff") == "" or text.endswith("\n") else "\n") + _HEAD
        self._file = file
        self.draft = Draft(text, file)
        tree = self.draft.tree
        empty = isinstance(tree, yaml.MappingNode) and [key.value for key, _ in tree.value] == ["version"]
        self.before: Counter[Fact] = Counter() if empty else _facts(text, file)
        if not isinstance(tree, yaml.MappingNode):
            raise LanguageError(file, 1, "", _BY_HAND)
        self.root = tree

    def node(self, key: str) -> yaml.Node | None:
        """What stands below a key of the file."""
        return node_at(self.root, (key,))

    def items(self, section: str, key: str, value: str) -> list[yaml.MappingNode]:
        """The items of a section in which this key has this value."""
        found: list[yaml.MappingNode] = []
        node = self.node(section)
        for item in [] if node is None else node.value:
            word = node_at(item, (key,))
            if word is not None and word.value.strip() == value:
                found.append(item)
        return found

    def put_item(self, section: str, item: Mapping[str, object]) -> None:
        """One more item at the end of a section, which may not be there yet."""
        node = self.node(section)
        if isinstance(node, yaml.SequenceNode) and node.value:
            self.draft.put_item(node, item)
        else:
            self._fill(section, node, [item], item_lines(item, self._dashes()))

    def put_entry(self, section: str, key: str, value: Mapping[str, object]) -> None:
        """One more key of a section, which may not be there yet."""
        node = self.node(section)
        filled = isinstance(node, yaml.MappingNode) and node.value
        column = node.value[0][0].start_mark.column if node is not None and filled else self.column + 2
        lines = [f"{' ' * column}{text_word(key)}:"]
        for field, word in value.items():
            lines += pair_lines(field, word, column + 2)
        if not isinstance(node, yaml.MappingNode) or not filled:
            self._fill(section, node, {key: value}, lines)
        elif node.flow_style:
            self.draft.put_pair(node, key, value)
        else:
            self.draft.put_lines(node, lines, at_the_end=True)

    def remove(self, section: str, index: int) -> None:
        """An item or a key of a section; with the last one the section goes, unless the file has no other."""
        place = [key.value for key, _ in self.root.value].index(section)
        key, node = self.root.value[place]
        self.draft.remove(node, index)
        if len(node.value) == 1 and not node.flow_style:
            sections = {one.value for one, _ in self.root.value} - {"version"}
            self.draft.close_block(key, node, stays=sections == {section})

    @property
    def column(self) -> int:
        """Where the keys of the file stand."""
        found: int = self.root.value[0][0].start_mark.column
        return found

    def done(self, removed: Iterable[Fact], added: Iterable[Fact]) -> str:
        """The text as it is now. Raises LanguageError when not only these facts went and came."""
        text = self.draft.text()
        after = _facts(text, self._file)
        wanted = self.before.copy()
        wanted.subtract(removed)
        wanted.update(added)
        if after != wanted:
            raise LanguageError(self._file, 0, "", _BY_HAND)
        return text

    def _fill(self, section: str, node: yaml.Node | None, value: object, lines: Sequence[str]) -> None:
        """Put the first thing into a section that is not there, or empty."""
        if node is None and not self.root.flow_style:
            self.draft.put_block(self.root, section, lines)
        elif node is None:
            self.draft.put_pair(self.root, section, value)
        elif self.root.flow_style:
            self.draft.set_value(node, value)
        else:
            self.draft.fill_block(node, lines)

    def _dashes(self) -> int:
        """Where the dashes of the file's lists stand."""
        lists = [node for _, node in self.root.value if isinstance(node, yaml.SequenceNode)]
        columns = [node.start_mark.column for node in lists if not node.flow_style]
        return columns[0] if columns else self.column


def sentences(node: yaml.Node | None) -> tuple[str, ...]:
    """The lines '- …' of a block, or the items of a list."""
    if isinstance(node, yaml.SequenceNode):
        return tuple(one.value.strip() for one in node.value)
    lines = [] if node is None else [one.strip() for one in node.value.splitlines()]
    return tuple(one[2:].strip() for one in lines if one)


def one_line(text: str, file: str) -> str:
    """The text without the space around it. Raises LanguageError when that is not one line."""
    text = text.strip()
    if len(text.splitlines()) != 1 or _CONTROL.search(text):
        raise LanguageError(file, 0, " ".join(text.split()), _ONE_LINE)
    return text


def as_bytes(text: str) -> bytes:
    """As a file has it; halves of letters stay, and are refused like whatever else is no text."""
    return text.encode("utf-8", "surrogatepass")


def appliance_fact(
    appliance_id: str,
    kind: object,
    names: Mapping[str, Sequence[str]],
    area: Mapping[str, object],
    hidden: object,
) -> Fact:
    """All that a file says of an appliance."""
    shown = {code: list(found) for code, found in names.items()}
    return ("appliance", appliance_id, json.dumps([kind, shown, dict(area), hidden], sort_keys=True))


def command_fact(name: str, says: Iterable[str], steps: Iterable[str]) -> Fact:
    """All that a file says of an own command."""
    return ("command", name, "\n".join(says), "\n".join(steps))


def _facts(text: str, file: str) -> Counter[Fact]:
    """All that a text says. Raises LanguageError."""
    found: Training = training_of({file: as_bytes(text)})
    facts: list[Fact] = [("intent", one.intent, one.written) for one in found.examples]
    facts += [("synonym", value, word) for word, value in found.synonyms]
    facts += [("lookup", *one) for one in found.lookups]
    facts += [command_fact(one.name, one.says, one.steps) for one in found.commands]
    facts += [("never", one.text) for one in found.never]
    facts += [("test", one.say, one.means) for one in found.tests]
    facts += [appliance_fact(one.id, one.type, one.names, one.area, one.hidden) for one in found.appliances]
    return Counter(facts)
