"""Reporting a text, with or without an account."""

from flask import abort, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.models import Account
from participe.accounts.session import current_person
from participe.communes.tenancy import current_commune
from participe.contributions.models import Contribution
from participe.extensions import db
from participe.kernel import clock, limits
from participe.kernel.authorization import Hidden, for_everyone
from participe.kernel.codes import random_token
from participe.kernel.errors import Refusal
from participe.moderation import services
from participe.moderation.forms import ReportForm
from participe.moderation.models import Ground, Notice
from participe.moderation.queries import finding, notices
from participe.moderation.views.blueprint import bp

# What a browser remembers of the notices it sent: who it is to our limits, and their numbers.
WHO, SENT = "notifier", "notices"
REMEMBERED = 20


@bp.route("/signaler/<int:contribution_id>", methods=["GET", "POST"])
@for_everyone
def report(contribution_id: int) -> tuple[str, int] | Response:
    """Report a text (DSA art. 16.1: easy to find and to use, by anyone)."""
    contribution = _find(contribution_id)
    form = ReportForm()
    if current_person().is_authenticated:
        del form.email
    if form.validate_on_submit():
        notice = _take(contribution, form)
        if notice:
            return redirect(url_for(".thank", contribution_id=contribution_id), 303)
    page = render_template(
        "moderation/report.html",
        form=form,
        contribution=contribution,
        earlier=None if form.errors else _reported_before(contribution),
    )
    return page, 422 if form.errors else 200


@bp.get("/signaler/<int:contribution_id>/merci")
@for_everyone
def thank(contribution_id: int) -> str:
    """Acknowledge a notice with its number, to the browser that sent it and to no other."""
    contribution = finding.find_contribution(current_commune(), contribution_id) or abort(404)
    number = _remembered().get(str(contribution_id))
    return render_template("moderation/thanks.html", contribution=contribution, number=number)


def _take(contribution: Contribution, form: ReportForm) -> Notice | None:
    """Take the notice, or put the refusal into the form. Commits."""
    person, at = current_person(), clock.now()
    account = person if isinstance(person, Account) else None
    try:
        _spend(account, contribution)
        earlier = None if account else _sent_before(contribution)
        notice = earlier or services.report(
            contribution,
            ground=Ground(form.ground.data),
            words=form.words.data or "",
            notifier=account,
            email=form.email.data or "" if "email" in form else "",
            at=at,
        )
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return None
    _remember(notice)
    db.session.commit()
    return notice


def _spend(account: Account | None, contribution: Contribution) -> None:
    at = clock.now()
    if account:
        limits.spend(db.session, services.NOTICES, f"person {account.id}", at)
        return
    browser = session.setdefault(WHO, random_token())
    limits.spend(db.session, services.NOTICES, f"browser {browser}", at)
    limits.spend(db.session, services.NOTICES_OF_TEXT, contribution.id, at)


def _remembered() -> dict[str, int]:
    kept = session.get(SENT)
    return kept if isinstance(kept, dict) else {}


def _remember(notice: Notice) -> None:
    kept = _remembered() | {str(notice.contribution_id): notice.number}
    session[SENT] = dict(list(kept.items())[-REMEMBERED:])


def _sent_before(contribution: Contribution) -> Notice | None:
    """Return the open notice that this browser has already sent of this text."""
    number = _remembered().get(str(contribution.id))
    return finding.find_open_notice(contribution, number) if number else None


def _reported_before(contribution: Contribution) -> Notice | None:
    """Return what whoever reads has reported already, and nobody has decided on."""
    person = current_person()
    if isinstance(person, Account):
        return notices.same_notice(contribution, person, "")
    return _sent_before(contribution)


def _find(contribution_id: int) -> Contribution:
    """Return a text that everyone can read; of another the reason, with 410."""
    contribution = finding.find_contribution(current_commune(), contribution_id) or abort(404)
    if contribution.is_hidden:
        raise Hidden(contribution.hidden_reason or "")
    if contribution.is_withdrawn:
        raise Hidden(_("Ce texte a été retiré par son auteur ou son autrice."))
    return contribution
