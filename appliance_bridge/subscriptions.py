"""Which dialect listens to what: a topic is given up when nobody wants it any more."""

from collections.abc import Callable, Hashable, Sequence

from appliance_bridge.dialects.base import Subscribe, Unsubscribe
from appliance_bridge.transport import Transport


class Subscriptions:
    """Topic filters of all dialects on one connection."""

    def __init__(self, transport: Transport, on_asked: Callable[[Sequence[str]], None]) -> None:
        """`on_asked` is told the filters of which the broker will send again what it kept."""
        self._transport = transport
        self._on_asked = on_asked
        self._wanted: dict[str, set[Hashable]] = {}
        # topic filter → who asked for it

    def add(self, who: Hashable, asked: Subscribe) -> None:
        """Listen for a dialect; asking again makes the broker send again what it kept."""
        for one in asked.filters:
            self._wanted.setdefault(one, set()).add(who)
        self._on_asked(asked.filters)
        self._transport.subscribe(asked.filters, asked.qos)

    def remove(self, who: Hashable, asked: Unsubscribe) -> None:
        """The dialect no longer listens."""
        unwanted = []
        for one in asked.filters:
            wanting = self._wanted.get(one, set())
            wanting.discard(who)
            if not wanting:
                self._wanted.pop(one, None)
                unwanted.append(one)
        self._transport.unsubscribe(unwanted)
