"""Letters that no event but time itself causes, sent once each however often this runs."""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from participe.accounts.models import Account
from participe.answers import queries as answers
from participe.answers.wording import lateness
from participe.kernel import clock
from participe.notifications.models import LetterKind, Reader
from participe.notifications.services.writing import Subject, write

HOUR = 9  # in Brussels


def remind_of_late_answers(at: datetime) -> None:
    """Tell each author, on the day after the promise and once, that the commune is late."""
    for proposal in answers.late(at):
        author = proposal.author
        assert proposal.due_on is not None, "only what is due is late"  # noqa: S101
        morning = clock.at_hour(proposal.due_on + timedelta(days=1), HOUR)
        if at < morning or not isinstance(author, Account) or not author.email:
            continue
        write(
            Subject(
                LetterKind.ANSWER_LATE,
                event=f"late:{proposal.id}",
                commune=proposal.commune,
                at=at,
                values={"proposal": proposal, "late": lateness(proposal, at)},
            ),
            [Reader(author.email, _("parce que vous avez écrit cette proposition"), author.id)],
        )
