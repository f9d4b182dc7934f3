"""Turning its head: what a fan or an aircon does with the air it blows."""

from nlu.wish import Wish, use_attribute


def swings(wish: Wish, on: bool) -> bool:
    """회전 켜 줘, oscillate the fan."""
    token = wish.clause.first("attribute", "swing")
    if token is None:
        return False
    wish.intents.clear()
    wish.used += wish.clause.all("attribute", "swing")
    # 고개 돌려: whose head?
    surely = wish.targets.found or wish.focused
    wish.add("swing.set", wish.slot("swing", token, "on" if on else "off"), confidence=1.0 if surely else 0.5)
    return True


def swing_it(wish: Wish, _: bool) -> None:
    """Let it turn, or stand still."""
    verb = wish.clause.verb
    if verb is not None and (wish.is_a("blown") or wish.is_a("climate") or wish.focused):
        off = wish.clause.first("state", "off") is not None
        wish.add("swing.set", wish.slot("swing", verb, "off" if off else "on"))


def fix_it(wish: Wish, _: bool) -> None:
    """선풍기 고정: it shall turn its head no more."""
    if wish.is_a("blown") or wish.is_a("climate"):
        use_attribute(wish, "swing")
        verb = wish.clause.verb
        wish.add("swing.set", *([] if verb is None else [wish.slot("swing", verb, "off")]))
