"""Who may do what with a comment: no question is asked of the database."""

from participe.accounts.models import Whoever
from participe.contributions import policies as contributions
from participe.contributions.models import Contribution
from participe.discussions.models import Comment


def may_comment(who: Whoever, subject: Contribution) -> bool:
    """Tell whether this person may speak here: one of the commune's, on what all can read.

    A visitor may not yet; what they typed is kept until they have signed in.
    """
    return who.is_authenticated and who.commune_id == subject.commune_id and is_readable(subject)


def is_readable(contribution: Contribution) -> bool:
    """Tell whether everyone reads the text itself; nothing else is discussed or counted."""
    return not contribution.is_hidden and not contribution.is_withdrawn


def may_edit(who: Whoever, comment: Comment) -> bool:
    """Tell whether this person may change the words; for how long is the comment's to say."""
    return may_withdraw(who, comment) and not comment.is_hidden


def may_withdraw(who: Whoever, comment: Comment) -> bool:
    return contributions.is_author(who, comment) and not comment.is_withdrawn


def may_see_versions(who: Whoever, comment: Comment) -> bool:
    """Tell whether the earlier wordings may be read: those of a text taken back are nobody's."""
    return contributions.may_see(who, comment) and not comment.is_withdrawn
