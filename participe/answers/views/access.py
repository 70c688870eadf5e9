"""The proposition that an address of the desk is about, and doing what a form there asks."""

from collections.abc import Callable, Sequence

from flask import abort
from flask_wtf import FlaskForm

from participe.accounts import queries as accounts
from participe.accounts.models import Account, Role
from participe.accounts.session import current_account
from participe.answers import policies
from participe.communes.tenancy import current_commune
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import require
from participe.kernel.errors import Refusal
from participe.proposals.models import Proposal
from participe.proposals.queries import finding, grouping


def find(number: int) -> Proposal:
    """Return the proposition of this number or, of a member of a group, the one answered for it."""
    require(policies.may_prepare(current_account(), current_commune()))
    return grouping.head(finding.find(current_commune(), number) or abort(404))


def officials() -> Sequence[Account]:
    """Return who may sign for this commune today."""
    today = clock.day_of(clock.now())
    holders = accounts.holders(current_commune(), Role.OFFICIAL)
    return [official for official in holders if official.mandate_on(today)]


def attempt(form: FlaskForm, act: Callable[[], object]) -> bool:
    """Do it and commit; a refusal is put into the form, with everything typed."""
    try:
        act()
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return False
    db.session.commit()
    return True
