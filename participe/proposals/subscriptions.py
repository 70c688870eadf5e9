"""What propositions add to the pages, the sign-in and the events of the packages below."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask, flash, url_for

from participe.accounts import intentions
from participe.accounts.events import PersonClaimed, PersonErased
from participe.accounts.models import Account, Whoever
from participe.accounts.space import EXPORTS, SECTIONS, Section
from participe.communes.events import CommuneOpened
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.consultations.page import PANELS
from participe.contributions import locating
from participe.contributions.events import ContributionHidden
from participe.discussions import subjects
from participe.extensions import db
from participe.kernel import clock, events
from participe.kernel.chores import CHORES
from participe.kernel.errors import Refusal
from participe.kernel.slugs import slugify
from participe.proposals import policies
from participe.proposals.errors import AlreadySupported, NotSupportable
from participe.proposals.models import Proposal, Theme
from participe.proposals.queries import listing, owned
from participe.proposals.services import (
    amending,
    drafting,
    grouping,
    handing_over,
    holding,
    supporting,
)
from participe.proposals.wording import standing as standing_words

# The subjects a commune begins with.
FIRST_THEMES = (
    "Se déplacer",
    "Rues et trottoirs",
    "Arbres, eau et nature",
    "Enfants et jeunes",
    "Vivre ensemble",
    "Commerces et marchés",
    "Culture et patrimoine",
    "Logement",
)
ON_CONSULTATION = 3  # propositions shown on the page of their consultation


def register(app: Flask) -> None:
    """Put everything in its place."""
    locating.register(app, "proposal", _locate)
    locating.register(app, "amendment", _locate_amendment)
    subjects.register(app, "proposal", _consultation_of)
    intentions.register(app, "support", _support_kept)
    PANELS.add(app, _on_consultation)
    SECTIONS.add(app, _my_proposals)
    SECTIONS.add(app, _my_supports)
    EXPORTS.add(app, _exported_proposals)
    EXPORTS.add(app, _exported_supports)
    events.subscribe(app, PersonErased, _forget)
    events.subscribe(app, PersonClaimed, _hand_over)
    events.subscribe(app, ContributionHidden, _end_group)
    events.subscribe(app, CommuneOpened, _give_themes)
    CHORES.add(app, _forget_drafts)


def _locate(contribution: Any) -> str:
    return url_for("proposals.show", number=contribution.number, slug=contribution.slug)


def _locate_amendment(contribution: Any) -> str:
    number = contribution.proposal.number
    return url_for("proposals.amendment", number=number, amendment_id=contribution.id)


def _consultation_of(contribution: Any) -> Consultation:
    consultation: Consultation = contribution.consultation
    return consultation


def _support_kept(account: Account, payload: dict[str, Any]) -> str:
    """Give the support that a visitor wanted to give before they signed in."""
    proposal = holding.find(_commune_of(account), payload["number"])
    if proposal is None or not policies.may_support(account, proposal):
        raise NotSupportable
    try:
        supporting.support(proposal, person=account, at=clock.now())
        flash(standing_words.thanks(proposal), "success")
        if payload.get("has_draft"):
            flash(str(standing_words.DRAFT_STAYS), "success")
    except AlreadySupported as already:
        flash(str(already), "success")
    except Refusal as refusal:
        flash(str(refusal), "error")
    return _locate(proposal)


def _commune_of(account: Account) -> Commune:
    assert account.commune is not None, "only people of a commune take part"  # noqa: S101
    return account.commune


def _on_consultation(consultation: Consultation, _who: Whoever, at: datetime) -> Mapping[str, Any]:
    """Give the first propositions in the order of the day and, if we counted so far, how many."""
    count = listing.count_in(consultation)
    return {
        "latest_proposals": listing.first_of(consultation, at=at, limit=ON_CONSULTATION),
        **({"proposals_count": count} if count <= listing.COUNTED else {}),
    }


def _my_proposals(account: Account) -> Section:
    context = {
        "proposals": owned.written_by(account),
        "standing_words": standing_words,
        "at": clock.now(),
    }
    return Section(20, "proposals/my_proposals.html", context)


def _my_supports(account: Account) -> Section:
    context = {
        "supports": owned.supports_of(account),
        "standing_words": standing_words,
        "at": clock.now(),
    }
    return Section(40, "proposals/my_supports.html", context)


def _exported_proposals(account: Account) -> tuple[str, Any]:
    return "propositions", [_exported(p) for p in owned.written_by(account, limit=None)]


def _exported(proposal: Proposal) -> dict[str, Any]:
    return {
        "numero": proposal.number,
        "titre": proposal.title,
        "texte": proposal.body,
        "consultation": proposal.consultation.title,
        "theme": proposal.theme.name if proposal.theme else "",
        "lieu": proposal.locality,
        "publiee_le": proposal.published_at.isoformat(),
        "modifiee_le": proposal.edited_at.isoformat() if proposal.edited_at else "",
        "retiree_le": proposal.withdrawn_at.isoformat() if proposal.withdrawn_at else "",
        "regroupee_sous": proposal.lead.number if proposal.lead else "",
        "raison_du_retrait": proposal.withdrawn_reason,
        "masquee": proposal.hidden_reason or "",
        "versions_precedentes": [
            {"titre": version.title, "texte": version.body, "note": version.note}
            for version in proposal.versions
        ],
        "photos": [photo.alternative for photo in proposal.photos],
        "adresse": url_for(
            "proposals.show", number=proposal.number, slug=proposal.slug, _external=True
        ),
    }


def _exported_supports(account: Account) -> tuple[str, Any]:
    return "soutiens", [
        {
            "proposition": given.proposal.title,
            "numero": given.proposal.number,
            "donne_le": given.given_at.isoformat(),
            "retire_le": given.withdrawn_at.isoformat() if given.withdrawn_at else "",
        }
        for given in owned.all_supports_of(account)
    ]


def _forget(event: PersonErased) -> None:
    supporting.forget_supports(event.person, at=event.at)
    amending.forget_name(event.person)
    db.session.flush()


def _hand_over(event: PersonClaimed) -> None:
    handing_over.hand_over(event.person, event.account, at=event.at)


def _end_group(event: ContributionHidden) -> None:
    """Let those who stood under a text that is out of sight be supported again."""
    if isinstance(event.contribution, Proposal) and event.contribution.leads:
        grouping.end(event.contribution, by=None, at=event.at)


def _forget_drafts(at: datetime) -> None:
    drafting.forget_expired(at)


def _give_themes(event: CommuneOpened) -> None:
    """Give a commune the subjects under which its propositions can be filed."""
    db.session.add_all(
        Theme(commune_id=event.commune.id, slug=slugify(name), name=name) for name in FIRST_THEMES
    )
    db.session.flush()
