"""How the parts are doing, one sentence each."""

from collections.abc import Callable
from dataclasses import replace

from redis.asyncio import Redis
from redis.exceptions import RedisError

from appliance_bridge.bridge import Bridge
from bot.house import Check


class Health:
    """Looks at the store, the broker, the engines, the appliances and the messengers when asked."""

    def __init__(
        self,
        redis: Redis,
        bridge: Bridge,
        simulated: bool,
        trained: Callable[[], Check],
        words: Callable[[], Check],
        messengers: Callable[[], list[Check]] = list,
    ) -> None:
        """trained, words, messengers: their lines, as they are now."""
        self._redis = redis
        self._bridge = bridge
        self._simulated = simulated
        self._trained = trained
        self._words = words
        self._messengers = messengers

    async def checks(self) -> list[Check]:
        """One line a part, messengers last."""
        parts = [await self._store(), self._broker(), self._engine(), self._trained(), self._words()]
        parts.append(self._appliances())
        return parts + [replace(line, messenger=True) for line in self._messengers()]

    async def _store(self) -> Check:
        try:
            await self._redis.ping()
        except (RedisError, OSError) as error:
            return Check("store", False, f"The store does not answer ({error}): check that Redis runs.")
        return Check("store", True, "The store answers.")

    def _broker(self) -> Check:
        if self._bridge.connected:
            return Check("broker", True, "The broker answers.")
        why = self._bridge.last_error or "The broker does not answer."
        return Check("broker", False, f"{why} Check the mqtt section of the config and that the broker runs.")

    def _engine(self) -> Check:
        return Check("engine", True, "The built-in engine understands Korean and English.")

    def _appliances(self) -> Check:
        count = len(self._bridge.appliances())
        problems = len(self._bridge.problems())
        home = "simulated" if self._simulated else "real"
        text = f"{count} {home} appliances are known."
        if problems:
            text += f" {problems} announcements could not be used; `jipsa appliances` says more."
        return Check("appliances", True, text)
