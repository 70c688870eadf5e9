"""Papers that are typed in twice, and people of the session whose paper is taken for another's.

A paper that looks like one that is in is stopped once: two people may well say the same under the
same name, and whoever has the papers in hand knows. So may somebody have the name of a person
whose paper is awaited. Whoever makes a pile holds the session.
"""

import re
from collections.abc import Iterable, Sequence

from participe.assistance.errors import AlreadyTyped, PaperAwaited, PaperNotAwaited
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import alike as queries
from participe.assistance.queries import papers
from participe.assistance.queries.alike import Said
from participe.assistance.services.paper_remarks import PaperRemark
from participe.assistance.wording import people as people_words
from participe.proposals.models import Proposal

_NUMBER = re.compile(r" \d+$")  # what tells two people of one name apart
_GENTLE = {name.casefold() for name in people_words.GENTLE_NAMES}


def said(title: str, supported: Iterable[Proposal], remarks: Iterable[PaperRemark]) -> Said:
    """Return what a paper says, as it is compared."""
    parts = [queries.support(one.lead_id or one.id) for one in supported]
    parts += [queries.remark(r.passage.id, r.stance, r.wording, r.body) for r in remarks]
    return frozenset([queries.idea(title), *parts] if title else parts)


class Pile:
    """The papers of a session that are in, and the people whose paper is awaited."""

    def __init__(self, session: AssistedSession) -> None:
        people = papers.on_paper(session)
        by_person = queries.said_by(people)
        self.known: dict[tuple[str, Said], Participant] = {}
        for one in people:
            self.add(one, by_person.get(one.id, frozenset()))
        self.awaited = {one.place: one for one in papers.awaited(session)}

    def take(self, place: int) -> Participant:
        """Return who has this place and awaits a paper, or raise PaperNotAwaited."""
        one = self.awaited.get(place)
        found = papers.lock_awaited(one) if one is not None else None
        if found is None:
            raise PaperNotAwaited
        return found

    def ensure_new(self, name: str, what: Said, *, of: Participant | None) -> None:
        """Raise Doubtful when a paper may be in already, or be that of somebody awaited."""
        if of is None and name:
            wanted = queries.folded(name)
            for one in self.awaited.values():
                if queries.folded(one.display_name) == wanted:
                    raise PaperAwaited(one.display_name)
        like = self.known.get((_plain(of.display_name if of else name), what))
        if like is not None:
            raise AlreadyTyped(like.id, like.shown_name)

    def add(self, one: Participant, what: Said) -> None:
        """Remember a paper that is in; one without a name was given a gentle one."""
        for name in _names_on_paper(one):
            self.known.setdefault((name, what), one)

    def put(self, one: Participant, what: Said) -> None:
        """Remember a paper that was just entered: it is awaited no more."""
        self.add(one, what)
        self.awaited.pop(one.place, None)


def _names_on_paper(one: Participant) -> Sequence[str]:
    name = _plain(one.display_name)
    return (name, "") if name in _GENTLE else (name,)


def _plain(name: str) -> str:
    return _NUMBER.sub("", queries.folded(name))
