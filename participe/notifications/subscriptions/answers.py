"""Letters about answers: to sign, published, late."""

from flask import Flask
from flask_babel import lazy_gettext as _

from participe.answers.events import AnswerPublished, AnswerSentToSign
from participe.kernel.chores import CHORES
from participe.kernel.events import subscribe
from participe.notifications.models import LetterKind
from participe.notifications.queries import audience
from participe.notifications.services import reminding
from participe.notifications.services.writing import Subject, in_waking_hours, write
from participe.notifications.subscriptions.readers import to
from participe.proposals.wording import OUTCOMES


def register(app: Flask) -> None:
    """Listen to what the other packages tell."""
    subscribe(app, AnswerSentToSign, ask_to_sign)
    subscribe(app, AnswerPublished, bring_the_answer)
    CHORES.add(app, reminding.remind_of_late_answers)


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
    """Bring the answer itself to the author, to supporters and to those who commented."""
    response = event.response
    proposal = response.proposal
    at = response.published_at or response.saved_at
    write(
        Subject(
            LetterKind.ANSWER_PUBLISHED,
            event=f"answer:{proposal.id}:{response.version}",
            commune=proposal.commune,
            at=at,
            not_before=in_waking_hours(at),
            values={
                "proposal": proposal,
                "answer": response,
                "outcome": OUTCOMES[response.outcome] if response.outcome else "",
            },
        ),
        [
            *to(proposal.author, _("parce que vous avez écrit cette proposition")),
            *audience.supporters(proposal),
            *audience.commenters(proposal),
        ],
    )
