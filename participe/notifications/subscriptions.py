"""Who is written to, and when: the whole correspondence of the platform on one page."""

from flask import Flask
from flask_babel import lazy_gettext as _

from participe.accounts import queries as accounts
from participe.accounts.events import InvitationMade, PersonErased, SignInCodeRequested
from participe.accounts.models import Account, Person, Role
from participe.answers.events import AnswerPublished, AnswerSentToSign
from participe.kernel.chores import CHORES
from participe.kernel.events import subscribe
from participe.moderation.events import DecisionMade, DecisionUndone, NoticeReceived
from participe.moderation.models import UNDO_WITHIN, Measure
from participe.notifications.models import LetterKind, Reader
from participe.notifications.queries import audience
from participe.notifications.services import reminding
from participe.notifications.services.writing import (
    Subject,
    cancel,
    forget,
    forget_strangers,
    in_waking_hours,
    write,
)
from participe.proposals.events import ProposalChanged, ProposalPublished, ThresholdReached
from participe.proposals.queries import drafts
from participe.proposals.wording import OUTCOMES


def register(app: Flask) -> None:
    """Listen to what the other packages tell."""
    subscribe(app, SignInCodeRequested, send_the_code)
    subscribe(app, InvitationMade, invite)
    subscribe(app, PersonErased, forget_the_person)
    subscribe(app, ProposalPublished, confirm_the_proposal)
    subscribe(app, ProposalChanged, tell_those_who_support)
    subscribe(app, ThresholdReached, start_the_clock)
    subscribe(app, AnswerSentToSign, ask_to_sign)
    subscribe(app, AnswerPublished, bring_the_answer)
    subscribe(app, NoticeReceived, acknowledge_the_notice)
    subscribe(app, DecisionMade, give_reasons)
    subscribe(app, DecisionUndone, take_back_the_reasons)
    CHORES.add(app, reminding.remind_of_late_answers)
    CHORES.add(app, forget_strangers)


def send_the_code(event: SignInCodeRequested) -> None:
    """Send six digits to whoever can read this address."""
    write(
        Subject(
            LetterKind.SIGN_IN_CODE,
            event=f"code:{event.commune.id if event.commune else 0}:{event.at.timestamp()}",
            commune=event.commune,
            at=event.at,
            values={"code": event.code},
        ),
        [Reader(event.email, str(_("parce que quelqu’un a demandé un code avec cette adresse")))],
    )


def invite(event: InvitationMade) -> None:
    """Offer a role; the token is nowhere but in this letter."""
    invitation = event.invitation
    write(
        Subject(
            LetterKind.INVITATION,
            event=f"invitation:{invitation.id}",
            commune=invitation.commune,
            at=invitation.invited_at,
            values={"invitation": invitation, "token": event.token},
        ),
        [Reader(invitation.email, str(_("parce que la commune vous confie un rôle")))],
    )


def forget_the_person(event: PersonErased) -> None:
    """Remove the letters and choices of a person who erased their account."""
    forget(event.person)


def confirm_the_proposal(event: ProposalPublished) -> None:
    """Give the author a receipt: the text is public, and this is what comes next."""
    proposal = event.proposal
    write(
        Subject(
            LetterKind.PROPOSAL_PUBLISHED,
            event=f"published:{proposal.id}",
            commune=proposal.commune,
            at=proposal.published_at,
            values={"proposal": proposal, "receipt": drafts.receipt_of(proposal)},
        ),
        _to(proposal.author, _("parce que vous avez écrit cette proposition")),
    )


def tell_those_who_support(event: ProposalChanged) -> None:
    """Tell supporters that what they support now says something else."""
    proposal = event.proposal
    write(
        Subject(
            LetterKind.PROPOSAL_CHANGED,
            event=f"changed:{proposal.id}:{proposal.version}",
            commune=proposal.commune,
            at=event.at,
            not_before=in_waking_hours(event.at),
            values={"proposal": proposal},
        ),
        audience.supporters(proposal),
    )


def start_the_clock(event: ThresholdReached) -> None:
    """Say to the author, the staff and the official who answers that an answer is due."""
    proposal = event.proposal
    at = proposal.threshold_reached_at or proposal.published_at
    official = proposal.consultation.contract.official
    staff = accounts.holders(proposal.commune, Role.STAFF)
    write(
        Subject(
            LetterKind.THRESHOLD_REACHED,
            event=f"threshold:{proposal.id}",
            commune=proposal.commune,
            at=at,
            not_before=in_waking_hours(at),
            values={"proposal": proposal},
        ),
        [
            *_to(proposal.author, _("parce que vous avez écrit cette proposition")),
            *_to(official, _("parce que vous répondez de cette consultation")),
            *[r for who in staff for r in _to(who, _("parce que vous êtes de l’équipe"))],
        ],
    )


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
        _to(response.signer, _("parce que vous signez les réponses de la commune")),
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
            *_to(proposal.author, _("parce que vous avez écrit cette proposition")),
            *audience.supporters(proposal),
            *audience.commenters(proposal),
        ],
    )


def acknowledge_the_notice(event: NoticeReceived) -> None:
    """Confirm that a report arrived, if its sender left an address (DSA art. 16, 4)."""
    notice = event.notice
    write(
        Subject(
            LetterKind.NOTICE_RECEIVED,
            event=f"notice:{notice.id}",
            commune=notice.commune,
            at=notice.received_at,
            values={"notice": notice},
        ),
        audience.notifier(notice),
    )


def give_reasons(event: DecisionMade) -> None:
    """Give the author the statement of reasons (DSA art. 17), and answer those who reported.

    Both wait until the decision can no longer be undone.
    """
    decision = event.decision
    contribution = decision.contribution
    subject = Subject(
        LetterKind.CONTRIBUTION_HIDDEN,
        event=f"decision:{decision.id}",
        commune=contribution.commune,
        at=decision.decided_at,
        not_before=decision.decided_at + UNDO_WITHIN,
        values={"decision": decision, "contribution": contribution},
    )
    if decision.measure is Measure.HIDE:
        write(subject, _to(contribution.author, _("parce que vous avez écrit ce texte")))
    write(
        Subject(**{**vars(subject), "kind": LetterKind.NOTICE_DECIDED}),
        audience.notifiers_of(decision),
    )


def take_back_the_reasons(event: DecisionUndone) -> None:
    """Keep the letters about an undone decision from leaving."""
    decision = event.decision
    cancel(f"decision:{decision.id}", at=decision.undone_at or decision.decided_at)


def _to(person: Person | None, reason: object) -> list[Reader]:
    """Make a reader of a person who has an address; one without reads the page or the receipt."""
    if not isinstance(person, Account) or not person.email:
        return []
    return [Reader(person.email, str(reason), person.id)]
