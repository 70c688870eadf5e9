"""A remark and its pages."""

from participe.extensions import db
from participe.texts.models import Remark


def page_of(remark: Remark, verb: str = "") -> str:
    return f"/{remark.commune.slug}/avis/{remark.id}{verb}"


def the_remark() -> Remark:
    return db.session.query(Remark).one()
