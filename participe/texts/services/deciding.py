"""Deciding what becomes of remarks, in a draft; its publication makes the decisions public."""

from collections.abc import Sequence
from datetime import datetime

from participe.accounts.models import Account
from participe.extensions import db
from participe.texts.errors import (
    AlreadyDecided,
    CannotTakeIn,
    DraftIsPublic,
    NothingToDecide,
    ReasonNeeded,
)
from participe.texts.models import Remark, RemarkDecision, Stance, TextVersion, Verdict, Wording
from participe.texts.queries import deciding as queries
from participe.texts.queries import finding
from participe.texts.queries import lineage as lineages
from participe.texts.services import writing

_CREDITED = (Verdict.KEPT, Verdict.PARTLY)


def decide(
    remarks: Sequence[Remark],
    *,
    version: TextVersion,
    verdict: Verdict,
    reason: str,
    by: Account,
    at: datetime,
) -> RemarkDecision:
    """Give remarks one decision in a draft, in place of what the draft decided of them before.

    A remark that was hidden or withdrawn meanwhile needs none and is left out. Raises
    ReasonNeeded, DraftIsPublic when the version was published meanwhile, AlreadyDecided for a
    remark that a public version decided, and NothingToDecide when no remark of this text is left.
    """
    if not reason.strip():
        raise ReasonNeeded
    _lock_draft(version)
    decided = _decidable(remarks, version)
    decision = RemarkDecision(
        version_id=version.id,
        verdict=verdict,
        reason=reason.strip(),
        decided_by_id=by.id,
        decided_at=at,
    )
    db.session.add(decision)
    for remark in decided:
        remark.decision = decision
        if verdict not in _CREDITED:
            remark.taken_in_id = None
    db.session.flush()
    for forsaken in queries.without_remarks(version):
        db.session.delete(forsaken)
    db.session.flush()
    return decision


def take_in(
    remark: Remark,
    *,
    version: TextVersion,
    based_on: int,
    reason: str,
    by: Account,
    at: datetime,
) -> RemarkDecision:
    """Put the sentence that a remark proposes into its passage of the draft, and credit its author.

    `based_on` is the revision of the passage that the editor was reading: raises
    ChangedMeanwhile when there is a newer one, CannotTakeIn when the passage is no longer the
    one that the sentence was written for, and whatever `decide` raises.
    """
    _lock_draft(version)
    _decidable([remark], version)
    wording = _same_passage(remark, version)
    writing.save(
        wording,
        heading=wording.heading,
        body=remark.wording,
        reason=wording.reason or reason,
        based_on=based_on,
        by=by,
        at=at,
    )
    decision = decide([remark], version=version, verdict=Verdict.KEPT, reason=reason, by=by, at=at)
    remark.taken_in_id = version.id
    db.session.flush()
    return decision


def _lock_draft(version: TextVersion) -> None:
    """Keep the draft from being published until this transaction ends."""
    finding.lock(version.text)
    if queries.fresh_version(version).is_published:
        raise DraftIsPublic


def _decidable(remarks: Sequence[Remark], version: TextVersion) -> list[Remark]:
    fresh = queries.fresh_remarks(remarks)
    public = [
        remark for remark in fresh if remark.is_public and remark.passage.text_id == version.text_id
    ]
    if not public:
        raise NothingToDecide
    for remark in public:
        if remark.decision and remark.decision.version_id != version.id:
            raise AlreadyDecided
    return public


def _same_passage(remark: Remark, version: TextVersion) -> Wording:
    """Return the passage of a draft that a proposed sentence can take the place of, whole."""
    wording = queries.wording_in(version, remark.passage)
    lineage = lineages.of(version.text)
    recut = lineage.was_recut(remark.passage_id, remark.made_on.number, version.number)
    if wording is None or recut or remark.stance is not Stance.REWORDING:
        raise CannotTakeIn
    return wording
