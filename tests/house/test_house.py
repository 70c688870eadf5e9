"""Tests of the house itself: rules that hold for every page, package and template."""

import re
import tomllib
from pathlib import Path

import pytest
from flask import Flask

import participe

ROOT = Path(participe.__file__).parent
REPOSITORY = ROOT.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODULES = sorted(ROOT.rglob("*.py"))
LONGEST_MODULE = 400
PACKAGES = {path.parent.name for path in ROOT.glob("*/__init__.py")}
WITHOUT_A_CONCEPT = {"kernel", "web", "demo"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "base2", "manager", "data", "info"}

DOORS = re.compile(
    r"^\s*(?:import|from) "
    r"(?:aiohttp|ftplib|http\.client|httpx|requests|smtplib|socket|urllib\.request|urllib3)\b",
    re.MULTILINE,
)
WHERE_FROM = re.compile(r"\.referrer\b|access_route|headers.*forwarded", re.IGNORECASE)


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_view_says_whom_it_is_for(app: Flask) -> None:
    silent = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and not hasattr(view, "audience")
    }
    assert not silent


def test_only_reading_goes_by_get(app: Flask) -> None:
    """A GET route never also takes a method that nobody asked for (house, smell 10)."""
    methods = {
        rule.endpoint: rule.methods - {"HEAD", "OPTIONS"}
        for rule in app.url_map.iter_rules()
        if rule.methods
    }
    assert all(names <= {"GET", "POST"} for names in methods.values())


def test_the_shape_of_every_concept_is_checked() -> None:
    pyproject = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    contracts = pyproject["tool"]["importlinter"]["contracts"]
    checked = {name for contract in contracts for name in contract.get("containers", ())}
    assert {f"participe.{name}" for name in PACKAGES - WITHOUT_A_CONCEPT} <= checked


@pytest.mark.parametrize("module", MODULES, ids=_named)
class TestModules:
    def test_it_has_not_outgrown_its_room(self, module: Path) -> None:
        assert len(module.read_text().splitlines()) <= LONGEST_MODULE

    def test_its_name_says_what_it_holds(self, module: Path) -> None:
        assert module.stem not in FORBIDDEN_NAMES

    def test_it_reads_the_database_from_its_room_only(self, module: Path) -> None:
        """`select(` stands in queries; counters and single rows changed by a service may return."""
        path = module.relative_to(ROOT)
        if (
            "queries" in module.stem
            or "queries" in path.parts
            or path.parts[0] in {"kernel", "web"}
        ):
            return
        assert not re.search(r"\bselect\(", module.read_text())

    def test_it_asks_nothing_of_the_network(self, module: Path) -> None:
        """T-14, T-110: no address that people give is fetched; letters leave by one door."""
        if module.relative_to(ROOT) == Path("notifications/transport.py"):
            return
        doors = r"aiohttp|ftplib|http\.client|httpx|requests|smtplib|socket|urllib\.request|urllib3"
        assert not re.search(
            rf"^\s*(?:import|from) (?:{doors})\b", module.read_text(), re.MULTILINE
        )

    def test_it_believes_no_header_of_where_one_comes_from(self, module: Path) -> None:
        """T-82, T-84: only `app` reads them, for as many proxies as are declared."""
        assert not re.search(
            r"\.referrer\b|access_route|headers.*forwarded", module.read_text(), re.IGNORECASE
        )

    def test_it_marks_no_text_as_safe_by_itself(self, module: Path) -> None:
        """[T-18] Markup is made by the sanitiser, of its stored output, and of escaped letters."""
        makers = {
            "kernel/html.py",
            "contributions/models.py",
            "notifications/composing.py",
            "accounts/views/space.py",  # a template of ours, rendered
            "web/guide.py",  # the guides, cleaned like any text
        }
        if str(module.relative_to(ROOT)) in makers:
            return
        assert "# noqa: S704" not in module.read_text()


@pytest.mark.parametrize("template", TEMPLATES, ids=_named)
class TestTemplates:
    def test_it_lies_in_the_folder_of_a_package(self, template: Path) -> None:
        folder = template.relative_to(ROOT / "templates").parts[0]
        assert folder in PACKAGES | {"components", "errors", "emails", "base.html"}

    def test_it_trusts_no_text(self, template: Path) -> None:
        assert not re.search(r"\|\s*safe\b|autoescape\s+false|xmlattr", template.read_text())

    def test_its_post_forms_carry_their_tokens(self, template: Path) -> None:
        forms = re.findall(r'<form[^>]*method="post".*?</form>', template.read_text(), re.DOTALL)
        tokens = re.compile(r"form_tokens\(\)|csrf_token\(\).*name=\"form_key\"", re.DOTALL)
        assert all(tokens.search(form) for form in forms)

    def test_it_has_no_code_of_its_own(self, template: Path) -> None:
        assert not re.search(r"<script>|<style|\son[a-z]+=|\sstyle=", template.read_text())
