"""The config file: what it gives, and that every mistake is told with file, line, key and a way out."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appliance_bridge.capability import Capability
from appliance_bridge.catalogue import load_catalogue
from bot.config import Settings, load_settings, secrets_warning
from bot.config_brokers import Listening, MqttSettings, OneM2MSettings
from bot.config_errors import ConfigError
from bot.config_sections import ApplianceSettings
from bot.errors import UserError

EXAMPLE = Path(__file__).parents[2] / "config.example.yaml"
OWNER = "people:\n  mom: {name: 엄마, role: owner}\n"


@cache
def capabilities() -> Mapping[str, Capability]:
    return load_catalogue().capabilities


def load(tmp_path: Path, text: str | bytes, **env: str) -> Settings:
    file = tmp_path / "config.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_settings(file, {"HOME": "/home/kim", **env}, {"washer", "tv", "heater"}, capabilities())


def mistake(tmp_path: Path, text: str | bytes, **env: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text, **env)
    return caught.value


def test_no_config_is_a_good_config() -> None:
    given_ = load_settings(None, {"HOME": "/home/kim"})
    assert (given_.home.id, given_.home.language, given_.home.timezone) == ("home", "ko", "Asia/Seoul")
    assert given_.state_dir == Path("/home/kim/.local/state/jipsa")
    assert given_.simulated
    assert {id_: person.role for id_, person in given_.people.items()} == {
        "mom": "owner", "dad": "adult", "child": "child", "guest": "guest",
    }  # fmt: skip
    assert given_.people["child"].name == {"ko": "지우", "en": "Jiu"}


def test_the_state_folder_follows_the_system() -> None:
    assert load_settings(None, {"XDG_STATE_HOME": "/var/x", "HOME": "/h"}).state_dir == Path("/var/x/jipsa")


def test_an_empty_file_and_empty_sections_are_the_defaults(tmp_path: Path) -> None:
    defaults = load_settings(None, {"HOME": "/home/kim"})
    assert load(tmp_path, "") == load(tmp_path, "http:\nmqtt:\nhome:\n  id:\n") == defaults


def test_everything_at_once(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("x")
    given_ = load(
        tmp_path,
        OWNER + "state_dir: ./here\n"
        "http: {port: 0, token: '${TOKEN}', allowed_hosts: [a.local]}\n"
        "redis: {url: 'rediss://:pw@db:6380/1'}\n"
        "mqtt:\n  host: b\n  username: u\n  password: '${PW}'\n  tls: {ca_file: ca.pem}\n"
        "appliances:\n  w-1:\n    names: {ko: [세탁기, 통돌이], en: Washer}\n    type: washer\n",
        TOKEN="t0ken",
        PW="s3cret",
    )
    assert given_.state_dir == tmp_path / "here"
    assert given_.http.token is not None
    assert given_.http.token.get_secret_value() == "t0ken"
    assert given_.mqtt is not None
    assert given_.mqtt.tls is not None
    assert given_.mqtt.tls.ca_file == tmp_path / "ca.pem"
    assert (given_.mqtt.effective_port, given_.simulated) == (8883, False)
    assert given_.appliances["w-1"].names == ("세탁기", "통돌이", "Washer")
    assert "s3cret" not in repr(given_)
    assert "pw@" not in repr(given_)


def test_all_that_costs_nothing_is_listened_to(tmp_path: Path) -> None:
    assert load(tmp_path, "").listening == Listening()
    given_ = load(tmp_path, "mqtt: {host: b}").listening
    assert (given_.discovery_prefixes, given_.zigbee2mqtt, given_.homie, given_.valetudo) == (
        ("homeassistant",), ("zigbee2mqtt",), ("homie",), ("valetudo",),
    )  # fmt: skip
    assert (given_.tasmota, given_.shelly, given_.plain) == (
        "tasmota/discovery",
        True,
        True,
    )


@pytest.mark.parametrize("off", ["false", "no", "[]"])
def test_each_convention_can_be_switched_off(tmp_path: Path, off: str) -> None:
    for key in ("discovery_prefixes", "zigbee2mqtt", "homie", "valetudo"):
        assert getattr(load(tmp_path, f"mqtt: {{host: b, {key}: {off}}}").listening, key) == ()
    if off == "[]":
        return
    for key in ("tasmota", "shelly", "plain", "onem2m"):
        assert not getattr(load(tmp_path, f"mqtt: {{host: b, {key}: {off}}}").mqtt, key)


def test_several_networks_and_several_brokers(tmp_path: Path) -> None:
    given_ = load(
        tmp_path,
        "mqtt: {host: b, zigbee2mqtt: [a, b/c, a]}\nbrokers:\n  garage: {host: g, tls: true, homie: h}\n",
    )
    assert given_.listening.zigbee2mqtt == ("a", "b/c")
    assert (given_.brokers["garage"].effective_port, given_.brokers["garage"].homie) == (8883, ("h",))


@pytest.mark.parametrize(("tls", "port"), [("true", 8883), ("yes", 8883), ("false", 1883), ("{}", 8883)])
def test_tls_as_a_word(tmp_path: Path, tls: str, port: int) -> None:
    given_ = load(tmp_path, f"mqtt: {{host: b, tls: {tls}}}")
    assert given_.mqtt is not None
    assert given_.mqtt.effective_port == port


def test_a_pin_keeps_its_leading_zero(tmp_path: Path) -> None:
    pin = load(tmp_path, "people:\n  mom: {name: 엄마, role: owner, pin: 0123}\n").people["mom"].pin
    assert pin is not None
    assert pin.get_secret_value() == "0123"


MISTAKES = [
    ("hom: {}", 1, "hom", "Did you mean home?"),
    ("home:\n  language: ko\n  time_zone: x", 3, "home.time_zone", "Did you mean timezone?"),
    ("home:\n  zzzz: x", 2, "home.zzzz", "Known here: id, language, timezone"),
    ("home: 3", 1, "home", "indented"),
    ("home:\n  timezone: Seoul", 2, "home.timezone", "Asia/Seoul"),
    ("home:\n  timezone: ../../etc/passwd", 2, "home.timezone", "Asia/Seoul"),
    ("home:\n  confirm_more_than: 1.5", 2, "home.confirm_more_than", "whole number"),
    ("home:\n  language: fr", 2, "home.language", "'en', 'ja', 'ko'"),
    ("home:\n  id: Our Home", 2, "home.id", "a-z"),
    ("http:\n  port: 99999", 2, "http.port", "65535"),
    ("http:\n  port: high", 2, "http.port", "whole number"),
    ("redis:\n  url: http://x", 2, "redis.url", "rediss://"),
    ("redis:\n  url: 'redis://'", 2, "redis.url", "redis://host"),
    ("mqtt:\n  port: 1883", 1, "mqtt.host", "missing"),
    ("mqtt:\n  host: h\n  tls:\n    ca_file: no.pem", 4, "mqtt.tls.ca_file", "no file"),
    ("mqtt:\n  host: h\n  password: x", 1, "mqtt", "username"),
    ("mqtt:\n  host: h\n  discovery_prefixes: ['a/#']", 3, "mqtt.discovery_prefixes", "prefix"),
    ("mqtt:\n  host: h\n  zigbee2mqtt: ['z/#']", 3, "mqtt.zigbee2mqtt", "prefix"),
    ("mqtt:\n  host: h\n  zigbe2mqtt: false", 3, "mqtt.zigbe2mqtt", "Did you mean zigbee2mqtt?"),
    ("mqtt:\n  host: h\n  tasmota: $SYS/x", 3, "mqtt.tasmota", "prefix"),
    ("mqtt:\n  host: h\n  shelly: [a]", 3, "mqtt.shelly", "true or false"),
    ("mqtt:\n  host: h\n  onem2m:\n    cse_id: /a", 3, "mqtt.onem2m.cse_name", "missing"),
    ("mqtt:\n  host: h\n  onem2m: {cse_id: /a, cse_name: b, ask_again_s: 1}", 3, "mqtt.onem2m.ask_again_s", "number"),
    ("brokers:\n  Garage: {host: h}", 2, "brokers.Garage", "a-z"),
    ("brokers:\n  garage: {port: 1}", 2, "brokers.garage.host", "missing"),
    ("brokers:\n  mqtt: {host: h}", 2, "brokers.mqtt", "otherwise"),
    ("mqtt: {host: h}\nbrokers:\n  garage: {host: H, port: 1883}", 3, "brokers.garage", "same broker as mqtt"),
    ("brokers:\n  a: {host: h}\n  b: {host: h}", 3, "brokers.b", "same broker as a"),
    ("appliances:\n  w:\n    roles: {start: b}", 3, "appliances.w.roles.start", "run_control.start"),
    ("appliances:\n  w:\n    roles: {runs.start: b}", 3, "appliances.w.roles.runs.start", "capability"),
    (
        "appliances:\n  w:\n    roles:\n      run_control.strat: b",
        4, "appliances.w.roles.run_control.strat", "start, state",
    ),
    ("appliances:\n  w:\n    plain: {}", 3, "appliances.w.plain", "reports or commands"),
    (
        "appliances:\n  w:\n    plain:\n      reports: {power.off: a/b}",
        4, "appliances.w.plain.reports.power.off", "power",
    ),
    ("simulator:\n  speed: 0", 2, "simulator.speed", "greater than 0"),
    ("simulator:\n  enabled: maybe", 2, "simulator.enabled", "true or false"),
    ("people: [a]", 1, "people", "keys"),
    ("people: {}", 1, "people", "owner"),
    ("people:\n  kid: {name: x, role: child}", 1, "people", "owner"),
    ("people:\n  mom:\n    name: 엄마\n    role: boss", 4, "people.mom.role", "'owner'"),
    ("people:\n  mom:\n    role: owner", 2, "people.mom.name", "missing"),
    ("people:\n  Mom: {name: x, role: owner}", 2, "people.Mom", "a-z"),
    ("people:\n  mom:\n    name: {fr: x}\n    role: owner", 3, "people.mom.name.fr", "'en', 'ja', 'ko'"),
    ("people:\n  mom:\n    name: x\n    role: owner\n    pin: 12", 5, "people.mom.pin", "4 to 8 digits"),
    ("people:\n  g:\n    name: x\n    role: guest\n    until: soon", 5, "people.g.until", "2026-12-24"),
    ("people:\n  m:\n    name: x\n    role: owner\n    until: 2026-12-24T10:00", 2, "people.m", "guest"),
    (
        "people:\n  m:\n    name: x\n    role: owner\n    rules:\n      - {effect: deny, hours: 22-7}",
        6, "people.m.rules[0].hours", "22:00-07:00",
    ),
    ("appliances:\n  w:\n    type: waser", 3, "appliances.w.type", "washer"),
    ("nlu: {engine: gpt}", 1, "nlu.engine", "'auto', 'grammar'"),
    ("http:\n  token: ${NOPE}", 2, "http.token", "NOPE is not set"),
    ("http:\n  token: ${NO PE}", 2, "http.token", "environment variable"),
    ("http:\n  token: ${NOPE", 2, "http.token", "environment variable"),
    # the file itself
    ("home: {id: a}\nlog: {}\nhome: {id: b}", 3, "home", "first in line 1"),
    ("home:\n\tid: a", 2, "", "tab"),
    ("a: &a [x]\nb: *a", 2, "b", "alias"),
    ("a: &a x\n*a : b", 2, "", "alias"),
    ("home: {id: a", 1, "", "YAML"),
    ("home: 'x", 1, "", "quotation mark"),
    ("- home", 1, "", "keys"),
    ("just words", 1, "", "keys"),
    ("home: !!python/name:os.system x", 1, "home", "tag"),
    ("home: {}\n---\nlog: {}", 2, "", "second document"),
    ("x: " + "[" * 60 + "]" * 60, 1, "", "nested"),
    ("x: \x01", 1, "", "control character"),
    ("? [a, b]\n: c", 1, "", "plain word"),
]  # fmt: skip


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
@pytest.mark.parametrize(("text", "line", "key", "says"), MISTAKES)
def test_a_mistake_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    loader: type[yaml.SafeLoader],
    text: str,
    line: int,
    key: str,
    says: str,
) -> None:
    """With either of PyYAML's parsers."""
    monkeypatch.setattr("bot.strict_yaml.LOADER", loader)
    error = mistake(tmp_path, text)
    assert (error.line, error.key) == (line, key)
    assert says in error.sentence
    assert error.sentence.endswith((".", "?"))
    assert str(error).startswith(f"{tmp_path / 'config.yaml'}, line {line}: ")
    assert isinstance(error, UserError)


