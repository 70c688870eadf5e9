"""The import of small folders: what is written, what is refused, and a second time."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from participe.accounts.models import Account, Person
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.discussions.models import Comment, Position
from participe.exchange import queries
from participe.exchange.errors import ImportedMeanwhile
from participe.exchange.models import ImportedRow
from participe.exchange.services import checking, mappings, texts, writing
from participe.extensions import db
from participe.notifications.models import Letter
from participe.proposals.models import ImportedTotal, Proposal, ProposalSearch, Support, Theme
from tests.browser import Browser, text
from tests.conftest import NOON
from tests.databases import on_both
from tests.exchange.folders import COMMENTS, PEOPLE, PROPOSITIONS, SUPPORTS, a_folder, run_import
from tests.factories import a_consultation, a_proposal

TABLES = (Person, Proposal, Comment, Support, ImportedRow, ImportedTotal, ProposalSearch, Theme)
SCRIPT = "<script>alert(1)</script><p onclick='x()'>Bonjour <img src=x onerror=alert(1)></p>"


@pytest.fixture
def consultation(app: Flask) -> Consultation:  # noqa: ARG001 -- its database
    return a_consultation()


def counts() -> list[int]:
    """How many rows each table has that an import writes to."""
    return [db.session.scalars(select(func.count()).select_from(table)).one() for table in TABLES]


def proposals() -> dict[str, Proposal]:
    return {proposal.title: proposal for proposal in db.session.scalars(select(Proposal))}


def comments() -> dict[str, Comment]:
    return {comment.body: comment for comment in db.session.scalars(select(Comment))}


@on_both
class TestWhatIsWritten:
    def test_people_have_their_name_or_a_pseudonym_and_no_account(
        self, app: Flask, consultation: Consultation, tmp_path: Path
    ) -> None:
        run_import(app, a_folder(tmp_path / "in"), consultation)

        people = db.session.scalars(select(Person).where(Person.kind == "person")).all()
        assert [person.display_name for person in people] == ["Nadia B.", "Personne 2"]
        assert {person.commune_id for person in people} == {consultation.commune_id}
        assert not any(isinstance(person, Account) or person.email for person in people)

    def test_propositions_have_all_that_lists_and_pages_need(
        self, app: Flask, consultation: Consultation, tmp_path: Path
    ) -> None:
        earlier = consultation.commune.last_proposal_number

        run_import(app, a_folder(tmp_path / "in"), consultation)

        fountain, benches = proposals()["Une fontaine"], proposals()["Des bancs"]
        assert (fountain.number, benches.number) == (earlier + 1, earlier + 2)
        assert fountain.html == "<p>Près du tilleul.</p>\n<p>L’été, il fait chaud.</p>"
        assert fountain.excerpt == "Près du tilleul. L’été, il fait chaud."
        assert fountain.published_at == datetime(2025, 9, 26, 8, tzinfo=UTC)
        assert benches.published_at == datetime(2025, 9, 27, 9, 30, tzinfo=UTC)
        assert (fountain.theme and fountain.theme.name, benches.theme) == ("Eau", None)
        assert fountain.author.display_name == "Nadia B."
        assert "tilleul" in db.session.get_one(ProposalSearch, fountain.id).terms
        assert db.session.get_one(Commune, consultation.commune_id).last_proposal_number == 2

    def test_votes_counted_elsewhere_stay_apart_from_our_supports(
        self, app: Flask, consultation: Consultation, tmp_path: Path
    ) -> None:
        run_import(app, a_folder(tmp_path / "in"), consultation)

        fountain, benches = proposals()["Une fontaine"], proposals()["Des bancs"]
        total = db.session.get_one(ImportedTotal, fountain.id)
        assert (total.votes_for, total.votes_mixed, total.votes_against) == (12, 0, 3)
        assert db.session.get(ImportedTotal, benches.id) is None
        assert (fountain.supports_count, benches.supports_count) == (1, 2)

    def test_replies_join_one_thread_whatever_their_order(
        self, app: Flask, consultation: Consultation, tmp_path: Path
    ) -> None:
        run_import(app, a_folder(tmp_path / "in"), consultation)

        said, fountain = comments(), proposals()["Une fontaine"]
        good, winter, yes = said["Bonne idée."], said["Et l’hiver ?"], said["Oui, le matin."]
        assert (winter.parent_id, yes.parent_id, good.parent_id) == (good.id, good.id, None)
        assert (good.position, winter.position) == (Position.FOR, Position.QUESTION)
        assert (fountain.comments_count, good.comments_count) == (3, 2)
        assert winter.id < yes.id

    def test_no_delay_starts_and_no_letter_leaves(
        self, app: Flask, consultation: Consultation, tmp_path: Path
    ) -> None:
        consultation.threshold = 1

        run_import(app, a_folder(tmp_path / "in"), consultation)

        assert all(proposal.due_on is None for proposal in proposals().values())
        assert db.session.scalars(select(func.count()).select_from(Letter)).one() == 0

    def test_hidden_texts_come_hidden_and_are_not_counted(
        self, app: Flask, consultation: Consultation, tmp_path: Path
    ) -> None:
        folder = a_folder(
            tmp_path / "in",
            propositions=PROPOSITIONS.replace("created_at,", "created_at,hidden,hidden_reason,")
            .replace("+02:00,", "+02:00,oui,Hors sujet.,")
            .replace("11:30,", "11:30,non,,"),
            comments="id,proposition_id,author_id,body,created_at,hidden\n"
            "c1,p2,nadia,Publicité,2025-09-28,oui\n",
        )

        run_import(app, folder, consultation)

        fountain, benches = proposals()["Une fontaine"], proposals()["Des bancs"]
        assert (fountain.hidden_reason, fountain.hidden_at) == ("Hors sujet.", NOON)
        assert not benches.is_hidden
        assert benches.comments_count == 0
        assert comments()["Publicité"].hidden_reason


@on_both
class TestTheSecondTime:
    def test_nothing_changes_and_this_is_said(
        self, app: Flask, consultation: Consultation, tmp_path: Path
    ) -> None:
        folder = a_folder(tmp_path / "in")
        run_import(app, folder, consultation)
        before = counts()

        said = run_import(app, folder, consultation)

        assert counts() == before
        assert "Rien de nouveau : les 11 lignes avaient déjà été importées." in said

    def test_only_what_is_new_is_added_and_counted(
        self, app: Flask, consultation: Consultation, tmp_path: Path
    ) -> None:
        run_import(app, a_folder(tmp_path / "in"), consultation)
        more = a_folder(
            tmp_path / "more",
            people=None,
            propositions=None,
            supports=None,
            comments=COMMENTS + "c5,p1,c3,nadia,,Merci.,2025-10-01\n",
        )

        said = run_import(app, more, consultation)

        fountain, good = proposals()["Une fontaine"], comments()["Bonne idée."]
        assert "comments.csv : 1 nouvelles lignes sur 5 lues" in said
        assert "people.csv : ce fichier n’est pas dans le dossier" in said
        assert comments()["Merci."].parent_id == good.id
        assert (fountain.comments_count, good.comments_count) == (4, 3)

    def test_an_import_that_another_overtook_writes_nothing(
        self, app: Flask, consultation: Consultation, tmp_path: Path
    ) -> None:
        folder = a_folder(tmp_path / "in")
        plan = checking.check(folder, mappings.load(), queries.known(consultation), NOON)
        ready = texts.prepare(plan, lambda _done: None)
        run_import(app, folder, consultation)
        before = counts()

        with pytest.raises(ImportedMeanwhile):
            writing.write(plan, ready, consultation, source="", at=NOON)

        assert counts() == before

    def test_the_numbers_go_on_after_those_of_residents(
        self, app: Flask, consultation: Consultation, tmp_path: Path
    ) -> None:
        consultation.commune.last_proposal_number = 41
        own = a_proposal(consultation=consultation, number=41, title="Un kiosque")

        run_import(app, a_folder(tmp_path / "in"), consultation)

        assert sorted(p.number or 0 for p in proposals().values()) == [own.number, 42, 43]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"people": PEOPLE + "nadia,Nadia\n"}, "people.csv, ligne 4 : l’identifiant « nadia »"),
        ({"propositions": PROPOSITIONS.replace("Des bancs", "")}, "ligne 5 : title : rien n’est"),
        ({"propositions": PROPOSITIONS.replace("Des bancs", "b" * 301)}, "301 signes, 300 au plus"),
        (
            {"propositions": PROPOSITIONS.replace("12,3", "12,trois")},
            "« trois » n’est pas un nombre",
        ),
        ({"propositions": PROPOSITIONS.replace("p2,", "p1,")}, "« p1 » est déjà à la ligne 2"),
        (
            {"propositions": PROPOSITIONS.replace("thomas", "tom")},
            "la personne « tom » est inconnue",
        ),
        (
            {"comments": COMMENTS.replace("2025-09-30", "30/09/25")},
            "« 30/09/25 » n’est pas une date",
        ),
        ({"comments": COMMENTS.replace("2025-09-30", "2031-01-01")}, "est dans le futur"),
        ({"comments": COMMENTS.replace("2025-09-30", "0001-01-01")}, "l’année 1 est impossible"),
        ({"comments": COMMENTS.replace("contre", "hostile")}, "« hostile » n’est pas une position"),
        ({"comments": COMMENTS.replace("p1,c2", "p1,c9")}, "ligne 2 : le commentaire « c9 »"),
        ({"comments": COMMENTS.replace("c1,p1,,", "c1,p1,c3,")}, "auquel il répond est inconnu"),
        ({"comments": COMMENTS.replace("c3,p1", "c3,p2")}, "commentaire d’une autre proposition"),
        ({"comments": COMMENTS.replace("c4,p2", "c4,p9")}, "la proposition « p9 » est inconnue"),
        ({"comments": COMMENTS.replace("idée", "i\0dée")}, "ligne 3 : un caractère nul"),
        ({"comments": COMMENTS.encode("utf-16")}, "comments.csv : le fichier est en UTF-16"),
        ({"supports": SUPPORTS + "p1,thomas,2025-09-29\n"}, "soutient déjà cette proposition à la"),
        ({"supports": SUPPORTS + "p1,karim\n"}, "supports.csv, ligne 5 : 2 cellules au lieu de 3"),
    ],
)
def test_one_fault_is_told_and_nothing_is_written(
    app: Flask,
    consultation: Consultation,
    tmp_path: Path,
    files: dict[str, str | bytes],
    said: str,
) -> None:
    before = counts()

    output = run_import(app, a_folder(tmp_path / "in", **files), consultation, status=1)

    assert said in output
    assert "Rien n’a été importé." in output
    assert counts() == before


class TestTheOptions:
    def test_a_dry_run_writes_nothing(
        self, app: Flask, consultation: Consultation, tmp_path: Path
    ) -> None:
        before = counts()

        said = run_import(app, a_folder(tmp_path / "in"), consultation, "--dry-run")

        assert "Essai : 11 lignes seraient importées. Rien n’a été écrit." in said
        assert counts() == before

    def test_good_lines_are_kept_when_asked(
        self, app: Flask, consultation: Consultation, tmp_path: Path
    ) -> None:
        folder = a_folder(tmp_path / "in", propositions=PROPOSITIONS.replace("Des bancs", ""))

        said = run_import(app, folder, consultation, "--keep-good-lines")

        # The second proposition, its comment and its two supports are refused.
        assert "4 lignes refusées." in said
        assert "Importé : 2 personnes, 1 propositions, 3 commentaires, 1 soutiens." in said

    def test_the_report_holds_every_refused_line(
        self, app: Flask, consultation: Consultation, tmp_path: Path
    ) -> None:
        many = "".join(f"p{n},nadia,hier\n" for n in range(30))
        folder = a_folder(tmp_path / "in", supports=SUPPORTS + many)
        report = tmp_path / "report.csv"

        said = run_import(app, folder, consultation, "--report", str(report), status=1)

        lines = report.read_text(encoding="utf-8-sig").splitlines()
        assert lines[0] == "fichier;ligne;raison"
        assert lines[1].startswith("supports.csv;5;created_at")
        assert len(lines) == 31
        assert "… et 10 autres" in said

    def test_what_is_not_there_is_said_in_a_sentence(
        self, app: Flask, consultation: Consultation, tmp_path: Path
    ) -> None:
        folder, empty = a_folder(tmp_path / "in"), tmp_path / "empty"
        empty.mkdir()
        nowhere, unknown = ("--consultation", "nulle-part"), ("--commune", "ailleurs")

        assert "aucun des fichiers attendus" in run_import(app, empty, consultation, status=1)
        assert "Aucune consultation" in run_import(app, folder, consultation, *nowhere, status=1)
        assert "Aucune commune" in run_import(app, folder, consultation, *unknown, status=1)
        unwritable = run_import(
            app, folder, consultation, "--report", str(empty / "a" / "b.csv"), status=1
        )
        assert "No such file" in unwritable


def test_nothing_executable_comes_in(
    app: Flask, browser: Browser, consultation: Consultation, tmp_path: Path
) -> None:
    mapping = tmp_path / "html.toml"
    standard = (mappings.SHIPPED / "standard.toml").read_text(encoding="utf-8")
    mapping.write_text(standard.replace('"plain"', '"html"'), encoding="utf-8")
    folder = a_folder(
        tmp_path / "in",
        people=PEOPLE.replace("Nadia B.", SCRIPT),
        propositions=PROPOSITIONS.replace("Une fontaine", SCRIPT).replace("Près du", SCRIPT),
        comments=COMMENTS.replace("Bonne idée.", SCRIPT),
    )
    run_import(app, folder, consultation, "--mapping", str(mapping))
    number = min(proposal.number or 0 for proposal in proposals().values())
    slug = next(proposal.slug for proposal in proposals().values() if proposal.number == number)

    page = browser.get(f"/{consultation.commune.slug}/propositions/{number}-{slug}")

    main = page.select_one("main")
    assert main
    assert "Bonjour" in text(main)
    assert not main.select("script, img[onerror], [onclick], [onerror]")
