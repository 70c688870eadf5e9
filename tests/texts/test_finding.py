"""Tests of participe.texts.queries.finding, on both databases."""

import pytest

from participe.texts.queries import finding
from tests.databases import on_both
from tests.factories import a_consultation, a_text
from tests.statements import counted_queries
from tests.texts.versions import a_draft, a_next_version, publish, the_wording

pytestmark = [on_both, pytest.mark.usefixtures("app")]


def test_a_text_is_found_by_its_number_in_its_consultation() -> None:
    text, other = a_text(), a_text()

    found = finding.find(text.consultation, 1)

    assert found == text
    assert finding.find(other.consultation, 2) is None


def test_only_staff_are_given_a_text_that_has_no_public_version() -> None:
    consultation = a_consultation()
    public = a_text(consultation=consultation)
    draft = a_text(consultation=consultation, number=2, published=False)

    assert finding.texts_of(consultation) == [public]
    assert finding.texts_of(consultation, everything=True) == [public, draft]
    assert finding.current(draft) is None
    assert finding.version(draft, 1) is None


def test_the_current_version_is_the_newest_public_one() -> None:
    text = a_text("Un.", "Deux.")
    draft = a_draft(text, {2: "Trois."})
    before = finding.current(text)
    publish(draft)
    after = finding.current(text)

    assert before is not None
    assert after is not None
    assert (before.number, after.number) == (1, 2)
    assert [said.body for said in after.wordings] == ["Un.", "Trois."]
    assert [version.number for version in finding.versions(text)] == [1, 2]


def test_the_current_version_is_read_in_one_query_whatever_its_length() -> None:
    text = a_text(*(f"Passage {number}." for number in range(40)))
    assert text.id

    with counted_queries() as statements:
        version = finding.current(text)
        assert version is not None
        assert [said.passage.number for said in version.wordings] == list(range(1, 41))

    assert len(statements) == 1, statements


def test_a_passage_has_the_past_of_every_public_version() -> None:
    text = a_text("Un.", "Deux.")
    a_next_version(text, {1: "Un et demi."})
    a_draft(text, {1: "Pas encore public."})

    past = finding.past_of(the_wording(text).passage)

    assert [said.body for said in past] == ["Un.", "Un et demi."]
    assert finding.sizes_of([text]) == {text.id: 2}
