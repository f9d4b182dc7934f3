"""From a checked plan to a receipt: commands go through the bridge's ledger, facts and questions pass on."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from appliance_bridge.appliance import Appliance
from appliance_bridge.bridge import Bridge
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.command import Command, CommandResult, Refusal
from bot.message import IncomingMessage
from bot.plan import AskStep, CommandStep, Done, Plan, Receipt, TellStep


@dataclass(frozen=True, slots=True)
class Order:
    """A step and the command made of it."""

    step: CommandStep
    command: Command


def orders_of(
    plan: Plan, message: IncomingMessage, catalogue: Catalogue, kind: Callable[[str], Appliance | None]
) -> list[Order]:
    """The commands of a plan; ids follow from the message, so a redelivery makes the same ones."""
    root = hashlib.blake2s(message.id.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    orders = []
    for at, step in enumerate(plan.commands):
        if step.later is not None and step.refusal is None:
            # it is said, not sent
            continue
        appliance = kind(step.appliance)
        type_ = catalogue.type_of(appliance.type if appliance is not None else "unknown")
        deadline = message.received_at + type_.deadline_of(step.capability, step.action)
        command = Command(
            f"{root}-{at}", step.appliance, step.capability, step.action, step.arguments, step.risk, deadline,
            message.id, message.sender,
        )  # fmt: skip
        orders.append(Order(step, command))
    return orders


async def carry_out(plan: Plan, orders: list[Order], message: IncomingMessage, bridge: Bridge) -> Receipt:
    """Execute what may go, and say what came of every step. Raises StoreUnavailable: nothing was done."""
    ready = [one.command for one in orders if may_go(one.step)]
    results = await bridge.execute(message.id, ready) if ready else []
    ended = {one.command.id: one for one in results}
    done = tuple(Done(one.step, ended.get(one.command.id) or held(one)) for one in orders)
    return receipt_of(plan, done)


def receipt_of(plan: Plan, done: tuple[Done, ...]) -> Receipt:
    """The receipt of a plan whose commands ended like this."""
    told = tuple(step for step in plan.steps if isinstance(step, TellStep))
    asked = next((step for step in plan.steps if isinstance(step, AskStep)), None)
    return Receipt(plan, done, told, asked)


def step_of(command: Command) -> CommandStep:
    """The step that a command was made of, as far as the ledger knows."""
    arguments = dict(command.arguments)
    return CommandStep(command.appliance, command.capability, command.action, arguments, command.risk)


def may_go(step: CommandStep) -> bool:
    """Whether nothing holds this step."""
    return step.refusal is None and step.later is None


def held(order: Order) -> CommandResult:
    """The result of a step that did not go."""
    return CommandResult(order.command, "refused", order.step.refusal or Refusal("unknown_state"))


def pending(order: Order) -> Done:
    """A step whose end is not known yet."""
    if not may_go(order.step):
        return Done(order.step, held(order))
    return Done(order.step, CommandResult(order.command, "pending"))


def precheck_of(bridge: Bridge) -> Callable[[CommandStep], Refusal | None]:
    """Why the appliance of a step would not do it now."""

    def precheck(step: CommandStep) -> Refusal | None:
        return bridge.check(
            Command("", step.appliance, step.capability, step.action, step.arguments, step.risk)
        )

    return precheck
