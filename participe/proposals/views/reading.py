"""The page of a proposition, its earlier versions, and its photos."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from participe.accounts.models import Account
from participe.accounts.session import current_person
from participe.communes import queries as communes
from participe.communes.tenancy import current_commune
from participe.consultations.phases import Action
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.proposals import page, policies
from participe.proposals.models import Amendment, Proposal
from participe.proposals.queries import amending, finding, grouping
from participe.proposals.views import access
from participe.proposals.views.blueprint import bp
from participe.proposals.views.commenting import discussion_of
from participe.proposals.wording import journey as journey_words
from participe.proposals.wording import standing as standing_words
from participe.proposals.wording import versions as version_words


@bp.get("/propositions/<int:number>")
@for_everyone
def short(number: int) -> Response:
    """Lead the address that people say on the phone to the page itself."""
    return redirect(_address(access.find(number)), 301)


@bp.get("/propositions/<int:number>-<slug>")
@for_everyone
def show(number: int, slug: str) -> str | Response:
    """Show a proposition with its supports, its answer, its comments and its devenir."""
    who, at = current_person(), clock.now()
    reading = finding.read(current_commune(), number, who) or abort(404)
    proposal = reading.proposal
    access.ensure_seen(proposal)
    if slug != proposal.slug:
        return redirect(_address(proposal), 301)
    panels = page.context(proposal, who, at)
    versions_url = url_for(".versions", number=number)
    history = grouping.history(proposal) if reading.moves else ()
    happened = [*panels["happened"], *journey_words.moved(proposal, history)]
    journey = journey_words.steps(proposal, at, versions_url, happened)
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        reading=reading,
        words=standing_words,
        supports_closed=standing_words.supports_closed(proposal, at),
        may_support=policies.may_support(who, proposal),
        may_edit=policies.may_edit(who, proposal) and not proposal.is_hidden,
        may_read_text=policies.may_read_text(who, proposal),
        may_moderate=who.is_staff and who.commune_id == proposal.commune_id,
        discussion=discussion_of(proposal),
        around=_around(reading, at),
        at=at,
        **panels | {"journey": [*journey, *panels["journey"]]},
    )


@bp.get("/propositions/<int:number>/versions")
@for_everyone
def versions(number: int) -> str:
    """List the versions of a text, each with what its author said of the change."""
    proposal = _find_readable(number)
    return render_template("proposals/versions.html", proposal=proposal)


@bp.get("/propositions/<int:number>/versions/<int:version>")
@for_everyone
def version(number: int, version: int) -> str:
    """Show what one version changed in the one before; the first stands as it was."""
    proposal = _find_readable(number)
    texts = [(v.title, v.body) for v in proposal.versions] + [(proposal.title, proposal.body)]
    if not 1 <= version <= len(texts):
        abort(404)
    return render_template(
        "proposals/version.html",
        proposal=proposal,
        number=version,
        change=version_words.change(texts[max(0, version - 2)], texts[version - 1]),
        current=len(texts),
    )


@bp.get("/propositions/<int:number>/photos/<int:photo_id>.webp")
@for_everyone
def photo(number: int, photo_id: int) -> Response:
    """Send a photo to those who may see its proposition, and to nobody else [T-39]."""
    proposal = _find_readable(number)
    found = finding.find_photo(proposal, photo_id) or abort(404)
    response = make_response(communes.content_of(found.file))
    response.content_type = found.file.media_type
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(found.file.key[:16])
    return response.make_conditional(request)


def _around(reading: finding.Reading, at: datetime) -> dict[str, Any]:
    """Gather the group of a proposition and its suggested wordings, which most have not."""
    who, proposal = current_person(), reading.proposal
    is_linked, opening = reading.links > 0, proposal.consultation.allows(Action.COMMENT, at)
    return {
        "members": grouping.members(proposal) if proposal.leads else (),
        "may_ungroup": policies.may_ungroup(who, proposal),
        "may_group": policies.may_group(who, proposal),
        "may_suggest": policies.may_suggest(who, proposal) and bool(opening),
        "waiting": _waiting(reading),
        "credits": amending.accepted_for(proposal) if is_linked else (),
        "origin": amending.origin_of(proposal) if is_linked else None,
    }


def _waiting(reading: finding.Reading) -> Sequence[Amendment]:
    """Return what waits for the word of whoever reads their own proposition."""
    who, proposal = current_person(), reading.proposal
    if not reading.suggestions or not isinstance(who, Account):
        return ()
    return amending.waiting_for(who, proposal) if policies.may_edit(who, proposal) else ()


def _find_readable(number: int) -> Proposal:
    proposal = access.find(number)
    access.ensure_read(proposal)
    return proposal


def _address(proposal: Proposal) -> str:
    return url_for(".show", number=proposal.number, slug=proposal.slug)
