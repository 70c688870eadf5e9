"""Tests of the pages where remarks are decided, and of the one that tells what became of them."""

from datetime import datetime

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.extensions import db
from participe.texts.models import (
    DiscussedText,
    Remark,
    RemarkDecision,
    Stance,
    TextVersion,
    Verdict,
)
from participe.texts.queries import drafting as drafts
from participe.texts.queries import finding, outcomes
from participe.texts.services import deciding, drafting, publishing, writing
from tests.browser import Browser, text
from tests.factories import a_remark, a_resident, a_staff_member, a_text

THURSDAY = "Le marché a lieu le jeudi."
SATURDAY = "Le marché a lieu le samedi."
PARTLY = {"verdict": "partly", "reason": "Le samedi matin seulement."}


def _outcomes(of: DiscussedText) -> str:
    return f"/{of.commune.slug}/consultations/{of.consultation.slug}/textes/{of.number}/suites"


def _desk(of: DiscussedText) -> str:
    consultation = of.consultation
    return f"/{of.commune.slug}/gestion/consultations/{consultation.slug}/textes/{of.number}/avis"


def _take_in(remark: Remark) -> str:
    return f"/{remark.commune.slug}/gestion/avis/{remark.id}/reprendre"


def _remark(of: DiscussedText, place: int = 0, **values: object) -> Remark:
    current = finding.current(of)
    assert current is not None
    return a_remark(on=current.wordings[place], **values)


def _rewording(of: DiscussedText, **values: object) -> Remark:
    return _remark(of, stance=Stance.REWORDING, wording=SATURDAY, body="Plus calme.", **values)


def _draft(of: DiscussedText, at: datetime) -> TextVersion:
    draft = drafting.begin(of, by=of.created_by, at=at)
    db.session.commit()
    return draft


def _decide(*remarks: Remark, verdict: Verdict, at: datetime, reason: str = "Oui.") -> None:
    of = remarks[0].passage.text
    deciding.decide(
        remarks,
        version=_draft(of, at),
        verdict=verdict,
        reason=reason,
        by=of.created_by,
        at=at,
    )
    db.session.commit()


def _publish(of: DiscussedText, at: datetime) -> None:
    draft = drafts.draft_of(of)
    assert draft is not None
    publishing.publish(draft, note="Le jour change.", by=of.created_by, at=at)
    db.session.commit()


@pytest.fixture
def discussed(app: Flask) -> DiscussedText:  # noqa: ARG001 -- its database
    return a_text(THURSDAY, "Les chiens sont tenus.")


@pytest.fixture
def staff(discussed: DiscussedText, browser: Browser) -> Account:
    """A member of staff, who is at the keyboard."""
    member = a_staff_member(commune=discussed.commune)
    browser.sign_in(member)
    return member


