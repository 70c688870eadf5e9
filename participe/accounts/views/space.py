"""A person's own space: what is theirs, where they are signed in, and the copy of their data."""

import json
from typing import Any

from flask import Response as Download
from flask import abort, current_app, flash, make_response, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug import Response

from participe.accounts import intentions, queries
from participe.accounts import session as sessions
from participe.accounts.models import Account
from participe.accounts.services import signing_in
from participe.accounts.session import current_account, current_sign_in, for_account_holders
from participe.accounts.space import EXPORTS, SECTIONS
from participe.accounts.views.blueprint import bp
from participe.accounts.views.onward import leave, see
from participe.communes.tenancy import current_commune
from participe.extensions import db
from participe.kernel import clock


@bp.get("/mon-espace")
@for_account_holders
def space() -> str:
    """Show what a person wrote, supports and is owed here, each part made by its own package."""
    account = current_account()
    sections = sorted((section(account) for section in SECTIONS), key=lambda made: made.rank)
    shown = [
        # Each part is a template of ours, escaped where it is rendered.
        Markup(render_template(part.template, **part.context))  # noqa: S704
        for part in sections
    ]
    return render_template("accounts/space.html", sections=shown)


@bp.get("/mon-espace/connexions")
@for_account_holders
def sign_ins() -> str:
    """List where this person is signed in: they end what they do not know (ASVS 7.5.2)."""
    living = queries.living_sign_ins(current_account(), clock.now(), current_app.config)
    return render_template("accounts/sign_ins.html", sign_ins=living, here=current_sign_in())


@bp.post("/mon-espace/connexions/<int:sign_in_id>/terminer")
@for_account_holders
def end_sign_in(sign_in_id: int) -> Response:
    """End one of this person's sessions; the one of this browser is a sign-out."""
    sign_in = queries.find_sign_in_of(current_account(), sign_in_id) or abort(404)
    is_this_one = sign_in is current_sign_in()
    sign_in.ended_at = sign_in.ended_at or clock.now()
    if is_this_one:
        sessions.end()
    db.session.commit()
    if is_this_one:
        return leave(url_for(".signed_out"))
    flash(_("Cette connexion est terminée."), "success")
    return see(url_for(".sign_ins"))


@bp.post("/mon-espace/connexions/terminer")
@for_account_holders
def end_all_sign_ins() -> Response:
    """End every session of this person, this one included."""
    signing_in.end_sessions_of(current_account().id, at=clock.now())
    sessions.end()
    db.session.commit()
    return leave(url_for(".signed_out"))


@bp.get("/mon-espace/donnees")
@for_account_holders
def export() -> Response:
    """Give a person a copy of everything kept about them here (GDPR art. 15 and 20)."""
    if not sessions.is_recent():
        intentions.remember(url_for(".space"))
        return see(url_for(".confirm"))
    account = current_account()
    content = {"compte": _of_account(account), **dict(give(account) for give in EXPORTS)}
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    answer: Download = make_response(text)
    answer.mimetype = "application/json"
    # The name of the file tells nothing of the person: it may stay on a shared computer.
    name = f"participe-{current_commune().slug}-mes-donnees.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _of_account(account: Account) -> dict[str, Any]:
    living = queries.living_sign_ins(account, clock.now(), current_app.config)
    return {
        "nom": account.display_name,
        "e-mail": account.email,
        "commune": current_commune().name,
        "ouvert le": account.created_at.isoformat(),
        "rôles": [
            {
                "rôle": grant.role.value,
                "mandat": grant.mandate,
                "début": grant.starts_on and grant.starts_on.isoformat(),
                "fin": grant.ends_on and grant.ends_on.isoformat(),
                "donné le": grant.granted_at.isoformat(),
                "retiré le": grant.withdrawn_at and grant.withdrawn_at.isoformat(),
            }
            for grant in queries.grants_of(account)
        ],
        "invitations": [
            {
                "rôle": invitation.role.value,
                "mandat": invitation.mandate,
                "envoyée le": invitation.invited_at.isoformat(),
                "acceptée le": invitation.accepted_at and invitation.accepted_at.isoformat(),
            }
            for invitation in queries.invitations_of(account)
        ],
        "connexions": [
            {
                "début": sign_in.started_at.isoformat(),
                "dernière visite": sign_in.seen_at.isoformat(),
                "ordinateur partagé": sign_in.on_public_computer,
            }
            for sign_in in living
        ],
    }
