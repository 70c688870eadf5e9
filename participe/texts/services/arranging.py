"""Cutting, joining and moving the passages of a draft: no word is lost or changed.

What became of a passage that was public is kept in `texts.services.tracing`.
"""

from collections.abc import Sequence
from datetime import datetime

from participe.accounts.models import Account
from participe.extensions import db
from participe.texts.cutting import Piece
from participe.texts.errors import ChangedMeanwhile, NotCut, NotNeighbours, WordsChanged
from participe.texts.models import Wording
from participe.texts.queries import drafting
from participe.texts.services import holding, tracing


def split(
    wording: Wording, bodies: Sequence[str], *, based_on: int, by: Account, at: datetime
) -> list[Wording]:
    """Cut a passage into these bodies: the first stays, each other becomes a passage after it.

    Raises WordsChanged unless the bodies say together what the passage says, NotCut when one is
    empty, ChangedMeanwhile as `save` does.
    """
    version = holding.hold(wording)
    if wording.revision != based_on:
        raise ChangedMeanwhile
    if len(bodies) <= 1 or not all(body.strip() for body in bodies):
        raise NotCut
    if [word for body in bodies for word in body.split()] != wording.body.split():
        raise WordsChanged
    wording.body = bodies[0]
    holding.sign(wording, by, at)
    made = [
        holding.new_wording(Piece(body=body), holding.new_passage(version.text), by, at)
        for body in bodies[1:]
    ]
    place = version.wordings.index(wording) + 1
    version.wordings[place:place] = made
    holding.renumber(version)
    db.session.flush()
    for cut_off in made:
        tracing.was_split(version, wording.passage, cut_off.passage)
    return made


def merge(wording: Wording, following: Wording, *, by: Account, at: datetime) -> None:
    """Put what the next passage says at the end of this one, words unchanged, heading included."""
    version = holding.hold(wording)
    place = version.wordings.index(wording)
    if version.wordings[place + 1 : place + 2] != [following]:
        raise NotNeighbours
    body = "\n\n".join(part for part in (wording.body, holding.as_part(following)) if part)
    holding.ensure_fits([Piece(body=body)])
    wording.body = body
    holding.sign(wording, by, at)
    before = drafting.traces(version)
    tracing.was_merged(version, following.passage, wording.passage)
    kept = tracing.kept(following)
    holding.take_out(version, following)
    tracing.remember(wording, kept, before)


def move(wording: Wording, *, to: int) -> None:
    """Give a passage another place, from 1, in the order of the draft; no word changes."""
    version = holding.hold(wording)
    order = [other for other in version.wordings if other is not wording]
    order.insert(max(0, to - 1), wording)
    for position, placed in enumerate(order, start=1):
        placed.position = position
    version.wordings.sort(key=lambda placed: placed.position)
    db.session.flush()
