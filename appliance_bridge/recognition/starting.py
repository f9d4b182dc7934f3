"""The shapes of "start": a select of active programmes, a select of commands, a switch after a programme."""

from appliance_bridge.appliance import Limits
from appliance_bridge.recognition.bound import Call, Reading, Source
from appliance_bridge.recognition.draft import Draft
from appliance_bridge.recognition.roles import Traits
from appliance_bridge.recognition.translation import Translator, choice, word_tables

_ENOUGH_COMMANDS = 2
# commands among the options of a select that make it a machine's command list


def bind_start(draft: Draft) -> None:
    """Find how it is started where no plain button does it; then what a start may take along."""
    if "run_control" not in draft.type.capabilities:
        return
    _bind_command_list(draft)
    _bind_active_programme(draft)
    _bind_switch(draft)
    start = draft.calls.get("run_control.start")
    if start is None:
        return
    by_programme = any(call.argument == "program" for call in start)
    if not by_programme and "run_control.pause" in draft.calls:
        # A machine with a pause goes on when it is started again.
        _also(draft, "run_control.resume", start, "a machine that pauses goes on when it is started again")
    select = draft.calls.get("program.select")
    if select is not None and not by_programme:
        first = select[0]
        draft.calls["run_control.start"] = (
            Call(
                entity=first.entity,
                service=first.service,
                field=first.field,
                argument="program",
                translator=first.translator,
                optional=True,
            ),
            *start,
        )
        draft.limit("run_control", "program", Limits(options=tuple(first.translator.own)))


def bind_hours_and_minutes(draft: Draft) -> None:
    """Remaining time that comes as two numbers."""
    key = "remaining_time.seconds"
    if "remaining_time" not in draft.type.capabilities or not draft.is_open(key, draft.readings):
        return
    hours = _sensor(draft, "hours")
    minutes = _sensor(draft, "minutes")
    if hours is None or minutes is None:
        return
    parts = ((hours, "hours"), (minutes, "minutes"))
    sources = tuple(Source(one.entity.key, "state", Translator(kind)) for one, kind in parts)
    draft.readings[key] = Reading(key, sources)
    draft.why[key] = "hours and minutes make one time"
    draft.used.update(source.entity for source in sources)


def _bind_command_list(draft: Draft) -> None:
    """A select whose options are the machine's commands (run, pause, stop)."""
    found = [(one, commands) for one in _selects(draft) if (commands := _commands(one))]
    if len(found) > 1:
        draft.undecided("run_control", found[0][1], (one.entity for one, _ in found))
        return
    for one, commands in found:
        for command, option in commands.items():
            call = Call(one.entity.key, "select_option", {"option": option})
            _also(draft, f"run_control.{command}", (call,), f"{option} is one of its options")
        key = "run_control.state"
        if draft.is_open(key, draft.readings) and draft.component(one.entity).state_topics(one.entity):
            draft.readings[key] = Reading(key, (Source(one.entity.key, "state", Translator("run_state")),))
            draft.why[key] = "its options are commands of the machine"
        draft.used.add(one.entity.key)


def _commands(one: Traits) -> dict[str, str]:
    """Command → option; empty when the options are no list of commands."""
    table = word_tables()["command"]
    found: dict[str, str] = {}
    for option in one.options:
        command = table.canonical(option)
        if command is not None:
            found.setdefault(command, option)
    return found if len(found) >= _ENOUGH_COMMANDS and "start" in found else {}


def _bind_active_programme(draft: Draft) -> None:
    """A select of the running programme: to write it is to start it, so it never selects."""
    if not draft.is_open("run_control.start", draft.calls):
        return
    found = [one for one in _selects(draft) if _named(one, "active_programme")]
    if len(found) > 1:
        draft.undecided("run_control", ("start",), (one.entity for one in found))
        return
    for one in found:
        translator = choice("", one.options)
        call = Call(
            one.entity.key, "select_option", field="option", argument="program", translator=translator
        )
        _also(draft, "run_control.start", (call,), "to write the running programme is to start it")
        draft.limit("run_control", "program", Limits(options=tuple(translator.own)))
        draft.used.add(one.entity.key)


def _bind_switch(draft: Draft) -> None:
    """A switch that starts what was selected, for types that work so."""
    on, off = draft.calls.get("power.turn_on"), draft.calls.get("power.turn_off")
    if not draft.type.starts_with_power or on is None or not draft.is_open("run_control.start", draft.calls):
        return
    reason = "its switch starts the selected programme"
    _also(draft, "run_control.start", on, reason)
    if off is not None:
        _also(draft, "run_control.stop", off, reason)
    key = "run_control.state"
    power = draft.readings.get("power.on")
    if draft.is_open(key, draft.readings) and power is not None:
        source = power.sources[0]
        draft.readings[key] = Reading(key, (Source(source.entity, source.field, Translator("run_state")),))
        draft.why[key] = reason


def _also(draft: Draft, key: str, calls: tuple[Call, ...], reason: str) -> None:
    if draft.is_open(key, draft.calls):
        draft.calls[key] = calls
        draft.why[key] = reason


def _selects(draft: Draft) -> list[Traits]:
    """The selects that may be commanded."""
    selects = (one for one in draft.traits if one.entity.component == "select" and draft.commandable(one))
    return [one for one in selects if "select_option" in draft.component(one.entity).services(one.entity)]


def _named(one: Traits, table: str) -> bool:
    return not one.names.isdisjoint(word_tables()[table].whole)


def _sensor(draft: Draft, table: str) -> Traits | None:
    sensors = (one for one in draft.traits if one.entity.component == "sensor")
    return next((one for one in sensors if _named(one, table)), None)
