"""The JSON Schema of intent files, for editors that complete and explain while somebody types."""

import json
from pathlib import Path
from typing import Any

from nlu.contract import Contract
from nlu.own_sections import File

SCHEMA = Path(__file__).parent / "intents.schema.json"
"""The schema as it ships, made by this module."""


def intents_schema(contract: Contract, entities: frozenset[str]) -> dict[str, Any]:
    """The schema of one file, with the names of all intents and entities."""
    schema = File.model_json_schema()
    item = schema["$defs"]["Item"]
    for model in (schema, *schema["$defs"].values()):
        model["properties"] = {key: _plain(field) for key, field in model["properties"].items()}
        model.pop("title", None)
    item["oneOf"] = [{"required": [name]} for name in ("intent", "synonym", "lookup")]
    item["properties"]["intent"]["enum"] = sorted(contract)
    item["properties"]["lookup"]["enum"] = sorted(entities)
    schema["properties"]["version"]["const"] = "3.1"
    schema["anyOf"] = [{"required": [name]} for name in schema["properties"] if name != "version"]
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Own words of a home",
        "description": "Sentences, words and commands of a home, as Jipsa reads them.",
    }
    return {**head, **{key: value for key, value in schema.items() if key != "description"}}


def _plain(field: dict[str, Any]) -> dict[str, Any]:
    """A field without what nobody writes: its title, its default, null."""
    shapes = [one for one in field.get("anyOf", ()) if one != {"type": "null"}]
    kept = {key: value for key, value in field.items() if key not in ("title", "default", "anyOf")}
    return {**kept, **(shapes[0] if len(shapes) == 1 else {"anyOf": shapes} if shapes else {})}


def as_json(schema: dict[str, Any]) -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
