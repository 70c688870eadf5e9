"""Texts under discussion."""

from typing import Any

from participe.accounts.models import Account
from participe.consultations.models import Consultation
from participe.kernel import clock
from participe.kernel.html import TextFormat
from participe.texts.models import DiscussedText, Passage, Remark, Stance, TextVersion, Wording
from tests.factories.consultations import a_consultation
from tests.factories.people import a_resident
from tests.factories.saving import ONE_DAY, save


def a_text(
    *bodies: str, consultation: Consultation | None = None, published: bool = True, **values: Any
) -> DiscussedText:
    """Make a text whose first version says these passages; public unless told otherwise."""
    consultation = consultation or a_consultation()
    staff = consultation.created_by
    defaults = {
        "commune": consultation.commune,
        "consultation": consultation,
        "number": 1,
        "title": "Règlement de la place",
        "created_by": staff,
        "created_at": clock.now() - 8 * ONE_DAY,
    }
    discussed = save(DiscussedText(**defaults | values))
    version = TextVersion(
        text=discussed,
        number=1,
        begun_by=staff,
        begun_at=discussed.created_at,
        published_by=staff if published else None,
        published_at=clock.now() - 7 * ONE_DAY if published else None,
    )
    for position, body in enumerate(bodies or ("Le marché a lieu le jeudi.",), start=1):
        version.wordings.append(
            Wording(
                passage=Passage(text=discussed, number=position),
                position=position,
                body=body,
                saved_by=staff,
                saved_at=discussed.created_at,
            )
        )
    discussed.last_passage_number = len(version.wordings)
    save(version)
    return discussed


def a_remark(
    *,
    on: Wording,
    author: Account | None = None,
    stance: Stance = Stance.DISAGREE,
    body: str = "Trop tôt pour les riverains.",
    **values: Any,
) -> Remark:
    """Make a remark on a passage as one published version says it."""
    commune = on.version.text.commune
    author = author or a_resident(commune=commune)
    defaults = {
        "commune": commune,
        "passage": on.passage,
        "made_on": on.version,
        "stance": stance,
        "author": author,
        "acted_by": author,
        "published_at": clock.now(),
    }
    remark = Remark(**defaults | values)
    number = on.version.numbers.get(on.passage_id, 0)
    title = f"{on.version.text.title}, passage {number}"
    remark.write(title=title, body=body, body_format=TextFormat.PLAIN)
    return save(remark)
