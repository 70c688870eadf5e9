"""What changes in public: a part of the contract with its reason, and the address."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from participe.accounts.session import for_staff
from participe.consultations import changes, queries, services
from participe.consultations.errors import SlugTaken
from participe.consultations.forms import fields
from participe.consultations.forms.changing import AddressForm, AmendForm
from participe.consultations.models import Consultation, ContractField
from participe.consultations.views.blueprint import Answer, bp, find_to_prepare
from participe.consultations.views.editing import back_to_list, form_page, saved
from participe.consultations.wording import contracts as contract_words
from participe.extensions import db
from participe.kernel import clock

# How each part is called in an address.
ADDRESSES = {
    ContractField.TITLE: "question",
    ContractField.SUMMARY: "resume",
    ContractField.LEVEL: "niveau",
    ContractField.DECIDED: "decide",
    ContractField.OPEN_POINTS: "a-decider",
    ContractField.WHO_DECIDES: "qui-decide",
    ContractField.OFFICIAL: "qui-repond",
    ContractField.ANSWERS_BY: "date-de-la-reponse",
}


@bp.route("/gestion/consultations/<slug>/contrat/<name>", methods=["GET", "POST"])
@for_staff
def amend(slug: str, name: str) -> Answer:
    """Change one part of what was promised, with a reason that everyone reads."""
    consultation = find_to_prepare(slug)
    field = _field(name)
    officials = queries.officials(consultation.commune, clock.now())
    form = AmendForm.of(consultation.contract, field)
    if field is ContractField.OFFICIAL:
        form.value.choices = fields.people(officials)
    if saved(
        consultation,
        field,
        form,
        lambda edit: changes.amend(
            consultation,
            field,
            form.new_value(field, officials),
            reason=form.reason.data,
            edit=edit,
        ),
    ):
        return back_to_list(consultation)
    return form_page(
        "consultations/amend.html",
        consultation,
        field,
        form,
        now_written=contract_words.value_of(consultation.contract, field),
    )


@bp.route("/gestion/consultations/<slug>/adresse", methods=["GET", "POST"])
@for_staff
def address(slug: str) -> Answer:
    """Give the consultation another address; the former one still leads to it."""
    consultation = find_to_prepare(slug)
    form = AddressForm(obj=consultation)
    if form.validate_on_submit() and _moved(consultation, form):
        flash(_("L’adresse est changée. L’ancienne mène à la nouvelle."), "success")
        return redirect(url_for(".prepare", slug=consultation.slug), 303)
    page = render_template("consultations/address.html", consultation=consultation, form=form)
    return page, 422 if form.errors else 200


def _moved(consultation: Consultation, form: AddressForm) -> bool:
    try:
        services.move(consultation, form.slug.data)
    except SlugTaken as refusal:
        db.session.rollback()
        form.slug.errors = [str(refusal)]
        return False
    db.session.commit()
    return True


def _field(name: str) -> ContractField:
    found = next((field for field, address in ADDRESSES.items() if address == name), None)
    return found or abort(404)
