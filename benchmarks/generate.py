"""A commune of any size, written in bulk: propositions, ten comments and fifty supports each."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Table, func, insert, select

from benchmarks.vocabulary import sentence, vocabulary
from participe.accounts.models import Account, Person
from participe.communes.models import Commune
from participe.consultations.models import Consultation, Contract, ParticipationLevel, Phase
from participe.consultations.phases import PhaseKind
from participe.contributions.models import Contribution
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel.database import Base
from participe.kernel.html import SANITISER_VERSION, TextFormat, render_plain
from participe.kernel.search import terms
from participe.proposals.models import Proposal, ProposalSearch, Support, shuffle_of

PEOPLE = 2_000
AT_ONCE = 20_000  # rows of one insert


def commune(size: int, at: datetime, seed: int = 7) -> Consultation:
    """Write a commune with `size` propositions in one open consultation, and commit."""
    random = Random(seed)
    words = vocabulary(random)
    consultation = _consultation(at)
    people = _people(consultation.commune_id, at)
    chosen = [
        _contribution(consultation, number, random, words, people, at)
        for number in range(1, size + 1)
    ]
    first = _next_id(Contribution)
    supports, comments = _long_tail(random, size, 50), _long_tail(random, size, 10)
    for place, row in enumerate(chosen):
        row |= {"id": first + place, "comments_count": comments[place]}
    _write(_table(Contribution), chosen)
    _write(
        _table(Proposal),
        (
            {
                "id": row["id"],
                "consultation_id": consultation.id,
                "locality": "",
                "shuffle": shuffle_of(row["number"]),
                "excerpt": row["body"][:200],
                "supports_count": supports[place],
            }
            for place, row in enumerate(chosen)
        ),
    )
    _write(
        _table(ProposalSearch),
        ({"proposal_id": r["id"], "terms": terms(f"{r['title']} {r['body']}")} for r in chosen),
    )
    _comments(consultation, chosen, comments, random, words, people, at)
    _write(
        _table(Support),
        (
            {
                "proposal_id": row["id"],
                "person_id": who,
                "acted_by_id": who,
                "channel": "online",
                "given_at": at,
            }
            for place, row in enumerate(chosen)
            for who in random.sample(people, supports[place])
        ),
    )
    db.session.commit()
    return consultation


def _consultation(at: datetime) -> Consultation:
    place = Commune(nis="99999", slug="grande-commune", name="Grande-Commune", opened_at=at)
    by = Account(commune=place, email="equipe@grande.example", display_name="Équipe", created_at=at)
    consultation = Consultation(
        commune=place,
        slug="une-grande-question",
        title="Une grande question",
        preview_key="k" * 40,
        threshold=1_000_000,
        answer_days=30,
        created_by=by,
        created_at=at,
        published_at=at - timedelta(days=9),
        phases=[
            Phase(
                kind=PhaseKind.PROPOSE,
                opens_at=at - timedelta(days=8),
                closes_at=at + timedelta(days=30),
            )
        ],
        contract=Contract(
            level=ParticipationLevel.CONSULTATION,
            decided="x",
            open_points="x",
            who_decides="x",
            official=by,
        ),
    )
    db.session.add(consultation)
    db.session.flush()
    return consultation


def _people(commune_id: int, at: datetime) -> list[int]:
    rows = [
        {
            "commune_id": commune_id,
            "kind": "account",
            "email": f"h{n}@grande.example",
            "display_name": f"Habitante {n}",
            "is_platform_admin": False,
            "created_at": at,
        }
        for n in range(PEOPLE)
    ]
    _write(_table(Person), rows)
    return list(
        db.session.scalars(select(Person.id).where(Person.display_name.startswith("Habitante")))
    )


def _contribution(
    consultation: Consultation,
    number: int,
    random: Random,
    words: list[str],
    people: list[int],
    at: datetime,
) -> dict[str, Any]:
    body = " ".join(
        sentence(random, words, random.randint(6, 20)) for _ in range(random.choice((1, 2, 4, 9)))
    )
    who = random.choice(people)
    return _row(consultation, who, body, at - timedelta(seconds=100_000 - number)) | {
        "kind": "proposal",
        "number": number,
        "title": sentence(random, words, 7)[:120],
    }


def _comments(  # noqa: PLR0913, PLR0917 -- the world it writes into
    consultation: Consultation,
    chosen: list[dict[str, Any]],
    counts: list[int],
    random: Random,
    words: list[str],
    people: list[int],
    at: datetime,
) -> None:
    first = _next_id(Contribution)
    subjects = [row["id"] for place, row in enumerate(chosen) for _ in range(counts[place])]
    _write(
        _table(Contribution),
        (
            _row(consultation, random.choice(people), sentence(random, words, 14), at)
            | {
                "id": first + place,
                "kind": "comment",
                "number": None,
                "title": "",
                "comments_count": 0,
            }
            for place in range(len(subjects))
        ),
    )
    _write(
        _table(Comment),
        ({"id": first + place, "subject_id": subject} for place, subject in enumerate(subjects)),
    )


def _row(consultation: Consultation, who: int, body: str, at: datetime) -> dict[str, Any]:
    return {
        "commune_id": consultation.commune_id,
        "author_id": who,
        "acted_by_id": who,
        "channel": "online",
        "language": "fr",
        "body": body,
        "body_format": TextFormat.PLAIN.value,
        "body_html": str(render_plain(body)),
        "sanitiser_version": SANITISER_VERSION,
        "version": 1,
        "published_at": at,
        "withdrawn_reason": "",
    }


def _long_tail(random: Random, size: int, mean: int) -> list[int]:
    """Return counts whose mean is about `mean`: few have many, many have few."""
    return [min(PEOPLE, int(mean * random.paretovariate(2) / 2)) for _ in range(size)]


def _next_id(model: type[Base]) -> int:
    return (db.session.scalar(select(func.max(_table(model).c.id))) or 0) + 1


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def _write(table: Table, rows: Iterable[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            db.session.execute(insert(table), batch)
            batch = []
    if batch:
        db.session.execute(insert(table), batch)
