"""Letters about answers: to sign, published, reminders, questions about them and replies."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import Flask
from flask_babel import gettext as say
from flask_babel import lazy_gettext as _

from participe.accounts import queries as accounts
from participe.accounts.models import Role
from participe.answers import schedule
from participe.answers.events import (
    AnswerPublished,
    AnswerSentToSign,
    ClarificationAsked,
    ClarificationGiven,
)
from participe.answers.models import Clarification
from participe.answers.page import DESK_PANELS
from participe.answers.queries.cases import Promised
from participe.consultations.wording.days import day
from participe.kernel.chores import CHORES
from participe.kernel.events import subscribe
from participe.notifications.models import Letter, LetterKind, Reader
from participe.notifications.queries import audience, reminders
from participe.notifications.services import reminding
from participe.notifications.services.writing import Subject, in_waking_hours, write
from participe.notifications.subscriptions.readers import to
from participe.proposals.models import Proposal
from participe.proposals.queries import grouping
from participe.proposals.wording.outcomes import OUTCOMES


def register(app: Flask) -> None:
    """Listen to what the other packages tell, and to time."""
    subscribe(app, AnswerSentToSign, ask_to_sign)
    subscribe(app, AnswerPublished, bring_the_answer)
    subscribe(app, AnswerPublished, stop_reminding)
    subscribe(app, ClarificationAsked, pass_on_the_question)
    subscribe(app, ClarificationGiven, bring_the_reply)
    DESK_PANELS.add(app, _reminders)
    CHORES.add(app, reminding.remind)


def ask_to_sign(event: AnswerSentToSign) -> None:
    """Tell an official that an answer waits for a signature."""
    response = event.response
    proposal = response.proposal
    at = response.sent_to_sign_at or response.saved_at
    write(
        Subject(
            LetterKind.ANSWER_TO_SIGN,
            event=f"to-sign:{response.id}:{at.timestamp()}",
            commune=proposal.commune,
            at=at,
            values={"proposal": proposal},
        ),
        to(response.signer, _("parce que vous signez les réponses de la commune")),
    )


def bring_the_answer(event: AnswerPublished) -> None:
    """Bring the answer itself to authors, to supporters and to those who commented.

    Of a group everybody is told once, an author of their own proposition.
    """
    answered = (event.response.proposal, *grouping.members(event.response.proposal))
    for proposal in answered:
        reason = _("parce que vous avez écrit cette proposition")
        _bring(event, proposal, to(proposal.author, reason))
    for proposal in answered:
        _bring(event, proposal, [*audience.supporters(proposal), *audience.commenters(proposal)])


def _bring(event: AnswerPublished, proposal: Proposal, readers: Iterable[Reader]) -> None:
    response = event.response
    at = response.published_at or response.saved_at
    write(
        Subject(
            LetterKind.ANSWER_PUBLISHED,
            event=f"answer:{response.proposal_id}:{response.version}",
            commune=proposal.commune,
            at=at,
            not_before=in_waking_hours(at),
            values={
                "proposal": proposal,
                "answer": response,
                "outcome": OUTCOMES[response.outcome] if response.outcome else "",
            },
        ),
        readers,
    )


def stop_reminding(event: AnswerPublished) -> None:
    """Keep from leaving what would remind of an answer that is there."""
    response = event.response
    reminding.drop(response.proposal, at=response.published_at or response.saved_at)


def pass_on_the_question(event: ClarificationAsked) -> None:
    """Tell the staff and the official who signed that somebody did not understand an answer."""
    asked = event.clarification
    staff = accounts.holders(asked.commune, Role.STAFF)
    _write_about(
        LetterKind.CLARIFICATION_ASKED,
        asked,
        asked.published_at,
        [
            *to(asked.response.signed_by, _("parce que vous avez signé cette réponse")),
            *[reader for who in staff for reader in to(who, _("parce que vous êtes de l’équipe"))],
        ],
    )


def bring_the_reply(event: ClarificationGiven) -> None:
    """Bring the reply to whoever asked."""
    asked = event.clarification
    _write_about(
        LetterKind.CLARIFICATION_GIVEN,
        asked,
        asked.replied_at or asked.published_at,
        to(asked.author, _("parce que vous avez demandé une précision")),
    )


def _write_about(
    kind: LetterKind, asked: Clarification, at: datetime, readers: Iterable[Reader]
) -> None:
    subject = Subject(
        kind,
        event=f"{kind}:{asked.id}",
        commune=asked.commune,
        at=at,
        not_before=in_waking_hours(at),
        values={"asked": asked, "proposal": asked.response.proposal},
    )
    write(subject, readers)


def _reminders(promised: Promised, at: datetime) -> Mapping[str, Any]:
    """Give which reminders about an answer have left, which have not, and when the next comes."""
    proposal = promised.proposal
    if proposal.due_on is None or proposal.is_answered:
        return {}
    since = proposal.threshold_reached_at or proposal.published_at
    expected = schedule.mornings(proposal.due_on, since=since, at=at)
    written = reminders.about(proposal)
    waiting = [letter for letter in written if letter.is_waiting]
    # One that a newer reminder replaced before it could leave was not sent either.
    known = {reminders.name_of(letter) for letter in written if letter.sent_at} | {
        reminders.name_of(letter) for letter in waiting
    }
    return {
        "reminders": {
            "sent": list(dict.fromkeys(_said(letter) for letter in written if letter.sent_at)),
            "leaves_at": max((letter.not_before for letter in waiting), default=None),
            "missed": sum(one.at <= at and one.name not in known for one in expected),
            "next": next((one.at for one in expected if one.at > at), None),
        }
    }


def _said(letter: Letter) -> str:
    assert letter.sent_at is not None, "only what has left is said to"  # noqa: S101
    sent_on = day(letter.sent_at)
    if letter.kind is LetterKind.ANSWER_OVERDUE:
        return str(say("le %(day)s à la direction générale", day=sent_on))
    return str(say("le %(day)s", day=sent_on))
