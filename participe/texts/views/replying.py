"""Replying to a remark: the discussion below it."""

from functools import partial

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from participe.accounts.session import current_person
from participe.discussions import page, views
from participe.discussions.forms import CommentForm
from participe.discussions.page import Addresses, Discussion, Viewpoint
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.texts.models import Remark
from participe.texts.views import access
from participe.texts.views.blueprint import bp


def discussion_of(remark: Remark) -> Discussion:
    """Gather what `discussions/thread.html` needs on the page of a remark."""
    form = url_for(".reply", remark_id=remark.id)
    return page.discussion(
        remark,
        view=_viewpoint(remark),
        addresses=Addresses(partial(url_for, ".show_remark", remark_id=remark.id), form, form),
        wanted=request.args,
    )


@bp.route("/avis/<int:remark_id>/commenter", methods=["GET", "POST"])
@for_everyone
def reply(remark_id: int) -> str | tuple[str, int] | Response:
    """Publish a comment on a remark, or keep a visitor's until they have signed in."""
    remark = access.find_remark(remark_id)
    form = CommentForm()
    if form.validate_on_submit():
        url = views.publish(form, remark)
        if url:
            return redirect(url, 303)
    shown = render_template(
        "discussions/new.html",
        form=form,
        subject=remark,
        view=_viewpoint(remark),
        action=url_for(".reply", remark_id=remark.id),
        back=url_for(".show_remark", remark_id=remark.id),
    )
    return shown, 422 if form.errors else 200


def _viewpoint(remark: Remark) -> Viewpoint:
    return Viewpoint(current_person(), clock.now(), remark.made_on.text.consultation)
