"""Publishing a proposition: from a draft, or directly when someone else typed it in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from participe.accounts.models import Channel, Person
from participe.communes import services as communes
from participe.communes.models import Commune
from participe.consultations import services as consultations
from participe.consultations.models import Consultation
from participe.consultations.phases import Action
from participe.extensions import db
from participe.kernel import codes, events
from participe.kernel.html import TextFormat
from participe.proposals.errors import DraftGone, SentAlready, TooManyProposals
from participe.proposals.events import ProposalPublished
from participe.proposals.models import Proposal, ProposalDraft, shuffle_of
from participe.proposals.queries import drafts
from participe.proposals.services import indexing

# A second sending of the same text within this time is an accident, not a second idea.
SENT_TWICE_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Idea:
    """What is to be published, and in which consultation."""

    consultation: Consultation
    title: str
    body: str = ""
    theme_id: int | None = None
    locality: str = ""
    language: str = "fr"
    body_format: TextFormat = TextFormat.MARKDOWN


def publish(
    idea: Idea,
    *,
    author: Person,
    at: datetime,
    channel: Channel | None = None,
    acted_by: Person | None = None,
) -> Proposal:
    """Make an idea public now; raises NotOpen when nobody may propose at this instant."""
    consultations.ensure_open(idea.consultation, Action.PROPOSE, at)
    proposal = add(idea, author=author, at=at, channel=channel, acted_by=acted_by)
    events.publish(ProposalPublished(proposal))
    return proposal


def publish_draft(draft: ProposalDraft, *, author: Person, at: datetime, at_most: int) -> Proposal:
    """Make a draft public, once: whoever comes second gets the first one's proposition.

    A person publishes `at_most` propositions in a consultation (TooManyProposals), and the
    same text once within the hour (SentAlready). The locks make two requests of one person
    go one after the other, so that both rules hold under any concurrency.
    """
    if drafts.lock(draft) is None or draft.person_id not in {None, author.id}:
        raise DraftGone
    if draft.published:
        return draft.published
    drafts.lock_author(author)
    consultations.ensure_open(draft.consultation, Action.PROPOSE, at)
    if again := drafts.sent_since(author, draft, at - SENT_TWICE_WITHIN):
        raise SentAlready(again.number, again.slug)
    if drafts.count_published_by(author, draft.consultation) >= at_most:
        raise TooManyProposals(at_most)
    proposal = add(_idea_of(draft), author=author, at=at)
    _turn_into_receipt(draft, proposal, author)
    events.publish(ProposalPublished(proposal))
    return proposal


def add(
    idea: Idea,
    *,
    author: Person,
    at: datetime,
    channel: Channel | None = None,
    acted_by: Person | None = None,
) -> Proposal:
    """Write a proposition with its number and its search text; asks no rule and tells nobody."""
    commune_id = idea.consultation.commune_id
    number = communes.next_number(commune_id, Commune.last_proposal_number)
    proposal = Proposal(
        commune_id=commune_id,
        consultation=idea.consultation,
        number=number,
        shuffle=shuffle_of(number),
        author=author,
        acted_by=acted_by or author.typist,
        channel=channel or author.channel,
        language=idea.language,
        theme_id=idea.theme_id,
        locality=idea.locality,
        published_at=at,
    )
    proposal.write(title=idea.title, body=idea.body, body_format=idea.body_format)
    db.session.add(proposal)
    db.session.flush()
    indexing.index(proposal)
    return proposal


def _idea_of(draft: ProposalDraft) -> Idea:
    return Idea(
        consultation=draft.consultation,
        title=draft.title,
        body=draft.body,
        theme_id=draft.theme_id,
        locality=draft.locality,
        language=draft.consultation.language,
    )


def _turn_into_receipt(draft: ProposalDraft, proposal: Proposal, author: Person) -> None:
    """Keep of the draft what leads to the proposition; a second copy of the text is for no use."""
    draft.person_id = author.id
    draft.key_hash = ""
    draft.published = proposal
    if draft.born_of:
        draft.born_of.became = proposal
    draft.receipt_code = codes.new_code()
    draft.title = draft.body = ""
    db.session.flush()
