"""What every factory does in the end: save, and give things numbers."""

from datetime import timedelta
from itertools import count
from typing import TypeVar

from participe.extensions import db
from participe.kernel.database import Base

ONE_DAY = timedelta(days=1)


Thing = TypeVar("Thing", bound=Base)


numbers = count(1)


def save(thing: Thing) -> Thing:
    db.session.add(thing)
    db.session.commit()
    return thing