class TestOutcomes:
    def test_each_remark_is_there_with_its_decision_and_its_reason(
        self, browser: Browser, discussed: DiscussedText, noon: datetime
    ) -> None:
        """R2: every remark gets a decision, and a page says what changed because of it."""
        kept, refused = _rewording(discussed), _remark(discussed, 1, body="Trop de chiens.")
        waiting = _remark(discussed, body="Et le dimanche ?", stance=Stance.QUESTION)
        draft = _draft(discussed, noon)
        deciding.take_in(
            kept,
            version=draft,
            based_on=1,
            reason="Les riverains le demandent.",
            by=discussed.created_by,
            at=noon,
        )
        _decide(refused, verdict=Verdict.NOT_KEPT, at=noon, reason="C’est la loi.")
        _publish(discussed, noon)

        page = browser.get(_outcomes(discussed))

        figures = [text(number) for number in page.select(".figures__number")]
        assert figures == ["1", "0", "1", "0", "1"]
        first, second = page.select("main ul.list > li")
        for words in ("Retenu", "Les riverains le demandent.", SATURDAY, "reprise dans le texte"):
            assert words in text(first)
        assert "Trop de chiens." in text(second)
        assert "C’est la loi." in text(second)
        assert waiting.body not in text(page.main)
        (link,) = [a["href"] for a in first.select("a") if "ce qui a changé" in text(a)]
        assert text(browser.get(link.partition("#")[0]).select_one("main ins")) == "ajouté : samedi"

    def test_a_decision_that_several_remarks_share_is_told_once(
        self, browser: Browser, discussed: DiscussedText, noon: datetime
    ) -> None:
        remarks = [_remark(discussed, body=f"Avis {number}.") for number in range(5)]
        _decide(*remarks, verdict=Verdict.PARTLY, at=noon, reason="Le samedi matin.")
        _publish(discussed, noon)

        page = browser.get(_outcomes(discussed))

        (shared,) = page.select("main ul.list > li")
        assert text(shared).count("Le samedi matin.") == 1
        assert "Lire les 2 autres avis" in text(shared.select_one("summary"))

    def test_a_draft_tells_nothing(
        self, browser: Browser, discussed: DiscussedText, noon: datetime
    ) -> None:
        _decide(_remark(discussed), verdict=Verdict.NOT_KEPT, at=noon, reason="Secret du service.")

        page = browser.get(_outcomes(discussed))

        assert "Secret du service." not in text(page.main)
        assert "Aucune décision n’est encore publiée." in text(page.main)

    def test_hidden_and_withdrawn_remarks_are_not_told(
        self, browser: Browser, discussed: DiscussedText, noon: datetime
    ) -> None:
        hidden, shown = _remark(discussed, body="Injure."), _remark(discussed, body="Merci.")
        _decide(hidden, shown, verdict=Verdict.ANSWERED, at=noon)
        _publish(discussed, noon)
        hidden.hidden_at, hidden.hidden_reason = noon, "Injure."
        db.session.commit()

        page = browser.get(_outcomes(discussed))

        (decision,) = page.select("main ul.list > li")
        assert "Merci." in text(decision)
        assert "Injure." not in text(page.main)

    def test_the_list_is_read_page_by_page(
        self,
        browser: Browser,
        discussed: DiscussedText,
        noon: datetime,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(outcomes, "PAGE_SIZE", 2)
        for number in range(3):
            remark = _remark(discussed, body=f"Avis {number}.")
            _decide(remark, verdict=Verdict.KEPT, at=noon)
        _publish(discussed, noon)
        page = browser.get(_outcomes(discussed))

        following = browser.get(page.select_one("a[rel=next]")["href"])

        assert [len(p.select("main ul.list > li")) for p in (page, following)] == [2, 1]

    def test_one_kind_of_decision_may_be_asked_for(
        self, browser: Browser, discussed: DiscussedText, noon: datetime
    ) -> None:
        _decide(_remark(discussed), verdict=Verdict.KEPT, at=noon, reason="Bonne idée.")
        _decide(_remark(discussed), verdict=Verdict.NOT_KEPT, at=noon, reason="Trop cher.")
        _publish(discussed, noon)

        page = browser.get(f"{_outcomes(discussed)}?decision=not-kept")

        (decision,) = page.select("main ul.list > li")
        assert "Trop cher." in text(decision)

    def test_those_that_wait_are_read_too_from_the_number_that_counts_them(
        self, browser: Browser, discussed: DiscussedText, noon: datetime
    ) -> None:
        """R2: the page shows all remarks; of those in a draft, not what the draft says."""
        _decide(_remark(discussed, body="Merci."), verdict=Verdict.KEPT, at=noon)
        _publish(discussed, noon)
        waiting, drafted = _remark(discussed, body="Et le dimanche ?"), _rewording(discussed)
        _decide(drafted, verdict=Verdict.NOT_KEPT, at=noon, reason="Secret du service.")
        tile = browser.get(_outcomes(discussed)).select(".figures > div")[-1]

        page = browser.get(tile.a["href"].partition("#")[0])

        assert text(tile).startswith("En attente 2")
        assert len(page.select("main ul.list > li")) == 2
        assert waiting.body in text(page.main)
        assert SATURDAY in text(page.main)
        assert "Secret" not in text(page.main)
        assert "Merci." not in text(page.main)
        assert text(page.select_one("option[selected]")) == "En attente"

    @pytest.mark.parametrize(
        "query", ["decision=rien", "apres=x", "apres=9-9", "decision=waiting&apres=9-9"]
    )
    def test_an_address_that_was_changed_by_hand_is_no_error(
        self, query: str, browser: Browser, discussed: DiscussedText
    ) -> None:
        _remark(discussed)

        browser.get(f"{_outcomes(discussed)}?{query}")

    def test_a_text_without_remarks_says_so(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        page = browser.get(_outcomes(discussed))

        assert "Personne n’a encore donné d’avis sur ce texte." in text(page.main)


@pytest.mark.usefixtures("staff")
class TestDesk:
    def test_one_decision_for_remarks_of_several_passages(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        one, two, other = _remark(discussed), _remark(discussed, 1), _remark(discussed, 1)
        page = browser.get(_desk(discussed))
        assert len(page.select("input[name=remarks]")) == 3

        page = browser.submit(_desk(discussed), PARTLY | {"remarks": [one.id, two.id]})

        assert one.decision == two.decision
        assert one.decision is not None
        assert one.decision.verdict is Verdict.PARTLY
        (left,) = page.select("input[name=remarks]")
        assert left["value"] == str(other.id)
        everything = browser.get(f"{_desk(discussed)}?avis=tous")
        assert len(everything.select("input[name=remarks]")) == 3
        assert "Décision dans ce brouillon." in text(everything.main)

    @pytest.mark.parametrize("missing", ["remarks", "verdict", "reason"])
    def test_what_was_typed_is_kept_when_something_lacks(
        self, missing: str, browser: Browser, discussed: DiscussedText
    ) -> None:
        """Invariant 7: nothing typed is lost."""
        remark = _remark(discussed)
        fields = {**PARTLY, "remarks": [remark.id]}
        del fields[missing]

        page = browser.post(_desk(discussed), fields, status=422)

        assert page.select(".error-summary a")
        ticked = [box["value"] for box in page.select("input[name=remarks][checked]")]
        chosen = [radio["value"] for radio in page.select("input[name=verdict][checked]")]
        kept = {
            "remarks": ticked == [str(remark.id)],
            "verdict": chosen == ["partly"],
            "reason": text(page.select_one("textarea")) == PARTLY["reason"],
        }
        assert kept == {name: name != missing for name in kept}
        assert db.session.query(RemarkDecision).count() == 0

    def test_a_decision_for_a_draft_published_meanwhile_is_refused_and_kept(
        self, browser: Browser, discussed: DiscussedText, noon: datetime
    ) -> None:
        remark, draft = _remark(discussed), _draft(discussed, noon)
        _publish(discussed, noon)

        page = browser.post(
            _desk(discussed),
            PARTLY | {"remarks": [remark.id], "version": str(draft.number)},
            status=422,
        )

        assert "Cette version vient d’être publiée" in text(page.select_one(".error-summary"))
        assert text(page.select_one("textarea")) == PARTLY["reason"]
        assert remark.decision is None
        assert drafts.draft_of(discussed) is None

    def test_what_a_public_version_decided_is_not_on_the_list(
        self, browser: Browser, discussed: DiscussedText, noon: datetime
    ) -> None:
        remark = _remark(discussed)
        _decide(remark, verdict=Verdict.KEPT, at=noon)
        _publish(discussed, noon)

        page = browser.get(_desk(discussed))
        refused = browser.post(_desk(discussed), PARTLY | {"remarks": [remark.id]}, status=422)

        assert "Aucun avis n’attend de décision." in text(page.main)
        assert "Une décision publique existe déjà" in text(refused.select_one(".error-summary"))

    def test_ids_made_up_by_hand_are_no_error(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        foreign = _remark(a_text())

        for ids in (["x"], ["99999999999999999999"], [str(2**61)], [str(foreign.id)]):
            browser.post(_desk(discussed), PARTLY | {"remarks": ids}, status=422)

        assert foreign.decision is None

    def test_only_staff_of_the_commune_decide(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        """Invariant 6 of the product."""
        remark = _remark(discussed)
        browser.sign_in(a_resident(commune=discussed.commune))

        browser.get(_desk(discussed), status=403)
        browser.post(_desk(discussed), PARTLY | {"remarks": [remark.id]}, status=403)
        browser.post(_take_in(remark), {"reason": "Oui.", "based_on": "1"}, status=403)

        assert remark.decision is None


@pytest.mark.usefixtures("staff")
class TestTakeIn:
    def test_one_action_puts_the_sentence_in_the_draft(
        self, browser: Browser, discussed: DiscussedText, noon: datetime
    ) -> None:
        remark, draft = _rewording(discussed), _draft(discussed, noon)

        page = browser.submit(
            _take_in(remark),
            {"version": str(draft.number), "based_on": "1", "reason": "Reprise."},
        )

        assert "La phrase est dans le brouillon." in text(page.main)
        assert drafts.draft_of(discussed).wordings[0].body == SATURDAY
        assert remark.taken_in == draft

    def test_the_page_shows_what_the_sentence_changes(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        page = browser.get(_take_in(_rewording(discussed)))

        assert text(page.select_one("main ins")) == "ajouté : samedi"
        assert page.select_one("[name=based_on]")["value"] == "1"

    def test_a_passage_changed_meanwhile_is_shown_beside_the_sentence(
        self, browser: Browser, discussed: DiscussedText, noon: datetime
    ) -> None:
        """Invariant 4 of texts: the second editor sees both, and loses nothing."""
        remark, draft = _rewording(discussed), _draft(discussed, noon)
        writing.save(
            draft.wordings[0],
            heading="",
            body="Le marché a lieu le dimanche.",
            reason="",
            based_on=1,
            by=discussed.created_by,
            at=noon,
        )
        fields = {"version": str(draft.number), "based_on": "1", "reason": "Ma raison."}

        page = browser.post(_take_in(remark), fields, status=422)

        assert "Le marché a lieu le dimanche." in text(page.main)
        assert text(page.select_one("main ins")) == "ajouté : samedi"
        assert text(page.select_one("textarea")) == "Ma raison."
        again = fields | {"based_on": page.select_one("[name=based_on]")["value"]}
        browser.submit(_take_in(remark), again)
        assert drafts.draft_of(discussed).wordings[0].body == SATURDAY

    def test_a_question_has_no_sentence_to_take_in(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        browser.get(_take_in(_remark(discussed, stance=Stance.QUESTION)), status=404)
