"""Tests of the pages on which propositions are grouped, and of those of a group."""

from participe.extensions import db
from participe.kernel import clock
from participe.notifications.models import Letter, LetterKind
from participe.proposals.models import Proposal
from participe.proposals.services import grouping
from tests.browser import Browser, text
from tests.factories import (
    a_consultation,
    a_proposal,
    a_resident,
    a_staff_member,
    a_support,
)
from tests.proposals.test_page import page_of, short


def two() -> tuple[Proposal, Proposal]:
    consultation = a_consultation()
    return (
        a_proposal(consultation=consultation, title="Une fontaine sur la place"),
        a_proposal(consultation=consultation, title="Une fontaine pour la place du marché"),
    )


def grouped() -> tuple[Proposal, Proposal]:
    lead, member = two()
    by = a_staff_member(commune=lead.commune)
    grouping.group(lead, [member], by=by, reason="Le même projet.", at=clock.now())
    db.session.commit()
    return lead, member


def desk(lead: Proposal, more: str = "") -> str:
    return f"/{lead.commune.slug}/gestion/propositions/regrouper{more}"


class TestRegroup:
    def test_staff_tick_what_resembles_it(self, browser: Browser) -> None:
        lead, member = two()
        a_support(of=member)
        browser.sign_in(a_staff_member(commune=lead.commune))

        form = browser.get(desk(lead, f"?proposition={lead.number}"))
        page = browser.submit(
            desk(lead),
            {"proposition": lead.number, "members": member.number, "reason": "Le même projet."},
        )

        assert member.title in text(form.main)
        shown = text(page.main)
        assert "Regroupe 1 autre proposition" in shown
        assert f"par {member.author.shown_name}" in shown
        assert "1 personne soutient ce groupe" in shown
        assert "Le même projet." in shown
        told = db.session.query(Letter).filter_by(kind=LetterKind.PROPOSALS_GROUPED)
        assert {letter.person_id for letter in told} == {lead.author_id, member.author_id}

    def test_others_are_found_by_words(self, browser: Browser) -> None:
        lead, _member = two()
        bench = a_proposal(consultation=lead.consultation, title="Un banc au soleil")
        browser.sign_in(a_staff_member(commune=lead.commune))

        page = browser.get(desk(lead, f"?proposition={lead.number}&q=banc"))

        assert bench.title in text(page.main)

    def test_a_refusal_keeps_what_was_ticked_and_typed(self, browser: Browser) -> None:
        """R4."""
        lead, member = two()
        elsewhere = a_proposal(consultation=a_consultation(commune=lead.commune))
        browser.sign_in(a_staff_member(commune=lead.commune))

        page = browser.post(
            desk(lead), {"proposition": lead.number, "members": member.number}, status=422
        )
        refused = browser.post(
            desk(lead),
            {"proposition": lead.number, "members": elsewhere.number, "reason": "Pareil."},
            status=422,
        )

        assert page.select_one(f"input[name=members][value='{member.number}'][checked]")
        assert "Tout le monde la lit." in text(page.main)
        assert "Pareil." in text(refused.main)

    def test_nobody_but_staff(self, browser: Browser) -> None:
        lead, _member = two()
        browser.sign_in(lead.author)

        for method in ("GET", "POST"):
            assert browser.open(method, desk(lead)).status_code == 403
        assert "Regrouper avec des semblables" not in text(browser.get(page_of(lead)).main)


class TestMember:
    def test_its_page_keeps_its_text_and_leads_to_the_group(self, browser: Browser) -> None:
        lead, member = grouped()

        page = browser.get(page_of(member))
        listed = browser.get(f"/{lead.commune.slug}/propositions")

        shown = text(page.main)
        assert "Cette proposition est dans un groupe" in shown
        assert "Place du marché, près du tilleul." in shown
        assert page.select_one(f"a[href='{page_of(lead)}']")
        assert f"Regroupée sous « {lead.title} »" in text(listed.main)

    def test_its_support_goes_to_the_lead_and_comes_back_from_anywhere(
        self, browser: Browser
    ) -> None:
        """Invariant 3."""
        lead, member = grouped()
        browser.sign_in(a_resident(commune=lead.commune))

        page = browser.submit(short(member, "/soutenir"))
        again = browser.submit(short(lead, "/soutenir"))
        counts = (lead.supports_count, member.supports_count, lead.people_count)
        gone = browser.submit(short(member, "/retirer-mon-soutien"))

        assert "Vous soutenez ce groupe de propositions. Merci." in text(page.main)
        assert "Vous soutenez déjà ce groupe" in text(again.main)
        assert counts == (1, 0, 1)
        assert "0 personne" in text(gone.main)
        assert (lead.supports_count, lead.people_count) == (0, 0)


class TestLeave:
    def test_an_author_takes_theirs_out(self, browser: Browser) -> None:
        lead, member = grouped()
        browser.sign_in(member.author)

        asked = browser.get(short(member, "/quitter-le-groupe"))
        page = browser.submit(short(member, "/quitter-le-groupe"))

        assert "Une réponse promise reste promise." in text(asked.main)
        assert member.lead_id is None
        assert f"Sortie du groupe de la proposition {lead.number}" in text(page)
        assert f"La proposition {member.number} a quitté" in text(browser.get(page_of(lead)))

    def test_staff_undo_a_group(self, browser: Browser) -> None:
        lead, member = grouped()
        browser.sign_in(a_staff_member(commune=lead.commune))

        page = browser.submit(short(lead, "/quitter-le-groupe"))

        assert member.lead_id is None
        assert "Regroupe 1 autre" not in text(page.main)

    def test_nobody_else(self, browser: Browser) -> None:
        _lead, member = grouped()
        browser.sign_in(a_resident(commune=member.commune))

        for method in ("GET", "POST"):
            assert browser.open(method, short(member, "/quitter-le-groupe")).status_code == 403

    def test_a_hidden_lead_leads_no_more(self, browser: Browser) -> None:
        lead, member = grouped()
        browser.sign_in(a_staff_member(commune=lead.commune))

        browser.submit(
            f"/{lead.commune.slug}/gestion/moderation/{lead.id}/masquer",
            {f"t{lead.id}-ground": "spam", f"t{lead.id}-seen": "0"},
        )

        assert lead.is_hidden
        assert member.lead_id is None
