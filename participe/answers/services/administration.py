"""The services of the administration: add, rename, retire, bring back."""

from datetime import datetime

from participe.answers.errors import ServiceExists
from participe.answers.models import Service
from participe.answers.queries import cases
from participe.communes.models import Commune
from participe.extensions import db


def add(commune: Commune, name: str) -> Service:
    """Add a service; one that was retired under this name comes back."""
    known = cases.service_named(commune, name)
    if known is not None:
        if known.retired_at is None:
            raise ServiceExists
        restore(known)
        return known
    service = Service(commune_id=commune.id, name=name)
    db.session.add(service)
    db.session.flush()
    return service


def rename(service: Service, name: str) -> None:
    """Give a service another name; whatever it worked on shows the new one."""
    known = cases.service_named(service.commune, name)
    if known is not None and known.id != service.id:
        raise ServiceExists
    service.name = name
    db.session.flush()


def retire(service: Service, *, at: datetime) -> None:
    """Let nothing new be given to a service; what it worked on keeps its name."""
    service.retired_at = service.retired_at or at
    db.session.flush()


def restore(service: Service) -> None:
    service.retired_at = None
    db.session.flush()
