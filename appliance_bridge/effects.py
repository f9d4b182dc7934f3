"""What dialects say, taken in: appliances, their states, topics to listen to, problems."""

import logging
from collections.abc import Callable

from appliance_bridge.dialects.base import (
    Announced,
    Dialect,
    Effect,
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
from appliance_bridge.subscriptions import Subscriptions
from appliance_bridge.watch import Watches

_LOG = logging.getLogger(__name__)

_PROBLEMS = 500


class Effects:
    """The one place where what a dialect says becomes what the home knows."""

    def __init__(
        self,
        home: Home,
        subscriptions: Subscriptions,
        watches: Watches,
        events: Fanout[Event],
        answer: Callable[[Publish], None],
    ) -> None:
        """`answer` publishes what a protocol wants to be said in return."""
        self._answer = answer
        self._home = home
        self._subscriptions = subscriptions
        self._watches = watches
        self._events = events
        self._problems: dict[str, Problem] = {}

    def problems(self) -> list[Problem]:
        """Announcements that cannot be used."""
        return list(self._problems.values())

    def take(self, dialect: Dialect, effect: Effect, *, retained: bool) -> None:
        """retained: it comes from something that was kept, so it may be older than now."""
        match effect:
            case Report():
                self._report(dialect, effect, retained)
            case Subscribe():
                self._subscriptions.add(dialect.name, effect)
            case Unsubscribe():
                self._subscriptions.remove(dialect.name, effect)
            case Announced(appliance):
                before = self._home.registry.put(appliance, dialect)
                if self._home.registry.find(appliance.id) is appliance and before != appliance:
                    self._events.tell(ApplianceChanged(appliance, added=before is None))
            case Withdrawn(appliance_id):
                if self._home.registry.remove(appliance_id, dialect):
                    self._home.states.forget(appliance_id)
                    self._events.tell(ApplianceRemoved(appliance_id))
            case Publish():
                self._answer(effect)
            case Problem():
                if effect.topic not in self._problems and len(self._problems) < _PROBLEMS:
                    _LOG.warning("%.200s: %s", effect.topic, effect.reason)
                    self._problems[effect.topic] = effect

    def _report(self, dialect: Dialect, report: Report, retained: bool) -> None:
        if self._home.registry.find(report.appliance) is None:
            return
        at = self._home.clock()
        changed = self._home.states.report(report, at, retained=retained, source=dialect.name)
        state = self._home.states.get(report.appliance)
        self._watches.look(report.appliance, state)
        if changed is not None:
            before, after = changed
            self._events.tell(StateChanged(report.appliance, before, after, state.online, at))
