"""What the documents say stands in the code, and the other way round."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from appliance_bridge.entities.components import COMPONENTS
from bot.cli.common import EXIT_CODES
from bot.config import Settings
from bot.web.models import ApplianceBody, MessageBody

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / name for name in ("README.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md")] + sorted(
    DOCS.rglob("*.md")
)


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", read(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", read(page), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"", text):
        target = link[0] or link[1]
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(found), f"{page.name}: {target}"


def test_the_page_of_appliances_is_current() -> None:
    ran = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "docs"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def test_every_redis_key_is_listed() -> None:
    code = "\n".join(
        read(file) for room in ("appliance_bridge", "bot") for file in (ROOT / room).rglob("*.py")
    )
    made = {
        ":".join(re.findall(r'"(\w+)"', call))
        for call in re.findall(r"(?:keys|return self)\.key\(([^)]*)\)", code)
    }
    made |= set(re.findall(r'"(\w+_tries)"', code))
    made.discard("")
    assert {"message", "conversation", "button", "pin_tries", "commands:open"} <= made
    rows = re.findall(r"^\| `([\w:]+?)(?::<.*)?` \|", read(DOCS / "redis.md"), re.MULTILINE)
    assert made == set(rows)


def leaves(model: type[BaseModel], path: str = "") -> set[str]:
    """Names of all keys of the config, without the ids of people and appliances."""
    found: set[str] = set()
    for name, field in model.model_fields.items():
        inner = [one for one in _classes(field.annotation) if issubclass(one, BaseModel)]
        found |= set().union(*(leaves(one, name) for one in inner)) if inner else {name}
    return found


def _classes(annotation: object) -> list[type]:
    if isinstance(annotation, type) and not hasattr(annotation, "__args__"):
        return [annotation]
    return [one for argument in getattr(annotation, "__args__", ()) for one in _classes(argument)]


def test_every_config_key_is_described() -> None:
    keys = leaves(Settings)
    assert {"confirm_more_than", "ca_file", "discovery_prefixes", "until", "effect", "hidden"} <= keys
    admins, example = read(DOCS / "admins.md"), read(ROOT / "config.example.yaml")
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", admins)] == []
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}:", example)] == []


def test_every_component_is_described() -> None:
    rows = re.findall(r"^\| ((?:`\w+`[^|]*))\|", read(DOCS / "mqtt.md"), re.MULTILINE)
    listed = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert set(COMPONENTS) <= listed


def test_the_api_is_described() -> None:
    page = read(DOCS / "api.md")
    for field in (*MessageBody.model_fields, *EXIT_CODES, "confirmed", "sent", "timed_out", "pending"):
        assert f"`{field}`" in page, field
    routes = "\n".join(read(file) for file in (ROOT / "bot" / "web" / "routes").glob("*.py"))
    for path in re.findall(r'@routes\.\w+\(\s*"(/[^"]*)"', routes):
        if path != "/" and "favicon" not in path:
            assert path in page, path
    assert "state" in ApplianceBody.model_fields


def test_files_named_to_developers_exist() -> None:
    page = read(DOCS / "developers.md")
    named = re.findall(r"`((?:bot|nlu|appliance_bridge|tests|scripts|docs)/[\w/.]+\w)`", page)
    assert len(named) > 20
    assert [one for one in named if not (ROOT / one).exists()] == []


def test_the_code_names_as_many_types_as_the_readme() -> None:
    said = re.search(r"\[(\d+) appliance types\]", read(ROOT / "README.md"))
    types = [
        one for one in (ROOT / "appliance_bridge" / "appliance_types").glob("*.yaml") if one.stem != "shared"
    ]
    assert said is not None
    assert int(said[1]) == len(types)
