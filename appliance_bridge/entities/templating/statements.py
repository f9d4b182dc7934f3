"""Statements of templates as functions: text, output, if, for, set. Every pass through a loop costs its size,
so no template takes long or renders much, whatever it is given.
"""

from collections.abc import Callable, Sequence

from jinja2 import nodes

from appliance_bridge.entities.templating.expressions import (
    WORK,
    Evaluate,
    Expressions,
    Frame,
    NotAllowedError,
    weight_of,
)
from appliance_bridge.entities.templating.values import (
    Namespace,
    TemplateError,
    as_list,
    as_text,
)

MAX_OUTPUT = 8_192
# characters that a template may render

Execute = Callable[[Frame], str]
Bind = Callable[[Frame, object], None]


def compile_tree(tree: nodes.Template, names: frozenset[str]) -> Execute:
    """A function that renders the parsed template, with these variables allowed. Raises NotAllowedError."""
    if weight_of(tree) > WORK:
        raise NotAllowedError("more work than a template may take")
    return _Statements(names).body(tree.body)


class _Statements:
    def __init__(self, names: frozenset[str]) -> None:
        self._expressions = Expressions(names)

    def _compile(self, node: nodes.Node) -> Evaluate:
        if not isinstance(node, nodes.Expr):
            raise NotAllowedError("an unusual expression")
        return self._expressions.compile(node)

    def body(self, statements: Sequence[nodes.Node]) -> Execute:
        parts = [part for statement in statements for part in self._statement(statement)]
        if len(parts) == 1:
            return parts[0]

        def run(frame: Frame) -> str:
            result = ""
            for part in parts:
                result = _limited(result + part(frame))
            return result

        return run

    def _statement(self, node: nodes.Node) -> list[Execute]:
        match node:
            case nodes.Output():
                return [self._printed(part) for part in node.nodes]
            case nodes.If():
                return [self._if(node)]
            case nodes.For(recursive=False):
                return [self._for(node)]
            case nodes.Assign():
                return [self._assign(node.target, self._compile(node.node))]
            case nodes.AssignBlock(filter=None):
                return [self._assign(node.target, self.body(node.body))]
        raise NotAllowedError(f"{type(node).__name__.lower()} blocks")

    def _printed(self, node: nodes.Expr) -> Execute:
        if isinstance(node, nodes.TemplateData):
            text = node.data
            return lambda frame: text
        value = self._compile(node)
        return lambda frame: _limited(as_text(value(frame)))

    def _if(self, node: nodes.If) -> Execute:
        branches = [(self._compile(branch.test), self.body(branch.body)) for branch in (node, *node.elif_)]
        otherwise = self.body(node.else_)

        def run(frame: Frame) -> str:
            for condition, body in branches:
                if condition(frame):
                    return body(frame)
            return otherwise(frame)

        return run

    def _for(self, node: nodes.For) -> Execute:
        values = self._compile(node.iter)
        bind = self._target(node.target)
        self._expressions.names.add("loop")
        wanted = self._compile(node.test) if node.test is not None else None
        body, otherwise = self.body(node.body), self.body(node.else_)
        cost = 1 + weight_of(node)

        def chosen(frame: Frame, outer: dict[str, object]) -> list[object]:
            items = []
            for item in as_list(values(frame)):
                frame.spend(cost)
                frame.names = dict(outer)
                bind(frame, item)
                if wanted is None or wanted(frame):
                    items.append(item)
            return items

        def run(frame: Frame) -> str:
            outer, result = frame.names, ""
            items = chosen(frame, outer)
            for index, item in enumerate(items):
                frame.names = {**outer, "loop": _loop(index, len(items))}
                bind(frame, item)
                result = _limited(result + body(frame))
            frame.names = outer
            return result if items else otherwise(frame)

        return run

    def _assign(self, target: nodes.Node, value: Evaluate) -> Execute:
        bind = self._target(target)

        def run(frame: Frame) -> str:
            bind(frame, value(frame))
            return ""

        return run

    def _target(self, node: nodes.Node) -> Bind:
        match node:
            case nodes.Name(name=name):
                self._expressions.names.add(name)
                return lambda frame, value: frame.names.__setitem__(name, value)
            case nodes.NSRef(name=name, attr=field):
                return lambda frame, value: _put(frame.names.get(name), field, value)
            case nodes.Tuple(items=items):
                return _spread([self._target(item) for item in items])
        raise NotAllowedError("an unusual assignment")


def _limited(text: str) -> str:
    if len(text) > MAX_OUTPUT:
        raise TemplateError("it renders too much")
    return text


def _loop(index: int, length: int) -> dict[str, object]:
    return {
        "index": index + 1,
        "index0": index,
        "first": index == 0,
        "last": index == length - 1,
        "length": length,
        "revindex": length - index,
        "revindex0": length - index - 1,
    }


def _put(space: object, field: str, value: object) -> None:
    if not isinstance(space, Namespace) or isinstance(value, Namespace):
        raise TemplateError("a field is set that cannot be set")
    space.values[field] = value


def _spread(binds: list[Bind]) -> Bind:
    def bind(frame: Frame, value: object) -> None:
        for one, item in zip(binds, as_list(value), strict=True):
            one(frame, item)

    return bind
