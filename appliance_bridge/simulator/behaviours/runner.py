"""Appliances that run a programme to its end: washers, dryers, dishwashers, ovens, cookers, coffee."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat

from appliance_bridge.simulator.behaviours.base import Behaviour, Order
from appliance_bridge.simulator.components import (
    Component,
    Components,
    button,
    energy_sensor,
    number,
    number_between,
    on_off,
    plain,
    power_sensor,
    select,
    sensor,
    switch,
    switched,
    temperature_sensor,
)
from appliance_bridge.simulator.conditions import Conditions
from appliance_bridge.simulator.motion import UNUSED, Drift, Meter, Ramp, rounded, soonest

Status = Literal["stopped", "running", "paused", "finished", "error"]
Button = Literal["start", "pause", "resume", "stop"]

ROOM_CELSIUS = 22.0
WARMING_TAU_S = 240.0
COOLING_TAU_S = 1200.0
IDLE_PHASE = "대기"
NOT_BEGUN = Ramp(0)
ROOM_WARM = Drift(ROOM_CELSIUS, ROOM_CELSIUS)


class Oven(BaseModel):
    """What a runner needs that heats to a chosen temperature."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    minimum: float
    maximum: float
    step: PositiveFloat = 5


@dataclass(frozen=True, slots=True)
class Run:
    """How a runner stands."""

    program: str
    on: bool = False
    status: Status = "stopped"
    work: Ramp = NOT_BEGUN
    # seconds of the programme done
    minutes: float | None = None
    # length of the last phase when somebody set it
    target: float | None = None
    # oven temperature; None until somebody sets it
    heat: Drift = ROOM_WARM
    meter: Meter = UNUSED
    settings: Mapping[str, str] = field(default_factory=dict)