def test_wrong_encoding_names_the_line(tmp_path: Path) -> None:
    error = mistake(tmp_path, "home:\n  id: home\n# 엄마\n".encode("euc-kr"))
    assert (error.line, "UTF-8" in error.sentence) == (3, True)


def test_a_byte_order_mark_is_fine(tmp_path: Path) -> None:
    assert load(tmp_path, b"\xef\xbb\xbfhome: {id: x}").home.id == "x"


def test_a_huge_file_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    assert "256 KB" in mistake(tmp_path, b"# x\n" * 100_000).sentence


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(ConfigError, match=re.escape(str(path))):
            load_settings(path, {})


def test_secrets_are_not_in_the_sentence(tmp_path: Path) -> None:
    error = mistake(tmp_path, "people:\n  m: {name: x, role: owner, pin: hunter2}")
    assert "hunter2" not in str(error)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("http: {token: abc}", True),
        ("http: {token: '${T}'}", False),
        ("redis: {url: 'redis://:pw@h'}", True),
        ("redis: {url: 'redis://h:6379'}", False),
        ("people:\n  m: {name: x, role: owner, pin: 1234}", True),
        ("home: {id: x}", False),
    ],
)
def test_secrets_that_others_can_read(tmp_path: Path, text: str, secret: bool) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(text)
    file.chmod(0o644)
    warning = secrets_warning(file)
    assert (warning is not None) is secret
    assert warning is None or f"chmod 600 {file}" in warning
    file.chmod(0o600)
    assert secrets_warning(file) is None


