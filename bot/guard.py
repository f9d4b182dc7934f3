"""The checks between a plan and the world: rights, preconditions, lateness, risk."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from appliance_bridge.command import Refusal
from bot.companions import together, with_companions
from bot.people.grants import Grants, act_of
from bot.people.house_rights import CHANGES, why_not
from bot.people.person import Person, Rule
from bot.people.rights import Rights, Verdict
from bot.plan import AskStep, CommandStep, Facts, HouseStep, Option, Plan, Step, TellStep, WatchStep
from bot.planner.guesses import narrowed
from bot.planner.requests import lacks_right, offered, who_to_ask
from bot.planner.situation import Situation
from bot.planner.steps import confirm
from bot.wording.keys import ids

STALE_S = 60.0
STALE_DANGER_S = 30.0
"""Older messages ask again; for the danger class sooner."""

DANGER = {"confirm", "secure"}

Clearance = Literal["none", "confirmed", "secured"]
"""What a person already said to it: nothing, yes, or yes with a PIN or by a second adult."""

Precheck = Callable[[CommandStep], Refusal | None]


@dataclass(frozen=True, slots=True)
class Guard:
    """Decides which steps of a plan go now. Holds the table of rights and the people; no state of its own."""

    rights: Rights
    people: Mapping[str, Person]
    precheck: Precheck
    # preconditions of the appliance as it reports now
    grants: Grants | None = None
    # what adults allowed for a while

    def check(
        self,
        plan: Plan,
        situation: Situation,
        now: datetime,
        *,
        age_s: float = 0.0,
        clearance: Clearance = "none",
    ) -> Plan:
        """The plan with refusals set; steps that need a person's word are moved into one question at its end.

        now: the home's local time, aware. age_s: how long ago the message was sent.
        """
        wanted = narrowed(plan.steps, lambda one: self.may(situation.person, one, situation, now))
        judged = tuple(self._judged(step, situation, now) for step in wanted)
        steps = together(judged)
        if clearance != "secured" and _is_late_change(steps, age_s):
            return plan.with_steps((confirm("ask.stale", steps, {}),))
        held = self._held(steps, situation, age_s, clearance)
        if held is None:
            return plan.with_steps(self._with_request(judged, steps, situation, now))
        reason, waiting = held
        # a promise about an appliance waits with its command
        appliances = {step.appliance for step in waiting}
        promises = [one for one in steps if isinstance(one, WatchStep) and one.appliance in appliances]
        rest = tuple(step for step in steps if step not in (*waiting, *promises))
        return plan.with_steps((*rest, *self._question(reason, waiting, promises, situation, now)))

    def _judged(self, step: Step, situation: Situation, now: datetime) -> Step:
        if isinstance(step, WatchStep):
            told = TellStep("told.state", {}, step.appliance)
            heard = self._may_hear(told, situation, now)
            return step if heard is told else heard
        if isinstance(step, TellStep) and step.key in {"told.home", "told.list"}:
            return self._of_what_may_be_heard(step, situation, now)
        if isinstance(step, TellStep) and step.key == "told.rights":
            return step
        if isinstance(step, TellStep) and step.key == "told.picture":
            return self._may_see(step, situation, now)
        if isinstance(step, TellStep) and step.appliance is not None and step.key.startswith("told."):
            heard = self._may_hear(step, situation, now)
            return self._of_what_may_be_done(step, situation, now) if heard is step else heard
        if isinstance(step, HouseStep | AskStep):
            return self._of_the_house(step, situation, now)
        if not isinstance(step, CommandStep) or step.refusal is not None:
            return step
        appliance = situation.home.appliance(step.appliance)
        if appliance is None:
            return replace(step, refusal=Refusal("unsupported"))
        if step.risk == "forbidden":
            return replace(step, refusal=Refusal("forbidden"))
        verdict = self._verdict(situation.person, step, situation, now)
        if not verdict.allowed:
            facts = {"reason": verdict.reason, "role": situation.person.role}
            return replace(step, refusal=Refusal("rights", facts))
        return step if step.later is not None else replace(step, refusal=self.precheck(step))

    def _of_the_house(self, step: HouseStep | AskStep, situation: Situation, now: datetime) -> Step:
        """What is done about people or the chat, or a question before it, unless this person may not."""
        for one in _house_steps(step):
            why = why_not(
                self.rights, situation.person, one, now, group=situation.group, trusted=situation.trusted
            )
            if why is not None:
                return TellStep("told.house_rights", {"why": why})
        return step

    def _verdict(self, person: Person, step: CommandStep, situation: Situation, now: datetime) -> Verdict:
        """What the table, the person's rules and what was granted them say to a step."""
        appliance = situation.home.appliance(step.appliance)
        if appliance is None:
            return Verdict("denied", "role")
        verdict = self.rights.may(person, appliance, step.capability, step.action, step.risk, now)
        if verdict.allowed or verdict.reason == "guest_over" or step.risk == "secure" or self.grants is None:
            return verdict
        granted = self.grants.allow(person.id, step.appliance, act_of(step), verdict.rule)
        return Verdict("allowed", "granted") if granted else verdict

    def _with_request(
        self, judged: tuple[Step, ...], steps: tuple[Step, ...], situation: Situation, now: datetime
    ) -> tuple[Step, ...]:
        """The steps and, when some only lack the right, the offer to ask an adult for all that it takes."""
        if any(isinstance(step, AskStep) for step in steps):
            return steps
        lacking = {step.appliance for step in judged if lacks_right(step)}
        wanted = [one for one in judged if isinstance(one, CommandStep) and one.appliance in lacking]
        if any(one.later or (one.refusal is not None and not lacks_right(one)) for one in wanted):
            return steps
        request = tuple(replace(one, refusal=None) for one in wanted)
        adults = self.approvers(request, situation, now) if request else []
        if not adults:
            return steps
        question = who_to_ask(adults, Plan(request))
        return (*(offered(step) for step in steps), question)

    def rules_against(
        self, commands: Iterable[CommandStep], situation: Situation, now: datetime
    ) -> tuple[Rule, ...]:
        """The person's own rules that deny these."""
        verdicts = [self._verdict(situation.person, one, situation, now) for one in commands]
        return tuple({verdict.rule: None for verdict in verdicts if verdict.rule is not None})

    def _may_hear(self, step: TellStep, situation: Situation, now: datetime) -> Step:
        appliance = situation.home.appliance(step.appliance or "")
        if appliance is None:
            return step
        verdict = self.rights.may_ask(situation.person, appliance, now)
        return step if verdict.allowed else _not_told(step, verdict, situation)

    def _may_see(self, step: TellStep, situation: Situation, now: datetime) -> TellStep:
        """A picture that tells of people is for who asked alone."""
        appliance = situation.home.appliance(step.appliance or "")
        if appliance is None:
            return step
        verdict = self.rights.may_see(situation.person, appliance, now)
        if not verdict.allowed:
            return _not_told(step, verdict, situation)
        return replace(step, facts={**step.facts, "private": self.rights.is_private(appliance)})

    def _of_what_may_be_heard(self, step: TellStep, situation: Situation, now: datetime) -> TellStep:
        """A list without what this person may not ask about; `partial` says that there is more."""
        everyone = {one.id: one for one in situation.home.appliances()}
        named = str(step.facts["appliances"]).split() if "appliances" in step.facts else list(everyone)
        heard = [one for one in named if self.rights.may_ask(situation.person, everyone[one], now).allowed]
        if len(heard) == len(named) and step.key == "told.list":
            return step
        facts: Facts = {**step.facts, "appliances": ids(heard)}
        if len(heard) < len(named):
            facts["partial"] = True
        return replace(step, facts=facts)

    def _of_what_may_be_done(self, step: TellStep, situation: Situation, now: datetime) -> TellStep:
        """ "May I turn on the oven?": not only whether the oven can be turned on."""
        appliance = situation.home.appliance(step.appliance or "")
        if step.key != "told.can" or appliance is None or {"forbidden", "impossible"} & step.facts.keys():
            return step
        act = str(step.facts["capability"]), str(step.facts["action"])
        risk = situation.catalogue.type_of(appliance.type).risk_of(*act)
        verdict = self._verdict(situation.person, CommandStep(appliance.id, *act, risk=risk), situation, now)
        facts = {**step.facts, "reason": verdict.reason, "role": situation.person.role}
        return step if verdict.allowed else TellStep("told.rights", facts, appliance.id)

    def _held(
        self, steps: tuple[Step, ...], situation: Situation, age_s: float, clearance: Clearance
    ) -> tuple[Clearance | Literal["stale"], list[CommandStep]] | None:
        """The steps that must wait for a word, and for which; None: all may go."""
        commands = [step for step in steps if isinstance(step, CommandStep) and step.later is None]
        ready = [step for step in commands if step.refusal is None]
        unsafe = [step for step in ready if step.risk != "safe"]
        secure = [step for step in unsafe if step.risk == "secure"]
        danger = [step for step in unsafe if step.risk in DANGER or self._is_unvouched(step, situation)]
        if secure and clearance != "secured":
            # what needs a yes of its own waits for the same word
            also = danger if clearance == "none" else []
            waiting = unsafe if is_late(unsafe, age_s) else secure + also
            return "secured", with_companions(waiting, unsafe)
        if clearance != "secured" and is_late(unsafe, age_s):
            return "stale", unsafe
        if danger and clearance == "none":
            return "confirmed", with_companions(danger, unsafe)
        return None

    def _is_unvouched(self, step: CommandStep, situation: Situation) -> bool:
        """Whether the sender's account is only a claim, and it is about more than comfort."""
        appliance = situation.home.appliance(step.appliance)
        return not situation.trusted and (appliance is None or self.rights.group_of(appliance) != "comfort")

    def _question(
        self,
        reason: Clearance | Literal["stale"],
        waiting: list[CommandStep],
        promises: list[WatchStep],
        situation: Situation,
        now: datetime,
    ) -> tuple[Step, ...]:
        plan = Plan((*waiting, *promises))
        no = Option("button.no", Plan((TellStep("told.cancelled"),)))
        if reason != "secured":
            key = "ask.stale" if reason == "stale" else "ask.confirm"
            yes = Option("button.yes", plan)
            return (AskStep("confirm", key, _facts(waiting), waiting[0].appliance, (yes, no)),)
        approve = Option("button.approve", plan)
        helpers = self.approvers(waiting, situation, now)
        facts = {**_facts(waiting), "person": situation.person.id}
        second = AskStep("approve", "ask.approve", facts, waiting[0].appliance, (approve, no))
        if situation.person.pin_hash is not None and not situation.group and situation.trusted:
            # the first option has no button: the PIN opens it
            ask = (Option("button.ask_second", Plan((second,))),) if helpers else ()
            options = (Option("", plan), *ask, Option("button.cancel", no.plan))
            return (AskStep("pin", "ask.pin", _facts(waiting), waiting[0].appliance, options),)
        if helpers:
            return (second,)
        reason_key = "pin_not_set_up" if situation.person.pin_hash is None else "pin_private_only"
        doors = {step.appliance for step in waiting if step.risk == "secure"}
        refused = [replace(step, refusal=Refusal(reason_key)) for step in waiting if step.appliance in doors]
        others = [step for step in waiting if step.appliance not in doors]
        kept = [one for one in promises if one.appliance not in doors]
        asked = self._question("confirmed", others, kept, situation, now) if others else ()
        return (*refused, *asked)

    def approvers(self, waiting: Iterable[CommandStep], situation: Situation, now: datetime) -> list[Person]:
        """Other adults whose word would do for all of these steps."""
        steps = list(waiting)
        return [
            person
            for person in self.people.values()
            if person.id != situation.person.id
            and all(self.may_approve(person, one, situation, now) for one in steps)
        ]

    def may(self, person: Person, step: CommandStep, situation: Situation, now: datetime) -> bool:
        """Whether this person may do the step themselves."""
        return self._verdict(person, step, situation, now).allowed

    def may_approve(self, person: Person, step: CommandStep, situation: Situation, now: datetime) -> bool:
        """Whether this person's word is enough for the step."""
        appliance = situation.home.appliance(step.appliance)
        return appliance is not None and self.rights.may_approve(
            person, appliance, step.capability, step.action, step.risk, now
        )


