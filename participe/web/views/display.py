"""How pages look on this device: text, spacing, light or dark; kept in a cookie only."""

from datetime import timedelta

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.kernel.authorization import for_everyone
from participe.web import context
from participe.web.forms import DisplayForm
from participe.web.views.blueprint import bp

ONE_YEAR = timedelta(days=365)


@bp.get("/affichage")
@for_everyone
def display() -> str:
    return render_template("web/display.html", form=DisplayForm(data=context.display()))


@bp.post("/affichage")
@for_everyone
def save_display() -> Response | tuple[str, int]:
    form = DisplayForm()
    if not form.validate():
        return render_template("web/display.html", form=form), 422
    response = redirect(url_for("web.display"), 303)
    wanted = {name: form[name].data for name in context.DISPLAY if form[name].data}
    if wanted:
        response.set_cookie(
            context.DISPLAY_COOKIE,
            context.as_cookie(wanted),
            max_age=ONE_YEAR,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(context.DISPLAY_COOKIE)
    flash(_("Votre réglage est enregistré sur cet appareil."), "success")
    return response
