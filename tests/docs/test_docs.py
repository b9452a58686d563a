"""The docs say what the code does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

import neckref
from neckref.cli.app import COMMANDS
from neckref.pipeline.assemble import all_rules
from neckref.settings import BASE_URLS

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("docs/**/*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_rules_page_is_what_the_code_says(generator: ModuleType) -> None:
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == generator.render_rules(all_rules()), "run `make docs`"


def test_commands_page_is_what_the_code_says(generator: ModuleType) -> None:
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == generator.render_cli(), "run `make docs`"


def test_the_readme_shows_what_a_run_prints_today(generator: ModuleType) -> None:
    assert generator.render_example() in (ROOT / "README.md").read_text("utf-8"), "run `make docs`"


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    for name in BASE_URLS:
        assert f"NECKREF_{name.upper()}_URL" in text
    for variable in ("NECKREF_MAILTO", "NECKREF_LIBRARY", "OPENALEX_API_KEY", "NCBI_API_KEY", "S2_API_KEY",
                     "NECKREF_VOCABULARY", "NECKREF_RETRACTIONWATCH"):  # fmt: skip
        assert variable in text


def test_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for name in COMMANDS:
        assert f"neckref {name}" in text, name


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_readme_leads_to_every_page() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert f"](docs/{page.name}" in text, page.name


def test_no_bar_ends_a_cell_within_code() -> None:
    for page in PAGES:
        for line in re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL).splitlines():
            if line.startswith("|"):
                cells = re.split(r"(?<!\\)\|", line)
                assert all(cell.count("`") % 2 == 0 for cell in cells), f"{page.name}: {line}"


def test_api_page_names_what_is_public() -> None:
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    functions = [name for name in neckref.__all__ if callable(getattr(neckref, name)) and name.islower()]
    assert functions
    for name in functions:
        assert f"`{name}(" in text, name
