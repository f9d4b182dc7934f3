"""Templates: what they render as Home Assistant does, and that none can cost much."""

import tracemalloc

import pytest

from appliance_bridge.entities.templates import compiled
from appliance_bridge.entities.templating.statements import MAX_OUTPUT
from appliance_bridge.entities.templating.values import TemplateError

ROWS = [
    ("{{ value }}", "x", "x"),
    ("  {{ value }} \n", " x ", "x"),
    ("plain", "x", "plain"),
    ("{{ value_json.a.b }}", '{"a": {"b": 1.50}}', "1.5"),
    ("{{ value_json['a'][0] }}", '{"a": [7]}', "7"),
    ("{{ value_json.a }}", '{"a": null}', "None"),
    ("{{ value_json.a }}", '{"a": true}', "True"),
    ("{{ value_json.a }}", "{}", ""),
    ("{{ value_json is defined }}", "not json", "False"),
    ("{{ value_json.a | default('none') }}", "{}", "none"),
    ("{{ value_json.a if value_json.a is defined else 'off' }}", "{}", "off"),
    ("{{ value_json.get('a', 3) }}", "{}", "3"),
    ("{{ value | int }}", "21.7", "21"),
    ("{{ value | int(base=16) }}", "ff", "255"),
    ("{{ value | int(0) }}", "x", "0"),
    ("{{ value | float }}", "21", "21.0"),
    ("{{ value | float | round(1) }}", "21.26", "21.3"),
    ("{{ value | float | round }}", "21.6", "22"),
    ("{{ (value | float - 32) / 1.8 }}", "212", "100.0"),
    ("{{ value if value | is_number else 'None' }}", "x", "None"),
    ("{{ 'on' if is_number(value) else 'off' }}", "1e999", "off"),
    ("{% if value == 'a' %}1{% elif value == 'b' %}2{% else %}3{% endif %}", "b", "2"),
    ("{{ iif(value == 'ON', 'auto', 'off') }}", "ON", "auto"),
    ("{% set m = {'0': 'off', '1': 'cool'} %}{{ m[value] }}", "1", "cool"),
    ("{% set m = {0: 'off'} %}{{ m.get(value | int, 'other') }}", "5", "other"),
    (
        "{% for x in value_json %}{{ loop.index }}{{ x }}{% if not loop.last %},{% endif %}{% endfor %}",
        "[5,6]",
        "15,26",
    ),
    ("{% for k, v in value_json.items() %}{{ k }}={{ v }};{% endfor %}", '{"a": 1}', "a=1;"),
    ("{% for x in [] %}x{% else %}empty{% endfor %}", "", "empty"),
    (
        "{% set ns = namespace(n=0) %}{% for x in range(4) %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}",
        "",
        "6",
    ),
    ("{% set x = 1 %}{% for y in [2] %}{% set x = y %}{% endfor %}{{ x }}", "", "1"),
    ("{{ value.split(',')[1] | trim }}", "a, b", "b"),
    ("{{ value | upper ~ '!' }}", "on", "ON!"),
    ("{{ value | replace('_', ' ') | title }}", "a_b", "A B"),
    ("{{ '%.1f' | format(value | float) }}", "2.25", "2.2"),
    ("{{ '%02x' % (value | int) }}", "10", "0a"),
    ("{{ '{:02x}{:02x}'.format(255, 0) }}", "", "ff00"),
    ("{{ value | int | bitwise_and(4) > 0 }}", "6", "True"),
    ("{{ value | int % 60 }}", "61", "1"),
    ("{{ 7 // 2 }}{{ 2 ** 3 }}{{ -1 }}", "", "38-1"),
    ("{{ value_json | to_json }}", '{"a": [1, "밥"]}', '{"a":[1,"밥"]}'),
    ("{{ (value | from_json).a }}", '{"a": 2}', "2"),
    ("{{ value | regex_replace('[^0-9]', '') }}", "58 min", "58"),
    ("{{ value | regex_match('^on') }}", "on!", "True"),
    ("{{ value | int | timestamp_utc }}", "0", "1970-01-01T00:00:00+00:00"),
    ("{{ value | int | timestamp_custom('%H:%M', false) }}", "3600", "01:00"),
    ("{{ as_timestamp(value) | int }}", "1970-01-01T01:00:00+00:00", "3600"),
    ("{{ (as_datetime(0) + timedelta(minutes=90)).isoformat() }}", "", "1970-01-01T01:30:00+00:00"),
    ("{{ value_json | map(attribute='n') | select('gt', 1) | list }}", '[{"n": 1}, {"n": 2}]', "[2]"),
    ("{{ value_json | selectattr('n', 'eq', 2) | map(attribute='m') | first }}", '[{"n": 2, "m": "x"}]', "x"),
    ("{{ [3, 1, 2] | sort | join('-') }}{{ [1, 2] | sum }}{{ max(1, 5) }}", "", "1-2-335"),
    ("{{ 'a' in value and value not in ['b'] }}", "abc", "True"),
    ("{{ value[1:3] }}", "abcd", "bc"),
    ("{{ value is string and 4 is divisibleby(2) and none is none }}", "x", "True"),
    ("{{ ''.__class__ }}{{ value.__class__.__mro__ | default('') }}", "x", None),
]


