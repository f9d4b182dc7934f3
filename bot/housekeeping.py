"""What is done about the people of the home and about a chat, and what there is to tell of it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import time
from math import inf

from bot.message import IncomingMessage, Language
from bot.own_appliances import OwnAppliances, keep_appliance
from bot.own_phrases import OwnPhrases, keep_phrase
from bot.people.chats import Chats
from bot.people.invitation import CODE_S, Invitation, Link, NotInvited
from bot.people.pairing import Pairing
from bot.people.people import People
from bot.people.person import Hours, Person, Role
from bot.people.rights import ROLES
from bot.plan import Facts, HouseStep, TellStep


class Housekeeping:
    """Does HouseSteps that the guard let through. A message that is delivered again never comes this far.

    Only "ask_adult" is done elsewhere (`asking.py`), and "may_teach" becomes a button (`planner/offers.py`).
    """

    def __init__(
        self,
        people: People,
        pairing: Pairing,
        chats: Chats,
        links: Callable[[str], tuple[Link, ...]],
        teach: Callable[[str, str, str], Awaitable[bool]],
        words: OwnPhrases,
        appliances: OwnAppliances,
    ) -> None:
        """links: ways to use a code with one tap, the best one first. teach: an intent, its example, who."""
        self._people = people
        self._pairing = pairing
        self._chats = chats
        self._links = links
        self._teach = teach
        self._words = words
        self._appliances = appliances

    async def do(
        self, step: HouseStep, person: Person, message: IncomingMessage, language: Language, now: float
    ) -> tuple[TellStep, ...]:
        """Do it for this person in the chat of this message. language: of what is told; now: since the epoch.

        Raises StoreUnavailable.
        """
        match step.kind:
            case "list_people":
                return self._listed(now)
            case "invite":
                return (await self._invite(step.facts, person),)
            case "remove_person":
                return (await self._remove(str(step.facts.get("person", "")), language),)
            case "teach":
                taught = await self._teach(str(step.facts["intent"]), str(step.facts["example"]), person.id)
                words: Facts = {"words": str(step.facts["words"])}
                return (TellStep("told.taught", words) if taught else TellStep("told.not_taught"),)
            case "teach_phrase" | "forget_phrase" | "look_up_phrase" | "undo_words":
                return (await keep_phrase(self._words, step, person.id),)
            case "describe_appliance":
                return (await keep_appliance(self._appliances, step, person.id),)
            case "mute" | "unmute" | "quiet" | "quiet_off" | "speak":
                return (await self._settle(step, message.chat, now),)
            case _:
                return ()

    # --- people

    def _listed(self, now: float) -> tuple[TellStep, ...]:
        """One step for each person."""
        steps = []
        for one in sorted(self._people.values(), key=lambda known: ROLES.index(known.role)):
            accounts = (account.partition(":")[0] for account in self._people.accounts_of(one.id))
            facts: Facts = {"person": one.id, "role": one.role}
            messengers = " ".join(dict.fromkeys(accounts))
            if messengers:
                facts["messengers"] = messengers
            if one.until is not None:
                facts["over" if one.until.timestamp() <= now else "until"] = one.until.timestamp()
            steps.append(TellStep("told.person", facts))
        return tuple(steps)

    async def _invite(self, given: Facts, by: Person) -> TellStep:
        hours = given.get("hours")
        role: Role = next((one for one in ROLES if one == given.get("role")), "guest")
        try:
            invitation = await self._pairing.invite(
                role,
                by=by.id,
                person=_text(given, "person"),
                name=_text(given, "name"),
                hours=None if hours is None else float(hours),
            )
        except NotInvited as refused:
            return TellStep("told.not_invited", {"why": refused.reason})
        return TellStep("told.invited", self._of(invitation))

    def _of(self, invitation: Invitation) -> Facts:
        """What there is to say of an invitation; links: "messenger url" a line, the best one first."""
        facts: Facts = {"code": invitation.code, "role": invitation.role, "seconds": CODE_S}
        for name, value in (("person", invitation.person), ("name", invitation.name)):
            if value is not None:
                facts[name] = value
        if invitation.hours is not None:
            facts["stays"] = invitation.hours * 3600
        links = self._links(invitation.code)
        if links:
            facts["links"] = "\n".join(f"{link.messenger} {link.url}" for link in links)
        return facts

    async def _remove(self, person_id: str, language: Language) -> TellStep:
        found = self._people.get(person_id)
        if found is None:
            return TellStep("told.nobody_there")
        owners = [one for one in self._people.values() if one.role == "owner"]
        if owners == [found]:
            return TellStep("told.last_owner")
        removed = await self._people.remove(person_id)
        # nobody can look the name up any more
        facts: Facts = {"name": found.name(language)}
        return TellStep("told.person_removed" if removed else "told.person_muted", facts)

    # --- this chat

    async def _settle(self, step: HouseStep, chat: str, now: float) -> TellStep:
        """Change what holds in a chat."""
        settings, facts = await self._chats.get(chat), step.facts
        match step.kind:
            case "mute":
                seconds = facts.get("seconds")
                until = inf if seconds is None else now + float(seconds)
                settings = replace(settings, muted_until=until)
                told = TellStep("told.muted", {} if seconds is None else {"until": until})
            case "unmute":
                settings, told = replace(settings, muted_until=None), TellStep("told.unmuted")
            case "quiet":
                begins, ends = str(facts["from"]), str(facts["until"])
                hours = Hours(time.fromisoformat(begins), time.fromisoformat(ends))
                settings = replace(settings, quiet=hours)
                told = TellStep("told.quiet_hours", {"begins": begins, "ends": ends})
            case "quiet_off":
                settings, told = replace(settings, quiet=None), TellStep("told.no_quiet_hours")
            case _:
                on = facts.get("on") is True
                settings = replace(settings, speak=on)
                told = TellStep("told.speak_on" if on else "told.speak_off")
        await self._chats.set(chat, settings)
        return told


def _text(facts: Facts, name: str) -> str | None:
    value = facts.get(name)
    return None if value is None else str(value)