def test_what_is_kept_of_messages(tmp_path: Path) -> None:
    assert (load(tmp_path, "").desk.messages, load(tmp_path, "").desk.days) == (500, 14)
    assert load(tmp_path, "desk: {messages: 0, days: 1}").desk.messages == 0
    assert load(tmp_path, "desk: {messages: 5000, days: 365}").desk.days == 365


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("desk:\n  messages: -1\n", "desk.messages"),
        ("desk:\n  messages: 5001\n", "desk.messages"),
        ("desk:\n  days: 0\n", "desk.days"),
        ("desk:\n  days: 366\n", "desk.days"),
        ("desk:\n  day: 3\n", "desk.day"),
    ],
)
def test_more_than_can_be_kept_is_a_mistake(tmp_path: Path, text: str, key: str) -> None:
    error = mistake(tmp_path, text)
    assert (error.line, error.key) == (2, key)


def test_the_example_is_valid_and_complete() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    given_ = load_settings(EXAMPLE, {"HOME": "/home/kim"})
    assert given_.people.keys() == {"mom", "dad", "child", "guest"}
    assert given_.simulated
    for section in Settings.model_fields:
        assert re.search(rf"^#? ?{section}:", text, re.MULTILINE), section
    for key in {*MqttSettings.model_fields, *OneM2MSettings.model_fields, *ApplianceSettings.model_fields}:
        assert re.search(rf"^#? +(# )? *{key}:", text, re.MULTILINE), key


