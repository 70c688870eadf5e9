"""What commitments add to the pages, registries and events of the packages below."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from flask import Flask, flash, url_for
from flask_babel import gettext as _

from participe.accounts import intentions
from participe.accounts.events import PersonErased
from participe.accounts.models import Account, Whoever
from participe.accounts.space import EXPORTS, SECTIONS, Section
from participe.answers.events import AnswerPublished
from participe.commitments import policies, wording
from participe.commitments.errors import NoSuchCommitment, NotDeclaredKept, OwnWord
from participe.commitments.models import Commitment
from participe.commitments.queries import finding
from participe.commitments.services import following, making, observing
from participe.commitments.services.observing import Seen
from participe.consultations.wording.days import day
from participe.contributions import locating
from participe.kernel import clock, events
from participe.proposals.models import Proposal
from participe.proposals.page import PANELS
from participe.proposals.queries import grouping
from participe.proposals.wording.journey import Step


def register(app: Flask) -> None:
    """Put everything in its place."""
    locating.register(app, "observation", _locate)
    intentions.register(app, "observation", _observe_kept)
    intentions.register(app, "follow", _follow_kept)
    PANELS.add(app, _on_proposal)
    SECTIONS.add(app, _my_commitments)
    EXPORTS.add(app, _exported_observations)
    EXPORTS.add(app, _exported_follows)
    events.subscribe(app, AnswerPublished, _commit)
    events.subscribe(app, PersonErased, _forget)


def _commit(event: AnswerPublished) -> None:
    making.follow_answer(event.response)


def _forget(event: PersonErased) -> None:
    following.forget(event.person)
    making.forget_name(event.person)


def _locate(contribution: Any) -> str:
    return _address(contribution.commitment, f"constat-{contribution.id}")


def _observe_kept(account: Account, payload: dict[str, Any]) -> str:
    """Publish what a visitor said they see before they signed in."""
    commitment = _kept(account, payload)
    if not policies.may_observe(account, commitment.commune):
        raise OwnWord
    try:
        seen = Seen(payload["is_done"], payload["body"])
        observing.observe(commitment, seen, author=account, at=clock.now())
        flash(_("Merci. Ce que vous voyez est affiché sur cette page."), "success")
    except NotDeclaredKept as refusal:
        flash(str(refusal), "error")
    return _address(commitment, "constats")


def _follow_kept(account: Account, payload: dict[str, Any]) -> str:
    """Follow for a visitor who wanted to before they signed in."""
    commitment = _kept(account, payload)
    following.follow(commitment, person=account, at=clock.now())
    flash(_("Vous suivez cet engagement. Vous recevrez un e-mail à chaque étape."), "success")
    return _address(commitment)


def _kept(account: Account, payload: dict[str, Any]) -> Commitment:
    assert account.commune is not None, "only people of a commune take part"  # noqa: S101
    commitment = finding.find(account.commune, payload["number"])
    if commitment is None or not policies.may_follow(account, account.commune):
        raise NoSuchCommitment
    return commitment


def _on_proposal(proposal: Proposal, who: Whoever, _at: datetime) -> Mapping[str, Any]:
    """Give the commitments made in answer, and what happened to them."""
    commitments = finding.of_proposal(grouping.head(proposal)) if proposal.is_answered else ()
    return {
        "commitments": commitments,
        "commitment_words": wording,
        "may_commit": policies.may_update(who, proposal.commune),
        "happened": [step for one in commitments for step in _happened(one)],
    }


def _happened(commitment: Commitment) -> Iterator[tuple[datetime, Step]]:
    """Tell each update in the devenir of the proposition; the answer itself tells the making."""
    for update in commitment.updates:
        title = _("Engagement %(state)s", state=str(wording.STATES[update.state]).lower())
        note = _("le %(day)s", day=day(update.at))
        yield update.at, Step(title, [note], url=_address(commitment), done=True)


def _my_commitments(account: Account) -> Section:
    context = {
        "follows": finding.followed_by(account),
        "observations": [one for one in finding.observed_by(account) if not one.replaced_at],
        "commitment_words": wording,
        "at": clock.now(),
    }
    return Section(45, "commitments/space.html", context)


def _exported_follows(account: Account) -> tuple[str, Any]:
    return "engagements_suivis", [
        {
            "engagement": follow.commitment.title,
            "numero": follow.commitment.number,
            "suivi_depuis": follow.since.isoformat(),
        }
        for follow in finding.followed_by(account)
    ]


def _exported_observations(account: Account) -> tuple[str, Any]:
    return "constats", [
        {
            "engagement": observation.commitment.title,
            "numero": observation.commitment.number,
            "constat": wording.observed(observation.is_seen),
            "texte": observation.body,
            "publie_le": observation.published_at.isoformat(),
            "remplace_le": _iso(observation.replaced_at),
            "retire_le": _iso(observation.withdrawn_at),
            "masque": observation.hidden_reason or "",
            "reponse_de_la_commune": observation.reply,
        }
        for observation in finding.observed_by(account)
    ]


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _address(commitment: Commitment, anchor: str | None = None) -> str:
    return url_for(
        "commitments.show",
        commitment_number=commitment.number,
        slug=commitment.slug,
        _anchor=anchor,
    )
