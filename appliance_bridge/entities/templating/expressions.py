"""Expressions of templates as functions, one method a kind of node: only what is listed here exists.

Every value is weighed where it is made.
"""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import nodes

from appliance_bridge.entities.templating.checks import TESTS
from appliance_bridge.entities.templating.functions import FILTERS, FUNCTIONS
from appliance_bridge.entities.templating.operators import (
    COMPARISONS,
    METHOD_NAMES,
    OPERATIONS,
    SIGNS,
    as_key,
    get_field,
    method_named,
    part_of,
)
from appliance_bridge.entities.templating.values import (
    UNDEFINED,
    Function,
    TemplateError,
    as_list,
    as_text,
    weigh,
)

WORK = 20_000
# what one rendering may cost: a syntax node visited is 1, handling large values more
_REGEX_WORK = 500
# regular expressions are the slowest thing there is


class Frame:
    """One rendering: its names, and how much work is left."""

    __slots__ = ("left", "names")

    def __init__(self, names: dict[str, object]) -> None:
        self.names = names
        self.left = WORK

    def spend(self, cost: int) -> None:
        """Count work; TemplateError when too much."""
        self.left -= cost
        if self.left < 0:
            raise TemplateError("it takes too long")

    def keep(self, value: object) -> Any:
        """A value just made, once its size is counted as work. TemplateError when it is too large."""
        weight = weigh(value)
        if weight:
            self.spend(weight)
        return value


Evaluate = Callable[[Frame], Any]


class NotAllowedError(Exception):
    """The template uses something that is not available here; the reason is a few plain words."""


def weight_of(tree: nodes.Node) -> int:
    """What visiting each node of this tree once may cost."""
    return sum(_REGEX_WORK if _is_regex(node) else 1 for node in tree.find_all(nodes.Node))


def _is_regex(node: nodes.Node) -> bool:
    # also as the name that map and select are given
    match node:
        case nodes.Filter(name=str(name)) | nodes.Test(name=str(name)) | nodes.Const(value=str(name)):
            return name.startswith("regex") or name in ("match", "search")
    return False


