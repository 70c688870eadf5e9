"""The next version of a text, as staff make it, for tests of what readers see."""

from collections.abc import Mapping

from participe.extensions import db
from participe.kernel import clock
from participe.texts.models import DiscussedText, TextVersion, Wording
from participe.texts.services import drafting, publishing, writing


def the_wording(text: DiscussedText, number: int = 1, *, version: int = 1) -> Wording:
    """Return what the passage of this number says in a version."""
    return next(
        said
        for said in db.session.query(Wording).join(Wording.version)
        if said.version.text_id == text.id
        and said.version.number == version
        and said.passage.number == number
    )


def a_draft(text: DiscussedText, changes: Mapping[int, str] | None = None) -> TextVersion:
    """Begin the next version and write these passages anew, by their numbers."""
    staff = text.created_by
    draft = drafting.begin(text, by=staff, at=clock.now())  # type: ignore[arg-type]
    for said in list(draft.wordings):
        body = (changes or {}).get(said.passage.number)
        if body:
            writing.save(
                said,
                heading=said.heading,
                body=body,
                reason="Vous l’avez demandé.",
                based_on=said.revision,
                by=staff,  # type: ignore[arg-type]
                at=clock.now(),
            )
    db.session.commit()
    return draft


def publish(draft: TextVersion) -> TextVersion:
    publishing.publish(
        draft,
        note="Nous avons lu vos avis.",
        by=draft.text.created_by,  # type: ignore[arg-type]
        at=clock.now(),
    )
    db.session.commit()
    return draft


def a_next_version(text: DiscussedText, changes: Mapping[int, str] | None = None) -> TextVersion:
    """Publish the next version, in which these passages say something else."""
    return publish(a_draft(text, changes))


def said_in(draft: TextVersion, number: int) -> Wording:
    """Return what a draft says of the passage of this number."""
    return next(said for said in draft.wordings if said.passage.number == number)
