"""Counters for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.message import Answer

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """What a messenger may count; the web server counts its own messages and shows everything."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._messages = Counter(
            "jipsa_messages",
            "Messages by messenger and outcome",
            ("messenger", "outcome"),
            registry=self._registry,
        )
        self._commands = Counter("jipsa_commands", "Commands by result", ("result",), registry=self._registry)
        self._seconds = Histogram(
            "jipsa_message_seconds", "From message to answer", buckets=BUCKETS, registry=self._registry
        )
        self.streams = Gauge("jipsa_event_streams", "Open event streams", registry=self._registry)

    def answered(self, messenger: str, answer: Answer, seconds: float) -> None:
        """Count one message and its commands."""
        self._messages.labels(messenger, answer.outcome).inc()
        self._seconds.observe(seconds)
        for command in answer.commands:
            self._commands.labels(command.result).inc()

    def text(self) -> bytes:
        """All of it, in Prometheus' text format 0.0.4."""
        return generate_latest(self._registry)
