"""The outbox, and what each person has stopped."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.accounts.models import Person
from participe.communes.models import Commune
from participe.kernel.database import Base


class LetterKind(StrEnum):
    """What a letter is about: the table of interface.md, section 7, for what exists."""

    SIGN_IN_CODE = "sign-in-code"
    INVITATION = "invitation"
    PROPOSAL_PUBLISHED = "proposal-published"
    PROPOSAL_CHANGED = "proposal-changed"
    AMENDMENT_SUGGESTED = "amendment-suggested"
    AMENDMENT_ANSWERED = "amendment-answered"
    PROPOSALS_GROUPED = "proposals-grouped"
    GROUP_LEFT = "group-left"
    ANSWER_PUBLISHED = "answer-published"
    ANSWER_TO_SIGN = "answer-to-sign"
    CONTRIBUTION_HIDDEN = "contribution-hidden"
    CONTRIBUTION_RESTORED = "contribution-restored"
    NOTICE_DECIDED = "notice-decided"
    NOTICE_RECEIVED = "notice-received"
    THRESHOLD_REACHED = "threshold-reached"
    ANSWER_LATE = "answer-late"
    ANSWER_REMINDER = "answer-reminder"
    ANSWER_OVERDUE = "answer-overdue"
    CLARIFICATION_ASKED = "clarification-asked"
    CLARIFICATION_GIVEN = "clarification-given"
    REMARK_DECIDED = "remark-decided"
    COMMITMENT_UPDATED = "commitment-updated"
    COMMITMENT_LATE = "commitment-late"
    REPORT_TO_APPROVE = "report-to-approve"
    REPORT_SENT_BACK = "report-sent-back"
    REPORT_APPROVED = "report-approved"
    REPORT_PUBLISHED = "report-published"
    SESSION_SUMMARY = "session-summary"
    MONTH_SHEET = "month-sheet"


# What a person may stop: follow-ups and reminders, never a code, a receipt or a decision.
STOPPABLE = (
    LetterKind.ANSWER_PUBLISHED,
    LetterKind.PROPOSAL_CHANGED,
    LetterKind.AMENDMENT_SUGGESTED,
    LetterKind.THRESHOLD_REACHED,
    LetterKind.ANSWER_LATE,
    LetterKind.REMARK_DECIDED,
    LetterKind.COMMITMENT_UPDATED,
    LetterKind.COMMITMENT_LATE,
    LetterKind.REPORT_PUBLISHED,
    LetterKind.MONTH_SHEET,
)

# What only those who work for the commune receive, so that nobody else is asked about it.
OF_WORK = (LetterKind.MONTH_SHEET,)

# What tells others the name of somebody, who may want to be named no more.
NAMING = (
    LetterKind.AMENDMENT_SUGGESTED,
    LetterKind.ANSWER_PUBLISHED,
    LetterKind.ANSWER_OVERDUE,
)

# What must not be read in the database once it has left: it opens something.
SECRET = (LetterKind.SIGN_IN_CODE, LetterKind.INVITATION)


@dataclass(frozen=True)
class Reader:
    """Somebody a letter goes to, and why: “parce que …”."""

    email: str
    reason: str
    person_id: int | None = None


class Letter(Base):
    """An e-mail that is to leave, kept with the change that caused it.

    `dedup_key` names the event and the recipient, so that nothing is written twice. A worker
    claims a letter until `claimed_until` before it speaks to the mail server; a claim that
    runs out means that the worker died.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("dedup_key"),
        Index("ix_letter_waiting", "sent_at", "given_up_at", "not_before"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("commune.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[LetterKind]
    dedup_key: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str]
    body_text: Mapped[str]
    body_html: Mapped[str]
    written_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")

    commune: Mapped[Commune | None] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def is_waiting(self) -> bool:
        """Tell whether it is still to leave."""
        return not (self.sent_at or self.cancelled_at or self.given_up_at)


class LetterPreference(Base):
    """A kind of letter that a person has stopped."""

    __tablename__ = "letter_preference"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[LetterKind]
    stopped_at: Mapped[datetime]
