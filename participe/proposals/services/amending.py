"""Suggesting another wording for a proposition, and what its author makes of it."""

from datetime import datetime, timedelta

from participe.accounts.models import Account, Person
from participe.consultations import services as consultations
from participe.consultations.phases import Action
from participe.contributions import services as contributions
from participe.extensions import db
from participe.kernel import events
from participe.kernel.html import clean_line, clean_text
from participe.kernel.limits import Limit
from participe.proposals.errors import (
    AmendmentDecided,
    NobodyDecides,
    NotDeclined,
    NothingSuggested,
    OwnProposal,
)
from participe.proposals.events import AmendmentAnswered, AmendmentSuggested
from participe.proposals.models import Amendment, Proposal, ProposalDraft
from participe.proposals.queries import amending, finding
from participe.proposals.services import drafting, editing
from participe.proposals.wording import amendments as amendment_words
from participe.proposals.wording import versions as version_words

SUGGESTED = Limit("amendments", 20, timedelta(hours=1))  # of one person


def check_open(proposal: Proposal, author_id: int | None, at: datetime) -> None:
    """Raise the Refusal that says why this person cannot suggest another wording now, if so."""
    editing.ensure_editable(proposal)
    if author_id == proposal.author_id:
        raise OwnProposal
    author = proposal.author
    if author.is_erased or not isinstance(author, Account):
        raise NobodyDecides
    consultations.ensure_open(proposal.consultation, Action.COMMENT, at)


def suggest(
    proposal: Proposal,
    *,
    author: Account,
    text: tuple[str, str],
    why: str,
    based_on: int,
    at: datetime,
) -> Amendment:
    """Publish another (title, body) for a proposition, as read in the version `based_on`.

    The same words of the same person, undecided, are the same suggestion. Raises NotOpen
    outside the phases of comments, OwnProposal, NothingSuggested when no word differs.
    """
    finding.lock(proposal)
    check_open(proposal, author.id, at)
    based_on = based_on if 1 <= based_on <= proposal.version else proposal.version
    text = (clean_line(text[0]), clean_text(text[1]).strip())
    if text in {_text(proposal), version_words.texts(proposal)[based_on - 1]}:
        raise NothingSuggested
    if earlier := amending.same_open(proposal, author, text):
        return earlier
    amendment = Amendment(
        commune_id=proposal.commune_id,
        proposal=proposal,
        author=author,
        acted_by=author.typist,
        channel=author.channel,
        language=proposal.language,
        based_on=based_on,
        why=clean_line(why),
        published_at=at,
    )
    amendment.write(title=text[0], body=text[1], body_format=proposal.body_format)
    db.session.add(amendment)
    db.session.flush()
    events.publish(AmendmentSuggested(amendment))
    return amendment


def accept(amendment: Amendment, *, word: str, based_on: int, at: datetime) -> None:
    """Put the suggested wording in place of the text, with a note that says whose it is.

    The caller holds the proposition and has read the suggestion since. Raises
    ChangedMeanwhile when `based_on` is not the version that stands.
    """
    _ensure_open(amendment)
    proposal = amendment.proposal
    note = amendment_words.credit(amendment.author.shown_name)
    editing.edit(
        proposal, by=_author(proposal), text=_text(amendment), based_on=based_on, at=at, note=note
    )
    amendment.made_version = proposal.version
    _decide(amendment, word, at)


def decline(amendment: Amendment, *, word: str, at: datetime) -> None:
    """Keep the text as it is, and say why to whoever suggested another."""
    _ensure_open(amendment)
    editing.ensure_editable(amendment.proposal)
    _decide(amendment, word, at)


def withdraw(amendment: Amendment, *, at: datetime) -> None:
    """Take a suggestion back, unless it is in the text already."""
    if amendment.is_accepted:
        raise AmendmentDecided
    contributions.withdraw(amendment, reason="", at=at)


def as_draft(amendment: Amendment, *, by: Account, at: datetime) -> ProposalDraft:
    """Begin a proposition of its own from a declined suggestion, or go on with the one begun."""
    if not amendment.is_declined or amendment.is_hidden or amendment.became_id:
        raise NotDeclined
    begun = amending.draft_of(amendment)
    if begun and begun.expires_at > at:
        return begun
    draft = drafting.start(
        amendment.proposal.consultation, person=by, key_hash="", text=_text(amendment), at=at
    )
    draft.born_of = amendment
    draft.theme_id, draft.locality = amendment.proposal.theme_id, amendment.proposal.locality
    db.session.flush()
    return draft


def forget_name(person: Person) -> None:
    """Take the name of somebody who is erased out of the notes of the versions they worded."""
    for amendment in amending.accepted_from(person):
        made = amendment.made_version
        for version in amendment.proposal.versions:
            if version.number + 1 == made and version.note:
                version.note = amendment_words.credit("")
    db.session.flush()


def _ensure_open(amendment: Amendment) -> None:
    if not amendment.is_open:
        raise AmendmentDecided


def _decide(amendment: Amendment, word: str, at: datetime) -> None:
    amendment.word, amendment.decided_at = clean_line(word), at
    db.session.flush()
    events.publish(AmendmentAnswered(amendment))


def _author(proposal: Proposal) -> Account:
    assert isinstance(proposal.author, Account), "only an account decides"  # noqa: S101
    return proposal.author


def _text(written: Proposal | Amendment) -> tuple[str, str]:
    return written.title, written.body
