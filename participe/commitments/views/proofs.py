"""The photos and documents that prove what was done."""

import hashlib

from flask import Response, abort, request
from werkzeug import Response as BaseResponse

from participe.commitments.queries import finding
from participe.commitments.views.blueprint import bp, find
from participe.communes import queries as communes
from participe.kernel.authorization import for_everyone
from participe.kernel.documents import PDF_MEDIA_TYPE

# A document runs nothing and shows nothing of ours, even where a browser opens it [T-91].
SANDBOX = "default-src 'none'; sandbox"


@bp.get("/engagements/<int:commitment_number>/preuves/<int:update_number>")
@for_everyone
def proof(commitment_number: int, update_number: int) -> BaseResponse:
    """Send what an update shows, under our own type; a PDF is kept and not opened here."""
    update = finding.find_update(find(commitment_number), update_number) or abort(404)
    file = update.file or abort(404)
    response = Response(mimetype=file.media_type)
    response.set_etag(hashlib.sha256(file.key.encode()).hexdigest()[:32])
    response.set_data(communes.content_of(file))
    if file.media_type == PDF_MEDIA_TYPE:
        name = f"engagement-{commitment_number}-{update_number}.pdf"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)
