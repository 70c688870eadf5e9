"""Tests of participe.answers.views."""

from datetime import date, timedelta

import pytest

from participe.answers import queries
from participe.kernel import clock
from participe.proposals.models import Outcome, Proposal
from tests.browser import Browser, text
from tests.factories import (
    a_commune,
    a_proposal,
    a_resident,
    a_staff_member,
    an_answer,
    an_official,
)

YES = {
    "outcome": "accepted",
    "what_we_do": "Quatre arbres seront plantés.",
    "done_by": ["30", "11", "2030"],
}


def _address(proposal: Proposal, verb: str = "") -> str:
    return f"/{proposal.commune.slug}/gestion/reponses/{proposal.number}{verb}"


def _due(days: int) -> dict[str, object]:
    reached = clock.now() - timedelta(days=30 - days)
    return {
        "threshold_reached_at": reached,
        "due_on": clock.day_of(clock.now() + timedelta(days=days)),
        "supports_count": 12,
    }


class TestDesk:
    def test_what_is_late_comes_first(self, browser: Browser) -> None:
        soon = a_proposal(title="Des bancs", **_due(3))
        late = a_proposal(title="Une fontaine", consultation=soon.consultation, **_due(-3))
        a_proposal(title="Un toit", consultation=soon.consultation, **_due(20))
        browser.sign_in(a_staff_member(commune=late.commune))

        page = browser.get(f"/{late.commune.slug}/gestion/reponses")

        titles = [text(heading) for heading in page.select("main h2, main h3")]
        assert [title.split(". ")[-1] for title in titles] == [
            "En retard (1)",
            "Une fontaine",
            "Cette semaine (1)",
            "Des bancs",
            "Plus tard (1)",
            "Un toit",
        ]
        assert "en retard de 3 jours" in text(page.main)

    def test_nothing_due_says_so(self, browser: Browser) -> None:
        staff = a_staff_member()
        browser.sign_in(staff)

        page = browser.get(f"/{staff.commune.slug}/gestion/reponses")

        assert "Aucune réponse n’est attendue." in text(page.main)


