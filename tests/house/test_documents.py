"""What the documents say is there: files, settings, commands, and the tests that cover a row."""

import re
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from participe import command
from participe.settings import DEFAULTS
from participe.web import guide

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
GUIDES = ROOT / "docs" / "guide"
PICTURES = sorted((GUIDES / "pictures").iterdir())
SHOWN = re.compile(r"!\[([^\]]*)\]\(pictures/([^)]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
INSTALLING = (GUIDES / "installer.md").read_text(encoding="utf-8")


def _named(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=_named)
def test_a_link_leads_to_a_file_that_exists(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))

    local = [link for link in links if "://" not in link]

    assert [link for link in local if not (document.parent / link).exists()] == []


def test_the_list_of_decisions_holds_each_of_them() -> None:
    listed = set(re.findall(r"\((\d{4}-[\w-]+\.md)\)", (ROOT / "docs/adr/README.md").read_text()))

    assert listed == {path.name for path in ROOT.glob("docs/adr/[0-9]*.md")}


class TestTheGuides:
    def test_each_has_a_reader_who_finds_it_on_the_site(self) -> None:
        assert {path.stem for path in GUIDES.glob("*.md")} == set(guide.READERS)

    def test_their_french_is_typeset(self) -> None:
        for path in GUIDES.glob("*.md"):
            text = re.sub(
                r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
            )

            assert re.findall(r".{0,20}(?:\w'\w| [;:?!»]|« ).{0,20}", text) == [], path.name

    def test_every_setting_is_explained_with_those_that_run_it(self) -> None:
        explained = set(re.findall(r"^\| `([A-Z_]+)` \|", INSTALLING, flags=re.MULTILINE))

        assert explained - {"SECRET_KEY", "SECRET_KEY_FALLBACKS"} == set(DEFAULTS)

    def test_the_commands_that_they_name_exist(self) -> None:
        named = set(re.findall(r"bin/participe ([a-z]+)", INSTALLING))

        assert (
            named - set(command.group.list_commands(command.group.make_context("p", ["x"])))
            == set()
        )


class TestThePicturesOfTheGuides:
    """Taken by scripts/guide_pictures.py; light, and said in words too."""

    def test_each_is_shown_and_said_in_words(self) -> None:
        guides = "".join(path.read_text(encoding="utf-8") for path in GUIDES.glob("*.md"))
        shown = {name: words for words, name in SHOWN.findall(guides)}

        assert set(shown) == {picture.name for picture in PICTURES}
        assert [name for name, words in shown.items() if len(words) < 20] == []

    @pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
    def test_it_is_small_and_found_on_the_site(self, app: Flask, picture: Path) -> None:
        with Image.open(picture) as image:
            width = image.width

        assert picture.stat().st_size <= 40 * 1024
        assert width <= 1000
        with app.app_context():
            assert guide.find_picture(picture.name)

    def test_they_are_few(self) -> None:
        assert 0 < len(PICTURES) <= 8


def test_the_table_of_security_names_tests_that_exist() -> None:
    """When one was renamed: python scripts/security_table.py."""
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", page)

    for file, name in named:
        if file.startswith("scripts/"):
            continue
        text = (ROOT / "tests" / file).read_text(encoding="utf-8")
        assert not name or re.search(rf"(?:def|class) {name}\b", text), f"{file}::{name}"
