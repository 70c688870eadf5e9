from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from participe.web import guide


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    folder = tmp_path / "guide"
    folder.mkdir()
    app.config["GUIDE_FOLDER"] = str(folder)
    return folder


def written(folder: Path, source: str) -> BeautifulSoup:
    (folder / "habiter.md").write_text(source, encoding="utf-8")
    with folder.parent and guide.current_app.test_request_context("/"):
        page = guide.find("habiter")
        assert page is not None
        return BeautifulSoup(page.html, "html.parser")


class TestGuide:
    def test_its_first_line_is_the_title(self, folder: Path) -> None:
        (folder / "habiter.md").write_text("# Participer\n\nBonjour.\n", encoding="utf-8")

        page = guide.find("habiter")

        assert page is not None
        assert (page.title, page.source.strip()) == ("Participer", "Bonjour.")
        assert guide.titles() == {"habiter": "Participer"}

    def test_its_headings_can_be_linked_to(self, folder: Path) -> None:
        page = written(folder, "# Titre\n\n## Écrire à **votre** équipe\n")

        assert page.h2 is not None
        assert page.h2["id"] == "ecrire-a-votre-equipe"

    def test_links_between_files_work_on_the_site(self, folder: Path) -> None:
        page = written(folder, "[a](moderer.md#undo) [b](../glossary.md) [c](https://exemple.be)")

        assert [link["href"] for link in page.select("a")] == [
            "/aide/moderer#undo", "/aide/mots", "https://exemple.be"
        ]  # fmt: skip

    def test_a_table_scrolls_by_itself_and_by_keyboard(self, folder: Path) -> None:
        page = written(folder, "| a | b |\n|---|---|\n| 1 | 2 |\n")

        [region] = page.select("div[role=region][tabindex='0']")
        assert region["aria-label"] == "Tableau 1"
        assert region.table is not None

    def test_raw_html_and_odd_links_come_out_as_text(self, folder: Path) -> None:
        page = written(folder, "<script>x</script> [a](javascript:alert(1)) <img src=x onerror=y>")

        assert not page.select("script, img, a[href^=javascript]")


class TestGlossary:
    def test_the_names_in_the_code_are_left_out(self, app: Flask) -> None:
        words = {entry.word: entry.meaning for entry in guide.glossary()}

        assert "Mot" not in words
        assert words["commune"].startswith("La commune qui utilise ce site")
        assert not [meaning for meaning in words.values() if "`" in meaning]
