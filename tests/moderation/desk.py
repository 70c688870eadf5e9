"""The addresses and forms of moderation, and who works there."""

from participe.accounts.models import Account
from participe.contributions.models import Contribution
from participe.extensions import db
from participe.kernel import clock
from participe.moderation import services
from participe.moderation.models import Ground, Notice
from participe.moderation.services import Reasons
from tests.factories import (
    a_staff_member,
)

SPAM = Reasons(Ground.SPAM, "Ce texte était de la publicité.")


def reporting(contribution: Contribution) -> str:
    return f"/{contribution.commune.slug}/signaler/{contribution.id}"


def desk(contribution: Contribution, verb: str = "") -> str:
    return f"/{contribution.commune.slug}/gestion/moderation/{contribution.id}{verb}"


def queue(contribution: Contribution, verb: str = "") -> str:
    return f"/{contribution.commune.slug}/gestion/moderation{verb}"


def hiding(contribution: Contribution, **values: str) -> dict[str, str]:
    """Fill in the form that hides a text."""
    fields = {"ground": "spam", "sentence": "", "message": "", "seen": "0"} | values
    return {f"t{contribution.id}-{name}": value for name, value in fields.items()}


def a_notice(of: Contribution, **values: object) -> Notice:
    defaults = {"ground": Ground.SPAM, "words": "", "notifier": None, "at": clock.now()}
    notice = services.report(of, **defaults | values)  # type: ignore[arg-type]
    db.session.commit()
    return notice


def staff_of(contribution: Contribution, **values: object) -> Account:
    return a_staff_member(commune=contribution.commune, **values)
