"""Tests of participe.notifications.subscriptions.texts."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.extensions import db
from participe.kernel import events
from participe.notifications.models import Letter, LetterKind
from participe.notifications.services import writing
from participe.texts.events import VersionPublished
from participe.texts.models import DiscussedText, Remark, Stance, TextVersion, Verdict
from participe.texts.queries import drafting as drafts
from participe.texts.queries import finding
from participe.texts.services import deciding, drafting, publishing
from tests.databases import on_both
from tests.factories import a_remark, a_resident, a_text
from tests.together import together

pytestmark = [on_both, pytest.mark.usefixtures("app")]


def _decided(*remarks: Remark, at: datetime, reason: str = "Les riverains.") -> TextVersion:
    """Decide in the draft, which is begun if there is none."""
    text = remarks[0].passage.text
    draft = drafting.begin(text, by=text.created_by, at=at)
    deciding.decide(
        remarks, version=draft, verdict=Verdict.PARTLY, reason=reason, by=text.created_by, at=at
    )
    db.session.commit()
    return draft


def _publish(version: TextVersion, at: datetime) -> None:
    publishing.publish(version, note="Le jour change.", by=version.text.created_by, at=at)
    db.session.commit()


def _a_remark(text: DiscussedText, author: Account, place: int = 0, **values: object) -> Remark:
    version = finding.current(text)
    assert version is not None
    return a_remark(on=version.wordings[place], author=author, **values)


def _letters() -> list[Letter]:
    return list(
        db.session.scalars(
            db.select(Letter).where(Letter.kind == LetterKind.REMARK_DECIDED).order_by(Letter.id)
        )
    )


def test_an_author_gets_one_letter_with_all_their_remarks(noon: datetime) -> None:
    """R2 and invariant 10: every remark's decision is told, once."""
    text = a_text("Un.", "Deux.")
    nadia = a_resident(commune=text.commune)
    first = _a_remark(text, nadia, body="Trop tôt.")
    second = _a_remark(
        text, nadia, 1, stance=Stance.REWORDING, wording="Deux et demi.", body="Plus juste."
    )
    _decided(first, at=noon)

    _publish(_decided(second, at=noon, reason="La moitié suffit."), noon)

    (letter,) = _letters()
    assert letter.person_id == nadia.id
    assert letter.subject == "Ce que la commune a fait de vos 2 avis"
    for words in ("Trop tôt.", "Deux et demi.", "Retenu en partie", "La moitié suffit."):
        assert words in letter.body_text
    assert f"/textes/{text.number}/suites" in letter.body_text


def test_nothing_is_told_before_the_version_is_public(noon: datetime) -> None:
    text = a_text()

    _decided(_a_remark(text, a_resident(commune=text.commune)), at=noon)

    assert _letters() == []


def test_each_author_reads_of_their_own_remarks_only(noon: datetime) -> None:
    text = a_text()
    remarks = [
        _a_remark(text, a_resident(commune=text.commune), body=body) for body in ("Oui.", "Non.")
    ]

    _publish(_decided(*remarks, at=noon), noon)

    one, two = _letters()
    assert ("Oui." in one.body_text, "Non." in one.body_text) == (True, False)
    assert ("Oui." in two.body_text, "Non." in two.body_text) == (False, True)


def test_a_publication_told_twice_writes_once(noon: datetime) -> None:
    """Invariant 10: exactly once, whatever is done again after a restart."""
    text = a_text()
    version = _decided(_a_remark(text, a_resident(commune=text.commune)), at=noon)
    _publish(version, noon)

    events.publish(VersionPublished(version))
    db.session.commit()

    assert len(_letters()) == 1


def test_two_who_publish_at_once_write_once(app: Flask, noon: datetime) -> None:
    """Invariant 10: exactly once, when two people press the button together."""
    text = a_text()
    version = _decided(_a_remark(text, a_resident(commune=text.commune)), at=noon)
    number, staff = version.id, text.created_by_id

    def publish() -> None:
        publishing.publish(
            db.session.get_one(TextVersion, number),
            note="Le jour change.",
            by=db.session.get_one(Account, staff),
            at=noon,
        )

    together(app, 4, publish)

    assert len(_letters()) == 1


def test_a_later_version_tells_only_what_it_decides(noon: datetime) -> None:
    text = a_text()
    nadia = a_resident(commune=text.commune)
    early, late = (_a_remark(text, nadia, body=body) for body in ("Tôt.", "Tard."))
    _publish(_decided(early, at=noon), noon)

    _publish(_decided(late, at=noon), noon)

    _first, second = _letters()
    assert "Tard." in second.body_text
    assert "Tôt." not in second.body_text


def test_hidden_remarks_and_people_without_address_get_no_letter(noon: datetime) -> None:
    text = a_text()
    hidden = _a_remark(text, a_resident(commune=text.commune))
    unreachable = _a_remark(text, a_resident(commune=text.commune, email=None))
    version = _decided(hidden, unreachable, at=noon)
    hidden.hidden_at, hidden.hidden_reason = noon, "Injure."

    _publish(version, noon)

    assert _letters() == []


def test_who_stopped_these_letters_gets_none(noon: datetime) -> None:
    text = a_text()
    nadia = a_resident(commune=text.commune)
    writing.stop(nadia, [LetterKind.REMARK_DECIDED], at=noon)

    _publish(_decided(_a_remark(text, nadia), at=noon), noon)

    assert _letters() == []


def test_it_arrives_when_people_are_awake(noon: datetime) -> None:
    text = a_text()
    night = noon + timedelta(hours=12)

    _publish(_decided(_a_remark(text, a_resident(commune=text.commune)), at=noon), night)

    (letter,) = _letters()
    assert letter.not_before == writing.in_waking_hours(night) > night
    draft = drafts.draft_of(text)
    assert draft is None
