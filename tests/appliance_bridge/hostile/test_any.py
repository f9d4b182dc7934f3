"""Whatever devices claim: nothing raises, nothing is there twice, and nobody gains power over what does harm."""

import math
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.appliance import Appliance, Offer
from appliance_bridge.dialects.base import Report
from appliance_bridge.merging import Part, Source, harmful
from appliance_bridge.power_curve import PowerCurve
from appliance_bridge.power_watch import PowerWatch
from appliance_bridge.registry import Registry
from appliance_bridge.state import ApplianceState
from tests.appliance_bridge.hostile.street import CATALOGUE, NOW
from tests.support.tiny import TinyDialect

SOURCES = [Source(rank, "mqtt", TinyDialect(f"t{rank}")) for rank in range(3)]
TYPES = ["unknown", "light", "oven", "door_lock"]
CAPABILITIES = ["power", "lock", "run_control", "door", "level"]


@st.composite
def _parts(draw: st.DrawFn) -> Part:
    names = draw(st.sets(st.sampled_from(CAPABILITIES), max_size=3))
    offers = {}
    for name in names:
        known = CATALOGUE.capabilities[name]
        actions = draw(st.frozensets(st.sampled_from(sorted(known.actions) or [""]))) - {""}
        attributes = draw(st.frozensets(st.sampled_from(sorted(known.attributes) or [""]))) - {""}
        offers[name] = Offer(name, actions, attributes)
    appliance = Appliance(
        draw(st.sampled_from(["a", "b"])),
        draw(st.sampled_from(TYPES)),
        (draw(st.sampled_from(["Lamp", "현관문", "x" * 200, "\u202e"])),),
        offers=offers,
        source="s",
        identities=draw(st.sampled_from([frozenset({"mac:1"}), frozenset({"mac:1", "mac:2"}), frozenset()])),
    )
    return Part(draw(st.sampled_from(SOURCES)), appliance)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.integers(0, 4).map(lambda one: one == 0), _parts()), max_size=8))
def test_claims_of_identity_only_add_what_is_harmless(steps: Sequence[tuple[bool, Part]]) -> None:
    registry = Registry(CATALOGUE)
    for leaves, part in steps:
        changes = registry.remove(part.source, part.appliance.id) if leaves else registry.put(part)
        assert all(one.before != one.after for one in changes)
        seen = [one.key for known in registry.everything() for one in known.parts]
        assert len(seen) == len(set(seen))
        for known in registry.everything():
            if harmful(known.parts, CATALOGUE):
                assert {one.appliance.type for one in known.parts} - {"unknown"} <= {known.appliance.type}
                main = known.parts[0].appliance
                assert all(
                    offer.actions <= (main.offers[name].actions if name in main.offers else frozenset())
                    for name, offer in known.appliance.offers.items()
                )


@settings(deadline=None)
@given(st.sampled_from(["washer", *TYPES]), st.one_of(st.none(), st.text(max_size=30)), st.text(max_size=400))
def test_any_code_is_a_known_trouble_or_none(kind: str, maker: str | None, said: str) -> None:
    found = CATALOGUE.troubles.of(kind, maker, said)
    assert found is None or found in CATALOGUE.troubles.all()


WATTS = st.one_of(st.floats(), st.sampled_from([0.0, -1.0, 1e308, math.inf, math.nan, 2_000.0, 3.0]))
TIMES = st.floats(min_value=-1e6, max_value=1e6)


@settings(deadline=None)
@given(st.lists(st.tuples(TIMES, WATTS, st.booleans()), max_size=60))
def test_any_watts_at_any_time_are_survived(readings: Sequence[tuple[float, float, bool]]) -> None:
    thresholds = CATALOGUE.type_of("washer").power_curve
    assert thresholds is not None
    curve, last = PowerCurve(thresholds), "stopped"
    for at, watts, ticks in readings:
        change = curve.tick(NOW + at) if ticks else curve.feed(watts, NOW + at)
        if change is not None:
            assert change.state != last
            last = change.state
        assert curve.state == last


def test_a_plug_that_never_stops_talking_takes_no_memory() -> None:
    thresholds = CATALOGUE.type_of("washer").power_curve
    assert thresholds is not None
    curve = PowerCurve(thresholds)
    for n in range(20_000):
        curve.feed(float(n % 2_000), NOW + n / 1_000)
    assert len(curve._readings) <= 5_000


@settings(deadline=None)
@given(st.lists(st.tuples(WATTS, st.booleans(), st.one_of(st.none(), st.booleans())), max_size=30))
def test_any_report_of_a_plug_means_one_state_or_nothing(
    reports: Sequence[tuple[float, bool, bool | None]],
) -> None:
    watch = PowerWatch(CATALOGUE)
    offers = {"energy": Offer("energy", attributes=frozenset({"power_w"}))}
    washer = Appliance("w", "washer", ("Washer",), offers=offers, source="s", details={"told_by_power": True})
    for place, (watts, retained, online) in enumerate(reports):
        report = Report("w", {"energy.power_w": watts}, online)
        told = watch.heard(washer, report, ApplianceState(True, {}), NOW + place * 40, retained=retained)
        assert told is None or set(told.attributes) == {"run_control.state"}