@pytest.mark.parametrize(("source", "payload", "text"), ROWS)
def test_renders(source: str, payload: str, text: str | None) -> None:
    template = compiled(source)
    assert template.problem is None
    if text is None:
        with pytest.raises(TemplateError):
            template.value(payload)
    else:
        assert template.value(payload) == text


@pytest.mark.parametrize(
    "source",
    [
        "{{ value_json.a.b }}",
        "{{ value | int }}",
        "{{ 1 / 0 }}",
        "{{ value_json.x + 1 }}",
        "{{ [1][0].x.y }}",
    ],
)
def test_what_cannot_be_known_is_not_guessed(source: str) -> None:
    with pytest.raises(TemplateError):
        compiled(source).value("x")


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("{{ states('sensor.x') }}", "needs states(), which only Home Assistant has"),
        ("{{ this.attributes }}", "needs this, which only Home Assistant has"),
        ("{{ value if is_state('a', 'on') }}", "needs is_state(), which only Home Assistant has"),
        ("{{ lipsum() }}", "needs lipsum(), which only Home Assistant has"),
        ("{{ value | urlize }}", "needs the filter urlize"),
        ("{{ value is callable }}", "needs the test callable"),
        ("{% macro m() %}{% endmacro %}", "needs macro blocks"),
        ("{% include 'x' %}", "needs include blocks"),
        ("{{ value", "is not a template that can be read"),
        ("{{ " + "(" * 2_000 + ")" * 2_000 + " }}", "is longer than a template may be"),
        ("{{ " + "(" * 400 + "1" + ")" * 400 + " }}", "is not a template that can be read"),
        ("{{ " + "not " * 1_000 + "value }}", "is longer than a template may be"),
        ("x" * 5_000, "is longer than a template may be"),
        ("{{ value.pop() }}", "needs a call of something that is not a known function"),
        ("{{ value(1) }}", "needs value(), which only Home Assistant has"),
        ("{{ value.format(*[1]) }}", "needs * arguments"),
        ("{{ value | regex_replace('a', 'b') }}" * 50, "needs more work than a template may take"),
    ],
)
def test_what_is_not_available_is_said(source: str, problem: str) -> None:
    template = compiled(source)
    assert template.problem == problem
    with pytest.raises(TemplateError):
        template.value("1")


