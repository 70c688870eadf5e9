"""Letters about propositions: receipts, changes, the threshold."""

from collections.abc import Sequence

from flask import Flask
from flask_babel import lazy_gettext as _

from participe.accounts import queries as accounts
from participe.accounts.models import Role
from participe.kernel.events import subscribe
from participe.notifications.models import LetterKind, Reader
from participe.notifications.queries import audience
from participe.notifications.services.writing import Subject, in_waking_hours, write
from participe.notifications.subscriptions.readers import to
from participe.proposals.events import (
    AmendmentAnswered,
    AmendmentSuggested,
    GroupLeft,
    ProposalChanged,
    ProposalPublished,
    ProposalsGrouped,
    ThresholdReached,
)
from participe.proposals.models import Proposal
from participe.proposals.queries import drafts, grouping
from participe.proposals.wording import versions as version_words


def register(app: Flask) -> None:
    """Listen to what the other packages tell."""
    subscribe(app, ProposalPublished, confirm_the_proposal)
    subscribe(app, ProposalChanged, tell_those_who_support)
    subscribe(app, ThresholdReached, start_the_clock)
    subscribe(app, AmendmentSuggested, ask_the_author)
    subscribe(app, AmendmentAnswered, tell_who_suggested)
    subscribe(app, ProposalsGrouped, tell_the_authors)
    subscribe(app, GroupLeft, tell_the_group)


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
        to(proposal.author, _("parce que vous avez écrit cette proposition")),
    )


def tell_those_who_support(event: ProposalChanged) -> None:
    """Tell supporters that what they support now says something else."""
    proposal = event.proposal
    group = [proposal, *grouping.members(proposal)]
    write(
        Subject(
            LetterKind.PROPOSAL_CHANGED,
            event=f"changed:{proposal.id}:{proposal.version}",
            commune=proposal.commune,
            at=event.at,
            not_before=in_waking_hours(event.at),
            values={
                "proposal": proposal,
                "former_title": _title_before(proposal, proposal.version),
            },
        ),
        [reader for one in group for reader in audience.supporters(one)],
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
            *to(proposal.author, _("parce que vous avez écrit cette proposition")),
            *to(official, _("parce que vous répondez de cette consultation")),
            *[r for who in staff for r in to(who, _("parce que vous êtes de l’équipe"))],
        ],
    )


def ask_the_author(event: AmendmentSuggested) -> None:
    """Tell the author that somebody would word the proposition otherwise, and waits."""
    amendment = event.amendment
    proposal, at = amendment.proposal, amendment.published_at
    write(
        Subject(
            LetterKind.AMENDMENT_SUGGESTED,
            event=f"suggested:{amendment.id}",
            commune=proposal.commune,
            at=at,
            not_before=in_waking_hours(at),
            values={"proposal": proposal, "amendment": amendment},
        ),
        to(proposal.author, _("parce que vous avez écrit cette proposition")),
    )


def tell_who_suggested(event: AmendmentAnswered) -> None:
    """Tell whoever suggested a wording what the author made of it."""
    amendment = event.amendment
    proposal = amendment.proposal
    at = amendment.decided_at or amendment.published_at
    former = _title_before(proposal, amendment.made_version or 0)
    write(
        Subject(
            LetterKind.AMENDMENT_ANSWERED,
            event=f"suggestion-answered:{amendment.id}",
            commune=proposal.commune,
            at=at,
            not_before=in_waking_hours(at),
            values={"proposal": proposal, "amendment": amendment, "former_title": former},
        ),
        to(amendment.author, _("parce que vous avez proposé une reformulation")),
    )


def _title_before(proposal: Proposal, version: int) -> str:
    """Return the title that this version replaced: the one by which people know it."""
    if version > 1:
        return str(version_words.texts(proposal)[version - 2][0])
    return proposal.title


def tell_the_authors(event: ProposalsGrouped) -> None:
    """Tell each author that their proposition stands in a group now, and how to leave it."""
    for proposal in (event.lead, *event.members):
        write(
            Subject(
                LetterKind.PROPOSALS_GROUPED,
                event=f"grouped:{event.lead.id}:{proposal.id}:{event.at.timestamp()}",
                commune=event.lead.commune,
                at=event.at,
                not_before=in_waking_hours(event.at),
                values={
                    "proposal": proposal,
                    "lead": event.lead,
                    "members": event.members,
                    "why": event.reason,
                },
            ),
            to(proposal.author, _("parce que vous avez écrit une de ces propositions")),
        )


def tell_the_group(event: GroupLeft) -> None:
    """Tell whose proposition left a group, and those who stay in it, unless they did it."""
    left, members = event.proposal, grouping.members(event.lead)
    others = members if event.lead.is_hidden else [event.lead, *members]
    stays = [one for one in others if one.author_id != left.author_id]
    over = f"over:{event.lead.id}" if not members else f"{left.id}"
    why = _("parce que vous avez écrit cette proposition")
    _tell_of_leaving(event, left, f"{left.id}", to(left.author, why))
    for proposal in stays:
        _tell_of_leaving(event, proposal, over, to(proposal.author, why))


def _tell_of_leaving(
    event: GroupLeft, proposal: Proposal, about: str, readers: Sequence[Reader]
) -> None:
    """Write to the author of a proposition that left, or of one that was beside it."""
    lead, by = event.lead, event.by.id if event.by else None
    values = {
        "proposal": proposal,
        "left": event.proposal,
        "lead": lead,
        "is_over": not lead.leads,
        "why": event.reason,
    }
    write(
        Subject(
            LetterKind.GROUP_LEFT,
            event=f"group-left:{about}:{event.at.timestamp()}",
            commune=lead.commune,
            at=event.at,
            not_before=in_waking_hours(event.at),
            values=values,
        ),
        [reader for reader in readers if reader.person_id != by],
    )
