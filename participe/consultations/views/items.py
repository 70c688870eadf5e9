"""The items of the task list that are texts, each a small page, and their proofreading."""

from flask import redirect, request, url_for

from participe.accounts.session import current_account, for_staff
from participe.consultations import queries, services
from participe.consultations.forms.fields import Based
from participe.consultations.forms.preparing import (
    AnswerForm,
    ContractForm,
    QuestionForm,
    TranslationsForm,
)
from participe.consultations.models import Consultation
from participe.consultations.preparation import Item
from participe.consultations.views.blueprint import Answer, bp, find_to_prepare
from participe.consultations.views.editing import back_to_list, form_page, saved
from participe.kernel import clock


@bp.route("/gestion/consultations/<slug>/preparer/question", methods=["GET", "POST"])
@for_staff
def question(slug: str) -> Answer:
    """Write the question and its summary in plain language."""
    consultation = find_to_prepare(slug)
    form = QuestionForm(obj=consultation)
    if saved(
        consultation,
        Item.QUESTION,
        form,
        lambda edit: services.write_question(
            consultation,
            title=form.title.data,
            summary=form.summary.data,
            minimum_age=form.minimum_age.data,
            edit=edit,
        ),
    ):
        return back_to_list(consultation)
    return _draft_page("question", consultation, Item.QUESTION, form)


@bp.route("/gestion/consultations/<slug>/preparer/contrat", methods=["GET", "POST"])
@for_staff
def contract(slug: str) -> Answer:
    """Say what is decided, what is open, who decides, and how far people take part."""
    consultation = find_to_prepare(slug)
    form = ContractForm.of(consultation.contract)
    if saved(
        consultation,
        Item.CONTRACT,
        form,
        lambda edit: services.write_contract(consultation, form.terms(), edit),
    ):
        return back_to_list(consultation)
    return _draft_page("contract", consultation, Item.CONTRACT, form)


@bp.route("/gestion/consultations/<slug>/preparer/reponse", methods=["GET", "POST"])
@for_staff
def answer(slug: str) -> Answer:
    """Choose who answers for the commune, and before which day."""
    consultation = find_to_prepare(slug)
    officials = queries.officials(consultation.commune, clock.now())
    form = AnswerForm(officials, consultation.contract)
    if saved(
        consultation,
        Item.ANSWER,
        form,
        lambda edit: services.promise_answer(
            consultation, official=form.chosen(), answers_by=form.answers_by.data, edit=edit
        ),
    ):
        return back_to_list(consultation)
    return _draft_page("answer", consultation, Item.ANSWER, form)


@bp.route("/gestion/consultations/<slug>/preparer/traductions", methods=["GET", "POST"])
@for_staff
def translations(slug: str) -> Answer:
    """Write the question and its summary in other languages, after publication too."""
    consultation = find_to_prepare(slug)
    form = TranslationsForm.of(consultation)
    if saved(
        consultation,
        Item.TRANSLATIONS,
        form,
        lambda edit: services.translate(
            consultation, form.texts(), needs_none=form.needs_none.data, edit=edit
        ),
    ):
        return back_to_list(consultation)
    return form_page("consultations/translations.html", consultation, Item.TRANSLATIONS, form)


@bp.route("/gestion/consultations/<slug>/preparer/relecture", methods=["GET", "POST"])
@for_staff
def proofreading(slug: str) -> Answer:
    """Read all texts as people will, and say that it was done."""
    consultation = find_to_prepare(slug)
    form = Based()
    if saved(
        consultation,
        Item.PROOFREADING,
        form,
        lambda edit: services.proofread(consultation, edit),
    ):
        return back_to_list(consultation)
    return _draft_page("proofreading", consultation, Item.PROOFREADING, form)


def _draft_page(template: str, consultation: Consultation, item: Item, form: Based) -> Answer:
    """Show a page of a draft; what is public changes elsewhere, with a reason."""
    if consultation.is_published and request.method == "GET":
        return redirect(url_for(".prepare", slug=consultation.slug), 303)
    return form_page(
        f"consultations/{template}.html",
        consultation,
        item,
        form,
        wrote_it_alone=consultation.written_by_id == current_account().id,
    )
