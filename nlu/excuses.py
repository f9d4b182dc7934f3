"""Why something is wanted, said behind the command: lights off please i'm already in bed."""

from nlu.clauses import Clause
from nlu.read import Read

_UNSETTLING = ("not", "report", "if", "modal", "modal.can", "modal.will", "question", "except")


def excuses(read: Read) -> bool:
    """Whether a clause behind a command, opened by "i'm" or "it's", takes nothing of it back."""
    clause = read.clause
    opened = bool(clause.tokens) and clause.tokens[0].is_a("mark", "who_did")
    calm = read.mood in ("chat", "reported") and not read.intents and not clause.marked(*_UNSETTLING)
    return opened and calm and not _speaks_of_it(clause)


def _speaks_of_it(clause: Clause) -> bool:
    """i've turned it off; i'm looking for her."""
    things = any(token.kind in ("type", "name", "quantifier", "state") for token in clause.tokens)
    return things or any(token.kind == "person" and token.value != "my" for token in clause.tokens)
