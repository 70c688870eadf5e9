"""What is typed in from papers: eight rows on a page, and how many papers are in hand."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    Form,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, StopValidation

from participe.assistance.errors import AlreadyTyped, Doubtful
from participe.assistance.forms import paper_remarks
from participe.assistance.forms.names import NOT_TOO_LONG, ensure_name
from participe.assistance.forms.paper_remarks import PrintedForm
from participe.assistance.models.people import Participant
from participe.assistance.queries.asked import Asked
from participe.assistance.services.paper_remarks import PaperRemark
from participe.assistance.services.papers import Entry, Sheet
from participe.communes.forms import WholeNumber
from participe.kernel import typed
from participe.proposals.forms.proposing import BODY_MAX, TITLE_MAX, TITLE_MIN

ROWS = 8
MOST_SUPPORTED = 40
MOST_IN_HAND = 500
LONGEST_NUMBER = 9  # figures: more is no number of a row
_BETWEEN = re.compile(r"(?:[\s,;./+&-]|n°|et)+")


def numbers_in(written: str) -> tuple[int, ...]:
    """Return the numbers of a line such as “12, 45 et 7”; raises ValueError for anything else."""
    parts = [part for part in _BETWEEN.split(written.casefold()) if part]
    if not all(part.isascii() and part.isdigit() and len(part) <= LONGEST_NUMBER for part in parts):
        raise ValueError(written)
    return tuple(int(part) for part in parts)


def _whole(typed_in: Any) -> int:
    """Return a number that the page itself wrote; what somebody else put there counts as none."""
    written = str(typed_in or "")
    is_number = written.isascii() and written.isdigit() and len(written) <= LONGEST_NUMBER
    return int(written) if is_number else 0


class RowForm(Form):
    """One paper; `texts` are those on whose passages it may say something."""

    texts: Sequence[PrintedForm] = ()
    noted: tuple[PaperRemark, ...] = ()
    is_doubtful = False  # it may be in already

    of = SelectField(_("Papier de"), coerce=_whole, default=0, choices=(), validate_choice=False)
    name = StringField(_("Prénom ou surnom"), [NOT_TOO_LONG, ensure_name], filters=[typed.line])
    title = StringField(
        _("L’idée, en une phrase"),
        [Length(max=TITLE_MAX, message=_("Cette idée est trop longue : 140 signes au plus."))],
        filters=[typed.line],
    )
    body = TextAreaField(
        _("L’explication"),
        [Length(max=BODY_MAX, message=_("Cette explication est trop longue. Raccourcissez-la."))],
        filters=[typed.lines],
    )
    supports = StringField(_("Numéros soutenus"), filters=[typed.line])
    remarks = TextAreaField(_("Les avis sur le texte, un par ligne"), filters=[typed.lines])
    signed = BooleanField(_("La case d’accord est cochée et signée"))

    another = BooleanField(_("C’est une autre personne"))
    checked = BooleanField(_("J’ai relu le papier : ma saisie est la bonne"))

    def validate_title(self, field: Field) -> None:
        if field.data and len(field.data) < TITLE_MIN:
            raise StopValidation(gettext("L’idée est trop courte. Recopiez quelques mots."))
        if self.body.data and not field.data:
            raise StopValidation(gettext("Résumez l’explication en une phrase, ici."))

    def validate_supports(self, field: Field) -> None:
        try:
            numbers = numbers_in(field.data)
        except ValueError:
            sentence = gettext("Écrivez les numéros avec une virgule, comme 12, 45.")
            raise StopValidation(sentence) from None
        if len(numbers) > MOST_SUPPORTED:
            raise StopValidation(gettext("Un papier soutient au plus 40 propositions."))

    def validate_remarks(self, field: Field) -> None:
        try:
            self.noted = paper_remarks.read(field.data, self.texts)
        except paper_remarks.Unreadable as unreadable:
            raise StopValidation(" ".join(unreadable.sentences)) from None

    def validate_signed(self, field: Field) -> None:
        if not self.is_blank and not field.data:
            raise StopValidation(
                gettext("Sans accord signé, ce papier n’entre pas. Vérifiez la case du papier.")
            )

    @property
    def is_blank(self) -> bool:
        fields = (self.of, self.name, self.title, self.body, self.supports, self.remarks)
        return not any(field.data for field in fields)

    def sheet(self) -> Sheet:
        return Sheet(
            name=self.name.data,
            title=self.title.data,
            body=self.body.data,
            supports=numbers_in(self.supports.data),
            remarks=self.noted,
            of=self.of.data,
            is_another=self.another.data,
        )


class BatchForm(FlaskForm):
    """The page: its rows, and how many papers are in hand."""

    in_hand = WholeNumber(
        _("Combien de papiers avez-vous en main pour cette page ?"),
        [
            Optional(),
            NumberRange(
                min=0, max=MOST_IN_HAND, message=_("Écrivez un nombre entre %(min)s et %(max)s.")
            ),
        ],
    )

    accepted = HiddenField()  # papers of this page that are in already

    def __init__(self, typed_in: Any, *, asked: Asked, at: datetime) -> None:
        """Give the fields of what is asked; `at` is when people wrote on these papers."""
        super().__init__()
        self.asked = asked
        is_alone = len(asked.texts) == 1
        self.texts = [PrintedForm(text, typed_in, is_alone=is_alone, at=at) for text in asked.texts]
        self.rows = [self._row(f"p{number}-", typed_in) for number in range(1, ROWS + 1)]
        self.said: dict[int, str] = {}  # what the rules refused of a row, by its place
        self.awaited: Sequence[Participant] = ()

    def offer(self, awaited: Sequence[Participant]) -> None:
        """Let each row say that it is the paper of somebody who is in the session."""
        self.awaited = awaited
        people = [SelectChoice(one.place, one.display_name) for one in awaited]
        for row in self.rows:
            row.of.choices = [SelectChoice(0, gettext("Une autre personne")), *people]

    def refuse(self, entries: Mapping[int, Entry]) -> None:
        """Keep why each row was refused, by its place, and of which it is asked whose they are."""
        lines = {
            entry.participant.id: place + 1
            for place, entry in entries.items()
            if entry.participant is not None
        }
        for place, entry in entries.items():
            if entry.refusal is None:
                continue
            self.said[place] = _said_of(entry, lines)
            self.rows[place].is_doubtful = isinstance(entry.refusal, Doubtful)

    def count_in(self, taken: int) -> int:
        """Return how many papers of this page are in, with these: the next page goes on from it."""
        number = _whole(self.accepted.data) + taken
        self.accepted.data = str(number)
        return number

    def filled(self) -> Sequence[int]:
        """Return the places of the rows in which something is written."""
        return [place for place, row in enumerate(self.rows) if not row.is_blank]

    def keep_only(self, places: Sequence[int]) -> None:
        """Empty the rows that were entered, so that the page shows those that were not."""
        for place, row in enumerate(self.rows):
            if place not in places:
                self.rows[place] = self._row(row._prefix)  # noqa: SLF001 -- WTForms gives no name

    def _row(self, prefix: str, typed_in: Any = None) -> RowForm:
        row = RowForm(typed_in, prefix=prefix)
        row.texts = self.texts
        return row


def _said_of(entry: Entry, lines: Mapping[int, int]) -> str:
    """Say why a paper was refused; one that looks like another of this page names its line."""
    refusal = entry.refusal
    if isinstance(refusal, AlreadyTyped) and refusal.like in lines:
        words = gettext(
            "Ce papier ressemble à celui de la ligne %(line)s, qui vient d’être encodé. "
            "C’est quelqu’un d’autre ? Cochez « C’est une autre personne ». "
            "Sinon, videz la ligne.",
            line=lines[refusal.like],
        )
        return str(words)
    return str(refusal)
