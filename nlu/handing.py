"""Acts that are done with things, too: to give them, to hang them up."""

from nlu.openings import bolt_it
from nlu.wish import Wish

_OF_PORTIONS = frozenset(("setting.adjust", "setting.set"))
_MEASURED = ("celsius", "percent", "step", "channel")


def give_it(wish: Wish, valued: bool) -> None:
    """커피 한 잔 줘, 사료 한 번 줘; but 반만 줘, 더 줘: of what is eaten."""
    if wish.type is None and wish.attribute() is None and not wish.clause.first("quantity", *_MEASURED):
        wish.intents = [intent for intent in wish.intents if intent.name not in _OF_PORTIONS]
    _leave_garments(wish)
    if (wish.is_a("brewing") or wish.is_a("feeders")) and not valued:
        wish.add("run_control.start")


def hang_it(wish: Wish, valued: bool) -> None:
    """문 걸어; but 수건 걸어 놔."""
    _leave_garments(wish)
    bolt_it(wish, valued)


def _leave_garments(wish: Wish) -> None:
    """수건 줘, 수건 걸어 놔: the towel itself, no programme."""
    worn = any(token.value in wish.frames.worn for token in wish.clause.all("program"))
    if worn and wish.type is None and not wish.focused:
        wish.intents.clear()
