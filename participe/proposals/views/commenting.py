"""Commenting on a proposition."""

from functools import partial

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from participe.accounts.session import current_person
from participe.communes.tenancy import current_commune
from participe.contributions import policies as contributions
from participe.discussions import page, views
from participe.discussions.forms import CommentForm
from participe.discussions.page import Addresses, Discussion, Viewpoint
from participe.kernel import clock
from participe.kernel.authorization import Hidden, for_everyone
from participe.proposals.models import Proposal
from participe.proposals.queries import finding
from participe.proposals.views.blueprint import bp


def discussion_of(proposal: Proposal) -> Discussion:
    """Gather what `discussions/thread.html` needs on the page of a proposition."""
    show = partial(url_for, ".show", number=proposal.number, slug=proposal.slug)
    form = url_for(".new_comment", number=proposal.number, slug=proposal.slug)
    return page.discussion(
        proposal,
        view=_viewpoint(proposal),
        addresses=Addresses(show, url_for(".comment", number=proposal.number), form),
        wanted=request.args,
    )


@bp.get("/propositions/<int:number>-<slug>/commenter")
@for_everyone
def new_comment(number: int, slug: str) -> str | Response:
    """Show the form of a comment on a page of its own: only forms set cookies for visitors."""
    proposal = _find(number)
    if slug != proposal.slug:
        return redirect(url_for(".new_comment", number=number, slug=proposal.slug), 301)
    return _form_page(proposal, CommentForm())


@bp.get("/propositions/<int:number>/commenter")
@for_everyone
def find_comment_form(number: int) -> Response:
    """Lead whoever asks again for the address of a refused form to the form itself."""
    return redirect(url_for(".new_comment", number=number, slug=_find(number).slug), 301)


@bp.post("/propositions/<int:number>/commenter")
@for_everyone
def comment(number: int) -> tuple[str, int] | Response:
    """Publish a comment, or keep a visitor's until they have signed in."""
    proposal = _find(number)
    form = CommentForm()
    url = views.publish(form, proposal) if form.validate_on_submit() else None
    return redirect(url, 303) if url else (_form_page(proposal, form), 422)


def _form_page(proposal: Proposal, form: CommentForm) -> str:
    return render_template(
        "discussions/new.html",
        form=form,
        subject=proposal,
        view=_viewpoint(proposal),
        action=url_for(".comment", number=proposal.number),
        back=url_for(".show", number=proposal.number, slug=proposal.slug),
    )


def _viewpoint(proposal: Proposal) -> Viewpoint:
    return Viewpoint(current_person(), clock.now(), proposal.consultation)


def _find(number: int) -> Proposal:
    """Return a proposition that may be read; of a hidden one its reason, with 410."""
    proposal = finding.find(current_commune(), number) or abort(404)
    if not contributions.may_see(current_person(), proposal):
        raise Hidden(proposal.hidden_reason or "")
    return proposal
