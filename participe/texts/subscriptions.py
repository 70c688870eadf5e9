"""What texts add to the pages, the sign-in and the events of the packages below."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, flash, url_for
from flask_babel import gettext as _

from participe.accounts import intentions
from participe.accounts.events import PersonClaimed, PersonErased
from participe.accounts.models import Account, Whoever
from participe.accounts.space import EXPORTS, SECTIONS, Section
from participe.consultations.models import Consultation
from participe.consultations.page import FOLLOWED, PANELS
from participe.consultations.phases import Action
from participe.contributions import locating
from participe.discussions import subjects
from participe.extensions import db
from participe.kernel import clock, events
from participe.kernel.errors import Refusal
from participe.texts import page, policies, wording
from participe.texts.errors import (
    NothingToRemark,
    RemarkNotSupportable,
    RemarkSupportedAlready,
)
from participe.texts.models import DiscussedText, Passage, Remark, Stance
from participe.texts.queries import deciding, finding, owned, remarks
from participe.texts.services import handing_over, remarking, supporting


@dataclass(frozen=True)
class TextRow:
    """A text as the page of its consultation shows it."""

    text: DiscussedText
    passages: int
    remarks: int


def register(app: Flask) -> None:
    """Put everything in its place."""
    locating.register(app, "remark", _locate)
    subjects.register(app, "remark", _consultation_of)
    intentions.register(app, "remark", _publish_kept)
    intentions.register(app, "remark-support", _support_kept)
    PANELS.add(app, _on_consultation)
    FOLLOWED.add(app, _for_staff)
    SECTIONS.add(app, _my_remarks)
    EXPORTS.add(app, _exported_remarks)
    EXPORTS.add(app, _exported_supports)
    events.subscribe(app, PersonErased, _forget)
    events.subscribe(app, PersonClaimed, _hand_over)


def _locate(contribution: Any) -> str:
    return url_for("texts.show_remark", remark_id=contribution.id)


def _consultation_of(contribution: Any) -> Consultation:
    consultation: Consultation = contribution.made_on.text.consultation
    return consultation


def _publish_kept(account: Account, payload: dict[str, Any]) -> str:
    """Publish what a visitor had typed before they signed in; refused, it is theirs to look at."""
    passage = db.session.get(Passage, payload["passage"])
    if passage is None or not policies.may_remark(account, passage.text.consultation):
        raise NothingToRemark
    try:
        published = _publish(account, passage, payload)
    except Refusal as refusal:
        flash(str(refusal), "error")
        fields = [(name, payload[name]) for name in ("stance", "body", "wording")]
        path = page.passage_url(passage) + "/donner-un-avis"
        return intentions.hand_back(path, [*fields, ("seen", str(payload["seen"]))])
    flash(wording.published(published), f"success@{page.anchor_of(published)}")
    return page.address(published)


def _publish(account: Account, passage: Passage, payload: dict[str, Any]) -> Remark:
    seen = finding.version(passage.text, payload["seen"])
    if seen is None:
        raise NothingToRemark
    finding.lock(passage.text)
    return remarking.remark(
        passage,
        seen=seen,
        author=account,
        stance=Stance(payload["stance"]),
        body=payload["body"],
        wording=payload["wording"],
        at=clock.now(),
    )


def _support_kept(account: Account, payload: dict[str, Any]) -> str:
    """Give the support that a visitor wanted to give before they signed in."""
    assert account.commune is not None, "only people of a commune take part"  # noqa: S101
    remark = remarks.find(account.commune, payload["remark"])
    if remark is None:
        raise RemarkNotSupportable
    try:
        supporting.support(remark, person=account, at=clock.now())
        flash(_("Vous soutenez cet avis. Merci."), "success")
    except RemarkSupportedAlready as already:
        flash(str(already), "success")
    except Refusal as refusal:
        flash(str(refusal), "error")
    return _locate(remark)


def _on_consultation(consultation: Consultation, _who: Whoever, at: datetime) -> Mapping[str, Any]:
    """Give the public texts, each with its size, and whether one can say something of them."""
    texts = finding.texts_of(consultation)
    sizes = finding.sizes_of(texts) if texts else {}
    counts = remarks.count_of(texts) if texts else {}
    return {
        "discussed_texts": [TextRow(t, sizes.get(t.id, 0), counts.get(t.id, 0)) for t in texts],
        "remark": consultation.allows(Action.REMARK, at),
    }


def _for_staff(consultation: Consultation, _who: Whoever, _at: datetime) -> Mapping[str, Any]:
    """Say how many remarks staff have still to decide on."""
    return {"remarks_left": deciding.left(consultation)}


def _my_remarks(account: Account) -> Section:
    context = {
        "remarks": owned.written_by(account),
        "supports": owned.supports_of(account),
        "remark_words": wording,
        "is_decided": policies.is_decided,
    }
    return Section(25, "texts/my_remarks.html", context)


def _exported_remarks(account: Account) -> tuple[str, Any]:
    return "avis", [_exported(remark) for remark in owned.written_by(account, limit=None)]


def _exported(remark: Remark) -> dict[str, Any]:
    text = remark.made_on.text
    return {
        "sur": remark.title or text.title,
        "consultation": text.consultation.title,
        "version_du_texte": remark.made_on.number,
        "avis": str(wording.STANCES[remark.stance]),
        "autre_phrase": remark.wording,
        "pourquoi": remark.body,
        "donne_le": remark.published_at.isoformat(),
        "modifie_le": remark.edited_at.isoformat() if remark.edited_at else "",
        "versions_precedentes": [version.body for version in remark.versions],
        "retire_le": remark.withdrawn_at.isoformat() if remark.withdrawn_at else "",
        "raison_du_retrait": remark.withdrawn_reason,
        "masque": remark.hidden_reason or "",
        "decision": _decided(remark),
        "adresse": url_for("texts.show_remark", remark_id=remark.id, _external=True),
    }


def _decided(remark: Remark) -> dict[str, str]:
    decision = remark.decision
    if decision is None or not decision.version.is_published:
        return {}
    return {"suite": str(wording.VERDICTS[decision.verdict]), "raison": decision.reason}


def _exported_supports(account: Account) -> tuple[str, Any]:
    return "avis_soutenus", [
        {
            "sur": given.remark.title,
            "donne_le": given.given_at.isoformat(),
            "adresse": url_for("texts.show_remark", remark_id=given.remark_id, _external=True),
        }
        for given in owned.supports_of(account, limit=None)
    ]


def _forget(event: PersonErased) -> None:
    supporting.forget_supports(event.person, at=event.at)
    db.session.flush()


def _hand_over(event: PersonClaimed) -> None:
    handing_over.hand_over(event.person, event.account, at=event.at)
