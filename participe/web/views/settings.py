"""The settings of a commune, one page for each thing that staff sets."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import for_staff
from participe.communes import queries, services
from participe.communes.forms import (
    AccentForm,
    CharterForm,
    CoatOfArmsForm,
    ContactForm,
    DigitalSpaceForm,
    PromiseForm,
)
from participe.communes.models import DigitalSpace
from participe.communes.tenancy import current_commune
from participe.communes.wording import colour_name
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.colour import derive
from participe.kernel.errors import Refusal
from participe.kernel.html import TextFormat, render
from participe.web.views.blueprint import settings_bp as bp

Page = str | tuple[str, int] | Response


@bp.get("")
@for_staff
def index() -> str:
    commune = current_commune()
    spaces = queries.digital_spaces(commune)
    return render_template("web/settings/index.html", spaces=spaces)


@bp.get("/contact")
@for_staff
def contact() -> str:
    return render_template("web/settings/contact.html", form=ContactForm(obj=current_commune()))


@bp.post("/contact")
@for_staff
def save_contact() -> Page:
    form = ContactForm()
    if not form.validate():
        return render_template("web/settings/contact.html", form=form), 422
    commune = current_commune()
    commune.telephone = form.telephone.data
    commune.email = form.email.data
    commune.address = form.address.data
    return _saved(_("Les moyens de contact sont enregistrés."))


@bp.get("/couleur")
@for_staff
def accent() -> str:
    return _accent_page(AccentForm(obj=current_commune()))


@bp.post("/couleur")
@for_staff
def save_accent() -> Page:
    form = AccentForm()
    if not form.validate():
        return _accent_page(form), 422
    current_commune().accent = form.accent.data
    db.session.commit()
    flash(_("La couleur est enregistrée."), "success")
    return redirect(url_for("settings.accent"), 303)


def _accent_page(form: AccentForm) -> str:
    """Show the colour as it was chosen and as it is used, so that nobody is surprised."""
    chosen = current_commune().accent
    return render_template(
        "web/settings/accent.html",
        form=form,
        chosen=chosen,
        name=colour_name(chosen),
        theme=derive(chosen),
    )


@bp.get("/promesse")
@for_staff
def promise() -> str:
    return render_template("web/settings/promise.html", form=PromiseForm(obj=current_commune()))


@bp.post("/promesse")
@for_staff
def save_promise() -> Page:
    form = PromiseForm()
    if not form.validate():
        return render_template("web/settings/promise.html", form=form), 422
    commune = current_commune()
    commune.threshold = form.threshold.data
    commune.answer_days = form.answer_days.data
    return _saved(_("La promesse est enregistrée. Elle vaut pour les prochaines consultations."))


@bp.get("/charte")
@for_staff
def charter() -> str:
    return render_template("web/settings/charter.html", form=CharterForm(obj=current_commune()))


@bp.post("/charte")
@for_staff
def save_charter() -> Page:
    form = CharterForm()
    if not form.validate():
        return render_template("web/settings/charter.html", form=form), 422
    current_commune().charter = form.charter.data
    return _saved(_("La charte est enregistrée."))


@bp.post("/charte/apercu")
@for_staff
def preview_charter() -> Page:
    """Show what was typed as people will read it; nothing is saved."""
    form = CharterForm()
    if not form.validate():
        return render_template("web/settings/charter.html", form=form), 422
    preview = render(form.charter.data, TextFormat.MARKDOWN)
    return render_template("web/settings/charter.html", form=form, preview=preview)


@bp.get("/blason")
@for_staff
def coat_of_arms() -> str:
    form = CoatOfArmsForm(obj=current_commune().coat_of_arms)
    return render_template("web/settings/coat_of_arms.html", form=form)


@bp.post("/blason")
@for_staff
def save_coat_of_arms() -> Page:
    """Keep a new image, or only other words for the one that is there."""
    form = CoatOfArmsForm(has_image=current_commune().coat_of_arms is not None)
    if form.validate():
        try:
            _put_coat_of_arms(form)
        except Refusal as refusal:
            db.session.rollback()
            form.image.errors = [str(refusal)]
        else:
            return _saved(_("Le blason est enregistré."))
    return render_template("web/settings/coat_of_arms.html", form=form), 422


def _put_coat_of_arms(form: CoatOfArmsForm) -> None:
    commune, alternative = current_commune(), form.alternative.data
    if form.image.data:
        services.put_coat_of_arms(
            commune, form.image.data.read(), alternative=alternative, at=clock.now()
        )
    elif commune.coat_of_arms:
        commune.coat_of_arms.alternative = alternative


@bp.post("/blason/retirer")
@for_staff
def remove_coat_of_arms() -> Response:
    services.remove_coat_of_arms(current_commune())
    return _saved(_("Le blason est retiré."))


@bp.get("/epn")
@for_staff
def spaces() -> str:
    listed = queries.digital_spaces(current_commune())
    return render_template("web/settings/spaces.html", spaces=listed)


@bp.get("/epn/nouveau")
@for_staff
def new_space() -> str:
    return render_template("web/settings/space.html", form=DigitalSpaceForm(), space=None)


@bp.post("/epn/nouveau")
@for_staff
def add_space() -> Page:
    form = DigitalSpaceForm()
    if not form.validate():
        return render_template("web/settings/space.html", form=form, space=None), 422
    services.add_digital_space(current_commune(), **_typed(form))
    return _saved(_("L’EPN est ajouté."), "settings.spaces")


@bp.get("/epn/<int:space_id>")
@for_staff
def edit_space(space_id: int) -> str:
    space = _space(space_id)
    return render_template("web/settings/space.html", form=DigitalSpaceForm(obj=space), space=space)


@bp.post("/epn/<int:space_id>")
@for_staff
def save_space(space_id: int) -> Page:
    space = _space(space_id)
    form = DigitalSpaceForm()
    if not form.validate():
        return render_template("web/settings/space.html", form=form, space=space), 422
    for name, value in _typed(form).items():
        setattr(space, name, value)
    return _saved(_("L’EPN est enregistré."), "settings.spaces")


@bp.post("/epn/<int:space_id>/retirer")
@for_staff
def remove_space(space_id: int) -> Page:
    services.remove_digital_space(_space(space_id))
    return _saved(_("L’EPN est retiré."), "settings.spaces")


def _space(space_id: int) -> DigitalSpace:
    return queries.find_digital_space(current_commune(), space_id) or abort(404)


def _typed(form: DigitalSpaceForm) -> dict[str, str]:
    return {name: form[name].data for name in ("name", "address", "hours", "telephone")}


def _saved(words: str, endpoint: str = "settings.index") -> Response:
    db.session.commit()
    flash(words, "success")
    return redirect(url_for(endpoint), 303)