class Expressions:
    """Compiles expressions. `names` are the variables that may be used; setting one adds it."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = set(names)

    def compile(self, node: nodes.Expr) -> Evaluate:
        """A function that gives the value of one expression. Raises NotAllowedError."""
        compile_node = _KINDS.get(type(node))
        if compile_node is None:
            raise NotAllowedError(f"{type(node).__name__.lower()} expressions")
        return compile_node(self, node)

    def name(self, node: nodes.Name) -> Evaluate:
        """A variable."""
        name = node.name
        if name not in self.names:
            raise NotAllowedError(f"{name}, which only Home Assistant has")
        return lambda frame: frame.names.get(name, UNDEFINED)

    def const(self, node: nodes.Const) -> Evaluate:
        """A literal."""
        weigh(node.value)
        value = node.value
        return lambda frame: value

    def sequence(self, node: nodes.List | nodes.Tuple) -> Evaluate:
        """[a, b] or (a, b)."""
        items = [self.compile(item) for item in node.items]
        make: Callable[[list[object]], object] = tuple if isinstance(node, nodes.Tuple) else list
        return lambda frame: frame.keep(make([item(frame) for item in items]))

    def mapping(self, node: nodes.Dict) -> Evaluate:
        """{a: b}."""
        pairs = [(self.compile(pair.key), self.compile(pair.value)) for pair in node.items]
        return lambda frame: frame.keep({as_key(key(frame)): value(frame) for key, value in pairs})

    def field(self, node: nodes.Getattr) -> Evaluate:
        """a.b: a field of data, never an attribute of a Python object."""
        value, field = self.compile(node.node), node.attr
        return lambda frame: get_field(value(frame), field)

    def item(self, node: nodes.Getitem) -> Evaluate:
        """a[b] and a[1:3]."""
        value = self.compile(node.node)
        if isinstance(node.arg, nodes.Slice):
            bounds = [
                self.compile(part) if part else (lambda frame: None)
                for part in (node.arg.start, node.arg.stop, node.arg.step)
            ]
            return lambda frame: part_of(value(frame), [bound(frame) for bound in bounds])
        index = self.compile(node.arg)
        return lambda frame: get_field(value(frame), index(frame))

    def binary(self, node: nodes.BinExpr) -> Evaluate:
        """a + b and its like."""
        left, right, operate = self.compile(node.left), self.compile(node.right), OPERATIONS[type(node)]
        return lambda frame: frame.keep(operate(left(frame), right(frame)))

    def unary(self, node: nodes.UnaryExpr) -> Evaluate:
        """not a, -a, +a."""
        value = self.compile(node.node)
        operate = SIGNS[type(node)]
        return lambda frame: operate(value(frame))

    def both(self, node: nodes.And) -> Evaluate:
        """a and b."""
        left, right = self.compile(node.left), self.compile(node.right)
        return lambda frame: left(frame) and right(frame)

    def either(self, node: nodes.Or) -> Evaluate:
        """a or b."""
        left, right = self.compile(node.left), self.compile(node.right)
        return lambda frame: left(frame) or right(frame)

    def choice(self, node: nodes.CondExpr) -> Evaluate:
        """a if b else c."""
        test, yes = self.compile(node.test), self.compile(node.expr1)
        no = self.compile(node.expr2) if node.expr2 is not None else (lambda frame: UNDEFINED)
        return lambda frame: yes(frame) if test(frame) else no(frame)

    def compare(self, node: nodes.Compare) -> Evaluate:
        """a < b < c."""
        first = self.compile(node.expr)
        steps = [(COMPARISONS[step.op], self.compile(step.expr)) for step in node.ops]

        def run(frame: Frame) -> object:
            left = first(frame)
            for holds, step in steps:
                right = step(frame)
                if not holds(left, right):
                    return False
                left = right
            return True

        return run

    def concat(self, node: nodes.Concat) -> Evaluate:
        """a ~ b."""
        parts = [self.compile(part) for part in node.nodes]

        def run(frame: Frame) -> object:
            text = ""
            for part in parts:
                text = frame.keep(text + as_text(part(frame)))
            return text

        return run

    def filtered(self, node: nodes.Filter) -> Evaluate:
        """a | filter(b)."""
        if node.node is None:
            raise NotAllowedError("filter blocks")
        value = self.compile(node.node)
        if node.name in ("map", "select", "reject", "selectattr", "rejectattr"):
            return self._each(node, value)
        function = FILTERS.get(node.name)
        if function is None:
            raise NotAllowedError(f"the filter {node.name}")
        return self._applied(function, value, node)

    def tested(self, node: nodes.Test) -> Evaluate:
        """a is test(b)."""
        if node.name not in TESTS:
            raise NotAllowedError(f"the test {node.name}")
        return self._applied(TESTS[node.name], self.compile(node.node), node)

    def called(self, node: nodes.Call) -> Evaluate:
        """function(a) and value.method(a)."""
        match node.node:
            case nodes.Name(name=name) if name in FUNCTIONS:
                return self._applied(FUNCTIONS[name], None, node)
            case nodes.Name(name=name):
                raise NotAllowedError(f"{name}(), which only Home Assistant has")
            case nodes.Getattr(attr=method) if method in METHOD_NAMES:
                return self._applied(method_named(method), self.compile(node.node.node), node)
        raise NotAllowedError("a call of something that is not a known function")

    def _applied(
        self, function: Function, value: Evaluate | None, node: nodes.Filter | nodes.Test | nodes.Call
    ) -> Evaluate:
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            raise NotAllowedError("* arguments")
        arguments = [self.compile(argument) for argument in node.args]
        if value is not None:
            arguments.insert(0, value)
        named = self._named(node)
        if not named and len(arguments) == 1:
            only = arguments[0]
            return lambda frame: frame.keep(function(frame.keep(only(frame))))
        return lambda frame: frame.keep(
            function(
                *[argument(frame) for argument in arguments],
                **{key: one(frame) for key, one in named.items()},
            )
        )

    def _named(self, node: nodes.Filter | nodes.Test | nodes.Call) -> dict[str, Evaluate]:
        pairs = [pair for pair in node.kwargs if isinstance(pair, nodes.Keyword)]
        return {pair.key: self.compile(pair.value) for pair in pairs}

    def _each(self, node: nodes.Filter, values: Evaluate) -> Evaluate:
        """map, select and their kin: one function, by its name, on each item or on a field of it."""
        arguments = list(node.args)
        field_of = self._named(node).get("attribute")
        if node.name.endswith("attr") and arguments:
            field_of = self.compile(arguments.pop(0))
        function = _named_function(node.name, arguments.pop(0)) if arguments else None
        given = [self.compile(argument) for argument in arguments]
        wanted = node.name.startswith("select")
        cost = 2 + weight_of(node)

        def run(frame: Frame) -> object:
            more = [argument(frame) for argument in given]
            result = []
            for item in as_list(values(frame)):
                frame.spend(cost)
                subject = get_field(item, field_of(frame)) if field_of is not None else item
                value = frame.keep(function(subject, *more) if function is not None else subject)
                if node.name == "map":
                    result.append(value)
                elif bool(value) == wanted:
                    result.append(item)
            return frame.keep(result)

        return run


def _named_function(kind: str, name: nodes.Expr) -> Function:
    # The name must stand in the template: what a template costs is counted before it runs.
    table = FILTERS if kind == "map" else TESTS
    if not isinstance(name, nodes.Const) or name.value not in table:
        raise NotAllowedError(f"an unusual {kind}")
    return table[name.value]


_KINDS: Mapping[type, Callable[[Expressions, Any], Evaluate]] = {
    nodes.And: Expressions.both,
    nodes.Call: Expressions.called,
    nodes.Compare: Expressions.compare,
    nodes.Concat: Expressions.concat,
    nodes.CondExpr: Expressions.choice,
    nodes.Const: Expressions.const,
    nodes.Dict: Expressions.mapping,
    nodes.Filter: Expressions.filtered,
    nodes.Getattr: Expressions.field,
    nodes.Getitem: Expressions.item,
    nodes.List: Expressions.sequence,
    nodes.Name: Expressions.name,
    nodes.Neg: Expressions.unary,
    nodes.Not: Expressions.unary,
    nodes.Or: Expressions.either,
    nodes.Pos: Expressions.unary,
    nodes.Test: Expressions.tested,
    nodes.Tuple: Expressions.sequence,
    **dict.fromkeys(OPERATIONS, Expressions.binary),
}
