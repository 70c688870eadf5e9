"""What a bilan counts, and what it leaves out."""

import pytest

from participe.accounts.models import Account, Channel
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.html import TextFormat
from participe.proposals.models import Amendment, Proposal
from participe.reports.figures import Kind
from participe.reports.queries import counting, outcomes
from participe.texts.models import Stance, TextVersion, Wording
from tests.databases import on_both
from tests.factories import (
    a_comment,
    a_consultation,
    a_proposal,
    a_remark,
    a_resident,
    a_support,
    a_text,
)

pytestmark = [on_both, pytest.mark.usefixtures("app")]
HIDDEN = {"hidden_at": clock.now(), "hidden_reason": "Insulte."}


class TestCounts:
    def test_each_act_counts_once_and_each_person_once(self) -> None:
        consultation = a_consultation()
        nadia = a_resident(commune=consultation.commune)
        proposal = a_proposal(consultation=consultation, author=nadia, locality="Ronquet")
        comment = a_comment(on=proposal, author=nadia)
        a_comment(on=proposal, parent=comment, author=nadia)
        a_support(of=proposal, by=nadia)
        a_support(of=proposal, channel=Channel.PAPER)
        _amended(proposal, nadia)
        wording = _a_wording(consultation)
        remark = a_remark(on=wording, author=nadia)
        a_remark(on=wording, author=nadia, stance=Stance.REWORDING, wording="Le samedi.")
        a_comment(on=remark, author=nadia)
        a_proposal()  # in another consultation

        counts = counting.counts(consultation)

        assert counts.people == 2
        assert counts.kinds == {
            Kind.PROPOSAL: 1,
            Kind.SUPPORT: 2,
            Kind.COMMENT: 3,
            Kind.REMARK: 1,
            Kind.REWORDING: 1,
            Kind.AMENDMENT: 1,
        }
        assert counts.channels == {"online": 8, "paper": 1, "assisted": 0, "meeting": 0}
        assert counts.localities == {"Ronquet": 1}

    def test_what_is_hidden_or_taken_back_is_left_out_with_what_hangs_on_it(self) -> None:
        consultation = a_consultation()
        hidden = a_proposal(consultation=consultation, **HIDDEN)
        a_comment(on=hidden)
        a_support(of=hidden)
        shown = a_proposal(consultation=consultation)
        a_support(of=shown, withdrawn_at=clock.now())
        a_comment(on=shown, withdrawn_at=clock.now())
        a_remark(on=_a_wording(consultation), **HIDDEN)

        counts = counting.counts(consultation)

        assert counts.kinds == {Kind.PROPOSAL: 1}
        assert counts.people == 1


class TestCrowds:
    def test_each_consultation_has_its_people_in_one_query(self) -> None:
        first, second = a_consultation(), a_consultation()
        for _person in range(3):
            a_support(of=a_proposal(consultation=first))
        a_proposal(consultation=second)

        assert counting.crowds([first, second]) == {first.id: 6, second.id: 1}

    def test_beyond_so_many_acts_it_looks_no_further(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(counting, "MOST_ACTS", 3)
        consultation = a_consultation()
        for _person in range(5):
            a_proposal(consultation=consultation)

        assert counting.crowds([consultation]) == {consultation.id: 3}


class TestShares:
    def test_who_wrote_is_there_with_what_they_wrote(self) -> None:
        consultation = a_consultation()
        proposal = a_proposal(consultation=consultation)
        comment = a_comment(on=proposal)
        remark = a_remark(on=_a_wording(consultation))
        a_support(of=proposal)
        a_proposal(consultation=consultation, **HIDDEN)

        shares = outcomes.shares(consultation)

        assert set(shares) == {proposal.author_id, comment.author_id, remark.author_id}
        assert shares[proposal.author_id].proposals == [proposal]
        assert shares[remark.author_id].remarks == [remark]


def _a_wording(consultation: Consultation) -> Wording:
    text = a_text(consultation=consultation)
    version = db.session.scalars(db.select(TextVersion).where(TextVersion.text == text)).one()
    return version.wordings[0]


def _amended(proposal: Proposal, by: Account) -> None:
    amendment = Amendment(
        commune=proposal.commune,
        author=by,
        acted_by=by,
        published_at=clock.now(),
        proposal=proposal,
        based_on=1,
    )
    amendment.write(title="Deux fontaines", body="Deux.", body_format=TextFormat.PLAIN)
    db.session.add(amendment)
    db.session.commit()
