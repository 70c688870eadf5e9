"""Tests of participe.discussions.services."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from participe.accounts.models import Account
from participe.consultations.errors import NotOpen
from participe.consultations.phases import PhaseKind
from participe.contributions import services as contributions
from participe.contributions.errors import AlreadyWithdrawn, ChangedMeanwhile
from participe.discussions import services
from participe.discussions.errors import NoLongerEditable, NothingToDiscuss
from participe.discussions.models import Comment, Position
from participe.extensions import db
from participe.proposals.models import Proposal
from tests.databases import on_both
from tests.factories import a_comment, a_consultation, a_phase, a_proposal, a_resident
from tests.together import together

pytestmark = [pytest.mark.usefixtures("app"), on_both]

MINUTE = timedelta(minutes=1)


def say(
    on: Proposal, body: str, at: datetime, *, by: Account | None = None, to: Comment | None = None
) -> Comment:
    return services.comment(
        on,
        consultation=on.consultation,
        author=by or a_resident(commune=on.commune),
        body=body,
        parent=to,
        at=at,
    )


def readable(proposal: Proposal) -> int:
    return db.session.scalars(
        select(func.count(Comment.id)).where(
            Comment.subject_id == proposal.id,
            Comment.hidden_at.is_(None),
            Comment.withdrawn_at.is_(None),
        )
    ).one()


class TestComment:
    def test_it_is_public_plain_text_and_counted(self, noon: datetime) -> None:
        proposal = a_proposal()

        comment = services.comment(
            proposal,
            consultation=proposal.consultation,
            author=proposal.author,
            body="  Oui.\r\n<b>Merci</b>  ",
            position=Position.FOR,
            at=noon,
        )

        assert comment.body == "Oui.\n<b>Merci</b>"
        assert "<b>" not in comment.html
        assert proposal.comments_count == 1

    def test_a_reply_to_a_reply_joins_the_replies_to_the_comment(self, noon: datetime) -> None:
        proposal = a_proposal()
        comment = say(proposal, "Bonne idée.", noon)
        reply = say(proposal, "Pourquoi ?", noon, to=comment)

        second = say(proposal, "Pour l’ombre.", noon, to=reply)

        assert second.parent_id == comment.id
        assert (comment.comments_count, proposal.comments_count) == (2, 3)

    def test_the_same_words_within_the_hour_are_the_same_comment(self, noon: datetime) -> None:
        proposal, author = a_proposal(), a_resident()
        first = say(proposal, "Bonne idée.", noon, by=author)

        again = say(proposal, "Bonne idée.", noon + 59 * MINUTE, by=author)
        later = say(proposal, "Bonne idée.", noon + 60 * MINUTE, by=author)

        assert again is first
        assert later is not first
        assert proposal.comments_count == 2

    def test_it_is_closed_with_its_phase(self, noon: datetime) -> None:
        closed = a_consultation(phases=[a_phase(PhaseKind.DISCUSS, opens=-2, closes=0)])
        proposal = a_proposal(consultation=closed)

        with pytest.raises(NotOpen):
            say(proposal, "Trop tard.", noon)

    @pytest.mark.parametrize("is_hidden", [True, False])
    def test_what_is_no_longer_there_is_not_discussed(
        self, noon: datetime, is_hidden: bool
    ) -> None:
        proposal = a_proposal()
        comment = a_comment(on=proposal)
        if is_hidden:
            contributions.hide(comment, reason="Publicité.", at=noon)
        else:
            services.withdraw(comment, at=noon)

        with pytest.raises(NothingToDiscuss):
            say(proposal, "Je réponds.", noon, to=comment)

    def test_what_arrives_together_is_all_counted(self, app: Flask, noon: datetime) -> None:
        proposal = a_proposal()
        authors = [a_resident(commune=proposal.commune).id for _ in range(8)]
        proposal_id = proposal.id

        def act() -> None:
            on = db.session.get_one(Proposal, proposal_id)
            by = db.session.get_one(Account, authors.pop())
            parent = say(on, "En même temps.", noon, by=by)
            say(on, "Et encore.", noon, by=by, to=parent)

        results = together(app, 8, act)

        assert results == [None] * 8
        assert proposal.comments_count == readable(proposal) == 16

    def test_one_text_sent_twice_at_once_is_there_once(self, app: Flask, noon: datetime) -> None:
        proposal, author = a_proposal(), a_resident()
        proposal_id, author_id = proposal.id, author.id

        def act() -> int:
            on = db.session.get_one(Proposal, proposal_id)
            by = db.session.get_one(Account, author_id)
            return say(on, "Bonne idée.", noon, by=by).id

        results = together(app, 4, act)

        assert len(set(map(str, results))) == 1
        assert proposal.comments_count == readable(proposal) == 1


class TestEdit:
    def edit(self, comment: Comment, body: str, at: datetime, *, based_on: int = 1) -> bool:
        consultation = comment.subject.consultation  # type: ignore[attr-defined]
        return services.edit(
            comment, consultation=consultation, body=body, based_on=based_on, at=at
        )

    def test_the_wording_before_is_kept(self, noon: datetime) -> None:
        comment = a_comment(body="Bone idée.")

        changed = self.edit(comment, "Bonne idée.", noon + 9 * MINUTE)

        assert changed
        assert comment.body == "Bonne idée."
        assert [version.body for version in comment.versions] == ["Bone idée."]

    def test_after_ten_minutes_it_is_fixed(self, noon: datetime) -> None:
        comment = a_comment()

        with pytest.raises(NoLongerEditable):
            self.edit(comment, "Autre chose.", noon + 10 * MINUTE)

    def test_of_two_windows_neither_is_lost(self, noon: datetime) -> None:
        comment = a_comment()
        self.edit(comment, "De la première fenêtre.", noon)

        with pytest.raises(ChangedMeanwhile):
            self.edit(comment, "De la seconde.", noon, based_on=1)


class TestWithdraw:
    def test_it_is_no_longer_counted(self, noon: datetime) -> None:
        comment = a_comment()
        subject = comment.subject

        services.withdraw(comment, at=noon)

        assert comment.is_withdrawn
        assert subject.comments_count == 0

    def test_once_is_enough_even_at_once(self, app: Flask, noon: datetime) -> None:
        proposal = a_proposal()
        comment_id = a_comment(on=proposal).id
        a_comment(on=proposal)

        results = together(
            app, 4, lambda: services.withdraw(db.session.get_one(Comment, comment_id), at=noon)
        )

        assert sorted(map(type, results), key=str) == sorted(
            [type(None)] + [AlreadyWithdrawn] * 3, key=str
        )
        assert proposal.comments_count == readable(proposal) == 1

    def test_a_hidden_comment_is_not_taken_out_of_the_count_twice(self, noon: datetime) -> None:
        proposal = a_proposal()
        comment = a_comment(on=proposal)
        a_comment(on=proposal, parent=a_comment(on=proposal))

        contributions.hide(comment, reason="Publicité.", at=noon)
        assert proposal.comments_count == readable(proposal) == 2

        services.withdraw(comment, at=noon)
        assert proposal.comments_count == readable(proposal) == 2

        contributions.restore(comment, at=noon)
        assert proposal.comments_count == readable(proposal) == 2
