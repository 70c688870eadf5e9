"""What is done before an answer is signed: assign it, ask a service, ask for a delay."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, for_staff_and_officials
from participe.answers import policies
from participe.answers.forms.preparing import AssignForm, ExtensionForm, NoteAnswerForm, NoteForm
from participe.answers.models import Service, ServiceNote
from participe.answers.queries import cases
from participe.answers.schedule import LONGEST_EXTENSION
from participe.answers.services import preparing
from participe.answers.views import access
from participe.answers.views.blueprint import bp
from participe.communes.tenancy import current_commune
from participe.kernel import clock
from participe.kernel.authorization import require
from participe.proposals.models import Proposal

Page = str | tuple[str, int]


@bp.route("/gestion/reponses/<int:number>/confier", methods=["GET", "POST"])
@for_staff_and_officials
def assign(number: int) -> Page | Response:
    """Say which service works on an answer and which official gives it."""
    proposal = access.find(number)
    case = cases.case_of(proposal)
    form = AssignForm(_services(case.service if case else None), access.officials(), case)
    if form.validate_on_submit() and access.attempt(
        form,
        lambda: preparing.assign(
            proposal,
            service=form.chosen_service,
            official=form.chosen_official,
            by=current_account(),
            at=clock.now(),
        ),
    ):
        flash(_("C’est noté."), "success")
        return redirect(_back(proposal), 303)
    page = render_template("answers/assign.html", proposal=proposal, form=form)
    return page, 422 if form.errors else 200


@bp.route("/gestion/reponses/<int:number>/delai", methods=["GET", "POST"])
@for_staff_and_officials
def extend(number: int) -> Page | Response:
    """Give the commune its one delay, with a reason that everyone reads."""
    proposal = access.find(number)
    form = ExtensionForm()
    if form.validate_on_submit() and access.attempt(form, lambda: _extend(proposal, form)):
        flash(_("La nouvelle date est publique, avec votre raison."), "success")
        return redirect(_back(proposal), 303)
    page = render_template(
        "answers/extend.html",
        proposal=proposal,
        form=form,
        extension=cases.extension_of(proposal),
        latest=proposal.due_on + LONGEST_EXTENSION if proposal.due_on else None,
    )
    return page, 422 if form.errors else 200


@bp.route("/gestion/reponses/<int:number>/notes", methods=["GET", "POST"])
@for_staff_and_officials
def ask_service(number: int) -> Page | Response:
    """Ask a service for its word, by a day of its own."""
    proposal = access.find(number)
    form = NoteForm(_services())
    if form.validate_on_submit() and access.attempt(form, lambda: _ask(proposal, form)):
        flash(_("La question est posée au service."), "success")
        return redirect(_back(proposal), 303)
    page = render_template("answers/ask_service.html", proposal=proposal, form=form)
    return page, 422 if form.errors else 200


@bp.route("/gestion/notes/<int:note_id>", methods=["GET", "POST"])
@for_staff_and_officials
def note(note_id: int) -> Page | Response:
    """Write down what a service says; once written, the note is read here."""
    found = _find_note(note_id)
    form = NoteAnswerForm()
    if form.validate_on_submit() and access.attempt(
        form,
        lambda: preparing.answer_note(
            found, answer=form.answer.data, by=current_account(), at=clock.now()
        ),
    ):
        flash(_("La note est enregistrée. Elle reste dans la maison."), "success")
        return redirect(_back(found.proposal), 303)
    page = render_template("answers/note.html", note=found, form=form, now=clock.now())
    return page, 422 if form.errors else 200


def _extend(proposal: Proposal, form: ExtensionForm) -> None:
    until = form.until.data
    assert until is not None, "the form was validated"  # noqa: S101
    preparing.extend(
        proposal, until=until, reason=form.reason.data, by=current_account(), at=clock.now()
    )


def _ask(proposal: Proposal, form: NoteForm) -> None:
    service, due_on = form.chosen_service, form.due_on.data
    assert service is not None, "the form was validated"  # noqa: S101
    assert due_on is not None, "the form was validated"  # noqa: S101
    preparing.ask_service(
        proposal,
        service=service,
        question=form.question.data,
        due_on=due_on,
        by=current_account(),
        at=clock.now(),
    )


def _find_note(note_id: int) -> ServiceNote:
    require(policies.may_prepare(current_account(), current_commune()))
    return cases.find_note(current_commune(), note_id) or abort(404)


def _services(kept: Service | None = None) -> list[Service]:
    """Return the services that may be chosen: those that exist, and the one chosen before."""
    return [
        service
        for service in cases.services(current_commune())
        if service.retired_at is None or service == kept
    ]


def _back(proposal: Proposal) -> str:
    return url_for(".edit", number=proposal.number)
