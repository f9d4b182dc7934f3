"""Everything that is to happen is a Plan; everything that happened is a Receipt. Both are plain data."""

from dataclasses import dataclass, field, replace
from typing import Literal

from appliance_bridge.capability import Value
from appliance_bridge.command import CommandResult, Refusal, Risk

Facts = dict[str, Value]


@dataclass(frozen=True, slots=True)
class CommandStep:
    """Tell an appliance to do something, now or (when `at`/`condition` is set) later."""

    appliance: str
    capability: str
    action: str
    arguments: dict[str, Value] = field(default_factory=dict)
    risk: Risk = "normal"
    refusal: Refusal | None = None
    # set by the checks: this step may not go
    later: str | None = None
    # the words of the time or condition it waits for; such a step never runs now


@dataclass(frozen=True, slots=True)
class TellStep:
    """Say a fact: key of a sentence in `bot/wording/*.yaml` and what it is about."""

    key: str
    facts: Facts = field(default_factory=dict)
    appliance: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer to a question; choosing it runs `plan`."""

    label: str
    # a wording key ("button.yes") or, when `literal`, the words themselves
    plan: "Plan"
    appliance: str | None = None
    # the appliance this option stands for: its name is the label
    literal: bool = False
    person: str | None = None
    # the person this option stands for: their name is the label


@dataclass(frozen=True, slots=True)
class AskStep:
    """Ask back; nothing happens until a person answers."""

    kind: Literal["confirm", "choose", "value", "pin", "approve"]
    # confirm: yes/no; choose: one of options; value: a number or word; pin: a code; approve: a second adult
    key: str
    # wording key of the question
    facts: Facts = field(default_factory=dict)
    appliance: str | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class WatchStep:
    """Promise this chat to tell it, once, when an appliance reports something."""

    appliance: str
    key: str
    # "capability.attribute"
    values: tuple[Value, ...]
    # any of them will do
    promise: str
    # wording key said now
    notice: str
    # wording key said then
    offer: CommandStep | None = None
    # shown as a button under the notice
    within_s: float = 86_400.0
    # after that nobody waits any more


@dataclass(frozen=True, slots=True)
class HouseStep:
    """Something done about the people, this chat or what the house understands, not by an appliance."""

    kind: Literal[
        "invite",
        "list_people",
        "remove_person",
        "mute",
        "unmute",
        "quiet",
        "quiet_off",
        "speak",
        "ask_adult",
        "teach",
        "may_teach",
        "teach_phrase",
        "forget_phrase",
        "look_up_phrase",
        "undo_words",
        "describe_appliance",
    ]
    facts: Facts = field(default_factory=dict)
    # invite: role, hours, person, name; remove_person: person; mute: seconds; quiet: from, until ("22:00");
    # teach: intent, example (as in a file of intents), words; may_teach: the same, offered once all is done;
    # teach_phrase: phrase, meaning; forget_phrase, look_up_phrase: phrase; undo_words: version;
    # describe_appliance: appliance, what (bot/own_appliances.py), name, and one of type, words, area
    plan: "Plan | None" = None
    # ask_adult: what they are to allow


Step = CommandStep | TellStep | AskStep | WatchStep | HouseStep


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in order. A plan with an AskStep does nothing but ask."""

    steps: tuple[Step, ...] = ()

    @property
    def commands(self) -> tuple[CommandStep, ...]:
        """The steps that would tell an appliance something."""
        return tuple(step for step in self.steps if isinstance(step, CommandStep))

    @property
    def question(self) -> AskStep | None:
        """The first question, if there is one."""
        return next((step for step in self.steps if isinstance(step, AskStep)), None)

    @property
    def about(self) -> tuple[str, ...]:
        """The appliances a turn is about, for the next "it"."""
        ids = [step.appliance for step in self.steps if not isinstance(step, HouseStep)]
        question = self.question
        if question is not None and not any(ids):
            ids = [step.appliance for option in question.options for step in option.plan.commands]
        return tuple(dict.fromkeys(one for one in ids if one is not None))

    @property
    def is_undecided(self) -> bool:
        """Whether we asked which one is meant."""
        return self.question is not None and self.question.kind == "choose" and not self.commands

    def with_steps(self, steps: tuple[Step, ...]) -> "Plan":
        """The same plan with other steps."""
        return replace(self, steps=steps)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one command step."""

    step: CommandStep
    result: CommandResult


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of a plan. Replies are worded from this, never from the plan."""

    plan: Plan
    done: tuple[Done, ...] = ()
    told: tuple[TellStep, ...] = ()
    asked: AskStep | None = None
