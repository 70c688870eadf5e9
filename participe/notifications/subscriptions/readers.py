"""Who can be written to."""

from participe.accounts.models import Account, Person
from participe.notifications.models import Reader


def to(person: Person | None, reason: object) -> list[Reader]:
    """Make a reader of a person who has an address; one without reads the page or the receipt."""
    if not isinstance(person, Account) or not person.email:
        return []
    return [Reader(person.email, str(reason), person.id)]
