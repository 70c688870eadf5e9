"""The sentences in which a consultation says what is open, what is closed, and what comes next."""

from datetime import date, datetime

import pytest
from flask import Flask

from participe.consultations.models import Consultation, Contract, Phase
from participe.consultations.phases import Action, PhaseKind
from participe.consultations.wording import consultations as consultation_words
from participe.consultations.wording import contracts as contract_words
from participe.consultations.wording import days
from participe.consultations.wording import phases as phase_words
from participe.kernel.clock import at_hour, start_of

OPENS = "Cette étape ouvre le 1er mars."
CLOSED = "Cette étape est finie depuis le 21 mars."
PROMISED = date(2030, 4, 30)


@pytest.fixture(autouse=True)
def _in_french(app: Flask) -> None:
    """The words are looked up in an application."""


def a_phase(kind: PhaseKind, first: date, after: date) -> Phase:
    return Phase(kind=kind, opens_at=start_of(first), closes_at=start_of(after), extensions=[])


def a_consultation() -> Consultation:
    """Inform in February, propose in March until the 21st, answer in April, report in June."""
    return Consultation(
        published_at=start_of(date(2030, 1, 1)),
        contract=Contract(answers_by=PROMISED),
        phases=[
            a_phase(PhaseKind.INFORM, date(2030, 2, 1), date(2030, 2, 16)),
            a_phase(PhaseKind.PROPOSE, date(2030, 3, 1), date(2030, 3, 22)),
            a_phase(PhaseKind.ANSWER, date(2030, 4, 1), date(2030, 5, 1)),
            a_phase(PhaseKind.REPORT, date(2030, 6, 1), date(2030, 6, 16)),
        ],
    )


def closed(at: datetime) -> str:
    opening = a_consultation().allows(Action.PROPOSE, at)
    return phase_words.closed_sentence(opening, PROMISED).replace("\u00a0", " ")


class TestClosedSentence:
    @pytest.mark.parametrize(
        ("on", "sentence"),
        [
            (
                date(2030, 1, 5),
                f"{OPENS} La suite : vous pourrez vous informer, à partir du 1er février.",
            ),
            (
                date(2030, 2, 5),
                f"{OPENS} En ce moment : vous pouvez vous informer, jusqu’au 15 février.",
            ),
            (date(2030, 2, 20), OPENS),
            (date(2030, 3, 25), f"{CLOSED} La suite : la commune répond, avant le 30 avril."),
            (date(2030, 4, 5), f"{CLOSED} En ce moment : la commune répond, avant le 30 avril."),
            (
                date(2030, 5, 4),
                f"{CLOSED} La suite : la commune fait le bilan, à partir du 1er juin.",
            ),
            (date(2030, 7, 1), CLOSED),
        ],
    )
    def test_it_says_since_when_and_what_comes(self, on: date, sentence: str) -> None:
        assert closed(start_of(on)) == sentence

    def test_without_a_promised_day_the_end_of_the_answers_is_said(self) -> None:
        opening = a_consultation().allows(Action.PROPOSE, start_of(date(2030, 3, 25)))

        assert phase_words.closed_sentence(opening).endswith("la commune répond, avant le 1er mai.")

    def test_what_is_never_planned_is_said_so(self) -> None:
        consultation = Consultation(phases=[])

        said = phase_words.closed_sentence(consultation.allows(Action.PROPOSE, start_of(PROMISED)))

        assert said == "Cette étape n’est pas prévue dans cette consultation."


class TestState:
    @pytest.mark.parametrize(
        ("at", "sign", "words"),
        [
            (at_hour(date(2030, 1, 5), 9), "◔", "Ouvre le 1er février"),
            (at_hour(date(2030, 2, 5), 9), "●", "S’informer"),
            (at_hour(date(2030, 3, 1), 9), "●", "Ouvert jusqu’au 21 mars"),
            (at_hour(date(2030, 3, 15), 9), "◔", "Se termine dans 6 jours, le 21 mars à minuit"),
            (at_hour(date(2030, 3, 20), 9), "◔", "Se termine demain, le 21 mars à minuit"),
            (at_hour(date(2030, 3, 21), 23), "◔", "Se termine aujourd’hui, le 21 mars à minuit"),
            (start_of(date(2030, 3, 22)), "●", "La commune répond"),
            (at_hour(date(2030, 6, 20), 9), "✓", "Finie depuis le 15 juin"),
        ],
    )
    def test_one_line_says_where_it_stands(self, at: datetime, sign: str, words: str) -> None:
        state = consultation_words.state(a_consultation(), at)

        assert (state.sign, state.words) == (sign, words)

    def test_another_year_is_written(self) -> None:
        assert days.day(date(2031, 3, 1)) == "1er mars 2031"

    def test_an_end_within_a_day_is_said_with_its_hour(self) -> None:
        assert days.last_moment(at_hour(date(2030, 3, 21), 17)) == "21 mars à 17\u00a0h\u00a000"


class TestPromises:
    """R1: what people may count on is what the phases let them do."""

    def test_where_people_propose_supports_call_for_an_answer(self) -> None:
        consultation = a_consultation()
        consultation.threshold, consultation.answer_days = 10, 30

        assert contract_words.promises(consultation) == [
            "Avec 10 soutiens, une proposition reçoit une réponse en 30 jours."
        ]

    def test_where_they_only_react_to_a_text_each_remark_is_decided(self) -> None:
        consultation = a_consultation()
        consultation.phases = [a_phase(PhaseKind.REACT, date(2030, 3, 1), date(2030, 3, 22))]

        assert contract_words.promises(consultation) == [
            "Chaque avis sur le texte reçoit une décision, avec une raison."
        ]


class TestTimeline:
    def test_what_is_over_where_we_are_and_what_comes(self) -> None:
        steps = phase_words.timeline(a_consultation(), at_hour(date(2030, 3, 15), 9))

        assert [(step.title, step.done, step.current) for step in steps] == [
            ("S’informer", True, False),
            ("Proposer des idées", False, True),
            ("La commune répond", False, False),
            ("Le bilan", False, False),
        ]
        assert [step.notes[0] for step in steps] == [
            "fini le 15 février",
            "jusqu’au 21 mars",
            "avant le 30 avril",
            "du 1er juin au 15 juin",
        ]
