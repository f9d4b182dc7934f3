"""The static files: whole, small, and asking nobody else for anything."""

import json
import re
from pathlib import Path

import yaml

from bot.web.routes.pages import STATIC

DESK = STATIC / "desk"
VENDOR = DESK / "vendor"
EDITOR = Path(__file__).parents[3] / "scripts" / "editor"
PAGES = sorted(STATIC.glob("*.html"))
OURS = sorted(file for file in STATIC.rglob("*.*") if VENDOR not in file.parents)
SCRIPTS = [file for file in OURS if file.suffix == ".js"]
SHEETS = [file for file in OURS if file.suffix == ".css"]


def test_every_picture_that_is_named_exists() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z_]+)"', (STATIC / "icons.svg").read_text()))
    named = set(re.findall(r'"([a-z_]+)"', (STATIC / "icons.js").read_text()))
    for script in SCRIPTS:
        named |= set(re.findall(r'\bicon\("([a-z_]+)"\)', script.read_text()))
    assert named - drawn == set()


def test_nothing_is_inline_and_nothing_comes_from_elsewhere() -> None:
    for page in PAGES:
        assert not re.search(r"<style|style=|<script(?![^>]*src=)|\son[a-z]+=", page.read_text()), page
    for file in [*SCRIPTS, *SHEETS, *PAGES]:
        assert not re.search(
            r"https?://(?!www\.w3\.org/2000/svg)|@import|innerHTML|insertAdjacentHTML|eval\(",
            file.read_text(),
        ), file


def test_files_stay_small() -> None:
    for file in OURS:
        assert len(file.read_text().splitlines()) < 300, file
    home = [file for file in OURS if DESK not in file.parents]
    assert sum(file.stat().st_size for file in home) < 132_000
    assert sum(file.stat().st_size for file in OURS) < 260_000


def test_every_intent_has_words_on_the_desk() -> None:
    intents = yaml.safe_load((STATIC.parents[2] / "nlu" / "intents.yaml").read_text())["intents"]
    for language in ("ko", "en"):
        words = (DESK / "words" / f"meanings_{language}.js").read_text()
        spelled = set(re.findall(r'"?([a-z_.]+)"?: "', words))
        assert set(intents) - spelled == set(), language


def test_the_editor_is_made_of_the_packages_that_are_pinned() -> None:
    package = json.loads((EDITOR / "package.json").read_text())
    lock = json.loads((EDITOR / "package-lock.json").read_text())["packages"]
    told = dict(
        re.findall(r"^\| (\S+) \| (\S+) \| Copyright", (VENDOR / "README.md").read_text(), re.MULTILINE)
    )
    in_bundle = dict(
        re.findall(r"^ \* (\S+) (\S+): Copyright", (VENDOR / "codemirror.js").read_text(), re.MULTILINE)
    )
    assert told == in_bundle
    for name, version in told.items():
        assert lock[f"node_modules/{name}"]["version"] == version, name
    for name, version in package["dependencies"].items():
        assert told[name] == version, name
    for path, locked in lock.items():
        assert path == "" or locked["integrity"].startswith("sha512-"), path
        assert "resolved" not in locked, path


def test_the_editor_asks_nobody_for_anything() -> None:
    text = (VENDOR / "codemirror.js").read_text()
    assert set(re.findall(r"\w+://[^\s\"'`]+", text)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(
        r"\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|\bimport\b|\beval\(|Function\(|innerHTML",
        text,
    )
