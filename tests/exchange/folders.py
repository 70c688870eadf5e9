"""Folders of CSV files for tests to import: small, whole, and easily spoilt."""

from pathlib import Path

from flask import Flask

from participe.consultations.models import Consultation
from participe.extensions import db

PEOPLE = """id,name
nadia,Nadia B.
thomas,
"""
PROPOSITIONS = """id,title,body,author_id,created_at,theme,votes_for,votes_against
p1,Une fontaine,"Près du tilleul.

L’été, il fait chaud.",nadia,2025-09-26T10:00:00+02:00,Eau,12,3
p2,Des bancs,,thomas,2025-09-27 11:30,,,
"""
COMMENTS = """id,proposition_id,parent_id,author_id,position,body,created_at
c3,p1,c2,nadia,,"Oui, le matin.",2025-09-30
c1,p1,,thomas,pour,Bonne idée.,2025-09-28
c2,p1,c1,thomas,question,Et l’hiver ?,2025-09-29
c4,p2,,nadia,contre,Il y en a déjà.,2025-09-29
"""
SUPPORTS = """proposition_id,person_id,created_at
p1,thomas,2025-09-28
p2,nadia,2025-09-28
p2,thomas,2025-09-28
"""
FILES = {
    "people.csv": PEOPLE,
    "propositions.csv": PROPOSITIONS,
    "comments.csv": COMMENTS,
    "supports.csv": SUPPORTS,
}


def a_folder(path: Path, **files: str | bytes | None) -> Path:
    """Make a folder to import; `comments="…"` replaces that file, None leaves it out."""
    path.mkdir(parents=True, exist_ok=True)
    replaced = {f"{name}.csv": content for name, content in files.items()}
    for name, content in {**FILES, **replaced}.items():
        if content is not None:
            as_bytes = content.encode() if isinstance(content, str) else content
            (path / name).write_bytes(as_bytes)
    return path


def run_import(app: Flask, folder: Path, into: Consultation, *options: str, status: int = 0) -> str:
    """Run the command as a person would, and return what it said.

    What it did not commit is rolled back, so that the test sees what the database kept.
    """
    where = ["--commune", into.commune.slug, "--consultation", into.slug]
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["import", str(folder), *where, *options])
    db.session.rollback()
    db.session.expire_all()
    assert result.exit_code == status, result.output + repr(result.exception)
    return result.output.replace("\N{NO-BREAK SPACE}", " ")
