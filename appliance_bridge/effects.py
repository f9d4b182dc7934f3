"""What dialects say, taken in: appliances, their states, topics to listen to, problems."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.dialects.base import (
    Announced,
    Effect,
    Picture,
    Problem,
    Publish,
    Report,
    Subscribe,
    Unsubscribe,
    Withdrawn,
)
from appliance_bridge.event import ApplianceChanged, ApplianceRemoved, Event, StateChanged
from appliance_bridge.fanout import Fanout
from appliance_bridge.home import Home
from appliance_bridge.memory import Memory
from appliance_bridge.merging import Joined, Key, Part, Source
from appliance_bridge.power_watch import PowerWatch
from appliance_bridge.registry import Change
from appliance_bridge.subscriptions import Subscriptions
from appliance_bridge.watch import Watches

_LOG = logging.getLogger(__name__)

_PROBLEMS = 500
_TAKEN_AT = "picture.taken_at"
_CODE, _TROUBLE = "error.code", "error.trouble"
_BY_POWER = "power"
# who says what is told from power


class Effects:
    """The one place where what a dialect says becomes what the home knows."""

    def __init__(self, home: Home, watches: Watches, events: Fanout[Event]) -> None:
        self._home = home
        self._watches = watches
        self._events = events
        self._memory = Memory()
        self._power = PowerWatch(home.catalogue)
        self._problems: dict[tuple[str, str], Problem] = {}
        # broker and topic → what is wrong

    def problems(self) -> list[Problem]:
        """Announcements that cannot be used."""
        return list(self._problems.values())

    def take(
        self,
        source: Source,
        effect: Effect,
        subscriptions: Subscriptions,
        answer: Callable[[Source, Publish], None],
        *,
        retained: bool,
    ) -> bool:
        """Whether the home has other appliances by it, or knows others of them.

        retained: it comes from something that was kept, so it may be older than now; `subscriptions` and
        `answer` are those of the source's broker.
        """
        match effect:
            case Report():
                self._report(source, effect, retained)
            case Subscribe():
                subscriptions.add(source.rank, effect)
            case Unsubscribe():
                subscriptions.remove(source.rank, effect)
            case Announced(appliance):
                return self._became(self._home.registry.put(Part(source, appliance)))
            case Withdrawn(appliance_id):
                self._memory.forget((source.rank, appliance_id))
                return self._became(self._home.registry.remove(source, appliance_id))
            case Picture():
                self._picture(source, effect, retained)
            case Publish():
                answer(source, effect)
            case Problem():
                key = (source.broker, effect.topic)
                if key not in self._problems and len(self._problems) < _PROBLEMS:
                    _LOG.warning("%.200s: %s", effect.topic, effect.reason)
                    self._problems[key] = effect
        return False

    def hide(self, ids: Iterable[str]) -> None:
        """From now on these, and no others, are no appliances of the home."""
        self._became(self._home.registry.hide(ids))

    def _report(self, source: Source, report: Report, retained: bool) -> None:
        at = self._home.clock()
        part = (source.rank, report.appliance)
        if not self._home.registry.has(source, report.appliance):
            return
        self._memory.note(part, report, at, retained=retained)
        owner = self._home.registry.owner(source, report.appliance)
        if owner is None:
            return
        attributes = {key: value for key, value in report.attributes.items() if owner.reader(key).key == part}
        if _CODE in attributes:
            attributes[_TROUBLE] = self._trouble(owner.appliance, attributes[_CODE])
        online = None if report.online is None else self._online(owner)
        if attributes or online is not None:
            mine = replace(report, appliance=owner.appliance.id, attributes=attributes, online=online)
            self._tell(mine, source.name, at, retained)
            state = self._home.states.get(mine.appliance)
            derived = self._power.heard(owner.appliance, mine, state, at, retained=retained)
            if derived is not None:
                self._tell(derived, _BY_POWER, at, retained=False)

    def _trouble(self, appliance: Appliance, code: Value | None) -> str | None:
        """What is wrong, where the tables know it."""
        if code is None:
            return None
        maker = appliance.details.get("maker")
        known = self._home.catalogue.troubles
        return known.of(appliance.type, None if maker is None else str(maker), str(code))

    def tick(self, at: float) -> None:
        """Time went by: some machines are done by saying nothing any more."""
        for derived in self._power.tick(at):
            self._tell(derived, _BY_POWER, at, retained=False)

    def _picture(self, source: Source, picture: Picture, retained: bool) -> None:
        owner = self._home.registry.owner(source, picture.appliance)
        if owner is None or owner.reader(_TAKEN_AT).key != (source.rank, picture.appliance):
            return
        mine = replace(picture, appliance=owner.appliance.id)
        at, gone = self._home.pictures.put(mine, retained=retained)
        for one in gone:
            self._tell(Report(one, {_TAKEN_AT: None}), source.name, self._home.clock(), False)
        self._report(source, Report(picture.appliance, {_TAKEN_AT: at}), retained)

    def _online(self, owner: Joined) -> bool | None:
        """Reachable when any part says so."""
        said = {self._memory.online(part.key) for part in owner.parts}
        return True if True in said else False if False in said else None

    def _tell(self, report: Report, source: str, at: float, retained: bool) -> None:
        changed = self._home.states.report(report, at, retained=retained, source=source)
        state = self._home.states.get(report.appliance)
        self._watches.look(report.appliance, state)
        if changed is not None:
            before, after = changed
            self._events.tell(StateChanged(report.appliance, before, after, state.online, at))

    # --- appliances that come, change and go

    def _became(self, changes: Iterable[Change]) -> bool:
        others = False
        for one in changes:
            before, after = one.before, one.after
            if after is None:
                self._home.states.forget(one.id)
                self._home.pictures.forget(one.id)
                self._power.forget(one.id)
                self._events.tell(ApplianceRemoved(one.id))
            elif before is None or before.appliance != after.appliance:
                self._events.tell(ApplianceChanged(after.appliance, added=before is None))
            if after is not None:
                self._catch_up(before, after)
            others = others or before is None or after is None or _keys(before) != _keys(after)
        return others

    def _catch_up(self, before: Joined | None, after: Joined) -> None:
        """Who is believed may have changed: what the others said no longer counts, what these said does."""

        def new(key: str) -> bool:
            return before is None or before.reader(key).key != after.reader(key).key

        id_, main = after.appliance.id, after.parts[0].source
        known = self._home.states.get(id_).attributes
        lost = dict.fromkeys(key for key in known if before is not None and new(key))
        told: dict[tuple[float, bool], dict[str, Value]] = {}
        for part in after.parts:
            for key, one in self._memory.said(part.key).items():
                if new(key) and after.reader(key).key == part.key:
                    told.setdefault((one.at, one.retained), {})[key] = one.value
                    lost.pop(key, None)
        online = self._online(after)
        if lost or online not in (None, self._home.states.get(id_).online):
            self._tell(Report(id_, lost, online), main.name, self._home.clock(), False)
        for (at, retained), some in sorted(told.items(), key=lambda one: one[0]):
            self._tell(Report(id_, some), main.name, at, retained)


def _keys(known: Joined) -> list[Key]:
    return [part.key for part in known.parts]
