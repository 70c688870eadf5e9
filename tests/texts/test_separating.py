"""Tests of participe.texts.services.separating: two passages put together by mistake."""

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.extensions import db
from participe.kernel import clock
from participe.texts.cutting import paragraphs
from participe.texts.errors import JoinedChanged, NothingJoined, VersionFixed
from participe.texts.models import DiscussedText, TextVersion, Wording
from participe.texts.queries import lineage
from participe.texts.services import arranging, drafting, publishing, separating
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_remark
from tests.texts.desk import draft_of, of
from tests.texts.desk import said as said_of
from tests.texts.draft import descents, passage_numbers, said, save, split, words
from tests.together import together


def merge(wording: Wording, by: Account) -> None:
    following = wording.version.wordings[wording.position]
    arranging.merge(wording, following, by=by, at=clock.now())


def separate(wording: Wording, by: Account) -> Wording:
    return separating.separate(wording, by=by, at=clock.now())


@on_both
class TestSeparate:
    def test_each_says_again_what_it_said(self, draft: TextVersion, thomas: Account) -> None:
        before, numbers = said(draft), passage_numbers(draft.text)
        merge(draft.wordings[1], thomas)

        separate(draft.wordings[1], thomas)

        assert said(draft) == before
        assert passage_numbers(draft.text) == numbers

    def test_the_last_ones_first_and_what_was_traced_with_them(
        self, next_draft: TextVersion, thomas: Account
    ) -> None:
        article = next_draft.wordings[1]
        split(article, paragraphs(article.body), thomas)
        before, traced = said(next_draft), {(d.from_id, d.kind) for d in descents(next_draft)}
        for _ in range(3):
            merge(article, thomas)

        for _ in range(3):
            separate(article, thomas)

        assert said(next_draft) == before
        assert {(d.from_id, d.kind) for d in descents(next_draft)} == traced

    def test_remarks_go_back_to_the_passage_they_were_made_on(
        self, next_draft: TextVersion, thomas: Account
    ) -> None:
        """Invariant 1."""
        first, second = next_draft.wordings[1], next_draft.wordings[2].passage
        remark = a_remark(on=next(w for w in _public(next_draft) if w.passage_id == second.id))
        merge(first, thomas)
        assert lineage.places(next_draft.text, next_draft)[second.id] == first.passage_id

        separate(first, thomas)

        assert lineage.places(next_draft.text, next_draft)[remark.passage_id] == second.id

    def test_what_was_written_since_before_it_stays(
        self, draft: TextVersion, thomas: Account
    ) -> None:
        article = draft.wordings[1]
        merge(article, thomas)
        save(article, thomas, body=article.body.replace("jeudi", "samedi"))
        before = words(draft)

        made = separate(article, thomas)

        assert words(draft) == before
        assert "samedi" in article.body
        assert made.body == "Les voitures roulent à 20 km/h."

    def test_what_was_written_in_it_is_never_lost(
        self, draft: TextVersion, thomas: Account
    ) -> None:
        article = draft.wordings[1]
        merge(article, thomas)
        save(article, thomas, body=article.body.replace("20", "30"))

        with pytest.raises(JoinedChanged):
            separate(article, thomas)

        assert not separating.may_separate(article)
        assert "30 km/h" in article.body

    def test_nothing_was_put_together(self, draft: TextVersion, thomas: Account) -> None:
        with pytest.raises(NothingJoined):
            separate(draft.wordings[1], thomas)

    def test_after_publication_it_stays_as_it_is(self, draft: TextVersion, thomas: Account) -> None:
        merge(draft.wordings[1], thomas)
        publishing.publish(draft, note="", by=thomas, at=clock.now())

        with pytest.raises(VersionFixed):
            separate(draft.wordings[1], thomas)

        later = drafting.begin(draft.text, by=thomas, at=clock.now())
        assert not any(separating.may_separate(wording) for wording in later.wordings)

    def test_two_at_once_separate_once(
        self, app: Flask, draft: TextVersion, thomas: Account
    ) -> None:
        before, article_id, by_id = said(draft), draft.wordings[1].id, thomas.id
        merge(draft.wordings[1], thomas)
        db.session.commit()

        def act() -> None:
            wording, by = db.session.get(Wording, article_id), db.session.get(Account, by_id)
            assert wording is not None
            assert by is not None
            separate(wording, by)

        results = together(app, 2, act)

        assert [type(result) for result in results if result] == [NothingJoined]
        assert said(draft) == before


class TestDesk:
    def test_a_button_undoes_it_as_long_as_it_can(
        self, desk: Browser, regulation: DiscussedText
    ) -> None:
        before = said_of(regulation)
        following = {"following": before[2][0]}
        page = desk.submit(of(regulation, "/passages/2/reunir"), following)
        button = page.select_one("#passage-2 [formaction$=separer]")

        page = desk.submit(button["formaction"])

        assert text(button).startswith("Défaire la réunion")
        assert "à nouveau séparés" in text(page.main)
        assert said_of(regulation) == before
        assert not page.select("[formaction$=separer]")

    def test_when_its_end_changed_it_is_said_how_else(
        self, desk: Browser, regulation: DiscussedText
    ) -> None:
        article = draft_of(regulation).wordings[1]
        address = of(regulation, f"/passages/{article.passage.number}/separer")
        merge(article, article.saved_by)  # type: ignore[arg-type]
        article.body += " Sauf le dimanche."
        db.session.commit()

        page = desk.submit(address)

        assert "coupez-le" in text(page.main)


def _public(draft: TextVersion) -> list[Wording]:
    return list(
        db.session.scalars(
            db.select(Wording)
            .join(Wording.version)
            .where(TextVersion.text_id == draft.text_id, TextVersion.number == draft.number - 1)
        )
    )
