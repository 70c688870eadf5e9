"""How files from elsewhere are read, and what is said of those that cannot be."""

from pathlib import Path

import pytest

from participe.exchange.services import files
from participe.exchange.services.files import Sheet

pytestmark = pytest.mark.usefixtures("app")

ACCENTS = "id,name\n1,Élodie\n2,Œuvre\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def read(path: Path, content: bytes) -> Sheet:
    path.write_bytes(content)
    return files.read(path, needed=["id"], wanted={"id", "name"})


def reason(sheet: Sheet) -> tuple[int, str]:
    (problem,) = sheet.problems
    return problem.line, problem.reason.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_encodings_of_spreadsheets_are_read(path: Path, encoding: str) -> None:
    sheet = read(path, ACCENTS.encode(encoding))

    assert [line.cells["name"] for line in sheet.lines] == ["Élodie", "Œuvre"]
    assert not sheet.problems


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_ends_of_line_are_recognised(path: Path, delimiter: str, end: str) -> None:
    text = 'id,name\n1,"Nadia, ou; Nad"\n'
    written = text.replace("id,name", f"id{delimiter}name").replace('1,"', f'1{delimiter}"')

    sheet = read(path, written.replace("\n", end).encode())

    assert [line.cells for line in sheet.lines] == [{"id": "1", "name": "Nadia, ou; Nad"}]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"", 0, "le fichier est vide"),
        (b" \n", 0, "le fichier est vide"),
        (ACCENTS.encode("utf-16"), 0, "le fichier est en UTF-16"),
        (ACCENTS.encode("utf-16-le"), 0, "le fichier est en UTF-16"),
        (b"id,name\n1,\xc3\x89lodie\n2,\xc9lodie\n", 3, "encodage mélangé"),
        (b"id,name\n1,\xc9lodie\n2,\x81\n", 3, "encodage inconnu"),
        (b"id,name\n1,\xc3", 2, "le fichier est coupé au milieu d’un caractère"),
        (b"id,name\n1,Nadia\n2,Tho", 3, "la dernière ligne n’a pas de fin de ligne"),
        (b'id,name\n1,Nadia\n2,"Tho\n', 3, "un guillemet ouvert ici n’est pas bien refermé"),
        (b'id,name\n1,"Nadia"B\n2,Thomas\n', 2, "un guillemet ouvert ici n’est pas bien refermé"),
        (b"id,name\n1,Nadia\n2\n", 3, "1 cellule au lieu de 2"),
        (b"id,name\n1,Nadia,x\n", 2, "3 cellules au lieu de 2"),
        (b"id,name\n1,Na\0dia\n", 2, "un caractère nul"),
        (b"name\nNadia\n", 1, "il manque la colonne id ; le fichier a : name"),
        (b"id,id\n1,2\n", 1, "deux colonnes portent le nom id"),
        (b'id,name\n1,"' + b"x" * 140_000 + b'"\n', 2, "un guillemet ouvert ici"),
    ],
)
def test_a_fault_is_told_with_its_line(path: Path, content: bytes, line: int, said: str) -> None:
    sheet = read(path, content)

    where, words = reason(sheet)
    assert where == line
    assert words.startswith(said)


def test_the_line_is_the_one_on_which_a_record_begins(path: Path) -> None:
    sheet = read(path, b'id,name\n1,"a\nb\nc"\n\n2\n')

    assert reason(sheet)[0] == 6


def test_what_stands_before_a_fault_is_kept(path: Path) -> None:
    sheet = read(path, b'id,name\n1,Nadia\n2,"Tho\n')

    assert [line.number for line in sheet.lines] == [2]


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "people.csv").mkdir()

    sheet = files.read(tmp_path / "people.csv", needed=["id"], wanted={"id"})

    assert "lecture impossible" in reason(sheet)[1]
