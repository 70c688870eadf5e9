"""The page on which staff write a bilan, send it to be approved, and publish it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, for_staff, for_the_house
from participe.communes.tenancy import current_commune
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import require
from participe.kernel.errors import Refusal
from participe.reports import policies, preparation, services
from participe.reports.errors import ChangedMeanwhile, NotReady
from participe.reports.forms import DecisionForm, ReportForm, WordForm
from participe.reports.models import OutcomeReport
from participe.reports.queries import finding
from participe.reports.views.blueprint import Page, bp, find_report, find_to_follow
from participe.reports.views.reading import context


@bp.get("/gestion/bilans")
@for_the_house
def desk() -> str:
    """List what waits for the director general, what is being written, and what is late."""
    commune, now = current_commune(), clock.now()
    require(policies.may_follow(current_account(), commune))
    begun = finding.unpublished(commune)
    known = {report.consultation_id for report in begun}
    return render_template(
        "reports/desk.html",
        waiting=finding.waiting(commune),
        others=[report for report in begun if report.stage != "waiting"],
        late=[c for c in finding.promised(commune, now) if c.id not in known],
        now=now,
    )


@bp.get("/gestion/consultations/<slug>/bilan")
@for_the_house
def edit(slug: str) -> str:
    """Show what a bilan still lacks, its text to write or to approve, and how it will look."""
    consultation = find_to_follow(slug)
    report = finding.of_consultation(consultation)
    return edit_page(consultation, report, ReportForm(obj=report))


@bp.post("/gestion/consultations/<slug>/bilan/commencer")
@for_staff
def begin(slug: str) -> Response:
    """Write the first draft from what is known."""
    consultation = _find_to_write(slug)
    services.begin(consultation, by=current_account(), at=clock.now())
    db.session.commit()
    flash(_("Un premier texte est prêt. Relisez-le et changez ce qu’il faut."), "success")
    return redirect(url_for(".edit", slug=consultation.slug), 303)


@bp.post("/gestion/consultations/<slug>/bilan")
@for_staff
def save(slug: str) -> Page | Response:
    """Keep the text."""
    return _written(slug, _("Le bilan est enregistré."), lambda _report, _revision: None)


@bp.post("/gestion/consultations/<slug>/bilan/envoyer")
@for_staff
def submit(slug: str) -> Page | Response:
    """Keep the text, and ask the director general to approve it."""

    def ask(report: OutcomeReport, revision: int) -> None:
        services.submit(report, based_on=revision, by=current_account(), at=clock.now())

    return _written(slug, _("Le bilan est envoyé à la direction générale."), ask)


@bp.post("/gestion/consultations/<slug>/bilan/publier")
@for_staff
def publish(slug: str) -> Page | Response:
    """Publish what was approved, or say in words what is missing."""
    consultation = _find_to_write(slug)
    report = find_report(consultation)
    decision = DecisionForm()
    try:
        services.publish(report, based_on=decision.revision(), by=current_account(), at=clock.now())
    except NotReady:
        db.session.rollback()
        return edit_page(consultation, report, ReportForm(None, obj=report), refused=True), 422
    except Refusal as refusal:
        db.session.rollback()
        form = ReportForm(None, obj=report)
        form.form_errors.append(str(refusal))
        return edit_page(consultation, report, form), 422
    db.session.commit()
    flash(_("Le bilan est publié. Les personnes qui ont participé sont averties."), "success")
    return redirect(url_for(".show", slug=consultation.slug), 303)


def edit_page(
    consultation: Consultation,
    report: OutcomeReport | None,
    form: ReportForm,
    *,
    word: WordForm | None = None,
    refused: bool = False,
) -> str:
    """Render the page that staff and directors share; what is typed in its forms is kept."""
    now, person = clock.now(), current_account()
    form.based_on.data = form.based_on.data or (str(report.revision) if report else "")
    return render_template(
        "reports/edit.html",
        form=form,
        word=word or WordForm(None),
        refused=refused,
        missing=preparation.missing(report, preparation.standing(consultation), now),
        may_write=policies.may_write(person, consultation),
        may_approve=policies.may_approve(person, consultation),
        may_publish=policies.may_publish(person, consultation),
        **context(consultation, report),
    )


def _find_to_write(slug: str) -> Consultation:
    consultation = find_to_follow(slug)
    require(policies.may_write(current_account(), consultation))
    return consultation


def _written(slug: str, said: str, then: Callable[[OutcomeReport, int], None]) -> Page | Response:
    """Save what was typed and do what follows; a refusal keeps all of it, beside what is saved."""
    consultation = _find_to_write(slug)
    report = find_report(consultation)
    form = ReportForm()
    if not form.validate():
        return edit_page(consultation, report, form), 422
    try:
        services.save(
            report, form.content(), based_on=form.revision(), by=current_account(), at=clock.now()
        )
        then(report, report.revision)
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        if isinstance(refusal, ChangedMeanwhile):  # the page now shows both
            form.based_on.data = str(report.revision)
        return edit_page(consultation, report, form), 422
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".edit", slug=consultation.slug), 303)