BOMBS = [
    "{{ 'x' * 10**9 }}",
    "{{ 10**9 * 'x' }}",
    "{{ [0] * 10**9 }}",
    "{{ '{:>999999999}'.format(1) }}",
    "{{ '{0:{1}}'.format(1, 999999999) }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ '%999999999d' % 1 }}",
    "{{ '%*d' % (999999999, 1) }}",
    "{{ '%999999999d' | format(1) }}",
    "{{ 'x'.ljust(10**9) }}",
    "{{ 'x' | center(10**9) }}",
    "{{ 'x'.zfill(10**9) }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 10 ** 100000 }}",
    "{{ (2 ** 200) * (2 ** 200) }}",
    "{{ range(10**9) | list }}",
    "{% for a in range(999) %}{% for b in range(999) %}{% endfor %}{% endfor %}",
    "{% for a in range(999) %}{% for b in range(999) %}{{ a * b }}{% endfor %}{% endfor %}",
    "{% set a = 'xxxxxxxx' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
    "{% set a = 'xxxxxxxx' %}" + "{% set a = a + a %}" * 40 + "{{ a }}",
    "{% set a = [1] %}" + "{% set a = [a, a] %}" * 60 + "{{ a }}",
    "{% set a = [1] %}" + "{% set a = a + a %}" * 60 + "{{ a | length }}",
    "{% set n = namespace(a=['x']) %}{% for i in range(99) %}{% set n.a = [n.a, n.a] %}{% endfor %}{{ n.a }}",
    "{% set n = namespace(a='x') %}{% for i in range(99) %}{% set n.a = n.a ~ n.a %}{% endfor %}{{ n.a }}",
    "{% set n = namespace() %}{% set n.n = n %}{{ n }}",
    "{{ ('x' | center(200)).replace('', 'y' * 200) }}",
    "{{ (value ~ value) | replace('a', value) | replace('a', value) }}",
    "{{ value | list | map('list') | list | to_json }}",
    "{{ value | regex_search('(a+)+$') }}",
    "{{ value | regex_search('a*a*a*a*b') }}",
    "{{ value.split('') }}",
    "{{ value | list | map('upper') | map('regex_search', 'a*b') | list }}",
    "{{ ['a'] | map('regex_' ~ 'search', 'b') }}",
    "{{ " + "value ~ " * 500 + "value }}",
    "{{ '" + "%s" * 300 + "' | format(" + "value," * 299 + "value) }}",
    "{{ '" + "{0}" * 900 + "'.format(value) }}",
    "{% set v = value.split('a') %}{% for i in range(999) %}{% set x = v | sort %}{% endfor %}",
    "{% for i in range(99) %}{% set x = range(999) | unique %}{% endfor %}",
    "{{ strptime('1 1', '%d %d') }}",
    "{{ " + "9" * 200 + " }}",
    "{{ " + "9" * 4_000 + " }}",
    "{{ timedelta(days=1e300) }}",
    "{{ now() + timedelta(days=999999999) }}",
    "{{ [now] }}",
    "{{ namespace }}",
    "{{ value }}",
]


@pytest.mark.parametrize("source", BOMBS)
def test_a_bomb_does_not_go_off(source: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(TemplateError):
            compiled(source).value("a" * 60_000)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_output_is_bounded() -> None:
    assert len(compiled("{{ value }}").value("x" * MAX_OUTPUT)) == MAX_OUTPUT
    with pytest.raises(TemplateError):
        compiled("{{ value }}{{ value }}").value("x" * MAX_OUTPUT)


def test_work_is_counted_anew_at_each_rendering() -> None:
    template = compiled("{% for a in range(900) %}{{ a }}{% endfor %}")
    assert all(template.value("") for _ in range(50))


def test_the_message_is_not_changed_by_a_template() -> None:
    payload = '{"a": [3, 1]}'
    assert compiled("{{ value_json.a | sort }}").value(payload) == "[1, 3]"
    assert compiled("{{ value_json.a }}").value(payload) == "[3, 1]"


def test_equal_by_source() -> None:
    assert compiled("{{ value }}") == compiled("{{ value }}") != compiled("{{ value | int }}")