def everything_switched_on(text: str) -> str:
    """The example with all that stands in comments as another possible value."""
    lines, inside = [], False
    for line in text.splitlines():
        inside = bool(line.strip()) and (
            inside or re.match(r"# (redis|mqtt|brokers|state_dir):", line) is not None
        )
        line = line[2:] if inside else line
        line = re.sub(r"^(#? +)# ( *[a-z_]+:)", r"\1\2", line)
        line = re.sub(r"^#(   +[A-Za-z0-9_.-]+:)", r"\1", line).replace("appliances: {}", "appliances:")
        line = line.replace("messengers: {}", "messengers:")
        lines.append("" if line.startswith("  tls: true") else line)
    return "\n".join(lines)


def test_the_example_is_still_valid_with_everything_switched_on(tmp_path: Path) -> None:
    """What stands in comments is true as well."""
    for name in ("ca.pem", "jipsa.pem", "jipsa.key"):
        (tmp_path / name).write_text("x")
    text = everything_switched_on(EXAMPLE.read_text(encoding="utf-8"))
    given_ = load(
        tmp_path, text, JIPSA_TOKEN="t", MQTT_PASSWORD="p", MOM_PIN="1234",
        TELEGRAM_TOKEN="1:a", SLACK_BOT_TOKEN="b", SLACK_APP_TOKEN="a", SLACK_SIGNING_SECRET="s", LINE_TOKEN="l",
        LINE_SECRET="s", KAKAO_PATH="k" * 16, KAKAO_KEY="k", KAKAO_BOT_TOKEN="b",
        RASA_TOKEN="r",
    )  # fmt: skip
    assert given_.messengers.slack is not None
    assert given_.messengers.kakao is not None
    assert given_.messengers.kakao.bot_token is not None
    assert given_.people["mom"].accounts["slack"] == ("U012AB3CD",)
    assert given_.mqtt is not None
    assert given_.mqtt.tls is not None
    assert given_.mqtt.tls.key_file == tmp_path / "jipsa.key"
    assert given_.mqtt.onem2m is not None
    assert given_.mqtt.onem2m.job_modes["clothesWasherJobMode"][2] == "Wool"
    assert given_.brokers["garage"].zigbee2mqtt == ("zigbee2mqtt-garage",)
    assert given_.brokers["garage"].valetudo == ()
    assert given_.appliances["washer-1"].roles == {"run_control.start": "button.start"}
    assert given_.appliances["garage-heater"].plain is not None
    assert given_.redis.url is not None
    assert given_.http.token is not None
    assert given_.people["mom"].pin is not None
    assert given_.people["guest"].until is not None
    assert given_.people["child"].rules[1].actions == ("power.turn_on",)
    assert given_.appliances["neighbours-lamp"].hidden
    assert given_.state_dir == tmp_path / "state"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.text(max_size=200), st.binary(max_size=200)))
def test_any_bytes_are_settings_or_one_sentence(tmp_path: Path, data: str | bytes) -> None:
    file = tmp_path / "config.yaml"
    file.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
    try:
        load_settings(file, {})
    except ConfigError as error:
        assert error.sentence
        assert "\n" not in error.sentence
