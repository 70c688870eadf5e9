"""The phases: all of them while it is a draft, then the end of one, which may only move later."""

from flask import abort, redirect, render_template, request, url_for

from participe.accounts.session import for_staff
from participe.consultations import changes, services
from participe.consultations.forms.changing import ExtendForm
from participe.consultations.forms.phases import PhasesForm
from participe.consultations.models import Consultation, Phase
from participe.consultations.preparation import Item
from participe.consultations.views.blueprint import Answer, bp, find_to_prepare
from participe.consultations.views.editing import back_to_list, form_page, saved

ADD = "add"


@bp.route("/gestion/consultations/<slug>/preparer/etapes", methods=["GET", "POST"])
@for_staff
def phases(slug: str) -> Answer:
    """Write the phases and their dates; “add” shows one more row and saves nothing yet."""
    consultation = find_to_prepare(slug)
    form = PhasesForm(consultation.phases)
    if ADD in request.form:
        form.add_row()
        return render_template(
            "consultations/phases.html", consultation=consultation, part=Item.PHASES, form=form
        )
    if saved(
        consultation,
        Item.PHASES,
        form,
        lambda edit: services.plan(consultation, form.periods(), edit),
    ):
        return back_to_list(consultation)
    if consultation.is_published and request.method == "GET":
        return redirect(url_for(".prepare", slug=consultation.slug), 303)
    return form_page("consultations/phases.html", consultation, Item.PHASES, form)


@bp.route("/gestion/consultations/<slug>/etapes/<int:phase_id>/prolonger", methods=["GET", "POST"])
@for_staff
def extend(slug: str, phase_id: int) -> Answer:
    """Let a phase end later, with a reason that everyone reads."""
    consultation = find_to_prepare(slug)
    phase = _phase(consultation, phase_id)
    form = ExtendForm()
    if saved(
        consultation,
        Item.PHASES,
        form,
        lambda edit: changes.extend(phase, form.extension(), edit),
    ):
        return back_to_list(consultation)
    return form_page("consultations/extend.html", consultation, Item.PHASES, form, phase=phase)


def _phase(consultation: Consultation, phase_id: int) -> Phase:
    found = next((phase for phase in consultation.phases if phase.id == phase_id), None)
    return found or abort(404)
