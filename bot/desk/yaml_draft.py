"""A YAML text with changes at single places: nothing else of it is written anew, so all else stays."""

import re
from collections.abc import Mapping, Sequence

import yaml

from bot.desk.yaml_words import in_a_row, item_lines, pair_lines, text_word
from nlu.yaml_checks import tree_of

_BREAK = re.compile(r"\r\n|\r|\n")
_TAIL = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*")
_BLANKS = " \t\r\n"


class Draft:
    """Collects changes of one text. What a node of the tree is, the caller has checked."""

    def __init__(self, text: str, file: str) -> None:
        """Raises LanguageError."""
        self._bom, self._text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
        self.tree = tree_of(self._text.encode("utf-8", "surrogatepass"), file)
        found = _BREAK.search(self._text)
        self._break = "\n" if found is None else found[0]
        self._changes: list[tuple[int, int, str]] = []

    def text(self) -> str:
        """With all changes made."""
        text, behind = self._text, len(self._text)
        ordered = sorted(enumerate(self._changes), key=lambda one: (*one[1][:2], one[0]), reverse=True)
        for _, (start, end, new) in ordered:
            # two that remove neighbours may both want what is between them
            text = text[:start] + new + text[max(start, min(end, behind)) :]
            behind = start
        return self._bom + text

    def put_pair(
        self,
        mapping: yaml.MappingNode,
        key: str,
        value: object,
        after: yaml.Node | None = None,
        *,
        at_the_end: bool = False,
    ) -> None:
        """A key that is not there yet, behind this value or the last one; or at the end of the file."""
        last = after or (mapping.value[-1][1] if mapping.value else None)
        if mapping.flow_style or last is None:
            self._put_in_row(mapping, last, f"{text_word(key)}: {in_a_row(value)}")
        else:
            lines = pair_lines(key, value, mapping.value[0][0].start_mark.column)
            self.put_lines(last, lines, at_the_end=at_the_end)

    def put_block(self, mapping: yaml.MappingNode, key: str, lines: Sequence[str]) -> None:
        """A key whose value is these lines, as the last one of a mapping."""
        indent = " " * mapping.value[0][0].start_mark.column
        self.put_lines(mapping.value[-1][1], [f"{indent}{text_word(key)}:", *lines], at_the_end=True)

    def fill_block(self, empty: yaml.Node, lines: Sequence[str]) -> None:
        """These lines in the place of [] or {}."""
        start = len(self._text[: empty.start_mark.index].rstrip(_BLANKS))
        self._changes.append((start, empty.end_mark.index, ""))
        self.put_lines(empty, lines)

    def put_lines(self, last: yaml.Node, lines: Sequence[str], *, at_the_end: bool = False) -> None:
        """New lines below this value; at the end of the file also below the comments that end it."""
        place = self._line_end(self.end_of(last))
        if at_the_end and _TAIL.fullmatch(self._text, place):
            place = max(place, len(self._text.rstrip(_BLANKS)))
        self._changes.append((place, place, "".join(f"{self._break}{line}" for line in lines)))

    def put_item(self, items: yaml.SequenceNode, item: object) -> None:
        """One more item at the end of a list that has some."""
        last = items.value[-1]
        if items.flow_style:
            self._put_in_row(items, last, in_a_row(item))
            return
        column = items.start_mark.column
        plain = [f"{' ' * column}- {in_a_row(item)}"]
        lines = item_lines(item, column) if isinstance(item, Mapping) else plain
        self.put_lines(last, lines, at_the_end=True)

    def put_sentence(self, node: yaml.Node, column: int, text: str) -> None:
        """One more sentence below a key in this column."""
        if isinstance(node, yaml.SequenceNode) and node.value:
            self.put_item(node, text)
        elif isinstance(node, yaml.ScalarNode) and node.style == "|":
            self.put_lines(node, [f"{self._indent_in(node, column)}- {text}"])
        else:
            self._replace(node, self._break.join(("|", f"{' ' * column}  - {text}")))

    def set_sentences(self, node: yaml.Node, column: int, texts: Sequence[str]) -> None:
        """Other sentences below a key in this column of a block."""
        if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
            self._set_items(node, texts)
        elif isinstance(node, yaml.SequenceNode):
            self._replace(node, in_a_row(texts))
        elif isinstance(node, yaml.ScalarNode) and node.style == "|":
            lines = "".join(f"{self._break}{self._indent_in(node, column)}- {one}" for one in texts)
            head = self._line_end(node.start_mark.index)
            self._changes.append((head, max(head, self.end_of(node)), lines))
        else:
            self._replace(node, self._break.join(("|", *(f"{' ' * column}  - {one}" for one in texts))))

    def set_value(self, node: yaml.Node, value: object) -> None:
        """Another value in the place of this one, on one line."""
        self._replace(node, in_a_row(value))

    def set_mapping(self, node: yaml.Node, wanted: Mapping[str, object]) -> None:
        """Other keys and values in the place of these; what is the same stays as it is written."""
        if not isinstance(node, yaml.MappingNode) or node.flow_style or not node.value:
            if not _is(node, wanted):
                self.set_value(node, wanted)
            return
        old = {key.value: value for key, value in node.value}
        for index, key in enumerate(old):
            if key not in wanted:
                self.remove(node, index)
        for key, value in wanted.items():
            if key not in old:
                self.put_pair(node, key, value)
            elif isinstance(value, Mapping):
                self.set_mapping(old[key], value)
            elif _is(old[key], value):
                continue
            elif isinstance(value, list) and isinstance(old[key], yaml.SequenceNode):
                self.set_sentences(old[key], 0, value)
            else:
                self.set_value(old[key], value)

    def remove(self, parent: yaml.CollectionNode, index: int) -> None:
        """A key with its value, or an item of a list."""
        pairs = [one if isinstance(one, tuple) else (one, one) for one in parent.value]
        key, value = pairs[index]
        start, end = key.start_mark.index, self.end_of(value)
        alone = not self._text[self._line_start(start) : start].strip()
        if not parent.flow_style and (alone or isinstance(parent, yaml.SequenceNode)):
            self._remove_lines(start, end)
        elif len(pairs) == 1:
            # with the comma that may follow it
            self._changes.append((start, parent.end_mark.index - 1, ""))
        elif index + 1 < len(pairs):
            self._changes.append((start, pairs[index + 1][0].start_mark.index, ""))
        else:
            self._changes.append((self.end_of(pairs[index - 1][1]), end, ""))

    def close_block(self, key: yaml.Node, value: yaml.CollectionNode, *, stays: bool) -> None:
        """The last thing in a block was removed: so is its key, or it says that nothing is there."""
        colon = self._text.index(":", key.end_mark.index) + 1
        if stays:
            self._changes.append((colon, colon, " []" if isinstance(value, yaml.SequenceNode) else " {}"))
        else:
            self._remove_lines(key.start_mark.index, colon)

    def end_of(self, node: yaml.Node) -> int:
        """Behind the last character of a value; the marks of blocks lie behind the comments that follow."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end_of(last[1] if isinstance(last, tuple) else last)
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(self._text[start:end].rstrip(_BLANKS))

    def _put_in_row(self, row: yaml.CollectionNode, last: yaml.Node | None, new: str) -> None:
        """One more in a list or mapping on one line; a comma at its end may stay."""
        place = row.end_mark.index - 1 if last is None else self.end_of(last)
        self._changes.append((place, place, new if last is None else f", {new}"))

    def _replace(self, node: yaml.Node, new: str) -> None:
        start, end = node.start_mark.index, self.end_of(node)
        gap = " " if self._text[start - 1 : start] == ":" else ""
        self._changes.append((start, end, gap + new))

    def _set_items(self, items: yaml.SequenceNode, texts: Sequence[str]) -> None:
        """Other texts behind those that stay; comments between those that go stand before the new ones."""
        stay, last = 0, items.value[0]
        for item, text in zip(items.value, texts, strict=False):
            if item.value.strip() != text:
                break
            stay, last = stay + 1, item
        start = self._line_end(self.end_of(last)) if stay else self._line_start(last.start_mark.index)
        end = max(start, self._line_end(self.end_of(items)))
        lines = [line for line in _BREAK.split(self._text[start:end]) if line.lstrip().startswith("#")]
        lines += [f"{' ' * items.start_mark.column}- {text_word(one)}" for one in texts[stay:]]
        self._changes.append((start, end, self._break * bool(stay and lines) + self._break.join(lines)))

    def _remove_lines(self, start: int, end: int) -> None:
        """Whole lines, with the break before them, or the one behind where none is before."""
        start, end = self._line_start(start), self._line_end(end)
        after = _BREAK.match(self._text, end)
        if start:
            start -= 2 if self._text.endswith("\r\n", 0, start) else 1
        elif after is not None:
            end = after.end()
        self._changes.append((start, end, ""))

    def _indent_in(self, node: yaml.Node, column: int) -> str:
        """How far the sentences of a block are from the left."""
        block = self._text[node.start_mark.index : self.end_of(node)]
        _, *lines = _BREAK.split(block)
        filled = [line for line in lines if line.strip()]
        return " " * (len(filled[-1]) - len(filled[-1].lstrip(" "))) if filled else f"{' ' * column}  "

    def _line_start(self, place: int) -> int:
        return max(self._text.rfind("\n", 0, place), self._text.rfind("\r", 0, place)) + 1

    def _line_end(self, place: int) -> int:
        found = _BREAK.search(self._text, place)
        return len(self._text) if found is None else found.start()


def _is(node: yaml.Node, value: object) -> bool:
    """Whether a node has this value; one word is a list of one."""
    if isinstance(value, Mapping):
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = {key.value: one for key, one in pairs}
        return found.keys() == value.keys() and all(_is(found[key], one) for key, one in value.items())
    if isinstance(value, list) and isinstance(node, yaml.SequenceNode):
        return len(node.value) == len(value) and all(map(_is, node.value, value))
    if isinstance(value, list):
        return len(value) == 1 and _is(node, value[0])
    word = str(value).lower() if isinstance(value, bool) else value
    return isinstance(node, yaml.ScalarNode) and bool(node.value == word)
