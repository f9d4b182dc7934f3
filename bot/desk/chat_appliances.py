"""What is said of an appliance by chat: the same change as the page makes, through the same gate."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence

from appliance_bridge.appliance import Appliance
from bot.desk.changes import Changes
from bot.desk.editing import with_appliance
from bot.desk.verdict import Verdict
from bot.own_appliances import Described, What, WhyNot
from bot.plan import Facts
from bot.wording.findings import as_facts
from nlu.errors import LanguageError
from nlu.own import OwnAppliance

FILE = "appliances.yml"
"""Where they stand when they stand nowhere yet."""

_TRIES = 3
# somebody may save a file between our reading and our writing
_ONLY_SEEN = "only_its_plug"

_WHY: Mapping[str, WhyNot] = {
    "broken": "broken", "tests": "tests", "risky": "risky", "conflict": "conflict",
    "not written": "not_written",
}  # fmt: skip


class ChatAppliances:
    """OwnAppliances (bot/own_appliances.py) over the gate that every change goes through."""

    def __init__(
        self,
        changes: Changes,
        own: Callable[[], Sequence[OwnAppliance]],
        appliances: Callable[[], Iterable[Appliance]],
    ) -> None:
        """own: what the own files say that are in use. appliances: all of the home that are not hidden."""
        self._changes = changes
        self._own = own
        self._appliances = appliances
        self._turn = asyncio.Lock()

    async def describe(self, appliance: str, what: What, value: str, by: str) -> Described:
        """From now on it is so. value: a type, a name, a room; "" where nothing is to be named."""
        async with self._turn:
            verdict = Verdict(why="conflict")
            for _ in range(_TRIES):
                own = next((one for one in self._own() if one.id == appliance), None)
                if own is None and what in ("show", "restore"):
                    shown = any(one.id == appliance for one in self._appliances())
                    return Described("nothing" if shown else "elsewhere")
                if own is not None and what == "show" and not own.hidden:
                    return Described("nothing")
                fields = self._fields(own, what, value)
                verdict = await self._written(appliance, own, fields, by)
                if verdict.why != "conflict":
                    break
                await self._changes.look_again()
        if verdict.why is not None:
            return Described(_WHY[verdict.why], facts=_against(verdict))
        return Described(version=verdict.version, only_seen=what == "type" and self._is_only_seen(appliance))

    def _fields(self, own: OwnAppliance | None, what: What, value: str) -> dict[str, object]:
        """All that is said of it from now on, as it stands in a file."""
        if what == "restore":
            return {}
        names = {} if own is None else {code: list(some) for code, some in own.names.items()}
        fields: dict[str, object] = {
            "type": None if own is None else own.type,
            "names": names,
            "area": {} if own is None else dict(own.area),
            "hidden": (own is not None and own.hidden) or None,
        }
        match what:
            case "type":
                fields["type"] = value
            case "name":
                fields["names"] = {**names, _language_of(value): [value]}
            case "area":
                fields["area"] = self._room(value)
            case _:
                fields["hidden"] = True if what == "hide" else None
        return {key: one for key, one in fields.items() if one}

    def _room(self, value: str) -> dict[str, str]:
        """The room by its names in each language, as other appliances call it."""
        known = next((one.areas for one in self._appliances() if value in one.areas), (value,))
        return {_language_of(name): name for name in reversed(known)}

    async def _written(
        self, appliance: str, own: OwnAppliance | None, fields: Mapping[str, object], by: str
    ) -> Verdict:
        """The whole entry of an appliance from now on, in the file where it stands; no fields: it goes."""
        file = FILE if own is None else own.file
        mark, raw = self._changes.mark, self._changes.files().get(file, b"")
        try:
            text = await asyncio.to_thread(with_appliance, raw.decode("utf-8-sig"), appliance, fields, file)
        except UnicodeDecodeError as error:
            return Verdict((LanguageError(file, 0, "", str(error)),), why="broken", mark=mark)
        except LanguageError as error:
            return Verdict((error,), why="broken", mark=mark)
        what = f"{appliance} described" if fields else f"{appliance} as announced"
        return await self._changes.save({file: text.encode()}, by, "chat", what, base=mark)

    def _is_only_seen(self, appliance: str) -> bool:
        found = (one for one in self._appliances() if one.id == appliance)
        return any(missing.reason == _ONLY_SEEN for one in found for missing in one.missing)


def _against(verdict: Verdict) -> Facts:
    """What speaks against it, among the facts of what is told."""
    if verdict.why == "risky":
        return {"against": next(one.text for one in verdict.effect.changed if one.worse)}
    if verdict.why == "tests":
        return {"against": verdict.failed[0].test.say}
    grave = next((one for one in verdict.findings if one.level == "error"), None)
    if grave is not None:
        return {"fault": grave.kind, **as_facts(grave)}
    return {"fault": verdict.faults[0].reason} if verdict.faults else {}


def _language_of(name: str) -> str:
    return "ko" if any("가" <= letter <= "힣" for letter in name) else "en"
