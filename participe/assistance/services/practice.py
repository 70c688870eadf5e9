"""Practice on invented people: nothing they do is kept, and they are erased at the end.

What a person of a practice sends runs through the real rules up to its commit, which is not
made (docs/adr/0030): so nothing of it is ever counted, and nothing but people and drafts is
left to erase.
"""

from sqlalchemy import delete, update

from participe.accounts.models import SignIn
from participe.assistance.models.people import Consent, Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.models.stations import Station
from participe.assistance.queries import people
from participe.extensions import db
from participe.proposals.services import drafting


def note_rehearsed(participant_id: int) -> None:
    """Count an act that was rehearsed, so that the console shows how far somebody is."""
    table = Participant.__table__.c
    db.session.execute(
        update(Participant)
        .where(table.id == participant_id)
        .values(rehearsed=table.rehearsed + 1)
        .execution_options(synchronize_session=False)
    )


def erase_people(session: AssistedSession) -> None:
    """Remove the invented people of a practice, with all that hangs on them."""
    session.listeners = 0
    for participant in people.all_of(session):
        _erase(participant)
    db.session.flush()


def _erase(participant: Participant) -> None:
    db.session.execute(
        update(Station)
        .where(Station.participant_id == participant.id)
        .values(participant_id=None, handed_at=None, begun_at=None)
    )
    db.session.execute(delete(SignIn).where(SignIn.account_id == participant.id))
    db.session.execute(delete(Consent).where(Consent.participant_id == participant.id))
    drafting.forget_of(participant)
    db.session.expire(participant, ["consents"])
    db.session.delete(participant)
