"""Tests of the page that compares two versions of a text, and of the one to print."""

import pytest
from flask import Flask

from participe.extensions import db
from participe.kernel import clock
from participe.texts.models import DiscussedText, Stance, TextVersion
from participe.texts.queries import finding
from participe.texts.services import arranging, deciding, drafting, publishing, writing
from tests.browser import Browser, text
from tests.factories import a_remark, a_text

THURSDAY = "Le marché a lieu le jeudi."
SATURDAY = "Le marché a lieu le samedi."
DOGS = "Les chiens sont tenus."


def _address(of: DiscussedText, verb: str) -> str:
    return f"/{of.commune.slug}/consultations/{of.consultation.slug}/textes/{of.number}/{verb}"


def _draft(of: DiscussedText) -> TextVersion:
    return drafting.begin(of, by=of.created_by, at=clock.now())


def _publish(draft: TextVersion) -> None:
    publishing.publish(draft, note="Le jour change.", by=draft.text.created_by, at=clock.now())
    db.session.commit()


def _save(draft: TextVersion, place: int, body: str, reason: str = "") -> None:
    writing.save(
        draft.wordings[place],
        heading="",
        body=body,
        reason=reason,
        based_on=draft.wordings[place].revision,
        by=draft.text.created_by,
        at=clock.now(),
    )


@pytest.fixture
def discussed(app: Flask) -> DiscussedText:  # noqa: ARG001 -- its database
    """A text of four passages whose second version changes the third one."""
    discussed = a_text("Un.", "Deux.", THURSDAY, DOGS)
    draft = _draft(discussed)
    _save(draft, 2, SATURDAY, "Demandé par dix personnes.")
    _publish(draft)
    return discussed


class TestCompare:
    def test_what_changed_is_marked_for_eye_and_ear(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        """R2: what changed because of you can be seen."""
        page = browser.get(_address(discussed, "comparer"))

        assert text(page.h1) == "Ce qui change de la version 1 à la version 2"
        assert [text(words) for words in page.select("main del")] == ["retiré : jeudi"]
        assert [text(words) for words in page.select("main ins")] == ["ajouté : samedi"]
        assert "Raison : Demandé par dix personnes." in text(page.main)

    def test_what_stayed_is_folded_and_named(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        page = browser.get(_address(discussed, "comparer"))

        assert [text(fold) for fold in page.select("main summary")] == [
            "Passages 1 et 2 : sans changement",
            "Passage 4 : sans changement",
        ]

    def test_moved_split_merged_added_and_removed_are_said_in_words(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        draft, staff, now = _draft(discussed), discussed.created_by, clock.now()
        one, two, three, four = draft.wordings
        arranging.merge(one, two, by=staff, at=now)
        bodies = ["Le marché a lieu", "le samedi."]
        arranging.split(three, bodies, based_on=three.revision, by=staff, at=now)
        writing.remove(four, reason="Déjà dans la loi.")
        _publish(draft)

        page = browser.get(_address(discussed, "comparer?de=2&a=3"))

        main = text(page.main)
        assert "Le passage 2 de la version 2 y est réuni. Les mots n’ont pas changé." in main
        assert "Réuni au passage 1." in main
        assert "Coupé du passage 3 de la version 2." in main
        assert "Retiré. Raison : Déjà dans la loi." in main
        assert [text(words) for words in page.select("main del")] == [f"retiré : {DOGS}"]
        assert page.select("main ins") == []

    def test_the_versions_asked_for_are_compared_the_older_first(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        page = browser.get(_address(discussed, "comparer?de=2&a=1"))

        chosen = [option["value"] for option in page.select("main option[selected]")]
        assert chosen == ["1", "2"]

    def test_the_same_version_twice_asks_to_choose(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        page = browser.get(_address(discussed, "comparer?de=2&a=2"))

        assert "Choisissez deux versions différentes." in text(page.main)

    @pytest.mark.parametrize("query", ["de=9&a=1", "de=1&a=99999999999999999999"])
    def test_a_version_that_is_not_public_does_not_exist(
        self, query: str, browser: Browser, discussed: DiscussedText
    ) -> None:
        _draft(discussed)
        db.session.commit()

        browser.get(_address(discussed, f"comparer?{query}"), status=404)
        browser.get(_address(discussed, "comparer?de=1&a=3"), status=404)

    def test_a_text_of_one_version_has_nothing_to_compare(self, browser: Browser) -> None:
        page = browser.get(_address(a_text(), "comparer"))

        assert "Ce texte n’a qu’une version." in text(page.main)

    def test_a_text_that_was_never_public_does_not_exist(self, browser: Browser) -> None:
        browser.get(_address(a_text(published=False), "comparer"), status=404)


class TestPrintable:
    def test_it_names_the_version_and_has_every_passage(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        page = browser.get(_address(discussed, "imprimer"))

        main = text(page.main)
        assert "Version 2, publiée le 4 mai 2030." in main
        for words in ("Un.", "Deux.", SATURDAY, DOGS):
            assert words in main
        assert page.select("main ins, main del") == []

    def test_with_marks_it_shows_what_changed_since_the_version_before(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        page = browser.get(_address(discussed, "imprimer?marques=1"))

        assert [text(words) for words in page.select("main ins")] == ["ajouté : samedi"]
        assert [text(words) for words in page.select("main del")] == ["retiré : jeudi"]

    def test_who_proposed_a_sentence_is_credited(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        """R2: what changed because of you carries your name."""
        current = finding.current(discussed)
        assert current is not None
        remark = a_remark(
            on=current.wordings[3], stance=Stance.REWORDING, wording="Les chiens sont en laisse."
        )
        remark.author.display_name = "Colibri"
        draft = _draft(discussed)
        deciding.take_in(
            remark,
            version=draft,
            based_on=1,
            reason="Plus clair.",
            by=discussed.created_by,
            at=clock.now(),
        )
        _publish(draft)

        for verb in ("imprimer", "", "passages/4"):
            page = browser.get(_address(discussed, verb).rstrip("/"))
            assert "Phrase proposée par Colibri, reprise dans la version 3." in text(page.main)
