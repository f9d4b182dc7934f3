"""A YAML data file of this room, read strictly: no key twice, `on` is a word, faults have lines."""

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from appliance_bridge.errors import CatalogueError

Model = TypeVar("Model", bound=BaseModel)

_BOOL_TAG = "tag:yaml.org,2002:bool"


class _Loader(yaml.CSafeLoader):
    """The safe loader, where only `true` and `false` are booleans: `on`, `off` and `no` are words here."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                reason = f"the key {key.value!r} stands here twice"
                raise yaml.constructor.ConstructorError(None, None, reason, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != _BOOL_TAG or first in "tTfF"]
    for first, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def load(path: Path, model: type[Model]) -> Model:
    """The file as `model`; raises CatalogueError with file, line and reason."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(str(path), 0, f"cannot be read: {error}") from None
    try:
        data = yaml.load(text, _Loader)  # noqa: S506 (a safe loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise CatalogueError(str(path), line, error.problem or "is not YAML") from None
    except yaml.YAMLError as error:
        raise CatalogueError(str(path), 0, f"is not YAML: {error}") from None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CatalogueError(str(path), line_of(text, first["loc"]), f"{where}: {first['msg']}") from None


def line_of(text: str, keys: tuple[int | str, ...]) -> int:
    """The 1-based line of the value at `keys`, or of the nearest thing around it."""
    node = yaml.compose(text, _Loader)
    if node is None:
        return 1
    line: int = node.start_mark.line + 1
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if pair[0].value == str(key)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line + 1
        else:
            break
    return line
