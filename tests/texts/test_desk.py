"""Thomas brings a text in, corrects it, publishes it and writes the next version; nobody else."""

import pytest

from participe.accounts.models import Account
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.texts.models import DiscussedText
from participe.texts.services import writing
from tests.browser import Browser, a_file, text
from tests.factories import (
    a_consultation,
    a_text,
)
from tests.texts.desk import SOURCE, draft_of, errors, of, path, publish, said, typed


class TestImport:
    def test_a_pasted_text_becomes_passages_to_correct(
        self, desk: Browser, consultation: Consultation
    ) -> None:
        fields = {"title": "Règlement de la place", "summary": "En bref.", "body": SOURCE}

        page = desk.submit(path(consultation, "/nouveau"), fields)

        assert text(page.h1) == "Règlement de la place"
        assert "Le texte est coupé en 2 passages." in text(page.main)
        assert [text(heading) for heading in page.select(".passage h2")] == [
            "La place",
            "Article 1er (passage 1)",
            "Article 2 (passage 2)",
        ]

    def test_a_file_becomes_passages(self, desk: Browser, consultation: Consultation) -> None:
        fields = {"title": "Règlement", "file": a_file(SOURCE.encode(), "texte.md")}

        page = desk.submit(path(consultation, "/nouveau"), fields)

        assert len(page.select(".passage")) == 3

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"body": SOURCE}, "Écrivez le nom du texte."),
            ({"title": "Règlement"}, "Choisissez un fichier, ou collez le texte."),
            (
                {"title": "Règlement", "body": "Un.\n\n" * 700},
                "Ce texte est trop long.",
            ),
        ],
    )
    def test_a_refused_form_keeps_all_that_was_typed(
        self, fields: dict[str, str], error: str, desk: Browser, consultation: Consultation
    ) -> None:
        page = desk.post(path(consultation, "/nouveau"), fields, status=422)

        assert errors(page)[0].startswith(error)
        kept = page.select_one("textarea[name=body]")
        assert kept is not None
        assert kept.text.split() == fields.get("body", "").split()
        assert page.select_one("[name=title]")["value"] == fields.get("title", "")

    def test_a_hostile_file_is_refused_beside_its_field(
        self, desk: Browser, consultation: Consultation
    ) -> None:
        fields = {"title": "Règlement", "file": a_file(b"PK\x03\x04 rien", "texte.docx")}

        page = desk.post(path(consultation, "/nouveau"), fields, status=422)

        assert "Ce fichier ne peut pas être lu." in text(page.select_one("#file-error"))
        assert not db.session.scalars(db.select(DiscussedText)).all()

    def test_the_text_of_a_file_is_kept_when_something_else_lacks(
        self, desk: Browser, consultation: Consultation
    ) -> None:
        fields = {"title": "", "file": a_file(SOURCE.encode(), "texte.txt")}

        page = desk.post(path(consultation, "/nouveau"), fields, status=422)

        assert "Les voitures roulent" in text(page.select_one("textarea[name=body]"))

    def test_a_text_nobody_has_read_can_be_forgotten(
        self, desk: Browser, regulation: DiscussedText
    ) -> None:
        question = desk.get(of(regulation, "/effacer"))
        assert text(question.h1) == "Effacer ce texte ?"
        assert "Ses 2 passages et vos corrections seront perdus." in text(question.main)

        page = desk.submit(of(regulation, "/effacer"))

        assert "Cette consultation n’a pas encore de texte." in text(page.main)


