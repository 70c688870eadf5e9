"""The export holds what is kept about a person: no column that points at people is forgotten.

A new one fails the first test until it is either exported, with a word in `everything.py` that is
found again, or named below with the reason why it is not (G-1).
"""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Column

from participe.contributions.models import Contribution
from participe.extensions import db
from tests.browser import Browser
from tests.security.everything import EMAIL, NAME, who_did_everything

# What stands in the export for each column: a word of the row that points at the person.
EXPORTED = {
    "assisted_session.facilitator_id": "seance-sizerin",
    "clarification.asker_id": "texte-clarification",
    "commitment_follow.person_id": "suivi-sittelle",
    "contribution.author_id": "texte-proposal",  # and each kind below
    "contribution_version.replaced_by_id": "avant-proposal",
    "letter.person_id": "courriel-chardonneret",
    "letter_preference.person_id": "La feuille du mois est prête",
    "notice.notifier_id": "signal-sterne",
    "observation.person_id": "texte-observation",
    "participant.claimed_by_id": "venue-verdier",
    "proposal_draft.person_id": "brouillon-bruant",
    "remark_support.person_id": "avis-alouette",
    "role_grant.person_id": "mandat-moineau",
    "service_note.answered_by_id": "note-nette",
    "service_note.asked_by_id": "question-quiscale",
    "sign_in.account_id": "ordinateur partagé",
    "space_facilitator.person_id": "poste-pinson",
    "support.person_id": "repris-rossignol",  # taken back, and kept all the same
}
# What holds an address, with no person beside it.
EXPORTED_BY_ADDRESS = {
    "invitation.email": "offre-ortolan",
    "notice.notifier_email": "anonyme-avocette",
    "person.email": EMAIL,
}
KEPT_BY_ADDRESS = {
    "commune.email": "the commune's own",
    "letter.recipient": "a letter to somebody who had no account then goes within thirty days",
    "sign_in_code.email": "a hash that goes within a day",
}

OFFICE = "an act of office: the record of the commune, public under the name of who did it"
TYPED = "whose hands typed it: the text or the support is its person's, and in their export"
OWN_ROW = (
    "who came to a session has no account: their receipt shows it, or who claimed it exports it"
)
JOURNAL = "a line of the chain: numbers of rows, said by the person's own texts and sessions"

NOT_EXPORTED = {
    OFFICE: {
        *("answer_case.assigned_by_id", "answer_case.official_id", "answer_extension.given_by_id"),
        *("clarification.replied_by_id", "commitment.made_by_id", "commitment.official_id"),
        *("commitment_update.by_id", "consultation.created_by_id"),
        *("consultation.proofread_by_id", "consultation.published_by_id"),
        *("consultation.written_by_id", "contract.official_id", "contract_change.changed_by_id"),
        *("discussed_text.created_by_id", "invitation.invited_by_id"),
        *("moderation_decision.decided_by_id", "observation.replied_by_id"),
        *("official_response.prepared_by_id", "official_response.signed_by_id"),
        *("official_response.signer_id", "outcome_report.approved_by_id"),
        *("outcome_report.official_id", "outcome_report.published_by_id"),
        *("outcome_report.saved_by_id", "outcome_report.sent_back_by_id"),
        *("outcome_report.submitted_by_id", "phase_extension.extended_by_id"),
        *("proposal_grouping.grouped_by_id", "proposal_grouping.left_by_id"),
        *("remark_decision.decided_by_id", "role_grant.granted_by_id"),
        *("role_grant.withdrawn_by_id", "text_version.begun_by_id"),
        *("text_version.published_by_id", "wording.saved_by_id"),
    },
    TYPED: {
        *("consent.recorded_by_id", "contribution.acted_by_id", "kit_record.imported_by_id"),
        *("paper_row.typed_by_id", "remark_support.acted_by_id", "support.acted_by_id"),
    },
    "an act of who runs the session, which is in their export": {
        *("code_request.asked_by_id", "code_request.confirmed_by_id", "station.lent_by_id"),
    },
    OWN_ROW: {
        *("code_request.participant_id", "consent.participant_id", "kit_record.participant_id"),
        *("participant.id", "station.participant_id"),
    },
    JOURNAL: {"journal_entry.actor_id", "journal_entry.participant_id"},
}


def columns() -> Iterator[Column[object]]:
    for table in db.metadata.sorted_tables:
        yield from table.columns


@pytest.fixture
def taken(app: Flask) -> str:
    """Give the export of somebody who did everything, as they read it."""
    person = who_did_everything(app)
    assert person.commune
    browser = Browser(app).sign_in(person)
    answer = browser.open("GET", f"/{person.commune.slug}/mon-espace/donnees")
    return answer.get_data(as_text=True)


def test_every_column_that_points_at_people_is_exported_or_has_its_reason() -> None:
    """Add a table, and this fails until somebody decided."""
    people = {"person", "participant"}
    pointing = {
        str(column)
        for column in columns()
        if any(key.column.table.name in people for key in column.foreign_keys)
    }
    kept = [name for names in NOT_EXPORTED.values() for name in names]

    assert pointing == {*EXPORTED, *kept}
    assert len(pointing) == len(EXPORTED) + len(kept), "one is said twice"


def test_every_column_of_addresses_is_exported_or_has_its_reason() -> None:
    holding = {str(column) for column in columns() if re.search("email|recipient", column.name)}

    assert holding == {*EXPORTED_BY_ADDRESS, *KEPT_BY_ADDRESS}


def test_each_row_is_found_again(taken: str) -> None:
    """Of each column that is exported, a row of this person."""
    found = EXPORTED | EXPORTED_BY_ADDRESS
    assert not {name: word for name, word in found.items() if word not in taken}
    assert NAME in taken


def test_each_kind_of_text_is_found_again_with_what_it_said_before(taken: str) -> None:
    """A new kind of contribution fails here until it is exported."""
    kinds = {mapper.polymorphic_identity for mapper in Contribution.__mapper__.self_and_descendants}
    kinds -= {"contribution"}
    assert kinds

    revised = [word for word in taken.split('"') if word.startswith("avant-")]
    assert not {f"texte-{kind}" for kind in kinds if f"texte-{kind}" not in taken}
    assert {*revised} == {"avant-proposal", "avant-comment", "avant-remark"}


def test_nothing_of_others_is_in_it(taken: str) -> None:
    """Neither what a colleague asked where one noted an answer, nor anybody else's address."""
    assert "Combien ?" not in taken
    assert set(re.findall(r"[\w.]+@[\w.]+", taken)) == {EMAIL}
