"""Remarks typed in from papers: a line for each, with the number and the letter printed there.

Nothing to choose and nothing to leave for: “3 D”, “5 Q Qui vérifie ?”, “7 F Une autre phrase.”
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Form, SelectField

from participe.assistance.services import paper_remarks
from participe.assistance.services.paper_remarks import LETTERS, REASON, PaperRemark
from participe.kernel import french
from participe.texts.forms.remarking import LONGEST_REASON, LONGEST_WORDING
from participe.texts.models import DiscussedText, Stance, TextVersion, Wording
from participe.texts.queries import finding
from participe.texts.queries.remarks import POSITIONS

_STANCES = {letter: stance for stance, letter in LETTERS.items()}
_LETTERS = "".join((*_STANCES, REASON))
_LINE = re.compile(
    r"(?:n°|passage)?\s*(?:([0-9]{1,4})\.)?([0-9]{1,4})"  # “3”, or “2.3” of a second text
    rf"\s*[.,:;)–-]?\s*([{_LETTERS}])(?=$|[\s.,:;)–-])[\s.,:;)–-]*(.*)",
    re.IGNORECASE,
)


class PrintedForm(Form):
    """A text of the consultation, and the version of it that stands on the papers in hand."""

    version = SelectField(
        _("Version du texte"), coerce=lambda typed: str(typed or ""), validate_choice=False
    )

    def __init__(self, text: DiscussedText, typed_in: Any, *, is_alone: bool, at: datetime) -> None:
        super().__init__(typed_in, prefix=f"t{text.number}-")
        self.text, self.is_alone = text, is_alone
        versions = finding.versions(text)
        self.version.choices = [(str(one.number), _name_of(one)) for one in versions]
        if self.version.data not in {str(one.number) for one in versions}:
            # Papers were printed before people wrote on them.
            before = [one.number for one in versions if one.published_at and one.published_at <= at]
            self.version.data = str(max(before, default=versions[-1].number))

    @property
    def is_asked(self) -> bool:
        return len(self.version.choices or ()) > 1

    @cached_property
    def seen(self) -> TextVersion:
        seen = finding.version(self.text, int(self.version.data))
        assert seen is not None, "one of the public versions"  # noqa: S101
        return seen

    @cached_property
    def by_number(self) -> Mapping[int, Wording]:
        numbers = self.seen.numbers
        said = {wording.passage_id: wording for wording in self.seen.wordings}
        return {number: said[passage_id] for passage_id, number in numbers.items()}


class Unreadable(ValueError):
    """Lines that are no remark, each with why: `sentences`."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def read(typed: str, texts: Sequence[PrintedForm]) -> tuple[PaperRemark, ...]:
    """Return the remarks of a paper, or raise Unreadable with every line that is none."""
    reading = _Reading(texts)
    for place, line in enumerate(typed.split("\n"), start=1):
        if line.strip():
            reading.add(place, line.strip())
    reading.end()
    if reading.wrong:
        raise Unreadable(reading.wrong)
    return tuple(reading.remarks)


class _Reading:
    """The lines of one paper, read one after the other."""

    def __init__(self, texts: Sequence[PrintedForm]) -> None:
        self.texts = {form.text.number: form for form in texts}
        self.remarks: list[PaperRemark] = []
        self.wrong: list[str] = []

    def add(self, place: int, line: str) -> None:
        """Read a line; what is wrong with it is said with its place."""
        if why := self._why_not(place, line):
            self._refuse(place, why)

    def end(self) -> None:
        """Ask for what was still to come: the words of a question may stand on a line R."""
        for one in self.remarks:
            if one.stance is Stance.QUESTION and not one.body:
                self._refuse(one.line, gettext("recopiez la question après Q."))
        if len(self.remarks) > paper_remarks.MOST:
            self.wrong.append(
                gettext("Un papier porte au plus %(most)s avis.", most=paper_remarks.MOST)
            )

    def _refuse(self, place: int, why: str) -> None:
        self.wrong.append(gettext("Ligne %(line)s : %(why)s", line=place, why=why))

    def _why_not(self, place: int, line: str) -> str:
        """Keep what a line says, or return why it cannot be."""
        parts = _LINE.fullmatch(line)
        if parts is None:
            return _how()
        of_text, number, letter, words = parts.groups()
        form = self._form_of(of_text)
        if form is None:
            return str(gettext("écrivez le numéro du texte et du passage, comme 1.3."))
        printed = str(int(number)) if form.is_alone else f"{form.text.number}.{int(number)}"
        said = form.by_number.get(int(number))
        if said is None:
            return str(gettext("aucun passage n’a le numéro %(number)s.", number=printed))
        if letter.upper() == REASON:
            return self._give_reason(said, words)
        stance = _STANCES[letter.upper()]
        why = self._why_no_remark(said, stance, words)
        if not why:
            is_other = stance is Stance.REWORDING
            spoken = {"wording" if is_other else "body": words}
            one = PaperRemark(place, printed, said.passage, form.seen, stance, **spoken)
            self.remarks.append(one)
        return why

    def _form_of(self, number: str | None) -> PrintedForm | None:
        if number is None:
            return next(iter(self.texts.values())) if len(self.texts) == 1 else None
        return self.texts.get(int(number))

    def _why_no_remark(self, said: Wording, stance: Stance, words: str) -> str:
        """Return why this says nothing of a passage, or contradicts a line above it."""
        mine = {one.stance for one in self.remarks if one.passage.id == said.passage_id}
        if stance in POSITIONS and mine & set(POSITIONS):
            return str(gettext("ce passage a déjà un avis D ou P. Gardez-en un seul."))
        if stance is Stance.REWORDING and words.split() in ([], said.body.split()):
            return str(gettext("recopiez après F la phrase de la personne, pas celle du texte."))
        longest = LONGEST_WORDING if stance is Stance.REWORDING else LONGEST_REASON
        return (
            str(gettext("ces mots sont trop longs. Raccourcissez-les."))
            if len(words) > longest
            else ""
        )

    def _give_reason(self, said: Wording, words: str) -> str:
        """Add a reason to the line above it, of the same passage, or return why it cannot be."""
        above = self.remarks[-1] if self.remarks else None
        if above is None or above.passage.id != said.passage_id or above.body:
            return str(gettext("mettez R juste sous l’avis du même passage, une seule fois."))
        if not words or len(words) > LONGEST_REASON:
            most = french.number(LONGEST_REASON)
            return str(
                gettext("recopiez la raison après R, en %(most)s signes au plus.", most=most)
            )
        self.remarks[-1] = replace(above, body=words)
        return ""


def _how() -> str:
    return str(
        gettext("commencez par le numéro du passage et une lettre (D, P, Q, F ou R), comme 3 D.")
    )


def _name_of(version: TextVersion) -> str:
    return str(gettext("Version %(number)s", number=version.number))
