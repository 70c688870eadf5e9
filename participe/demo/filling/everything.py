"""Valbruyère whole, in one transaction that the command commits."""

from datetime import datetime

from participe.communes.models import Commune
from participe.demo.content import calendar as calendar_from
from participe.demo.filling.answers import fill_desk
from participe.demo.filling.commitments import fill_commitments
from participe.demo.filling.commune import fill_commune, fill_people
from participe.demo.filling.consultations import fill_consultations
from participe.demo.filling.discussion import fill_comments, fill_moderation
from participe.demo.filling.proposals import Filling
from participe.demo.filling.reports import fill_reports
from participe.demo.filling.sessions import fill_sessions
from participe.demo.filling.texts import fill_texts
from participe.demo.filling.together import fill_together
from participe.extensions import db
from participe.kernel import events


def fill(at: datetime) -> Commune:
    """Fill the demo commune as it stands on this day; nobody is written to."""
    calendar = calendar_from(at)
    commune, themes = fill_commune(calendar)
    people = fill_people(commune, calendar)
    for person in people.values():
        db.session.refresh(person, ["grants"])
    consultations = fill_consultations(commune, people, calendar)
    filling = Filling(people, consultations, themes, calendar)
    proposals = filling.fill()
    comments = fill_comments(proposals, people, calendar)
    fill_moderation(commune, {**proposals, **comments}, people, calendar)
    with events.unheard():
        fill_texts(consultations, people, calendar)
        proposals |= fill_together(filling, proposals)
        fill_desk(commune, proposals, people, calendar)
        fill_commitments(filling.answered(), proposals, people, calendar)
        fill_reports(consultations, people, calendar)
    fill_sessions(commune, filling, proposals)
    return commune
