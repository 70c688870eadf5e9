"""Writing what an import brings, in bulk and in one transaction: the caller commits.

Nobody is told: no event is published, so no letter leaves. Supports are counted but start
no delay, for a promise that nobody made then must not be found late now.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from flask_babel import gettext as _
from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.exc import IntegrityError

from participe.accounts.models import Person
from participe.communes import services as communes
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.contributions.models import Contribution
from participe.discussions.models import Comment
from participe.exchange import queries
from participe.exchange.errors import ImportedMeanwhile
from participe.exchange.models import ImportedRow, RowKind
from participe.exchange.services.checking import Plan
from participe.exchange.services.rows import CommentRow, PropositionRow
from participe.exchange.services.texts import Texts
from participe.extensions import db
from participe.kernel.database import Base
from participe.kernel.slugs import slugify
from participe.proposals.models import (
    ImportedTotal,
    Proposal,
    ProposalSearch,
    Support,
    Theme,
    shuffle_of,
)

Ids = dict[str, int]


def write(
    plan: Plan, texts: Texts, consultation: Consultation, *, source: str, at: datetime
) -> None:
    """Write all that is new in a plan; raises ImportedMeanwhile if some of it no longer is."""
    try:
        with db.session.begin_nested():
            _Writer(plan, texts, consultation, at).write(source)
    except IntegrityError as error:
        raise ImportedMeanwhile from error


class _Writer:
    """One import under way: what it writes into, and the objects that rows have become."""

    def __init__(self, plan: Plan, texts: Texts, consultation: Consultation, at: datetime) -> None:
        self.plan, self.texts, self.consultation, self.at = plan, texts, consultation, at
        self.ids = {kind: dict(known) for kind, known in plan.known.ids.items()}

    def write(self, source: str) -> None:
        self._keep(RowKind.PERSON, self._people())
        self._keep(RowKind.PROPOSAL, self._propositions())
        self._search_and_totals(source)
        remarks = [row for row in self.plan.comments.values() if not row.parent_id]
        replies = [row for row in self.plan.comments.values() if row.parent_id]
        for rows in (remarks, replies):  # the former must have their keys first
            self._keep(RowKind.COMMENT, self._comments(rows))
        self._keep(RowKind.SUPPORT, self._supports())
        self._count()

    def _keep(self, kind: RowKind, new: Ids) -> None:
        """Remember which row became which object, so that the next import knows."""
        self.ids[kind] |= new
        _insert_all(
            ImportedRow,
            [
                {
                    "consultation_id": self.consultation.id,
                    "kind": kind,
                    "external_id": external_id,
                    "object_id": object_id,
                    "imported_at": self.at,
                }
                for external_id, object_id in new.items()
            ],
        )

    def _people(self) -> Ids:
        first = len(self.ids[RowKind.PERSON]) + 1
        return _inserted(
            Person,
            {
                row.id: {
                    "commune_id": self.consultation.commune_id,
                    "display_name": row.name or _("Personne %(number)s", number=number),
                    "created_at": self.at,
                }
                for number, row in enumerate(self.plan.people.values(), first)
            },
        )

    def _propositions(self) -> Ids:
        rows = sorted(self.plan.propositions.values(), key=lambda row: row.published_at)
        first = communes.next_numbers(
            self.consultation.commune_id, Commune.last_proposal_number, len(rows)
        )
        themes = self._themes(row.theme for row in rows)
        return _inserted(
            Proposal,
            {
                row.id: {
                    **self._contribution(row),
                    **self.texts.propositions[row.id],
                    "consultation_id": self.consultation.id,
                    "number": number,
                    "shuffle": shuffle_of(number),
                    "theme_id": themes.get(row.theme),
                    "locality": row.locality,
                }
                for number, row in enumerate(rows, first)
            },
        )

    def _comments(self, rows: Iterable[CommentRow]) -> Ids:
        """Write comments in the order of their dates, which is then that of their keys, too."""
        return _inserted(
            Comment,
            {
                row.id: {
                    **self._contribution(row),
                    **self.texts.comments[row.id],
                    "subject_id": self.ids[RowKind.PROPOSAL][row.proposition_id],
                    "parent_id": self._root(row),
                    "position": row.position,
                }
                for row in sorted(rows, key=lambda row: row.published_at)
            },
        )

    def _root(self, row: CommentRow) -> int | None:
        root = self.plan.roots.get(row.id)
        return None if root is None else self.ids[RowKind.COMMENT][root]

    def _contribution(self, row: PropositionRow | CommentRow) -> dict[str, Any]:
        author = self.ids[RowKind.PERSON][row.author_id]
        return {
            "commune_id": self.consultation.commune_id,
            "author_id": author,
            "acted_by_id": author,
            "language": self.consultation.language,
            "published_at": row.published_at,
            "hidden_at": self.at if row.hidden_reason else None,
            "hidden_reason": row.hidden_reason,
        }

    def _themes(self, names: Iterable[str]) -> Ids:
        """Return the themes of these names, and make those that the commune has not."""
        themes = queries.themes(self.consultation.commune)
        ids = {theme.name: theme.id for theme in themes}
        slugs = {theme.slug for theme in themes}
        for name in dict.fromkeys(filter(None, names)):
            if name not in ids:
                slug = _free_slug(name, slugs)
                theme = Theme(commune_id=self.consultation.commune_id, slug=slug, name=name)
                db.session.add(theme)
                db.session.flush()
                ids[name] = theme.id
                slugs.add(slug)
        return ids

    def _search_and_totals(self, source: str) -> None:
        ids = self.ids[RowKind.PROPOSAL]
        _insert_all(
            ProposalSearch,
            [{"proposal_id": ids[id_], "terms": terms} for id_, terms in self.texts.terms.items()],
        )
        _insert_all(
            ImportedTotal,
            [
                {
                    "proposal_id": ids[row.id],
                    "votes_for": row.votes[0],
                    "votes_mixed": row.votes[1],
                    "votes_against": row.votes[2],
                    "source": source or _("Plateforme d’origine"),
                }
                for row in self.plan.propositions.values()
                if row.votes
            ],
        )

    def _supports(self) -> Ids:
        people = self.ids[RowKind.PERSON]
        return _inserted(
            Support,
            {
                row.id: {
                    "proposal_id": self.ids[RowKind.PROPOSAL][row.proposition_id],
                    "person_id": people[row.person_id],
                    "acted_by_id": people[row.person_id],
                    "given_at": row.given_at,
                }
                for row in self.plan.supports.values()
            },
        )

    def _count(self) -> None:
        """Add to the counters what everybody can read: hidden comments are not counted."""
        propositions, comments = self.ids[RowKind.PROPOSAL], self.ids[RowKind.COMMENT]
        said: Counter[int] = Counter()
        for row in self.plan.comments.values():
            if row.hidden_reason is None:
                said[propositions[row.proposition_id]] += 1
                if row.id in self.plan.roots:
                    said[comments[self.plan.roots[row.id]]] += 1
        _add(Contribution, "comments_count", said)
        supported = (propositions[row.proposition_id] for row in self.plan.supports.values())
        _add(Proposal, "supports_count", Counter(supported))


def _inserted(model: type[Any], rows: Mapping[str, dict[str, Any]]) -> Ids:
    """Insert rows in bulk, and return the key that the database gave to each."""
    if not rows:
        return {}
    statement = insert(model).returning(model.id, sort_by_parameter_order=True)
    return dict(zip(rows, db.session.scalars(statement, list(rows.values())), strict=True))


def _insert_all(model: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(model), rows)


def _add(model: type[Base], counter: str, more: Mapping[int, int]) -> None:
    """Add to a counter of many rows, whatever it holds already."""
    table = cast("Table", model.__table__)
    if more:
        db.session.execute(
            update(table)
            .where(table.c.id == bindparam("counted_id"))
            .values({counter: table.c[counter] + bindparam("more")}),
            [{"counted_id": id_, "more": number} for id_, number in more.items()],
        )


def _free_slug(name: str, taken: set[str]) -> str:
    """Return an address for a theme; two long names may well begin with the same words."""
    slug, number = slugify(name, otherwise="theme"), 2
    free = slug
    while free in taken:
        free = f"{slug}-{number}"
        number += 1
    return free
