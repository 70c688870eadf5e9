"""What the browser is given besides pages: its weight, and what it may not contain."""

import re
from pathlib import Path

import pytest

import participe
from participe.kernel.colour import stylesheet

STATIC = Path(participe.__file__).parent / "static"
STYLESHEETS = sorted(STATIC.rglob("*.css"))
SCRIPTS = sorted(STATIC.rglob("*.mjs"))

# What the oldest browsers that we promise (Chrome 109, Firefox 115) do not understand.
TOO_NEW = (":has(", "color-mix(", "light-dark(", "@layer", "@scope", "@container", "popover")
# What the strict CSP with Trusted Types would refuse, and what keeps words in the browser.
REFUSED_IN_SCRIPTS = (
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
    "localStorage", "sessionStorage", "indexedDB", "document.cookie", "fetch(", "http://", "https://",
)  # fmt: skip


BASE = STATIC / "css" / "participe.css"
THEME = len(stylesheet("#8a2a5f").encode())  # of a commune; each colour takes as many characters


@pytest.mark.parametrize("sheet", STYLESHEETS, ids=lambda path: path.name)
def test_the_style_of_a_page_stays_under_its_weight(sheet: Path) -> None:
    """G8: every page has the base sheet and the theme of its commune, and at most one other."""
    beside = 0 if sheet == BASE else sheet.stat().st_size

    assert BASE.stat().st_size + THEME + beside <= 25_000


def test_the_script_stays_under_its_weight() -> None:
    assert 0 < sum(path.stat().st_size for path in SCRIPTS) <= 20_000


def test_a_page_asks_for_one_script() -> None:
    assert len(SCRIPTS) == 1


@pytest.mark.parametrize("sheet", STYLESHEETS, ids=lambda path: path.name)
class TestStylesheets:
    def test_it_uses_nothing_that_old_browsers_lack(self, sheet: Path) -> None:
        rules = _without_comments(sheet)

        assert [word for word in TOO_NEW if word in rules] == []

    def test_its_rules_are_not_nested(self, sheet: Path) -> None:
        assert "&" not in _without_comments(sheet)

    def test_it_asks_for_nothing_else(self, sheet: Path) -> None:
        assert not re.search(r"url\(|@import|@font-face", _without_comments(sheet))

    def test_it_moves_nothing(self, sheet: Path) -> None:
        assert not re.search(r"animation|transition|@keyframes", _without_comments(sheet))

    def test_every_token_it_reads_is_given_there_or_by_the_base_or_has_a_fallback(
        self, sheet: Path
    ) -> None:
        rules = _without_comments(sheet)

        given = set(re.findall(r"(--[\w-]+)\s*:", rules + _without_comments(BASE)))
        read = set(re.findall(r"var\((--[\w-]+)\)", rules))

        assert read <= given


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
class TestScripts:
    def test_it_does_nothing_that_the_policy_refuses(self, script: Path) -> None:
        source = script.read_text(encoding="utf-8")

        assert [word for word in REFUSED_IN_SCRIPTS if word in source] == []

    def test_it_imports_nothing(self, script: Path) -> None:
        assert not re.search(
            r"^\s*import\b|\bimport\(", script.read_text(encoding="utf-8"), re.MULTILINE
        )


def _without_comments(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
