"""A version is published once, whole, with what it changes said in words; then it is fixed."""

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.extensions import db
from participe.kernel import clock, events
from participe.texts.cutting import cut
from participe.texts.errors import DraftChanged, NoteNeeded, NothingToPublish, VersionFixed
from participe.texts.events import VersionPublished
from participe.texts.models import DiscussedText, TextVersion
from participe.texts.queries import drafting as queries
from participe.texts.services import arranging, drafting, publishing, writing
from tests.databases import on_both
from tests.factories import a_consultation, a_staff_member
from tests.together import together

pytestmark = on_both


@pytest.fixture
def thomas(app: Flask) -> Account:
    assert app
    return a_staff_member()


@pytest.fixture
def draft(thomas: Account) -> TextVersion:
    consultation = a_consultation(commune=thomas.commune)
    return drafting.create(
        consultation,
        title="Règlement",
        summary="",
        pieces=cut("Un.\n\nDeux."),
        by=thomas,
        at=clock.now(),
    )


def test_a_published_version_says_when_and_by_whom_and_tells_the_others(
    app: Flask, draft: TextVersion, thomas: Account
) -> None:
    told: list[VersionPublished] = []
    events.subscribe(app, VersionPublished, told.append)

    publish(draft, thomas)

    assert (draft.published_at, draft.published_by, draft.note) == (clock.now(), thomas, "")
    assert [event.version for event in told] == [draft]


def test_from_the_second_version_on_one_says_what_changes(
    draft: TextVersion, thomas: Account
) -> None:
    publish(draft, thomas)
    second = drafting.begin(draft.text, by=thomas, at=clock.now())

    with pytest.raises(NoteNeeded):
        publish(second, thomas)
    publish(second, thomas, note="Plus court.")

    assert second.note == "Plus court."


def test_a_text_of_titles_alone_is_not_published(thomas: Account) -> None:
    consultation = a_consultation(commune=thomas.commune)
    draft = drafting.create(
        consultation,
        title="Plan",
        summary="",
        pieces=cut("# Un\n\n# Deux"),
        by=thomas,
        at=clock.now(),
    )

    with pytest.raises(NothingToPublish):
        publish(draft, thomas)


def test_one_publishes_what_one_has_read(draft: TextVersion, thomas: Account) -> None:
    seen = publishing.fingerprint(draft)
    arranging.move(draft.wordings[0], to=2)

    with pytest.raises(DraftChanged):
        publishing.publish(draft, note="", by=thomas, at=clock.now(), seen=seen)


def test_the_reason_of_what_changed_and_changed_back_is_not_told(
    draft: TextVersion, thomas: Account
) -> None:
    publish(draft, thomas)
    second = drafting.begin(draft.text, by=thomas, at=clock.now())
    for body in ("Trois.", "Un."):
        writing.save(
            second.wordings[0],
            heading="",
            body=body,
            reason="Mieux.",
            based_on=second.wordings[0].revision,
            by=thomas,
            at=clock.now(),
        )

    publish(second, thomas, note="Rien.")

    assert second.wordings[0].reason == ""


def test_two_who_publish_at_once_publish_once(
    app: Flask, draft: TextVersion, thomas: Account
) -> None:
    db.session.commit()
    text_id, staff_id = draft.text_id, thomas.id

    def act() -> str:
        text = db.session.get_one(DiscussedText, text_id)
        found = queries.draft_of(text)
        if found is None:
            return "too late"
        publish(found, db.session.get_one(Account, staff_id))
        return "published"

    results = together(app, 4, act)

    assert results.count("published") == 1
    assert all(r in {"published", "too late"} or isinstance(r, VersionFixed) for r in results)


def publish(version: TextVersion, by: Account, note: str = "") -> None:
    publishing.publish(version, note=note, by=by, at=clock.now())
