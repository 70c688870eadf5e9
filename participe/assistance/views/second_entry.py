"""The second typing of papers, by another person, compared with the first row by row."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from participe.accounts.session import current_account, for_facilitators, for_staff
from participe.assistance.forms.papers import BatchForm
from participe.assistance.models.papers import PaperRow
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import papers as queries
from participe.assistance.services import papers, twice
from participe.assistance.views.access import find_to_run
from participe.assistance.views.blueprint import bp
from participe.assistance.views.papers import form_of
from participe.communes.tenancy import current_commune
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal

Page = str | tuple[str, int] | Response
Differences = Mapping[int, list[str]]


@bp.route("/seances/<int:session_number>/saisie/seconde", methods=["GET", "POST"])
@for_facilitators
def second_entry(session_number: int) -> Page:
    """Type in the papers that wait, without seeing the first typing until both differ."""
    session = find_to_run(session_number)
    form = form_of(session)
    if not form.is_submitted():
        return _page(session, form, {})
    differ: Differences = {}
    try:
        differ, number = _compared(session, form)
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
    else:
        if number:
            return _done(session, number)
    return _page(session, form, differ), 422


@bp.post("/seances/<int:session_number>/saisie/oublier")
@for_facilitators
def give_up_papers(session_number: int) -> Response:
    """Forget the first typing, of papers that were taken away or mixed up."""
    session = find_to_run(session_number)
    twice.give_up(session, by=current_account(), at=clock.now())
    db.session.commit()
    flash(_("La première saisie est oubliée. Recommencez-la."), "success")
    return redirect(url_for(".enter_papers", session_number=session.number), 303)


@bp.post("/gestion/seances/papiers")
@for_staff
def choose_typings() -> Response:
    """Say whether the commune has its papers typed in twice."""
    current_commune().types_papers_twice = request.form.get("twice") == "1"
    db.session.commit()
    flash(_("C’est enregistré."), "success")
    return redirect(url_for(".overview"), 303)


def _compared(session: AssistedSession, form: BatchForm) -> tuple[Differences, int]:
    """Return in what the typings differ, and how many papers were entered when all were."""
    rows = _waiting(session)
    twice.ensure_second(list(rows.values()), current_account())
    valid = [form.rows[place].validate() for place in rows]  # each says what is wrong with it
    if not all(valid):
        return {}, 0
    differ = _differ(form, rows)
    return differ, 0 if differ else _settled(session, form, rows)


def _differ(form: BatchForm, rows: Mapping[int, PaperRow]) -> Differences:
    """Return in what the typings differ, but where the second was checked on the paper."""
    found = {
        place: twice.differences(row, form.rows[place].sheet())
        for place, row in rows.items()
        if not form.rows[place].checked.data
    }
    return {place: names for place, names in found.items() if names}


def _settled(session: AssistedSession, form: BatchForm, rows: Mapping[int, PaperRow]) -> int:
    """Enter the rows and return how many when all were taken; else put into the form why not."""
    now = clock.now()
    sheets = {row.id: form.rows[place].sheet() for place, row in rows.items()}
    papers.count_batch(session, now)
    entries = twice.settle(session, sheets, by=current_account(), at=now)
    form.refuse(entries)
    if session.is_practice:
        db.session.rollback()
    else:
        db.session.commit()
    return 0 if form.said else len(entries)


def _waiting(session: AssistedSession) -> dict[int, PaperRow]:
    return {row.place: row for row in queries.waiting(session)}


def _done(session: AssistedSession, number: int) -> Response:
    said = ngettext("%(num)d papier est encodé.", "%(num)d papiers sont encodés.", number)
    flash(said, "success")
    return redirect(url_for(".enter_papers", session_number=session.number), 303)


def _page(session: AssistedSession, form: BatchForm, differ: Differences) -> str:
    form.offer(queries.awaited(session))
    rows = _waiting(session)
    return render_template(
        "assistance/second_entry.html",
        assisted=session,
        form=form,
        rows=rows,
        differ=differ,
        waits_for_another=not form.is_submitted()
        and twice.waits_for_another(list(rows.values()), current_account()),
    )
