"""What answers add to the pages, the sign-in and the export of the packages below."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask, url_for

from participe.accounts import intentions
from participe.accounts.models import Account, Whoever
from participe.accounts.space import EXPORTS, SECTIONS, Section
from participe.answers import policies, queries, wording
from participe.answers.errors import NothingToClarify
from participe.answers.models import OfficialResponse
from participe.answers.page import address
from participe.answers.queries import cases
from participe.answers.queries import clarifying as clarifications
from participe.answers.services import clarifying
from participe.contributions import locating
from participe.kernel import clock
from participe.proposals.models import Proposal
from participe.proposals.page import PANELS
from participe.proposals.queries import finding
from participe.proposals.wording import outcomes as outcome_words

RANK = 37  # below comments


def register(app: Flask) -> None:
    """Put everything in its place."""
    PANELS.add(app, _on_proposal)
    locating.register(app, "clarification", _locate)
    intentions.register(app, "clarify", _ask_kept)
    SECTIONS.add(app, _my_clarifications)
    EXPORTS.add(app, _exported)
    EXPORTS.add(app, _exported_notes)


def _on_proposal(proposal: Proposal, who: Whoever, at: datetime) -> Mapping[str, Any]:
    """Give the newest answer and its earlier versions, or how far it is, with their words."""
    return {
        **(_answered(proposal, who) if proposal.is_answered else _awaited(proposal)),
        "answer_words": wording,
        "outcome_words": outcome_words,
        "may_answer": policies.may_prepare(who, proposal.commune),
        "now": at,
    }


def _answered(proposal: Proposal, who: Whoever) -> Mapping[str, Any]:
    versions = queries.story(proposal)
    answer = versions[0] if versions else None
    extension = answer.extension if answer else None
    case = answer.case if answer else None
    return {
        "answer": answer,
        "earlier_answers": versions[1:],
        "extension": extension,
        "may_clarify": answer is not None and _may_still_ask(answer, who),
        "happened": list(wording.happened(case, extension, versions)),
    }


def _may_still_ask(answer: OfficialResponse, who: Whoever) -> bool:
    """Tell whether the way to a question is shown: to visitors too, who sign in afterwards."""
    return all(asked.asker_id != who.id for asked in answer.clarifications)


def _awaited(proposal: Proposal) -> Mapping[str, Any]:
    if proposal.due_on is None:
        return {}
    promised = cases.standing(proposal)
    return {
        "promised": promised,
        "extension": promised.extension,
        "happened": list(wording.happened(promised.case, promised.extension, ())),
    }


def _locate(contribution: Any) -> str:
    return url_for("answers.show_clarification", clarification_id=contribution.id)


def _ask_kept(account: Account, payload: dict[str, Any]) -> str:
    """Ask what a visitor had typed before they signed in."""
    assert account.commune is not None, "only people of a commune take part"  # noqa: S101
    proposal = finding.find(account.commune, payload["number"])
    if proposal is None:
        raise NothingToClarify
    asked = clarifying.ask(proposal, author=account, body=payload["body"], at=clock.now())
    return address(asked)


def _my_clarifications(account: Account) -> Section:
    context = {"clarifications": clarifications.written_by(account), "answer_words": wording}
    return Section(RANK, "answers/space.html", context | {"now": clock.now()})


def _exported(account: Account) -> tuple[str, Any]:
    return "precisions", [
        {
            "sur": asked.response.proposal.title,
            "texte": asked.body,
            "demandee_le": asked.published_at.isoformat(),
            "reponse": asked.reply,
            "repondue_le": asked.replied_at.isoformat() if asked.replied_at else "",
            "retiree_le": asked.withdrawn_at.isoformat() if asked.withdrawn_at else "",
            "masquee": asked.hidden_reason or "",
            "adresse": url_for(
                "answers.show_clarification", clarification_id=asked.id, _external=True
            ),
        }
        for asked in clarifications.written_by(account)
    ]


def _exported_notes(account: Account) -> tuple[str, Any]:
    """Give what this person wrote in private notes, and nothing that others did."""
    return "notes_de_service", [
        {
            "proposition": note.proposal.number,
            "service": note.service.name,
            "question": note.question if note.asked_by_id == account.id else "",
            "note": note.answer if note.answered_by_id == account.id else "",
        }
        for note in cases.notes_by(account)
    ]
