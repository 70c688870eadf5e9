"""The files that everyone may reuse: what is in them, what never is, and that they agree."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import pytest

from participe.accounts.models import Account, Channel
from participe.assistance.models.people import Way
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from participe.opendata.reference import Dataset
from participe.opendata.views import files
from participe.opendata.wording import COLUMNS
from participe.proposals.models import Proposal
from participe.texts.models import Wording
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import (
    a_commitment,
    a_consultation,
    a_participant,
    a_proposal,
    a_remark,
    a_resident,
    a_support,
    a_text,
    an_answer,
    an_assisted_session,
)
from tests.reports.closing import a_closed_consultation, a_published_report
from tests.statements import counted_queries

pytestmark = on_both
CANARY = "Canari"
HIDDEN = {"hidden_at": clock.now(), "hidden_reason": "Insulte."}
FILES = [f"{dataset}.{form}" for dataset in Dataset for form in ("csv", "json")]


def read(browser: Browser, consultation: Consultation, file: str) -> str:
    """Download a file to its end, wherever its address leads."""
    path = f"/{consultation.commune.slug}/donnees-ouvertes/{file}"
    response = browser.open("GET", path, follow_redirects=True)
    assert response.status_code == 200, file
    body = response.get_data(as_text=True)
    response.close()
    return body


def rows(browser: Browser, consultation: Consultation, dataset: Dataset) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read(browser, consultation, f"{dataset}.csv"))))


def supported(proposal: Proposal, people: int, channel: Channel) -> None:
    for _person in range(people):
        a_support(of=proposal, channel=channel)


def everything_by(author: Account, consultation: Consultation) -> Proposal:
    """Write one of each thing for a person, and have the commune answer."""
    proposal = a_proposal(consultation=consultation, author=author)
    a_commitment(to=proposal)
    a_text(consultation=consultation)
    a_remark(on=db.session.scalars(db.select(Wording)).one(), author=author)
    return proposal


def channels_told(found: Sequence[dict[str, str]], measure: str) -> dict[str, str]:
    return {row["canal"]: row["nombre"] for row in found if row["mesure"] == measure}


class TestEveryFile:
    def test_none_names_who_wrote(self, browser: Browser) -> None:
        """G-8: no name, no e-mail, no nickname of somebody helped, no hour."""
        consultation = a_consultation()
        nadia = a_resident(
            commune=consultation.commune, display_name=f"{CANARY} N.", email="canari@a.example"
        )
        everything_by(nadia, consultation)
        session = an_assisted_session(consultation=consultation)
        helped = a_participant(session=session, display_name=CANARY, way=Way.PAPER)
        a_proposal(consultation=consultation, author=helped, channel=Channel.PAPER)

        for file in FILES:
            body = read(browser, consultation, file).lower()
            assert CANARY.lower() not in body, file
            assert session.space.name.lower() not in body, file
            assert "t10:00" not in body, file

    def test_csv_and_json_agree_and_have_the_columns_that_the_page_explains(
        self, browser: Browser
    ) -> None:
        consultation = a_consultation()
        everything_by(a_resident(commune=consultation.commune), consultation)

        for dataset in Dataset:
            from_csv = rows(browser, consultation, dataset)
            from_json = json.loads(read(browser, consultation, f"{dataset}.json"))

            assert list(from_json["colonnes"]) == list(COLUMNS[dataset])
            told = [
                {name: "" if value is None else str(value) for name, value in row.items()}
                for row in from_json["lignes"]
            ]
            assert from_csv == told, dataset
            assert from_csv, dataset

    def test_what_is_not_public_is_nowhere(self, browser: Browser) -> None:
        """A hidden or withdrawn text, with its answer, and all of a draft."""
        consultation = a_consultation()
        hidden = a_proposal(consultation=consultation, title=CANARY, **HIDDEN)
        an_answer(to=hidden, why_not=CANARY)
        a_proposal(consultation=consultation, title=CANARY, withdrawn_at=clock.now())
        a_text(consultation=consultation)
        wording = db.session.scalars(db.select(Wording)).one()
        a_remark(on=wording, body=CANARY, **HIDDEN)
        draft = a_consultation(commune=consultation.commune, title=CANARY, published_at=None)
        a_proposal(consultation=draft, title=CANARY)
        a_proposal(title=CANARY)  # of another commune

        for file in FILES:
            assert CANARY not in read(browser, consultation, file), file

    def test_what_is_hidden_now_is_gone_in_the_next_request(self, browser: Browser) -> None:
        proposal = a_proposal(title=CANARY)
        before = rows(browser, proposal.consultation, Dataset.PROPOSALS)

        proposal.hidden_at, proposal.hidden_reason = clock.now(), "Insulte."
        db.session.commit()

        assert [row["titre"] for row in before] == [CANARY]
        assert rows(browser, proposal.consultation, Dataset.PROPOSALS) == []

    def test_a_large_one_comes_whole_from_beside_the_memory(
        self, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        consultation = a_consultation()
        a_proposal(consultation=consultation, body="Un banc. " * 2000)
        at_once = read(browser, consultation, "propositions.csv")

        monkeypatch.setattr(files, "IN_MEMORY", 1000)

        assert read(browser, consultation, "propositions.csv") == at_once

    def test_no_cell_is_a_formula(self, browser: Browser) -> None:
        """T-101: the files of open data are what people open in a spreadsheet."""
        proposal = a_proposal(title='=HYPERLINK("x")', body="@somme")

        (row,) = rows(browser, proposal.consultation, Dataset.PROPOSALS)

        assert row["titre"] == '\'=HYPERLINK("x")'
        assert row["texte"] == "'@somme"

    def test_each_takes_as_many_queries_for_many_rows_as_for_one(self, browser: Browser) -> None:
        consultation = a_consultation()
        everything_by(a_resident(commune=consultation.commune), consultation)

        def asked() -> list[int]:
            counts = []
            for file in FILES:
                with counted_queries() as statements:
                    read(browser, consultation, file)
                counts.append(len(statements))
            return counts

        before = asked()
        for _one in range(4):
            an_answer(to=a_proposal(consultation=consultation))
        a_consultation(commune=consultation.commune)

        assert asked() == before
        assert max(before) <= 12


class TestChannels:
    def test_small_numbers_are_put_together_and_moving_ones_rounded(self, browser: Browser) -> None:
        """R10: no cell under five; G-7: nor between two readings."""
        proposal = a_proposal()
        supported(proposal, 12, Channel.ONLINE)
        supported(proposal, 6, Channel.ASSISTED)
        supported(proposal, 3, Channel.PAPER)

        found = rows(browser, proposal.consultation, Dataset.CHANNELS)

        together = "en séance accompagnée, sur papier"
        told = {"tous": "20", "en ligne": "10", together: "5", "lors d’une rencontre": "0"}
        assert channels_told(found, "personnes") == told
        assert channels_told(found, "contributions") == told

    def test_those_of_a_bilan_stay_as_they_were_published(self, browser: Browser) -> None:
        consultation = a_closed_consultation()
        proposal = a_proposal(consultation=consultation)
        supported(proposal, 6, Channel.ONLINE)
        a_published_report(consultation)

        proposal.withdrawn_at = clock.now()
        db.session.commit()

        found = rows(browser, consultation, Dataset.CHANNELS)
        assert channels_told(found, "personnes")["en ligne"] == "7"
        assert {row["precision"] for row in found} == {"exact"}

    def test_what_was_taken_back_counts_no_more(self, browser: Browser) -> None:
        proposal = a_proposal()
        supported(proposal, 9, Channel.ONLINE)
        supported(proposal, 5, Channel.PAPER)
        before = rows(browser, proposal.consultation, Dataset.CHANNELS)

        last = a_support(of=proposal, channel=Channel.PAPER, withdrawn_at=clock.now())
        db.session.execute(
            db.update(type(last))
            .where(type(last).id == last.id - 1)
            .values(withdrawn_at=clock.now())
        )
        db.session.commit()

        assert channels_told(before, "personnes")["sur papier"] == "5"
        after = rows(browser, proposal.consultation, Dataset.CHANNELS)
        assert "sur papier" not in channels_told(after, "personnes")


class TestPages:
    def test_the_page_lists_each_file_with_its_rows(self, browser: Browser) -> None:
        proposal = a_proposal()

        page = browser.get(f"/{proposal.commune.slug}/donnees-ouvertes")

        lines = {text(line.th): text(line.td) for line in page.select("#files-caption ~ tbody tr")}
        assert lines["Propositions"] == "1"
        assert len(lines) == len(Dataset)
        assert page.select_one(f'footer a[href="/{proposal.commune.slug}/donnees-ouvertes"]')

    def test_the_catalogue_describes_each_file_for_machines(self, browser: Browser) -> None:
        """The order of 8 January 2026: DCAT-AP."""
        proposal = a_proposal()
        path = f"/{proposal.commune.slug}/donnees-ouvertes/catalogue.jsonld"

        answer = browser.open("GET", path)

        assert answer.content_type == "application/ld+json"
        told: dict[str, Any] = json.loads(answer.get_data(as_text=True))
        assert told["dct:publisher"]["foaf:name"]["@value"] == "Commune de Valbruyère"
        for dataset in told["dcat:dataset"]:
            assert {"dct:title", "dct:issued", "dct:modified"} <= dataset.keys()
            for one in dataset["dcat:distribution"]:
                assert "CC_BY_4_0" in one["dct:license"]["@id"]
                url = one["dcat:downloadURL"]["@id"]
                assert browser.open("GET", url).status_code == 200

    def test_no_such_file_is_not_found(self, browser: Browser) -> None:
        home = f"/{a_proposal().commune.slug}/donnees-ouvertes"

        assert browser.open("GET", f"{home}/bulletins.csv").status_code == 404
        assert browser.open("GET", f"{home}/avis.pdf").status_code == 404

    def test_a_consultation_says_who_took_part_but_not_at_a_session(self, browser: Browser) -> None:
        """A-16: no running results on the screen of a session."""
        proposal = a_proposal()
        supported(proposal, 12, Channel.ONLINE)
        page = f"/{proposal.commune.slug}/consultations/{proposal.consultation.slug}"

        everyone = text(browser.get(page).main)
        session = an_assisted_session(consultation=proposal.consultation)
        facilitator = text(Browser(browser.app).sign_in(session.facilitator).get(page).main)

        assert "Qui a participé" in everyone
        assert "Au moins 10 personnes ont participé." in everyone
        assert "Qui a participé" not in facilitator

    def test_the_lines_of_the_means_are_more_than_the_people_and_it_says_why(
        self, browser: Browser
    ) -> None:
        proposal = a_proposal()
        page = f"/{proposal.commune.slug}/consultations/{proposal.consultation.slug}"
        supported(proposal, 12, Channel.ONLINE)
        assert "compte dans les deux lignes" not in text(browser.get(page).main)

        supported(proposal, 7, Channel.PAPER)

        assert "compte dans les deux lignes" in text(browser.get(page).main)
