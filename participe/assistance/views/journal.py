"""The journal for staff and for whoever looks after data protection; and what is unusual in it."""

from collections.abc import Sequence

from flask import abort, render_template, request

from participe.accounts.session import for_staff_and_directors
from participe.assistance.models.journal import JournalEntry
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import flags, places, sessions
from participe.assistance.queries import journal as queries
from participe.assistance.services import journal as services
from participe.assistance.views.blueprint import bp
from participe.assistance.wording import journal as words
from participe.communes.models import Commune
from participe.communes.tenancy import current_commune

SHORT_HASH = 12  # signs that are printed, to compare with later
LONGEST_NUMBER = 9  # digits of what a database holds


@bp.get("/gestion/journal")
@for_staff_and_directors
def journal() -> str:
    """Show the lines of all sessions or of one, whether the chain is whole, what is unusual."""
    commune = current_commune()
    chosen = _chosen(commune)
    before = request.args.get("avant")
    held = [chosen] if chosen else sessions.in_commune(commune)
    is_first = before is None
    end = queries.end(commune)
    return render_template(
        "assistance/journal.html",
        chosen=chosen,
        lines=queries.page(commune, session=chosen, before=before),
        is_first=is_first,
        broken=services.verify(commune) if is_first else None,
        last_number=end[0] if end else 0,
        print_of=end[1][:SHORT_HASH] if end else "",
        sessions=held,
        spaces={space.id: space.name for space in places.serving(commune)},
        who=_who,
    )


@bp.app_template_global()
def flags_of(held: Sequence[AssistedSession]) -> list[flags.Flagged]:
    """Return what is unusual in these sessions; practice has no journal."""
    return flags.of([one for one in held if not one.is_practice])


def _chosen(commune: Commune) -> AssistedSession | None:
    number = request.args.get("seance", "")
    if not number:
        return None
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    return (sessions.find(commune, int(number)) if is_number else None) or abort(404)


def _who(line: JournalEntry) -> str:
    """Say who acted, by what they are in the session and never by name."""
    return words.actor(
        line.act,
        is_participant=line.actor_id is not None and line.actor_id == line.participant_id,
        is_facilitator=line.session is not None and line.actor_id == line.session.facilitator_id,
        is_known=line.actor_id is not None,
    )
