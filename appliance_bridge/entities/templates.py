"""Home Assistant templates: compiled once, rendered within bounds, knowing the message and no more."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from jinja2 import Environment

from appliance_bridge.entities.templating.expressions import Frame, NotAllowedError
from appliance_bridge.entities.templating.statements import Execute, compile_tree
from appliance_bridge.entities.templating.values import UNDEFINED, TemplateError

MAX_SOURCE = 4_096
# characters of a template
MAX_TOKENS = 1_000
# words and signs of a template: Jinja takes a tenth of a second and more to parse 4,000
VARIABLES = frozenset(
    [
        "value",
        "value_json",
        "action",
        "brightness",
        "blue",
        "code",
        "cold_white",
        "color_temp",
        "color_temp_kelvin",
        "duration",
        "effect",
        "flash",
        "green",
        "hue",
        "message",
        "position",
        "position_closed",
        "position_open",
        "red",
        "sat",
        "state",
        "tilt_max",
        "tilt_min",
        "tilt_position",
        "title",
        "tone",
        "transition",
        "volume_level",
        "warm_white",
        "white",
        "x",
        "y",
    ]
)
"""What payload templates may know: the message, and what a command carries."""


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template; two of the same source are equal."""

    source: str
    problem: str | None = None
    # why it cannot be used, in a few words; then rendering raises
    _run: Execute | None = field(default=None, compare=False, repr=False)

    def value(self, payload: str) -> str:
        """What a received payload means (`value`, and `value_json` if it is JSON). Raises TemplateError."""
        return self.render({"value": payload, "value_json": parsed(payload)})

    def render(self, variables: Mapping[str, object]) -> str:
        """The text, stripped. Raises TemplateError, nothing else."""
        if self._run is None:
            raise TemplateError(self.problem or "")
        try:
            return self._run(Frame(dict(variables))).strip()
        except TemplateError:
            raise
        except Exception as error:
            # Filters meet whatever a message held: any way to fail is the same "cannot be known".
            raise TemplateError(f"{type(error).__name__} while rendering") from error


@lru_cache(maxsize=2_048)
def compiled(source: str) -> Template:
    """The template of this source; when it cannot be used here its `problem` says why. Never raises."""
    if len(source) > MAX_SOURCE:
        return Template(source[:100], problem="is longer than a template may be")
    try:
        if any(True for _ in islice(_parser().lex(source), MAX_TOKENS, None)):
            return Template(source, problem="is longer than a template may be")
        # Jinja only parses; it neither optimises nor runs anything.
        return Template(source, _run=compile_tree(_parser().parse(source.strip()), VARIABLES))
    except NotAllowedError as error:
        return Template(source, problem=f"needs {error}")
    except TemplateError as error:
        return Template(source, problem=f"cannot work: {error}")
    except Exception:
        # Jinja's own errors, and whatever nesting makes of its parser
        return Template(source, problem="is not a template that can be read")


@lru_cache(maxsize=1)
def _parser() -> Environment:
    return Environment(autoescape=False)  # noqa: S701 - it parses only, and payloads are not HTML


@lru_cache(maxsize=4)
def parsed(payload: str) -> object:
    """The payload as JSON, or UNDEFINED; kept for the next entity that reads the same message."""
    try:
        return json.loads(payload, parse_constant=_refused)
    except (ValueError, RecursionError):
        return UNDEFINED


def _refused(name: str) -> object:
    raise ValueError(name)
