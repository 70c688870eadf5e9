"""Tests of participe.proposals.queries.similar."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from flask import Flask

from participe.extensions import db
from participe.proposals.models import Proposal
from participe.proposals.queries.similar import similar_to
from participe.proposals.services import drafting
from tests.databases import on_both
from tests.factories import a_consultation, a_proposal, a_resident
from tests.proposals.drafting import a_draft

pytestmark = [on_both, pytest.mark.usefixtures("app")]


def titles(found: Sequence[Proposal]) -> list[str]:
    return [proposal.title for proposal in found]


class TestSimilarTo:
    def test_the_nearest_come_first_whatever_the_accents_and_plurals(self) -> None:
        draft = a_draft(title="Planter des arbres devant l’ecole")
        for title in (
            "Du wifi devant la gare",
            "Des arbres devant l’église",
            "Plantons un arbre devant les écoles",
        ):
            a_proposal(consultation=draft.consultation, title=title)

        found = similar_to(draft, None)

        assert titles(found) == [
            "Plantons un arbre devant les écoles",
            "Des arbres devant l’église",
        ]

    def test_of_those_as_near_the_best_supported_comes_first(self) -> None:
        draft = a_draft(title="Une fontaine")
        for supports in (3, 9, 1):
            a_proposal(
                consultation=draft.consultation, title="Une fontaine", supports_count=supports
            )

        assert [p.supports_count for p in similar_to(draft, None)] == [9, 3, 1]

    def test_three_are_shown_at_most(self) -> None:
        draft = a_draft(title="Une fontaine sur la place")
        for _ in range(5):
            a_proposal(consultation=draft.consultation, title="Une fontaine sur la place")

        assert len(similar_to(draft, None)) == 3

    def test_only_what_everyone_can_read_here_is_shown(self, noon: datetime) -> None:
        draft = a_draft(title="Une fontaine")
        here = {"consultation": draft.consultation, "title": "Une fontaine"}
        a_proposal(**here, hidden_at=noon, hidden_reason="Règle 4")
        a_proposal(**here, withdrawn_at=noon)
        a_proposal(consultation=a_consultation(), title="Une fontaine")

        assert list(similar_to(draft, None)) == []

    def test_neither_ones_own_propositions_nor_any_draft_is_shown(self) -> None:
        me, consultation = a_resident(), a_consultation()
        draft = a_draft(title="Une fontaine", person=me, consultation=consultation)
        a_draft(title="Une fontaine", consultation=consultation)
        a_proposal(title="Une fontaine", author=me, consultation=consultation)

        assert list(similar_to(draft, me.id)) == []

    @pytest.mark.parametrize(
        "title", ["Et le la ?", "🌳🌳🌳🌳🌳", "' OR 1=1 --", '"*" NEAR(', "& | ! <->"]
    )
    def test_a_title_without_a_word_resembles_nothing(self, title: str) -> None:
        draft = a_draft(title=title)
        a_proposal(consultation=draft.consultation, title="Une fontaine")

        assert list(similar_to(draft, None)) == []

    def test_it_does_not_load_what_it_does_not_show(self, app: Flask, noon: datetime) -> None:
        draft = a_draft(title="Une fontaine")
        for n in range(8):
            a_proposal(consultation=draft.consultation, title=f"Une fontaine {n}")
        drafting.keep_own(draft, at=noon)
        db.session.expire_all()

        found = similar_to(draft, None)

        assert len(
            [row for row in db.session.identity_map.values() if isinstance(row, Proposal)]
        ) == len(found)
