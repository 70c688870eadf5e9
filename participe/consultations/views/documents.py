"""Documents: served to whoever may see their consultation; added and taken away by staff."""

import hashlib
from typing import Any

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response as BaseResponse

from participe.accounts.session import for_staff
from participe.communes import queries as communes
from participe.consultations import documents as files
from participe.consultations import services
from participe.consultations.forms.preparing import DocumentForm
from participe.consultations.models import Consultation, Document
from participe.consultations.preparation import Item
from participe.consultations.views.blueprint import Answer, bp, find_to_prepare, find_visible
from participe.consultations.views.public import find_preview, out_of_sight
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.kernel.errors import Refusal

# A document runs nothing and shows nothing of ours, even where a browser opens it [T-91].
SANDBOX = "default-src 'none'; sandbox"


@bp.get("/consultations/<slug>/documents/<int:document_id>-<name>")
@for_everyone
def document(slug: str, document_id: int, name: str) -> BaseResponse:
    """Serve a document; its number decides, another name leads to the right one."""
    consultation = find_visible(slug)
    found = _document(consultation, document_id)
    if name != found.name:
        return redirect(url_for(".document", slug=slug, **_names(found)), 301)
    served = _served(found)
    return served if consultation.is_published else out_of_sight(served)


@bp.get("/consultations/<slug>/apercu/<key>/documents/<int:document_id>-<name>")
@for_everyone
def preview_document(slug: str, key: str, document_id: int, name: str) -> BaseResponse:
    """Serve a document of a draft to whoever has its preview link."""
    consultation = find_preview(slug, key)
    found = _document(consultation, document_id)
    if consultation.is_published or name != found.name:
        return redirect(url_for(".document", slug=slug, **_names(found)))
    return out_of_sight(_served(found))


@bp.route("/gestion/consultations/<slug>/preparer/documents", methods=["GET", "POST"])
@for_staff
def documents(slug: str) -> Answer:
    """List the documents, and add one."""
    consultation = find_to_prepare(slug)
    form = DocumentForm()
    if form.validate_on_submit() and _added(consultation, form):
        flash(_("Le document est ajouté."), "success")
        return redirect(url_for(".documents", slug=slug), 303)
    page = render_template(
        "consultations/documents.html",
        consultation=consultation,
        part=Item.DOCUMENTS,
        form=form,
        largest=current_app.config["MAX_FILE_SIZE"] // (1024 * 1024),
    )
    return page, 422 if form.errors else 200


@bp.post("/gestion/consultations/<slug>/preparer/documents/aucun")
@for_staff
def declare_no_document(slug: str) -> BaseResponse:
    """Say that there is nothing to read before, or take that back."""
    consultation = find_to_prepare(slug)
    needs_none = request.form.get("needs_none") == "yes"
    services.declare_no_document(consultation, needs_none=needs_none)
    db.session.commit()
    return redirect(url_for(".prepare" if needs_none else ".documents", slug=slug), 303)


@bp.post("/gestion/consultations/<slug>/preparer/documents/<int:document_id>/retirer")
@for_staff
def remove_document(slug: str, document_id: int) -> BaseResponse:
    """Take a document away."""
    consultation = find_to_prepare(slug)
    files.remove(consultation, _document(consultation, document_id))
    db.session.commit()
    flash(_("Le document est retiré."), "success")
    return redirect(url_for(".documents", slug=slug), 303)


def _added(consultation: Consultation, form: DocumentForm) -> bool:
    """Keep what was chosen; what is wrong with the file is said beside it."""
    content = form.file.data.read()
    db.session.rollback()  # nobody waits for us while the file is checked
    try:
        checked = files.check(content, largest=current_app.config["MAX_FILE_SIZE"])
        files.add(
            consultation,
            checked,
            title=form.title.data,
            description=form.description.data,
            at=clock.now(),
        )
    except Refusal as refusal:
        db.session.rollback()
        form.file.errors = [str(refusal)]
        return False
    db.session.commit()
    return True


def _document(consultation: Consultation, document_id: int) -> Document:
    found = next((d for d in consultation.documents if d.id == document_id), None)
    return found or abort(404)


def _names(document: Document) -> dict[str, Any]:
    return {"document_id": document.id, "name": document.name}


def _served(document: Document) -> BaseResponse:
    """Answer the bytes under our own type, to be kept and not opened here; 304 when known already.

    Whoever asks again is asked again whether they may see it, so what is taken away is gone
    at once. No range is honoured [T-94].
    """
    etag = hashlib.sha256(document.file.key.encode()).hexdigest()[:32]
    response = Response(mimetype=document.file.media_type)
    response.set_etag(etag)
    if not request.if_none_match.contains(etag):
        response.set_data(communes.content_of(document.file))
    response.headers["Content-Disposition"] = f'attachment; filename="{document.name}"'
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)
