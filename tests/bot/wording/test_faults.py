"""Faults of intent files in Korean: every sentence that a broken file causes has its Korean one."""

import re
from pathlib import Path

import pytest

from bot.desk.words_folder import WordsFolder, checked
from bot.plan import Facts, TellStep
from bot.wording.faults import fault_text
from bot.wording.phrases import load_phrases
from bot.wording.replies import load_wording
from nlu.contract import load_contract
from nlu.engine import Engines, load_engines
from nlu.errors import LanguageError
from nlu.examples import training_of
from nlu.own_checks import command_faults
from nlu.own_tests import test_faults as faults_of_tests
from nlu.yaml_checks import read_folder
from tests.bot.wording.home import Home, button, receipt
from tests.nlu.home import home

_HEAD = 'version: "3.1"\n'
_NLU = _HEAD + "nlu:\n"
_GOOD = "- intent: power.turn_on\n  examples: |\n    - turn on\n"
_BROKEN: list[bytes] = [
    one if isinstance(one, bytes) else one.encode()
    for one in (
        b"\xff\xfea", "# 한글\n".encode("cp949"), b"\xff", "\x01", "<<<<<<< a\n", "a:\n\t- b\n", "a: b: c\n", 'a: "b\n',
        "a: @b\n", "a: [b\n", "a: &x 1\nb: *x\n", "[a]: b\n", "a: " + "[" * 20 + "]" * 20, "", "hello",
        _NLU + _GOOD + "x: 1\n", _NLU + _GOOD.replace("examples", "examlpes"), "nlu: []\n", _HEAD, _NLU + "- hello\n",
        _NLU + "- intent: x\n", _NLU + "- intent: x\n  examples: >\n    - a\n", _NLU + "- intent: x\n  examples: |\n    b\n",
        _NLU + "- intent: x\n  synonym: y\n  examples: |\n    - b\n", _NLU + _GOOD.replace("turn on", "turn [on"),
        _NLU + _GOOD.replace("turn on", "x" * 300), _NLU + _GOOD.replace("turn_on", "turn_onn"),
        _NLU + _GOOD.replace("turn on", "[a](aera) on"), _NLU + _GOOD + "version: 1\n", _NLU + _GOOD.replace("turn on", "[a]{x} on"),
        _HEAD + "commands:\n- name: a\n", _HEAD + "commands: [a]\n", _HEAD + "commands:\n- name: a\n  steps: b\n",
        _HEAD + "commands:\n- name: a\n  steps: ['']\n", _HEAD + "commands:\n- name: a\n  steps: []\n",
        _HEAD + "commands:\n- name: a\n  steps: [" + ", ".join("b" for _ in range(30)) + "]\n",
        _HEAD + "commands:\n- name: '!'\n  steps: [b]\n", _HEAD + "commands:\n" + "- name: a\n  steps: [b]\n" * 2,
        _HEAD + "commands:\n- name: a b\n  steps: [c d]\n- name: c d\n  steps: [b]\n",
        _HEAD + "never: [a, '?']\n", _HEAD + "never: a\n", _HEAD + "tests: [a]\n", _HEAD + "tests:\n- {say: a, means: ''}\n",
        _HEAD + "tests:\n- {say: a, means: power.turn_of}\n", _HEAD + "tests:\n- {say: a}\n",
        _HEAD + "appliances: [a]\n", _HEAD + "appliances: {a: {hidden: 3}}\n", _HEAD + "appliances: {a: {names: [b]}}\n",
        _HEAD + "appliances: {a: {names: {ko: ''}}}\n", _HEAD + "appliances: {a: {type: ''}}\n",
        _HEAD + "appliances: {a: {tpye: tv}}\n", _HEAD + "appliances: {a: {names: {ko: [" + ", ".join("b" * 30) + "]}}}\n",
        *(_HEAD + f"commands:\n- name: {name}\n  steps: [불 꺼, 티비 꺼]\n"
          for name in ("불 끄지 마", "비 오면 꺼", "내일 7시에 꺼", "거실 불 켜져 있어?", "'3'", "응")),
        *(_HEAD + f"commands:\n- name: 여름 밤\n  steps: [불 꺼, {step}]\n"
          for step in ("불 끄지 마", "불 꺼졌어?", "고마워")),
    )
]  # fmt: skip


@pytest.fixture(scope="module")
def engines() -> Engines:
    return load_engines()


def _faults(raw: bytes, engines: Engines) -> list[LanguageError]:
    try:
        training = checked({"own.yml": raw}, load_contract())
    except LanguageError as error:
        return [error]
    found = [*faults_of_tests(training.tests, load_contract())]
    return found or list(command_faults(training, engines.of_home(training), home()))


@pytest.mark.parametrize("raw", _BROKEN)
def test_every_broken_file_is_told_in_korean(raw: bytes, engines: Engines) -> None:
    faults = _faults(raw, engines)
    assert faults
    for fault in faults:
        _is_korean(fault)


def test_folders_and_sizes(tmp_path: Path) -> None:
    (tmp_path / "a.yml").mkdir()
    with pytest.raises(LanguageError) as folder:
        read_folder(tmp_path)
    _is_korean(folder.value)
    with pytest.raises(LanguageError) as missing:
        WordsFolder(tmp_path / "none", needed=True).files()
    _is_korean(missing.value)
    with pytest.raises(LanguageError) as many:
        training_of({"own.yml": (_NLU + _GOOD + "    - turn\n").encode()}, 1)
    _is_korean(many.value)


def _is_korean(fault: LanguageError) -> None:
    text = fault_text(fault.reason, load_phrases("ko"))
    assert re.search("[가-힣](요|세요)[.]", text), (fault.reason, text)
    assert not re.search(r"[{}…]", re.sub(r"'- .*?'|'.*?'|보기: .*", "", text)), text


@pytest.mark.parametrize(
    ("reason", "ko"),
    [
        ("there is no such intent; did you mean 'power.turn_on'?", "그런 인텐트는 없어요. 혹시 'power.turn_on'이 맞는지 봐 주세요."),
        ("there is no such key", "그런 키는 없어요."),
        ("more than 5,000 lines of examples: remove some", "예문이 5,000줄을 넘어요. 몇 줄을 지워 주세요."),
        ("*abc is a YAML alias: write the value out instead", "*abc는 YAML 별칭이에요. 별칭 대신 값을 그대로 적어 주세요."),
        ("nobody has put this into Korean", "nobody has put this into Korean"),
    ],
)  # fmt: skip
def test_sentences(reason: str, ko: str) -> None:
    assert fault_text(reason, load_phrases("ko")) == ko
    assert fault_text(reason, load_phrases("en")) == reason
    assert fault_text(reason, load_phrases("ja")) == reason


def test_owners_hear_of_it_in_their_language() -> None:
    facts: Facts = {"file": "own.yml", "line": 3, "fault": "there is no such key; did you mean 'steps'?"}
    told = receipt(TellStep("told.words_broken", facts))
    ko, en = (load_wording().reply(told, Home({}), code, button)[0].text for code in ("ko", "en"))
    assert "(그런 키는 없어요. 혹시 'steps'가 맞는지 봐 주세요.)" in ko
    assert "(there is no such key; did you mean 'steps'?)" in en