class TestWriting:
    def test_a_passage_is_rewritten(self, desk: Browser, regulation: DiscussedText) -> None:
        article = draft_of(regulation).wordings[2]

        page = desk.submit(of(regulation, "/passages/3"), typed(article, body="Zone piétonne."))

        assert "Zone piétonne." in text(page.select_one("#passage-3"))

    def test_of_what_is_public_one_says_why_it_changes(
        self, desk: Browser, published: DiscussedText
    ) -> None:
        article = draft_of(published).wordings[2]
        fields = typed(article, body="Zone piétonne.")

        page = desk.post(of(published, "/passages/3"), fields, status=422)
        assert errors(page) == ["Dites pourquoi. Tout le monde lira cette raison."]
        assert text(page.select_one("[name=body]")) == "Zone piétonne."

        page = desk.submit(of(published, "/passages/3"), fields | {"reason": "Plus sûr."})
        assert "Raison du changement\u00a0: Plus sûr." in page.text

    def test_invariant_4_the_second_editor_sees_both(
        self, desk: Browser, regulation: DiscussedText
    ) -> None:
        """Two editors of a passage never overwrite each other."""
        article = draft_of(regulation).wordings[2]
        mine = typed(article, body="Les voitures roulent à 30 km/h.")
        desk.submit(of(regulation, "/passages/3"), typed(article, body="Aucune voiture."))

        page = desk.post(of(regulation, "/passages/3"), mine, status=422)

        assert "Une autre personne a changé ce passage" in errors(page)[0]
        assert text(page.select_one("[name=body]")) == "Les voitures roulent à 30 km/h."
        assert text(page.select_one("blockquote .prose")) == "Aucune voiture."
        assert page.select("del"), page.select("ins")
        again = mine | {"based_on": page.select_one("[name=based_on]")["value"]}
        desk.submit(of(regulation, "/passages/3"), again)
        assert said(regulation)[2][2] == "Les voitures roulent à 30 km/h."

    def test_what_was_typed_for_a_passage_that_is_gone_is_not_lost(
        self, desk: Browser, regulation: DiscussedText
    ) -> None:
        article = draft_of(regulation).wordings[2]
        fields = typed(article, body="Une heure de travail.")
        publish(desk, regulation)

        page = desk.post(of(regulation, "/passages/3"), fields, status=422)

        assert "Une heure de travail." in text(page.select_one(".notice-box"))

    def test_a_passage_is_cut_before_a_paragraph(
        self, desk: Browser, regulation: DiscussedText
    ) -> None:
        page = desk.get(of(regulation, "/passages/2/couper"))
        assert "Il ferme à treize heures." in text(page.select_one(".choice"))

        desk.submit(of(regulation, "/passages/2/couper"), {"before": 1, "based_on": 1})

        assert said(regulation)[1:3] == [
            (2, "Article 1er", "Le marché a lieu le jeudi."),
            (4, "", "Il ferme à treize heures."),
        ]

    def test_a_paragraph_is_cut_where_a_line_of_dashes_says(
        self, desk: Browser, regulation: DiscussedText
    ) -> None:
        fields = {"body": "Les voitures\r\n---\r\nroulent à 20 km/h.", "based_on": 1}

        desk.submit(of(regulation, "/passages/3/couper"), fields)

        assert [body for *_rest, body in said(regulation)[2:]] == [
            "Les voitures",
            "roulent à 20 km/h.",
        ]

    def test_cutting_changes_no_word(self, desk: Browser, regulation: DiscussedText) -> None:
        """Invariant 2."""
        fields = {"body": "Les voitures\n---\nroulent vite.", "based_on": 1}

        page = desk.post(of(regulation, "/passages/3/couper"), fields, status=422)

        assert "Couper un passage ne change aucun mot." in errors(page)[0]
        assert "roulent vite." in text(page.select_one("[name=body]"))

    def test_a_stale_cut_is_refused(self, desk: Browser, regulation: DiscussedText) -> None:
        article = draft_of(regulation).wordings[1]
        body = "Le marché a lieu le lundi.\n\nIl ferme tôt."
        desk.submit(of(regulation, "/passages/2"), typed(article, body=body))

        page = desk.post(
            of(regulation, "/passages/2/couper"), {"before": 1, "based_on": 1}, status=422
        )

        assert "Une autre personne a changé ce passage" in errors(page)[0]
        assert "Il ferme tôt." in text(page.select_one(".choice"))

    def test_two_passages_are_put_together(self, desk: Browser, regulation: DiscussedText) -> None:
        page = desk.get(of(regulation, "/passages/2/reunir"))
        following = page.select_one("[name=following]")["value"]

        desk.submit(of(regulation, "/passages/2/reunir"), {"following": following})

        assert [heading for _number, heading, _body in said(regulation)] == [
            "La place",
            "Article 1er",
        ]

    def test_putting_together_what_no_longer_follows_is_refused(
        self, desk: Browser, regulation: DiscussedText
    ) -> None:
        page = desk.post(of(regulation, "/passages/1/reunir"), {"following": 3}, status=422)

        assert "Ces deux passages ne se suivent plus" in errors(page)[0]

    def test_passages_move(self, desk: Browser, regulation: DiscussedText) -> None:
        desk.submit(of(regulation, "/passages/3/deplacer"), {"after": 0})
        desk.submit(of(regulation, "/passages/1/descendre"))
        desk.submit(of(regulation, "/passages/2/monter"))

        assert [number for number, *_rest in said(regulation)] == [2, 3, 1]

    def test_what_is_done_rarely_is_folded_under_a_name_of_its_own(
        self, desk: Browser, regulation: DiscussedText
    ) -> None:
        """Of some ten targets for each passage, one is in sight."""
        page = desk.get(of(regulation))

        assert [text(link) for link in page.select(".passage a:not(details a)")] == [
            "Modifier La place",
            "Modifier Article 1er",
            "Modifier Article 2",
        ]
        assert [text(name) for name in page.select(".passage summary")] == [
            "Autres actions : La place",
            "Autres actions : Article 1er (passage 1)",
            "Autres actions : Article 2 (passage 2)",
        ]
        middle = page.select("#passage-2 details :is(a, button)")
        assert [text(action).removesuffix(" Article 1er") for action in middle] == [
            *("Couper", "Réunir au suivant", "Monter", "Descendre"),
            *("Déplacer", "Ajouter après", "Retirer"),
        ]

    def test_a_passage_that_moved_can_move_again_at_once(
        self, desk: Browser, regulation: DiscussedText
    ) -> None:
        page = desk.submit(of(regulation, "/passages/3/monter"))

        assert page.select("#passage-3 details[open] [formaction$='3/monter']")
        assert len(page.select("details[open]")) == 1
        assert not desk.get(of(regulation, "?actions=x")).select("details[open]")

    def test_a_passage_is_added_after_another(
        self, desk: Browser, regulation: DiscussedText
    ) -> None:
        desk.submit(of(regulation, "/passages/ajouter?apres=2"), {"body": "Les chiens aussi."})

        assert [number for number, *_rest in said(regulation)] == [1, 2, 4, 3]

    def test_a_public_passage_leaves_with_a_reason_and_can_come_back(
        self, desk: Browser, published: DiscussedText
    ) -> None:
        page = desk.post(of(published, "/passages/3/retirer"), status=422)
        assert "Dites pourquoi ce passage est retiré." in errors(page)[0]

        page = desk.submit(of(published, "/passages/3/retirer"), {"reason": "La loi le dit."})
        assert "Ce que cette version retire" in text(page.main)
        assert "La loi le dit." in text(page.main)

        desk.submit(of(published, "/passages/3/remettre"))
        assert len(said(published)) == 3


def test_the_texts_are_found_from_the_page_of_their_consultation(
    desk: Browser, consultation: Consultation, thomas: Account
) -> None:
    draft = a_consultation(commune=thomas.commune, published_at=None)
    for one in (consultation, draft):
        page = desk.get(path(one, "").replace("/textes", "/preparer"))
        assert page.select(f'a[href="{path(one)}"]')
    a_text(consultation=consultation)
    page = desk.get(path(consultation))
    assert "version 1 publiée" in text(page.main)


def test_a_passage_that_left_the_draft_leads_back_to_it(
    desk: Browser, published: DiscussedText
) -> None:
    writing.remove(draft_of(published).wordings[2], reason="Déjà dit.")
    db.session.commit()

    desk.get(of(published, "/passages/3"), status=303)
    desk.get(of(published, "/passages/3/couper"), status=404)
    desk.get(of(published, "/passages/99"), status=404)
