"""Receipts into replies: the one place where Jipsa finds its words."""

from collections.abc import Callable, Mapping

from appliance_bridge.appliance import Appliance, Missing
from appliance_bridge.state import ApplianceState
from bot.message import Button, Language, Reply
from bot.plan import Option, Receipt
from bot.wording.facts import HomeFacts

ButtonFor = Callable[[Option], Button]


class Wording:
    """Every sentence Jipsa says, in the languages it has. Holds no state of the home."""

    def reply(
        self,
        receipt: Receipt,
        view: HomeFacts,
        language: Language,
        button_for: ButtonFor,
        offers: tuple[Option, ...] = (),
    ) -> tuple[Reply, ...]:
        """What to say about a receipt; offers are options shown as buttons under what was done.

        Empty when there is nothing to say. `button_for` stores an option and gives its button; the label to
        show is `label(option, view, language)`.
        """
        raise NotImplementedError

    def label(self, option: Option, view: HomeFacts, language: Language) -> str:
        """The words of an option: its appliance's name, its literal label, or its wording key."""
        raise NotImplementedError

    def summary(self, appliance: Appliance, state: ApplianceState, language: Language) -> str:
        """One short line for a card: "켜짐 · 24°C"."""
        raise NotImplementedError

    def name(self, appliance: Appliance, language: Language) -> str:
        """What an appliance is called in this language, for lists and cards."""
        raise NotImplementedError

    def missing(self, missing: Missing) -> Mapping[Language, str]:
        """Why an appliance lacks a capability, one sentence in each language."""
        raise NotImplementedError


def load_wording() -> Wording:
    """The wording that ships; raises WordingError when a file is broken."""
    raise NotImplementedError
