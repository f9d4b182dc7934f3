"""The shapes of "start": a select of active programmes, a select of commands, a switch after a programme."""

from appliance_bridge.appliance import Limits
from appliance_bridge.recognition.bound import Call, Reading, Source
from appliance_bridge.recognition.draft import Draft
from appliance_bridge.recognition.roles import Traits
from appliance_bridge.recognition.translation import Translator, choice, word_tables

_ACTIVE_PROGRAMME = frozenset({"activeprogram", "activeprogramme", "startprogram", "startprogramme"})
_ENOUGH_COMMANDS = 2
# commands among the options of a select that make it a machine's command list
_HOURS = frozenset({"hour", "hours", "remaininghour", "remaininghours", "remainhour", "시간", "남은시"})
_MINUTES = frozenset(
    {"min", "minute", "minutes", "remainingminute", "remainingminutes", "remainminute", "분", "남은분"}
)


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
        draft.calls.setdefault("run_control.resume", start)
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
    if "remaining_time" not in draft.type.capabilities or key in draft.readings:
        return
    hours = _sensor(draft, _HOURS)
    minutes = _sensor(draft, _MINUTES)
    if hours is None or minutes is None:
        return
    parts = ((hours, "hours"), (minutes, "minutes"))
    sources = tuple(Source(one.entity.key, "state", Translator(kind)) for one, kind in parts)
    draft.readings[key] = Reading(key, sources)
    draft.used.update(source.entity for source in sources)


def _bind_command_list(draft: Draft) -> None:
    """A select whose options are the machine's commands (run, pause, stop)."""
    table = word_tables()["command"]
    for one in draft.traits:
        if one.entity.component != "select" or not draft.commandable(one):
            continue
        found: dict[str, str] = {}
        for option in one.options:
            command = table.canonical(option)
            if command is not None:
                found.setdefault(command, option)
        if len(found) < _ENOUGH_COMMANDS or "start" not in found or not _selectable(draft, one):
            continue
        for command, option in found.items():
            call = Call(one.entity.key, "select_option", {"option": option})
            draft.calls.setdefault(f"run_control.{command}", (call,))
        key = "run_control.state"
        if key not in draft.readings and draft.component(one.entity).state_topics(one.entity):
            draft.readings[key] = Reading(key, (Source(one.entity.key, "state", Translator("run_state")),))
        draft.used.add(one.entity.key)
        return


def _bind_active_programme(draft: Draft) -> None:
    """A select of the running programme: to write it is to start it, so it never selects."""
    if "run_control.start" in draft.calls:
        return
    for one in draft.traits:
        if one.entity.component != "select" or not one.names & _ACTIVE_PROGRAMME:
            continue
        if not draft.commandable(one) or not _selectable(draft, one):
            continue
        translator = choice("", one.options)
        draft.calls["run_control.start"] = (
            Call(one.entity.key, "select_option", field="option", argument="program", translator=translator),
        )
        draft.limit("run_control", "program", Limits(options=tuple(translator.own)))
        draft.used.add(one.entity.key)
        return


def _bind_switch(draft: Draft) -> None:
    """A switch that starts what was selected, for types that work so."""
    on, off = draft.calls.get("power.turn_on"), draft.calls.get("power.turn_off")
    if not draft.type.starts_with_power or on is None or "run_control.start" in draft.calls:
        return
    draft.calls["run_control.start"] = on
    if off is not None:
        draft.calls.setdefault("run_control.stop", off)
    key = "run_control.state"
    power = draft.readings.get("power.on")
    if key not in draft.readings and power is not None:
        source = power.sources[0]
        draft.readings[key] = Reading(key, (Source(source.entity, source.field, Translator("run_state")),))


def _selectable(draft: Draft, one: Traits) -> bool:
    return "select_option" in draft.component(one.entity).services(one.entity)


def _sensor(draft: Draft, names: frozenset[str]) -> Traits | None:
    return next((one for one in draft.traits if one.entity.component == "sensor" and one.names & names), None)
