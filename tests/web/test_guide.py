from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from PIL import Image

from participe.web import guide
from tests.browser import Browser
from tests.factories import a_commune


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


def drawn(folder: Path, name: str = "poste.png") -> Path:
    path = folder / "pictures" / name
    path.parent.mkdir(exist_ok=True)
    Image.new("P", (30, 20)).save(path)
    return path


class TestPictures:
    def test_a_picture_keeps_its_place_and_comes_when_it_is_near(self, folder: Path) -> None:
        drawn(folder)

        page = written(folder, "# Titre\n\n![Le poste d’une personne](pictures/poste.png)\n")

        [image] = page.select("img")
        assert image.attrs == {
            "src": "/aide/images/poste.png",
            "alt": "Le poste d’une personne",
            "width": "30",
            "height": "20",
            "loading": "lazy",
        }

    @pytest.mark.parametrize(
        "address",
        [
            *("https://ailleurs.example/poste.png", "poste.png", "../pictures/poste.png"),
            *("pictures/absent.png", "pictures/../secret.png", "pictures/texte.webp"),
            *("data:image/png;base64,AAAA", "//ailleurs.example/poste.png"),
        ],
    )
    def test_of_any_other_picture_only_the_words_come(self, folder: Path, address: str) -> None:
        drawn(folder)
        drawn(folder, "../secret.png")
        (folder / "pictures" / "texte.webp").write_text("no image", encoding="utf-8")

        page = written(folder, f"# Titre\n\n![Ce qu’on y voit]({address})\n")

        assert not page.select("img")
        assert page.text.strip() == "Ce qu’on y voit"

    def test_a_picture_without_words_is_not_shown(self, folder: Path) -> None:
        drawn(folder)

        assert not written(folder, "# Titre\n\n![ ](pictures/poste.png)\n").select("img")

    def test_words_of_a_picture_cannot_leave_their_attribute(self, folder: Path) -> None:
        drawn(folder)

        page = written(folder, '# T\n\n![a" onload="x <b>](pictures/poste.png "titre")\n')

        [image] = page.select("img")
        assert set(image.attrs) == {"src", "alt", "width", "height", "loading"}

    def test_it_is_served_under_the_commune_and_the_platform(
        self, folder: Path, browser: Browser
    ) -> None:
        content = drawn(folder).read_bytes()
        commune = a_commune()

        for home in ("", f"/{commune.slug}"):
            answer = browser.open("GET", f"{home}/aide/images/poste.png")

            assert (answer.status_code, answer.content_type) == (200, "image/png")
            assert answer.get_data() == content
            assert answer.headers["Cache-Control"] == "public, max-age=86400"
            assert "Set-Cookie" not in answer.headers
            known = {"If-None-Match": answer.headers["ETag"]}
            again = browser.client.get(f"{home}/aide/images/poste.png", headers=known)
            assert again.status_code == 304

    @pytest.mark.parametrize(
        "name",
        [
            *("..%2Fhabiter.md", "%2e%2e/%2e%2e/README.md", "../habiter.md", "habiter.md"),
            *("absent.png", "Poste.png", ".png", "..%5Csecret.png", "sous%2Fa.png"),
        ],
    )
    def test_nothing_else_is_served(self, folder: Path, browser: Browser, name: str) -> None:
        drawn(folder)
        drawn(folder, "../secret.png")

        answer = browser.open("GET", f"/aide/images/{name}")

        assert answer.status_code == 404


class TestGlossary:
    def test_the_names_in_the_code_are_left_out(self, app: Flask) -> None:
        words = {entry.word: entry.meaning for entry in guide.glossary()}

        assert "Mot" not in words
        assert words["commune"].startswith("La commune qui utilise ce site")
        assert not [meaning for meaning in words.values() if "`" in meaning]
