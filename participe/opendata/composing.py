"""The cells of each file, in the order of `wording.COLUMNS`.

Days only, no hour; no name, no number of a person, no channel of a single row (docs/adr/0034).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask import url_for

from participe.commitments import composing as commitments
from participe.commitments.queries.listing import Scope
from participe.communes.models import Commune
from participe.consultations import queries as consultations
from participe.consultations.models import Consultation
from participe.consultations.wording import contracts as contract_words
from participe.kernel import clock
from participe.kernel.html import TextFormat, render, words_of
from participe.opendata import wording
from participe.opendata.queries import rows
from participe.opendata.reference import Dataset
from participe.proposals.wording.outcomes import OUTCOMES
from participe.reports.queries import finding, participation
from participe.reports.queries.participation import Participation
from participe.texts.wording import STANCES_SAID, VERDICTS

Line = Sequence[object]


def lines(dataset: Dataset, commune: Commune, at: datetime) -> Iterator[Line]:
    """Give the rows of a file of a commune, as they are at this instant."""
    return _COMPOSED[dataset](commune, at)


def _proposals(commune: Commune, _at: datetime) -> Iterator[Line]:
    outcomes, home = _said(OUTCOMES), _home("proposals.short", "number")
    for row in rows.proposals(commune):
        yield (
            *(row.number, row.title, words_of(row.body_html), row.language),
            *(row.slug, row.theme, row.locality),
            *(_day(row.published_at), _day(row.edited_at)),
            *(row.supports_count, row.comments_count, row.lead_number),
            *(_day(row.threshold_reached_at), row.due_on, _day(row.answered_at)),
            *(outcomes.get(row.outcome), f"{home}{row.number}"),
        )


def _answers(commune: Commune, _at: datetime) -> Iterator[Line]:
    outcomes, home = _said(OUTCOMES), _home("proposals.short", "number")
    for row in rows.answers(commune):
        yield (
            *(row.number, row.slug, row.version, outcomes.get(row.outcome)),
            *(row.what_we_do, row.done_by, row.why_not, row.who_decides),
            *(row.who_does, row.budget_line, row.mandate, wording.yes(is_so=row.is_collective)),
            *(row.due_on, _day(row.answered_at), _day(row.published_at)),
            *(row.change_note, f"{home}{row.number}"),
        )


def _commitments(commune: Commune, at: datetime) -> Iterator[Line]:
    yield from commitments.lines(Scope(commune), at)


def _remarks(commune: Commune, _at: datetime) -> Iterator[Line]:
    stances, verdicts = _said(STANCES_SAID), _said(VERDICTS)
    home = _home("texts.show_remark", "remark_id")
    for row in rows.remarks(commune):
        id_, slug, text_number, passage_number, title, *said = row
        stance, sentence, body, language, published_at, edited_at, *counted = said
        supports, comments, verdict, reason, version, decided_at = counted
        yield (
            *(id_, slug, text_number, passage_number, title, stances[stance]),
            *(sentence, words_of(body), language, _day(published_at), _day(edited_at)),
            *(supports, comments, verdicts.get(verdict), reason, version, _day(decided_at)),
            f"{home}{id_}",
        )


def _consultations(commune: Commune, _at: datetime) -> Iterator[Line]:
    published = consultations.published(commune)
    reports = {one.consultation_id: one for one in finding.published_of(published)}
    proposals, remarks = rows.count_proposals(published), rows.count_remarks(published)
    for one in reversed(published):
        contract, report = one.contract, reports.get(one.id)
        level = contract.level and contract_words.LEVELS[contract.level]
        yield (
            *(one.slug, one.title, _words(one.summary), level),
            *(_words(contract.decided), _words(contract.open_points)),
            _words(contract.who_decides),
            *(contract.answers_by, one.threshold, one.answer_days, one.minimum_age),
            *(_day(one.published_at), _day(one.starts_at()), _last_day(one.closes_at())),
            *(_last_day(one.ends_at()), proposals.get(one.id, 0), remarks.get(one.id, 0)),
            *(_day(report.published_at) if report else None, _address(one)),
        )


def _channels(commune: Commune, at: datetime) -> Iterator[Line]:
    published = consultations.published(commune)
    told = participation.told(published, at)
    for one in reversed(published):
        for measure, channels, number, precision in _cells(told[one.id]):
            day = clock.day_of(told[one.id].at)
            yield (one.slug, one.title, measure, channels, number, precision, day, _address(one))


def _cells(told: Participation) -> Iterator[Line]:
    """Give what is told of each channel, after what is told of all of them together."""
    figures = told.figures
    for measure, number, cells in (
        (wording.PEOPLE, figures.people, figures.people_by_channel),
        (wording.ACTS, figures.total, figures.channels),
    ):
        yield measure, wording.ALL_CHANNELS, number, wording.precision(number, told)
        for cell in cells:
            names = wording.channels(cell.names)
            yield measure, names, cell.number, wording.precision(cell.number, told)


_COMPOSED: Mapping[Dataset, Callable[[Commune, datetime], Iterator[Line]]] = {
    Dataset.PROPOSALS: _proposals,
    Dataset.ANSWERS: _answers,
    Dataset.COMMITMENTS: _commitments,
    Dataset.REMARKS: _remarks,
    Dataset.CONSULTATIONS: _consultations,
    Dataset.CHANNELS: _channels,
}


def _said(words: Mapping[Any, object]) -> dict[Any, str]:
    """Return words translated once, not once a row."""
    return {key: str(said) for key, said in words.items()}


def _words(markdown: str) -> str:
    return words_of(render(markdown, TextFormat.MARKDOWN))


def _home(endpoint: str, argument: str) -> str:
    """Return what the addresses of all rows of a kind begin with."""
    values: dict[str, Any] = {argument: 0}
    return str(url_for(endpoint, _external=True, **values)).removesuffix("0")


def _address(consultation: Consultation) -> str:
    return str(url_for("consultations.show", slug=consultation.slug, _external=True))


def _day(moment: datetime | None) -> date | None:
    return clock.day_of(moment) if moment else None


def _last_day(moment: datetime | None) -> date | None:
    return clock.last_day_before(moment) if moment else None