class Runner(Behaviour[Run]):
    """Programmes with phases, started, paused and stopped; it refuses to start as the real ones do."""

    kind: Literal["runner"]
    programs: Annotated[dict[str, dict[str, PositiveFloat]], Field(min_length=1)]
    # name as the panel spells it → phase → minutes; the first is preselected
    end_phase: str = "완료"
    buttons: tuple[Button, ...] = ("start", "pause", "resume", "stop")
    settings: dict[str, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(default_factory=dict)
    # role → choices that do not change the programme, first is set
    duration_minutes: tuple[float, float] | None = None
    # bounds, when the length of the last phase can be set
    duration_step: PositiveFloat = 1
    temperature: Oven | None = None
    watts: float = 500

    def begin(self) -> Run:
        """Off, with the first programme selected."""
        chosen = {role: choices[0] for role, choices in self.settings.items()}
        return Run(next(iter(self.programs)), settings=chosen)

    def components(self) -> Components:
        """Power, programme, buttons, progress, energy, and what this model has besides."""
        states = ["stopped", "running", "paused", "finished", "error"]
        parts: dict[str, Component] = {
            "power": switch("power", name=None),
            "program": select("program", list(self.programs)),
            **{role: button(role) for role in self.buttons},
            "state": sensor("state", device_class="enum", options=states),
            "phase": sensor("phase", device_class="enum", options=self._phase_names()),
            "remaining": sensor("remaining", device_class="duration", unit_of_measurement="min"),
            "power_consumption": power_sensor(),
            "energy": energy_sensor(),
        }
        for role, choices in self.settings.items():
            parts[role] = select(role, choices, entity_category="config")
        if self.duration_minutes:
            low, high = self.duration_minutes
            parts["duration"] = number(
                "duration", low, high, self.duration_step, device_class="duration", unit_of_measurement="min"
            )
        if self.temperature:
            bounds = self.temperature
            parts["target_temperature"] = number(
                "target_temperature", bounds.minimum, bounds.maximum, bounds.step,
                device_class="temperature", unit_of_measurement="°C",
            )  # fmt: skip
            parts["current_temperature"] = temperature_sensor("current_temperature")
        return parts

    def report(self, state: Run, now: float) -> Mapping[str, str]:
        """All its readings."""
        said = {
            "power": on_off(state.on),
            "program": state.program,
            "phase": self._phase(state, now),
            "remaining": str(math.ceil(round(self._left(state, now) / 60, 3))),
            # after the rest: who waits for "running" should already know how long it will take
            "state": state.status,
            "power_consumption": plain(state.meter.watts),
            "energy": plain(rounded(state.meter.kwh(now), 0.01)),
            **state.settings,
        }
        if self.duration_minutes:
            said["duration"] = plain(self._last_phase_minutes(state))
        if self.temperature:
            said["target_temperature"] = "None" if state.target is None else plain(state.target)
            said["current_temperature"] = plain(rounded(state.heat.at(now), 1))
        return said

    def obey(self, state: Run, order: Order, conditions: Conditions, now: float) -> Run:
        """Buttons, power, temperature, and choices; those only while no programme is on its way."""
        if order.role in self.buttons:
            return self._press(state, order, conditions, now) if order.payload == "PRESS" else state
        if order.role == "power":
            wanted = switched(order.payload)
            if wanted is None or wanted == state.on:
                return state
            return replace(state, on=True) if wanted else replace(self._stopped(state, now), on=False)
        if order.role == "target_temperature" and self.temperature:
            target = number_between(order.payload, self.temperature.minimum, self.temperature.maximum)
            return state if target is None else self._heating(replace(state, target=target), now)
        return state if state.status in ("running", "paused") else self._choose(state, order)

    def settle(self, state: Run, conditions: Conditions, now: float) -> Run:
        """The programme ends; an open door pauses it, a fault breaks it off until it is mended."""
        end = state.work.reaches(self._total(state)) if state.status == "running" else None
        if end is not None and end <= now:
            return self._resting(replace(state, status="finished", target=None), end)
        if conditions.fault:
            return state if state.status == "error" else self._resting(replace(state, status="error"), now)
        if state.status == "error":
            done, total = state.work.at(now), self._total(state)
            return replace(state, status="finished" if done == total else "paused" if done else "stopped")
        if conditions.door_open and state.status == "running":
            return self._resting(replace(state, status="paused"), now)
        return state

    def wakes_at(self, state: Run, now: float) -> float | None:
        """The next full minute, phase or degree."""
        cooling = state.heat.next_step(now, 1) if self.temperature else None
        if state.status != "running":
            return cooling
        left = self._left(state, now)
        next_minute = now + left - 60 * (math.ceil(round(left / 60, 3)) - 1)
        ends = (state.work.reaches(end) for _, end in self._phases(state))
        return soonest(cooling, next_minute, *(end for end in ends if end is not None and end > now))

    def _press(self, state: Run, order: Order, conditions: Conditions, now: float) -> Run:
        # A repeated start finds it running and changes nothing.
        if order.role == "stop":
            return state if state.status in ("stopped", "error") else self._stopped(state, now)
        if order.role == "pause":
            if state.status != "running":
                return state
            return self._resting(replace(state, status="paused"), now)
        if state.status == "running" or conditions.hinders_start(local=order.local):
            return state
        if state.status == "paused":
            return self._running(state, now)
        if order.role == "resume" or (self.temperature and state.target is None):
            return state
        return self._running(replace(state, work=NOT_BEGUN), now)

    def _choose(self, state: Run, order: Order) -> Run:
        if order.role == "program" and order.payload in self.programs:
            status = "stopped" if state.status == "finished" else state.status
            return replace(state, program=order.payload, minutes=None, work=NOT_BEGUN, status=status)
        if order.payload in self.settings.get(order.role, ()):
            return replace(state, settings={**state.settings, order.role: order.payload})
        if order.role == "duration" and self.duration_minutes:
            minutes = number_between(order.payload, *self.duration_minutes)
            return state if minutes is None else replace(state, minutes=minutes)
        return state

    def _running(self, state: Run, now: float) -> Run:
        running = replace(
            state,
            on=True,
            status="running",
            work=state.work.heading(1, now, high=self._total(state)),
            meter=state.meter.drawing(self.watts, now),
        )
        return self._heating(running, now)

    def _heating(self, state: Run, now: float) -> Run:
        if state.status != "running" or state.target is None:
            return state
        return replace(state, heat=state.heat.towards(state.target, now, WARMING_TAU_S))

    def _resting(self, state: Run, now: float) -> Run:
        return replace(
            state,
            work=state.work.heading(0, now, high=self._total(state)),
            heat=state.heat.towards(ROOM_CELSIUS, now, COOLING_TAU_S),
            meter=state.meter.drawing(0, now),
        )

    def _stopped(self, state: Run, now: float) -> Run:
        rested = self._resting(state, now)
        return replace(rested, status="stopped", work=NOT_BEGUN, target=None, minutes=None)

    def _phases(self, state: Run) -> list[tuple[str, float]]:
        """Name of each phase of the programme and the second at which it ends."""
        ends, second = [], 0.0
        for name, minutes in self.programs[state.program].items():
            ends.append((name, second := second + minutes * 60))
        if state.minutes is not None:
            before = ends[-2][1] if len(ends) > 1 else 0.0
            ends[-1] = (ends[-1][0], before + state.minutes * 60)
        return ends

    def _total(self, state: Run) -> float:
        return self._phases(state)[-1][1]

    def _left(self, state: Run, now: float) -> float:
        under_way = state.status in ("running", "paused") or (state.status == "error" and state.work.at(now))
        return self._total(state) - state.work.at(now) if under_way else 0.0

    def _phase(self, state: Run, now: float) -> str:
        if state.status == "finished":
            return self.end_phase
        if state.status not in ("running", "paused"):
            return IDLE_PHASE
        done = state.work.at(now)
        return next((name for name, end in self._phases(state) if done < end), self.end_phase)

    def _phase_names(self) -> list[str]:
        named = [name for phases in self.programs.values() for name in phases]
        return list(dict.fromkeys([IDLE_PHASE, *named, self.end_phase]))

    def _last_phase_minutes(self, state: Run) -> float:
        if state.minutes is not None:
            return state.minutes
        return list(self.programs[state.program].values())[-1]
