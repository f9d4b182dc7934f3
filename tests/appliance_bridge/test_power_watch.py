"""A plug that an admin calls a washer."""

from dataclasses import replace
from typing import Any

from appliance_bridge.appliance import Appliance, Missing, Offer
from appliance_bridge.capability import Value
from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.dialects.base import Report
from appliance_bridge.power_watch import TOLD_BY_POWER, PowerWatch, with_run_state
from appliance_bridge.state import ApplianceState, Reported

CATALOGUE = load_catalogue()
WASHER = CATALOGUE.types["washer"]
PLUG = Appliance(
    id="plug-3",
    type="washer",
    names=("세탁기",),
    offers={
        "power": Offer("power", frozenset({"turn_on", "turn_off"}), frozenset({"on"})),
        "energy": Offer("energy", attributes=frozenset({"power_w"})),
    },
    missing=(Missing("run_control", "no_start_control"), Missing("program", "not_offered")),
)


class Home:
    """The watch, and what the home knows."""

    def __init__(self, state: dict[str, Value] | None = None, appliance: Appliance = PLUG) -> None:
        self.appliance = with_run_state(appliance, CATALOGUE.type_of(appliance.type))
        self.watch = PowerWatch(CATALOGUE)
        self.state: dict[str, Value] = dict(state or {})
        self.told: list[Value | None] = []

    def hear(self, at: float, *, retained: bool = False, online: bool | None = None, **said: Any) -> None:
        attributes = {key.replace("__", "."): value for key, value in said.items()}
        self.state.update(attributes)
        known = ApplianceState(True, {key: Reported(value, 0.0) for key, value in self.state.items()})
        report = Report("plug-3", attributes, online)
        self._take(self.watch.heard(self.appliance, report, known, at, retained=retained))

    def tick(self, at: float) -> None:
        for one in self.watch.tick(at):
            self._take(one)

    def _take(self, report: Report | None) -> None:
        if report is not None:
            assert set(report.attributes) == {"run_control.state"}
            self.state.update({key: value for key, value in report.attributes.items() if value is not None})
            self.told.append(report.attributes["run_control.state"])

    def wash(self, at: int) -> int:
        for second in range(at, at + 1800, 10):
            self.hear(second, energy__power_w=250.0)
        return at + 1800


def test_a_washer_on_a_plug_says_whether_it_runs_but_cannot_be_started() -> None:
    shown = Home().appliance
    assert shown.offers["run_control"] == Offer("run_control", attributes=frozenset({"state"}))
    assert not shown.can("run_control", "start")
    assert shown.can("power", "turn_off")
    assert shown.missing[0] == Missing("run_control", "only_its_plug")
    assert shown.missing[1:] == PLUG.missing[1:]


def test_others_stay_as_they_are() -> None:
    own = replace(
        PLUG, offers={**PLUG.offers, "run_control": Offer("run_control", attributes=frozenset({"state"}))}
    )
    plug = replace(PLUG, type="plug")
    blind = replace(PLUG, offers={"power": PLUG.offers["power"]})
    for one in (own, plug, blind):
        assert with_run_state(one, CATALOGUE.type_of(one.type)) is one


def test_a_start_that_exists_is_not_confirmed_by_power() -> None:
    button = Offer("run_control", actions=frozenset({"start"}), feedback=False)
    shown = with_run_state(replace(PLUG, offers={**PLUG.offers, "run_control": button}), WASHER)
    assert shown.offers["run_control"].attributes == {"state"}
    assert shown.offers["run_control"].feedback is False


def test_a_wash_from_the_first_watt_to_the_end() -> None:
    home = Home()
    home.hear(0, energy__power_w=1.0, power__on=True)
    end = home.wash(60)
    home.hear(end, energy__power_w=0.0)
    for second in range(end, end + 3600, 30):
        home.tick(second)
    assert home.told == ["stopped", "running", "finished"]


def test_switching_the_plug_off_stops_it_and_finishes_nothing() -> None:
    home = Home()
    end = home.wash(0)
    home.hear(end, power__on=False, energy__power_w=0.0)
    home.tick(end + 7200)
    assert home.told[-2:] == ["running", "stopped"]


def test_what_the_broker_kept_starts_nothing() -> None:
    home = Home()
    home.hear(0, retained=True, energy__power_w=300.0)
    home.tick(600)
    assert home.told == []


def test_a_run_that_ended_while_nobody_watched_is_told_as_ended() -> None:
    home = Home({"run_control.state": "running"})
    home.hear(5000, retained=True, energy__power_w=0.0)
    home.tick(5000 + 3600)
    assert home.told == ["finished"]


def test_a_plug_out_of_reach_ends_nothing() -> None:
    home = Home()
    end = home.wash(0)
    home.hear(end, online=False)
    home.tick(end + 7200)
    assert home.told[-1] == "running"


def test_words_are_no_watts() -> None:
    home = Home()
    home.hear(0, energy__power_w="much")
    home.hear(1, energy__power_w=True)
    assert home.told == []


def test_it_is_watched_anew_when_it_becomes_something_else() -> None:
    home = Home()
    home.wash(0)
    home.appliance = replace(home.appliance, type="dryer")
    home.hear(2000, energy__power_w=250.0)
    assert home.state["run_control.state"] == "running"
    home.appliance = with_run_state(replace(PLUG, type="plug"), CATALOGUE.types["plug"])
    home.hear(2010, energy__power_w=0.0)
    home.tick(90_000)
    assert home.told[-1] is None
    assert TOLD_BY_POWER not in home.appliance.details


def test_one_that_learnt_to_tell_its_state_is_believed() -> None:
    home = Home()
    home.wash(0)
    own = Offer("run_control", attributes=frozenset({"state"}))
    home.appliance = with_run_state(replace(PLUG, offers={**PLUG.offers, "run_control": own}), WASHER)
    home.hear(2000, energy__power_w=250.0, run_control__state="paused")
    assert home.told[-1] == "running"
    assert home.state["run_control.state"] == "paused"
