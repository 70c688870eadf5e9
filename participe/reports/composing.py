"""The first draft of a bilan, written from what is known; staff then say it in their words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from participe.answers.models import OfficialResponse
from participe.consultations.models import Consultation
from participe.consultations.wording.days import day
from participe.kernel.html import TextFormat, excerpt
from participe.proposals.models import Outcome
from participe.reports import figures, wording
from participe.reports.figures import Figures
from participe.reports.queries import counting, outcomes
from participe.texts.models import Verdict

REASON_MAX = 300  # letters of a reason in the draft; the whole of it is in the answer
MARKS = re.compile(r"[\\`*_\[\]<>#!]")  # what Markdown would read as its own
ACCEPTED = (Outcome.ACCEPTED, Outcome.PARTLY)
STUDIED = (Outcome.STUDIED,)
REFUSED = (Outcome.REFUSED, Outcome.NOT_OURS)


@dataclass(frozen=True)
class Content:
    """What staff write in a bilan, in Markdown."""

    summary: str = ""
    what_was_kept: str = ""
    what_was_not: str = ""
    next_steps: str = ""


def compose(consultation: Consultation) -> Content:
    """Write a draft: numbers in sentences, what is accepted, what is refused and why."""
    told = figures.publishable(counting.counts(consultation))
    verdicts = outcomes.count_verdicts(consultation)
    kept, studied, refused = (
        outcomes.answers(consultation, some) for some in (ACCEPTED, STUDIED, REFUSED)
    )
    return Content(
        summary=_sentences(_summary(consultation, told)),
        what_was_kept=_paragraphs(_kept(kept), _remarks_kept(verdicts)),
        what_was_not=_paragraphs(_refused(refused), _remarks_not_kept(verdicts)),
        next_steps=_paragraphs(_promised([*kept, *studied])),
    )


def _summary(consultation: Consultation, told: Figures) -> Iterator[str]:
    yield _("La commune a posé cette question : « %(title)s ».", title=consultation.title)
    yield wording.people(told)
    for line in wording.kind_lines(told):
        yield _("%(what)s : %(number)s.", what=line.name, number=line.number)
    by_outcome = outcomes.count_outcomes(consultation)
    given = sum(number for outcome, number in by_outcome.items() if outcome)
    if given:
        yield ngettext(
            "La commune a répondu à %(num)d proposition.",
            "La commune a répondu à %(num)d propositions.",
            given,
        )


def _kept(answers: Sequence[OfficialResponse]) -> list[str]:
    return [
        f"- **{_line(answer.proposal.title)}** {_line(answer.what_we_do)}" for answer in answers
    ]


def _refused(answers: Sequence[OfficialResponse]) -> list[str]:
    return [
        f"- **{_line(answer.proposal.title)}** {_line(answer.why_not or answer.who_decides)}"
        for answer in answers
    ]


def _promised(answers: Sequence[OfficialResponse]) -> list[str]:
    """Say what is to come, the first date on top."""
    dated = sorted((answer.done_by, answer.proposal.title) for answer in answers if answer.done_by)
    return [
        "- " + _("Avant le %(day)s : %(title)s.", day=day(done_by), title=_line(title))
        for done_by, title in dated
    ]


def _remarks_kept(verdicts: dict[Verdict, int]) -> list[str]:
    number = verdicts.get(Verdict.KEPT, 0) + verdicts.get(Verdict.PARTLY, 0)
    if not number:
        return []
    return [
        ngettext(
            "La commune a retenu %(num)d avis sur le texte, en tout ou en partie.",
            "La commune a retenu %(num)d avis sur le texte, en tout ou en partie.",
            number,
        )
    ]


def _remarks_not_kept(verdicts: dict[Verdict, int]) -> list[str]:
    number = verdicts.get(Verdict.NOT_KEPT, 0)
    if not number:
        return []
    return [
        ngettext(
            "La commune n’a pas retenu %(num)d avis sur le texte. Elle dit pourquoi.",
            "La commune n’a pas retenu %(num)d avis sur le texte. Elle dit pourquoi.",
            number,
        )
    ]


def _sentences(sentences: Iterable[str]) -> str:
    return " ".join(str(sentence) for sentence in sentences)


def _paragraphs(*groups: Sequence[str]) -> str:
    return "\n\n".join("\n".join(group) for group in groups if group)


def _line(words: str) -> str:
    """Put somebody's words on one line of Markdown, in which they stay words."""
    return MARKS.sub(r"\\\g<0>", excerpt(words, TextFormat.PLAIN, REASON_MAX))
