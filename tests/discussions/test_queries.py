"""Tests of participe.discussions.queries."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, insert

from participe.contributions.models import Contribution
from participe.discussions import queries, services
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel.html import TextFormat
from participe.proposals.models import Proposal
from tests.databases import on_both
from tests.factories import a_comment, a_proposal, a_staff_member, an_official

pytestmark = pytest.mark.usefixtures("app")


@contextmanager
def statements() -> Iterator[list[tuple[str, object]]]:
    """Collect what is asked of the database."""
    seen: list[tuple[str, object]] = []

    def note(_conn: object, _cursor: object, sql: str, values: object, *_more: object) -> None:
        seen.append((sql, values))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def many_comments(on: Proposal, number: int, *, to: Comment | None = None) -> list[int]:
    """Write comments in bulk, as an import does."""
    first = 10_000
    ids = list(range(first, first + number))
    common = {
        "commune_id": on.commune_id,
        "author_id": on.author_id,
        "acted_by_id": on.author_id,
        "published_at": on.published_at,
        "body_format": TextFormat.PLAIN,
    }
    db.session.execute(
        insert(Contribution.__table__),
        [
            common
            | {"id": one, "kind": "comment", "body": str(one), "title": "", "body_html": ""}
            | {"sanitiser_version": 0, "version": 1, "channel": "online", "language": "fr"}
            | {"withdrawn_reason": "", "comments_count": 0}
            for one in ids
        ],
    )
    parent_id = to.id if to else None
    db.session.execute(
        insert(Comment.__table__),
        [{"id": one, "subject_id": on.id, "parent_id": parent_id} for one in ids],
    )
    db.session.commit()
    return ids


@on_both
class TestThread:
    def test_pages_follow_each_other_and_miss_nothing(self) -> None:
        proposal = a_proposal()
        ids = many_comments(proposal, 45)

        pages, key = [], None
        while not pages or key:
            page = queries.thread(proposal, key)
            pages.append([entry.comment.id for entry in page])
            key = page.next_key

        assert [len(page) for page in pages] == [20, 20, 5]
        assert [one for page in pages for one in page] == ids

    def test_the_newest_can_come_first(self) -> None:
        proposal = a_proposal()
        ids = many_comments(proposal, 25)

        first = queries.thread(proposal, newest_first=True)
        second = queries.thread(proposal, first.next_key, newest_first=True)

        assert [entry.comment.id for entry in [*first, *second]] == ids[::-1]

    @pytest.mark.parametrize("key", ["", "x", "-1", "1-2", "9" * 30, "٣", "' OR 1=1"])
    def test_a_key_that_is_none_of_ours_is_the_first_page(self, key: str) -> None:
        comment = a_comment()

        page = queries.thread(comment.subject, key)

        assert [entry.comment.id for entry in page] == [comment.id]

    def test_a_page_with_its_replies_takes_three_queries(self) -> None:
        proposal = a_proposal()
        for _ in range(5):
            a_comment(on=proposal, parent=a_comment(on=proposal))
        subject_id = proposal.id
        db.session.expunge_all()
        proposal = db.session.get_one(Proposal, subject_id)

        with statements() as seen:
            page = queries.thread(proposal)
            names = [
                (entry.comment.author.display_name, entry.replies[0].comment.author.display_name)
                for entry in page
            ]

        assert len(names) == 5
        assert len(seen) == 3

    def test_what_was_taken_back_leaves_a_place_only_if_it_was_answered(
        self, noon: datetime
    ) -> None:
        proposal = a_proposal()
        alone, answered = a_comment(on=proposal), a_comment(on=proposal)
        reply = a_comment(on=proposal, parent=answered)
        for comment in (alone, answered):
            services.withdraw(comment, at=noon)

        assert [entry.comment.id for entry in queries.thread(proposal)] == [answered.id]

        services.withdraw(reply, at=noon)
        assert not queries.thread(proposal).items

    def test_the_replies_shown_below_a_comment_are_bounded(self) -> None:
        proposal = a_proposal()
        comment = a_comment(on=proposal)
        ids = many_comments(proposal, 70, to=comment)

        entry = queries.thread(proposal).items[0]
        first = queries.replies(comment)
        second = queries.replies(comment, first.next_key)

        assert [reply.comment.id for reply in entry.replies] == ids[:50]
        assert entry.has_more_replies
        assert [reply.comment.id for reply in [*first, *second]] == ids

    def test_who_speaks_for_the_commune_is_told_as_it_was_then(self, noon: datetime) -> None:
        proposal = a_proposal()
        commune = proposal.commune
        thomas = a_staff_member(commune=commune)
        a_comment(on=proposal, author=thomas)
        a_comment(on=proposal, author=an_official(commune=commune))
        a_comment(on=proposal, author=thomas, published_at=noon - timedelta(days=1))
        a_comment(on=proposal)

        capacities = [entry.capacity for entry in queries.thread(proposal)]

        assert capacities == [
            queries.Capacity(),
            queries.Capacity("échevine de l’environnement"),
            None,
            None,
        ]


@on_both
class TestPageKey:
    def test_it_leads_to_a_page_that_shows_the_comment(self) -> None:
        proposal = a_proposal()
        ids = many_comments(proposal, 45)

        for one in (ids[0], ids[19], ids[20], ids[44]):
            key = queries.page_key(db.session.get_one(Comment, one))
            assert one in [entry.comment.id for entry in queries.thread(proposal, key)]

    def test_a_reply_far_down_has_a_page_of_its_own(self) -> None:
        proposal = a_proposal()
        comment = a_comment(on=proposal)
        ids = many_comments(proposal, 60, to=comment)
        shown, far = (db.session.get_one(Comment, one) for one in (ids[49], ids[55]))

        assert queries.replies_key(shown) is None
        key = queries.replies_key(far)
        assert far.id in [entry.comment.id for entry in queries.replies(comment, key)]


def test_a_page_of_a_long_thread_is_found_by_its_index() -> None:
    proposal = a_proposal()
    many_comments(proposal, 5000)
    with statements() as seen:
        page = queries.thread(proposal, "14000")

    plans = [
        row.detail
        for sql, values in seen
        for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
    ]

    assert page.items[0].comment.id == 14001
    assert any("ix_comment_thread" in step for step in plans)
    tables = {"comment", "contribution", "person", "person_1", "role_grant"}
    assert not tables & {step.removeprefix("SCAN ") for step in plans}
