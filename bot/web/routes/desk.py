"""The desk of admins: everything under /desk, for owners only."""

from fastapi import APIRouter

from bot.web.register import Owners, Register
from bot.web.routes.desk_appliances import appliance_routes
from bot.web.routes.desk_history import history_routes
from bot.web.routes.desk_misses import misses_routes
from bot.web.routes.desk_rights import rights_routes
from bot.web.routes.desk_words import words_routes
from bot.web.words_desk import WordsDesk

PREFIX = "/desk"
LARGE = ("/check", "/save", "/try")
"""Calls that carry whole files."""


def desk_routes(words: WordsDesk, register: Register, owners: Owners) -> APIRouter:
    """GET, POST, PUT and DELETE of the words, what was missed, history, appliances and rights."""
    routes = APIRouter(prefix=PREFIX)
    for part in (
        words_routes(words, register, owners),
        misses_routes(words, owners),
        history_routes(words, register, owners),
        appliance_routes(words, owners),
        rights_routes(register, owners),
    ):
        routes.include_router(part)
    return routes
