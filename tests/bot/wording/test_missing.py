"""Every reason why an appliance lacks something is a sentence that says why and what to do."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance_bridge.appliance import Missing
from bot.wording.phrases import load_phrases
from bot.wording.replies import load_wording

BRIDGE = Path(__file__).parents[3] / "appliance_bridge"
WORDING = load_wording()


def given_reasons() -> Iterator[str]:
    """The reason keys that the bridge's code names, in a call or in what finds the reason."""
    for file in BRIDGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Missing":
                told = [*node.args[1:2], *(one.value for one in node.keywords if one.arg == "reason")]
                yield from (text for one in told for text in texts(one))
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "replace":
                yield from (text for one in node.keywords if one.arg == "reason" for text in texts(one.value))
            elif isinstance(node, ast.FunctionDef) and node.name in ("_why_missing", "_why"):
                returned = [one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value]
                yield from (text for one in returned for text in texts(one))


def texts(node: ast.AST) -> Iterator[str]:
    """The words that an expression may come to; those it only compares with do not count."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))


REASONS = sorted(set(given_reasons()))


def test_the_reasons_are_found() -> None:
    known = {"no_start_control", "read_only", "not_offered", "program_read_only", "no_state"}
    assert known <= set(REASONS)
    assert {"several_candidates", "only_its_plug", "no_such_entity"} <= set(REASONS)


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_its_sentence(reason: str) -> None:
    for language in ("ko", "en"):
        assert f"missing.{reason}" in load_phrases(language), (reason, language)


@pytest.mark.parametrize("reason", [*REASONS, "picture_only_by_link", "topic_of_another", "unheard_of"])
def test_a_sentence_says_why_and_what_to_do(reason: str) -> None:
    said = WORDING.missing(Missing("program", reason, "Start, Start eco"))
    for text in said.values():
        assert text.endswith((".", "요."))
        assert "{" not in text
    assert said["ko"].count("요") >= 2, said["ko"]


def test_which_ones_are_meant_is_told() -> None:
    several = WORDING.missing(Missing("program", "several_candidates", "Start, Start eco"))
    assert all("Start, Start eco" in text for text in several.values())


def test_without_details_nothing_breaks() -> None:
    assert "{" not in WORDING.missing(Missing("program", "several_candidates"))["ko"]
