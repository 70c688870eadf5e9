"""Letters about commitments: where they stand, and that their first date has passed."""

from datetime import datetime, timedelta

from flask import Flask
from flask_babel import lazy_gettext as _

from participe.accounts import queries as accounts
from participe.accounts.models import Role
from participe.commitments import wording
from participe.commitments.events import CommitmentUpdated
from participe.commitments.models import Commitment
from participe.commitments.queries import listing
from participe.kernel import clock
from participe.kernel.chores import CHORES
from participe.kernel.events import subscribe
from participe.notifications.models import LetterKind, Reader
from participe.notifications.queries import audience
from participe.notifications.queries import letters as queries
from participe.notifications.services.writing import Subject, in_waking_hours, write
from participe.notifications.subscriptions.readers import to
from participe.proposals.queries import grouping

HOUR = 9  # in Brussels


def register(app: Flask) -> None:
    """Listen to what the other packages tell."""
    subscribe(app, CommitmentUpdated, tell_where_it_stands)
    CHORES.add(app, tell_that_it_is_late)


def tell_where_it_stands(event: CommitmentUpdated) -> None:
    """Bring what the commune says to the author, to supporters, and to those who follow.

    A new version of the answer is a letter of its own to the first two: they are not told twice.
    """
    update, commitment = event.update, event.update.commitment
    told_by_the_answer = update.response_id is not None
    concerned = _concerned(commitment)
    spared = {reader.person_id for reader in concerned} if told_by_the_answer else set()
    followers = [one for one in audience.followers(commitment) if one.person_id not in spared]
    write(
        Subject(
            LetterKind.COMMITMENT_UPDATED,
            event=f"commitment:{commitment.id}:{update.number}",
            commune=commitment.commune,
            at=update.at,
            not_before=in_waking_hours(update.at),
            values={
                "commitment": commitment,
                "update": update,
                "standing": wording.standing(commitment, update.at).words,
            },
        ),
        followers if told_by_the_answer else [*concerned, *followers],
    )


def tell_that_it_is_late(at: datetime) -> None:
    """Tell once, on the morning after the first date, whoever waits and whoever promised."""
    for commitment in listing.late_anywhere(at):
        morning = clock.at_hour(commitment.due_on + timedelta(days=1), HOUR)
        name = f"commitment-late:{commitment.id}"
        if at < morning or queries.was_told(name):
            continue
        waiting = [*_concerned(commitment), *audience.followers(commitment)]
        for readers, in_charge in ((_in_charge(commitment), True), (waiting, False)):
            write(
                Subject(
                    LetterKind.COMMITMENT_LATE,
                    event=name,
                    commune=commitment.commune,
                    at=at,
                    not_before=in_waking_hours(at),
                    values={"commitment": commitment, "in_charge": in_charge},
                ),
                readers,
            )


def _concerned(commitment: Commitment) -> list[Reader]:
    """Return the authors and supporters of the proposition, and of those grouped under it."""
    lead = commitment.proposal
    proposals = [lead, *grouping.members(lead)]
    wrote = _("parce que vous avez écrit cette proposition")
    return [
        *(reader for one in proposals for reader in to(one.author, wrote)),
        *(reader for one in proposals for reader in audience.supporters(one)),
    ]


def _in_charge(commitment: Commitment) -> list[Reader]:
    staff = accounts.holders(commitment.commune, Role.STAFF)
    return [
        *to(commitment.official, _("parce que vous avez pris cet engagement")),
        *(reader for who in staff for reader in to(who, _("parce que vous êtes de l’équipe"))),
    ]
