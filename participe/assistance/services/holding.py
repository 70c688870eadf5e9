"""Holding all that somebody wrote and supports, before any of it changes.

Who takes everything back, or takes it into an account, needs many locks at once, while others
support the same things and write beside them. So all are taken first, in the order in which
every act takes its few: texts, remarks, propositions, comments, what is commented on; within
each by number; and the journal comes last (docs/assisted-sessions.md).
"""

from participe.assistance.models.people import Participant
from participe.assistance.queries import held, receipts
from participe.discussions.models import Comment
from participe.proposals.models import Proposal
from participe.proposals.queries import owned
from participe.proposals.services import holding
from participe.texts.models import Remark
from participe.texts.queries import finding


def hold_all(participant: Participant) -> None:
    """Make whoever else would change any of it wait until this transaction ends."""
    written = receipts.written_by(participant)
    remarks = [one for one in written if isinstance(one, Remark)]
    for text in sorted({one.passage.text for one in remarks}, key=lambda text: text.id):
        finding.lock(text)
    held.lock_remarks(participant)
    proposals = [one for one in written if isinstance(one, Proposal)]
    holding.hold([*proposals, *owned.supported_by(participant)])
    comments = [one for one in written if isinstance(one, Comment)]
    of_comments = {id_ for one in comments for id_ in (one.id, one.parent_id) if id_ is not None}
    held.lock_contributions(of_comments)
    held.lock_contributions(
        {one.id for one in written} | {one.subject_id for one in comments} - of_comments
    )
