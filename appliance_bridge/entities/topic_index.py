"""Which entities listen to which topic, so that a message costs its listeners and not the whole house."""

from collections.abc import Iterable, Sequence


class TopicIndex:
    """Topic → listeners, and listener → topics."""

    def __init__(self) -> None:
        self._by_topic: dict[str, dict[str, None]] = {}
        self._by_key: dict[str, tuple[str, ...]] = {}
        self._silent: dict[str, None] = {}

    def topics(self) -> tuple[str, ...]:
        """All topics somebody listens to."""
        return tuple(self._by_topic)

    def keys(self, topic: str) -> Sequence[str]:
        """Who listens to this topic, in order."""
        listeners = self._by_topic.get(topic)
        return tuple(listeners) if listeners else ()

    def listen(self, key: str, topics: Iterable[str]) -> tuple[str, ...]:
        """From now on this listener has exactly these topics; returns them."""
        wanted = tuple(dict.fromkeys(topics))
        self._leave(key, set(self._by_key.get(key, ())) - set(wanted))
        for topic in wanted:
            self._by_topic.setdefault(topic, {})[key] = None
            self._silent.pop(topic, None)
        self._by_key[key] = wanted
        return wanted

    def forget(self, key: str) -> None:
        """This listener is gone."""
        self._leave(key, self._by_key.pop(key, ()))

    def take_silent(self) -> tuple[str, ...]:
        """Topics that lost their last listener since the last call."""
        silent, self._silent = tuple(self._silent), {}
        return silent

    def _leave(self, key: str, topics: Iterable[str]) -> None:
        for topic in topics:
            listeners = self._by_topic[topic]
            listeners.pop(key, None)
            if not listeners:
                del self._by_topic[topic]
                self._silent[topic] = None
