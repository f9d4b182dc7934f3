"""How the parts are doing, one sentence each."""

from collections.abc import Callable
from dataclasses import replace

from redis.asyncio import Redis
from redis.exceptions import RedisError

from appliance_bridge.bridge import Bridge
from appliance_bridge.line import Discovery
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
        parts = [await self._store(), *self._brokers(), self._engine(), self._trained(), self._words()]
        parts.append(self._appliances())
        return parts + [replace(line, messenger=True) for line in self._messengers()]

    async def _store(self) -> Check:
        try:
            await self._redis.ping()
        except (RedisError, OSError) as error:
            return Check("store", False, f"The store does not answer ({error}): check that Redis runs.")
        return Check("store", True, "The store answers.")

    def _brokers(self) -> list[Check]:
        """One line each; the home serves without those besides the first."""
        first, *others = self._bridge.discovery()
        return [_broker("broker", "mqtt", first), *(_another(one) for one in others)]

    def _engine(self) -> Check:
        return Check("engine", True, "The built-in engine understands Korean and English.")

    def _appliances(self) -> Check:
        count = len(self._bridge.appliances())
        problems = len(self._bridge.problems())
        home = "simulated" if self._simulated else "real"
        text = f"{count} {home} appliances are known."
        looking = [one for one in self._bridge.discovery() if one.connected and not one.settled]
        if looking:
            where = ", ".join(one.broker for one in looking)
            text += f" Still looking around at {where}: more may appear."
        if problems:
            text += f" {problems} announcements could not be used; `jipsa appliances` says more."
        return Check("appliances", True, text)


def _broker(name: str, section: str, found: Discovery) -> Check:
    if found.connected:
        return Check(name, True, "The broker answers.")
    why = found.last_error or "The broker does not answer."
    return Check(name, False, f"{why} Check the {section} section of the config and that the broker runs.")


def _another(found: Discovery) -> Check:
    return replace(_broker(f"broker {found.broker}", f"brokers.{found.broker}", found), optional=True)
