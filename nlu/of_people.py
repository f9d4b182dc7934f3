"""Wishes whose words say as well what people are or do: all quiet, five minutes away, wanna play."""

from nlu.wish import Wish


def is_a_game(wish: Wish) -> bool:
    """play cards, wanna play — and not "play", "play youtube"."""
    clause = wish.clause
    game = clause.first("unknown") or clause.first("object") or clause.marked("want")
    return bool(game) and not (wish.targets.found or wish.focused)


def is_far_away(wish: Wish) -> bool:
    """five minutes away, away this weekend: where somebody is; but: boiler away, away mode."""
    return _is_alone(wish) and any(token.text == "away" for token in wish.clause.all("mode"))


def is_said_of_people(wish: Wish) -> bool:
    """all quiet, 다 조용, 다 내려: who is there, as well as what is; 주말 외출: what one does then."""
    names = [intent.name for intent in wish.intents]
    if _is_alone(wish) and any(token.text == "외출" for token in wish.clause.all("mode")):
        return True
    everybody = [slot.value for slot in wish.targets.slots] == ["all"]
    stated = wish.clause.verb is None and names == ["mode.set"]
    return everybody and (stated or names == ["setting.adjust"])


def _is_alone(wish: Wish) -> bool:
    return wish.clause.verb is None and not (wish.targets.found or wish.focused)