def is_late(steps: Iterable[Step], age_s: float) -> bool:
    """Whether a word this old is too old for what it would do; the safe direction never is."""
    steps = list(steps)
    unsafe = [one for one in steps if isinstance(one, CommandStep) and one.risk != "safe"]
    return (bool(unsafe) and age_s > _limit(unsafe)) or _is_late_change(steps, age_s)


def _is_late_change(steps: Iterable[Step], age_s: float) -> bool:
    return age_s > STALE_S and any(isinstance(one, HouseStep) and one.kind in CHANGES for one in steps)


def _not_told(step: TellStep, verdict: Verdict, situation: Situation) -> TellStep:
    facts: Facts = {"reason": verdict.reason, "role": situation.person.role, "capability": "query"}
    return TellStep("told.rights", facts, step.appliance)


def _house_steps(step: Step) -> Iterator[HouseStep]:
    """What it would do about people or the chat, also behind questions."""
    if isinstance(step, HouseStep):
        yield step
    if isinstance(step, AskStep):
        for option in step.options:
            for one in option.plan.steps:
                yield from _house_steps(one)


def _limit(unsafe: Iterable[CommandStep]) -> float:
    return STALE_DANGER_S if any(step.risk in DANGER for step in unsafe) else STALE_S


def _facts(waiting: list[CommandStep]) -> dict[str, bool | int | float | str]:
    return {"capability": waiting[0].capability, "action": waiting[0].action, **waiting[0].arguments}
