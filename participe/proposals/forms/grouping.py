"""What staff choose and type to put similar propositions under one."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from participe.kernel import typed
from participe.proposals.models import Proposal

REASON_MAX = 300


_TOO_LONG = Length(max=REASON_MAX, message=_("Cette raison est trop longue. Raccourcissez-la."))


class GroupForm(FlaskForm):
    """Which propositions stand under this one from now on, and why: everyone reads it."""

    members = SelectMultipleField(
        _("Lesquelles demandent la même chose ?"),
        [InputRequired(_("Cochez au moins une proposition."))],
        validate_choice=False,
    )
    reason = TextAreaField(
        _("Pourquoi les regrouper ?"),
        [
            DataRequired(_("Dites pourquoi, en une phrase. Tout le monde la lit.")),
            _TOO_LONG,
        ],
        filters=[typed.lines],
    )

    def offer(self, proposals: Sequence[Proposal]) -> None:
        self.members.choices = [SelectChoice(str(p.number), p.title) for p in proposals]

    def numbers(self) -> list[int]:
        """Return what was ticked; what is no number of ours is left out."""
        typed = self.members.data or []
        return [int(n) for n in typed if n.isascii() and n.isdigit() and len(n) < 10]  # noqa: PLR2004


class LeaveForm(FlaskForm):
    """Why staff take a proposition out of its group, or end the group."""

    reason = TextAreaField(_("Pourquoi ?"), [Optional(), _TOO_LONG], filters=[typed.lines])
