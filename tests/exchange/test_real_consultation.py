"""A real consultation (696 propositions, 3,994 comments), checked against what is known of it."""

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from participe.accounts.models import Person
from participe.consultations.models import Consultation
from participe.discussions.models import Comment, Position
from participe.exchange.models import ImportedRow, RowKind
from participe.extensions import db
from participe.proposals.models import ImportedTotal, Proposal, Support
from tests.browser import Browser, text
from tests.databases import on_both
from tests.exchange.folders import run_import
from tests.exchange.test_import import counts
from tests.factories import a_consultation
from tests.shared import shared_data

MAPPING = ("--mapping", "republique_numerique")


@pytest.fixture
def folder() -> Path:
    return shared_data("republique_numerique")


@pytest.fixture
def consultation(app: Flask, folder: Path) -> Consultation:
    """The real consultation, imported through the command."""
    consultation = a_consultation(slug="republique-numerique")
    run_import(app, folder, consultation, *MAPPING)
    return consultation


def published(folder: Path, name: str) -> dict[str, dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def imported(kind: RowKind) -> dict[int, str]:
    """The identifier in the files of each object that an import made."""
    found = db.session.execute(
        select(ImportedRow.object_id, ImportedRow.external_id).where(ImportedRow.kind == kind)
    )
    return dict(iter(found))


@on_both
def test_all_of_it_is_here_as_it_was_published(
    app: Flask, folder: Path, consultation: Consultation
) -> None:
    theirs, ours = published(folder, "proposals.csv"), imported(RowKind.PROPOSAL)
    their_comments, our_comments = published(folder, "comments.csv"), imported(RowKind.COMMENT)
    proposals = db.session.scalars(select(Proposal)).all()
    comments = db.session.scalars(select(Comment)).all()

    assert (len(proposals), len(comments)) == (696, 3_994)
    for proposal in proposals:
        row = theirs[ours[proposal.id]]
        arguments = int(row["arguments_for"]) + int(row["arguments_against"])
        assert proposal.comments_count == arguments
        assert proposal.published_at == datetime.fromisoformat(row["created_at"])
        assert proposal.is_hidden == (row["is_trashed"] == "1")
        assert proposal.theme
        assert proposal.theme.name == row["category"]
        assert proposal.due_on is None
    for comment in comments:
        row = their_comments[our_comments[comment.id]]
        assert ours[comment.subject_id] == row["proposal_id"]
        assert comment.published_at == datetime.fromisoformat(row["created_at"])

    positions = Counter(comment.position for comment in comments)
    assert positions == {Position.FOR: 1_960, Position.AGAINST: 2_034}
    totals = select(
        func.sum(ImportedTotal.votes_for),
        func.sum(ImportedTotal.votes_mixed),
        func.sum(ImportedTotal.votes_against),
    )
    assert db.session.execute(totals).one() == (71_940, 5_947, 10_735)
    supports = Counter(db.session.scalars(select(Support.proposal_id)))
    assert {p.id: p.supports_count for p in proposals if p.supports_count} == supports
    assert sum(supports.values()) == 3_171
    assert db.session.scalars(select(func.count()).where(Person.kind == "person")).one() == 2_072
    government = select(Person).where(Person.display_name == "Gouvernement français")
    assert sum(p.author == db.session.scalars(government).one() for p in proposals) == 30

    before = counts()
    said = run_import(app, folder, consultation, *MAPPING)
    assert "Rien de nouveau" in said
    assert counts() == before


def test_it_is_read_like_any_other(browser: Browser, consultation: Consultation) -> None:
    where = f"/{consultation.commune.slug}/propositions"
    most = select(Proposal).order_by(Proposal.comments_count.desc()).limit(1)
    discussed = db.session.scalars(most).one()
    hidden = db.session.scalars(select(Proposal).where(Proposal.hidden_at.is_not(None))).first()
    assert hidden

    page = browser.get(f"{where}/{discussed.number}-{discussed.slug}")
    gone = browser.get(f"{where}/{hidden.number}-{hidden.slug}", status=410)
    found = browser.get(f"{where}?q=logiciels+libres")

    assert "Personne " in text(page.select_one("main"))
    assert "republique-numerique.fr" in text(page.select_one("main"))
    assert "écarté ce texte" in text(gone.select_one("main"))
    assert "ogiciel" in text(found.select_one("main"))