class TestEdit:
    def test_staff_prepare_and_an_official_signs(self, browser: Browser) -> None:
        proposal = a_proposal(**_due(3))
        official = an_official(commune=proposal.commune, display_name="Anne Dupuis")
        browser.sign_in(a_staff_member(commune=proposal.commune))
        browser.submit(
            _address(proposal, "/envoyer"), YES | {"based_on": "", "signer": str(official.id)}
        )

        browser.sign_in(official)
        page = browser.get(f"/{proposal.commune.slug}/gestion/mes-reponses")
        assert proposal.title in text(page.main)
        form = browser.get(_address(proposal))
        page = browser.submit(
            _address(proposal, "/signer"),
            YES | {"based_on": form.select_one("[name=based_on]")["value"]},
        )

        answer = text(page.select_one("#reponse"))
        assert "Acceptée" in answer
        assert "Quatre arbres seront plantés." in answer
        assert "Anne Dupuis, échevine de l’environnement" in answer

    def test_what_the_outcome_needs_is_said_and_all_is_kept(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(an_official(commune=proposal.commune))

        page = browser.post(
            _address(proposal, "/signer"),
            {"outcome": "partly", "what_we_do": "Deux bancs.", "based_on": ""},
            status=422,
        )

        errors = {text(link) for link in page.select(".error-summary a")}
        assert errors == {"Dites pour quand.", "Dites pourquoi pas, ou pourquoi pas tout."}
        assert text(page.select_one("#what_we_do")) == "Deux bancs."
        assert page.select_one("[value=partly]").has_attr("checked")

    @pytest.mark.parametrize("verb", ["/signer", "/envoyer"])
    def test_a_date_of_a_refusal_is_refused_and_kept(self, verb: str, browser: Browser) -> None:
        proposal = a_proposal()
        official = an_official(commune=proposal.commune)
        browser.sign_in(official)
        refusal = {"outcome": "refused", "why_not": "La place est classée.", "signer": official.id}

        page = browser.post(
            _address(proposal, verb),
            refusal | {"done_by": ["30", "11", "2030"], "based_on": ""},
            status=422,
        )

        (error,) = page.select(".error-summary a")
        assert error["href"] == "#done_by"
        assert text(error).startswith("Cette réponse ne promet rien")
        assert page.select_one("#done_by")["value"] == "30"

    @pytest.mark.parametrize("verb", ["/signer", "/envoyer"])
    def test_a_promise_is_for_a_day_to_come(self, verb: str, browser: Browser) -> None:
        """R5: nothing is late on the day it is promised; all that was typed is kept."""
        proposal = a_proposal()
        official = an_official(commune=proposal.commune)
        browser.sign_in(official)
        typed = YES | {"based_on": "", "signer": str(official.id)}

        page = browser.post(
            _address(proposal, verb), typed | {"done_by": ["3", "5", "2030"]}, status=422
        )

        (error,) = page.select(".error-summary a")
        assert (error["href"], text(error)) == ("#done_by", "Choisissez une date à venir.")
        assert page.select_one("#done_by")["value"] == "3"
        assert text(page.select_one("#what_we_do")) == "Quatre arbres seront plantés."
        assert queries.draft_of(proposal) is None
        browser.submit(_address(proposal, verb), typed | {"done_by": ["4", "5", "2030"]})

    def test_a_new_version_keeps_a_date_that_has_gone_by(self, browser: Browser) -> None:
        """What was promised stays promised, however late; no other past day takes its place."""
        proposal = a_proposal()
        official = an_official(commune=proposal.commune)
        an_answer(to=proposal, by=official, done_by=date(2030, 4, 1))
        browser.sign_in(official)
        typed = YES | {"based_on": "", "change_note": "Trois arbres suffisent."}

        browser.post(
            _address(proposal, "/signer"), typed | {"done_by": ["2", "4", "2030"]}, status=422
        )
        browser.submit(_address(proposal, "/signer"), typed | {"done_by": ["1", "4", "2030"]})

        assert len(queries.versions(proposal)) == 2

    def test_a_date_that_is_none_is_refused(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(an_official(commune=proposal.commune))

        page = browser.post(
            _address(proposal), YES | {"done_by": ["31", "2", "2030"], "based_on": ""}, status=422
        )

        assert page.select_one("#done_by")["value"] == "31"

    def test_the_second_editor_sees_both_texts(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(a_staff_member(commune=proposal.commune))
        browser.submit(_address(proposal), {"what_we_do": "Le premier.", "based_on": ""})

        page = browser.post(
            _address(proposal), {"what_we_do": "Le second.", "based_on": ""}, status=422
        )

        assert "Le premier." in text(page.select_one(".notice-box"))
        assert text(page.select_one("#what_we_do")) == "Le second."

    @pytest.mark.parametrize("stamp", ["hier", "2030-05-04", "2030-05-04T10:00:00"])
    def test_a_stamp_that_is_not_ours_is_another_change(self, stamp: str, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(a_staff_member(commune=proposal.commune))

        browser.post(_address(proposal), YES | {"based_on": stamp}, status=422)

    def test_a_new_version_needs_its_reason(self, browser: Browser) -> None:
        proposal = a_proposal(answered_at=clock.now(), outcome=Outcome.REFUSED)
        browser.sign_in(an_official(commune=proposal.commune))

        page = browser.post(_address(proposal, "/signer"), YES | {"based_on": ""}, status=422)

        assert "Dites pourquoi la réponse change" in text(page.select_one(".error-summary"))

    @pytest.mark.parametrize("verb", ["", "/envoyer", "/renvoyer", "/signer"])
    def test_others_change_nothing(self, verb: str, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(a_resident(commune=proposal.commune))

        browser.post(_address(proposal, verb), YES | {"based_on": ""}, status=403)

        assert queries.draft_of(proposal) is None

    def test_the_official_of_another_commune_is_a_visitor_here(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(an_official(commune=a_commune()))

        response = browser.open("POST", _address(proposal, "/signer"), YES | {"based_on": ""})

        assert response.status_code in {302, 303}
        assert queries.current(proposal) is None
