"""Letters about reports and decisions."""

from flask import Flask
from flask_babel import lazy_gettext as _

from participe.kernel.events import subscribe
from participe.moderation.events import DecisionMade, DecisionUndone, NoticeReceived
from participe.moderation.models import UNDO_WITHIN, Measure
from participe.notifications.models import LetterKind
from participe.notifications.queries import audience
from participe.notifications.services.writing import Subject, cancel, write
from participe.notifications.subscriptions.readers import to


def register(app: Flask) -> None:
    """Listen to what the other packages tell."""
    subscribe(app, NoticeReceived, acknowledge_the_notice)
    subscribe(app, DecisionMade, give_reasons)
    subscribe(app, DecisionUndone, take_back_the_reasons)


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
        write(subject, to(contribution.author, _("parce que vous avez écrit ce texte")))
    write(
        Subject(**{**vars(subject), "kind": LetterKind.NOTICE_DECIDED}),
        audience.notifiers_of(decision),
    )


def take_back_the_reasons(event: DecisionUndone) -> None:
    """Keep the letters about an undone decision from leaving."""
    decision = event.decision
    cancel(f"decision:{decision.id}", at=decision.undone_at or decision.decided_at)
