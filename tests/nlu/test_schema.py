"""The JSON Schema that ships: it is current, and editors can work with it."""

import json

from nlu.contract import load_contract
from nlu.own_sections import Appliance, Command, File, Item, Test
from nlu.schema import SCHEMA, as_json, intents_schema
from nlu.training.contract import entities_of

_CONTRACT = load_contract()


def test_the_file_is_current() -> None:
    """To make it anew, write what is asserted here into the file."""
    assert SCHEMA.read_text(encoding="utf-8") == as_json(intents_schema(_CONTRACT, entities_of(_CONTRACT)))


def test_every_key_is_explained() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    models = {"File": schema, **schema["$defs"]}
    for model in (File, Item, Command, Test, Appliance):
        shown = models[model.__name__]["properties"]
        assert set(shown) == set(model.model_fields)
        for key, field in shown.items():
            assert field["description"].endswith((".", "}.")), key
            assert len(field["description"]) <= 110, key
        assert models[model.__name__]["additionalProperties"] is False


def test_names_can_be_completed() -> None:
    item = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]["Item"]["properties"]
    assert item["intent"]["enum"] == sorted(_CONTRACT)
    assert "program" in item["lookup"]["enum"]
