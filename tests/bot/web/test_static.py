"""The static files: whole, small, and asking nobody else for anything."""

import re

from bot.web.routes.pages import STATIC

SCRIPTS = sorted(STATIC.rglob("*.js"))


def test_every_picture_that_is_named_exists() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z_]+)"', (STATIC / "icons.svg").read_text()))
    named = set(re.findall(r'"([a-z_]+)"', (STATIC / "icons.js").read_text()))
    for script in SCRIPTS:
        named |= set(re.findall(r'\bicon\("([a-z_]+)"\)', script.read_text()))
    assert named - drawn == set()


def test_nothing_is_inline_and_nothing_comes_from_elsewhere() -> None:
    page = (STATIC / "index.html").read_text()
    assert not re.search(r"<style|style=|<script(?![^>]*src=)|\son[a-z]+=", page)
    for file in [*SCRIPTS, *STATIC.glob("*.css"), STATIC / "index.html"]:
        assert not re.search(
            r"https?://(?!www\.w3\.org/2000/svg)|@import|innerHTML|insertAdjacentHTML|eval\(",
            file.read_text(),
        ), file


def test_files_stay_small() -> None:
    for file in STATIC.rglob("*.*"):
        assert len(file.read_text().splitlines()) < 300, file
    assert sum(file.stat().st_size for file in STATIC.rglob("*.*")) < 120_000
