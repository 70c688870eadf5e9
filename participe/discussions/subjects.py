"""What can be commented on: the packages above say to which consultation their texts belong."""

from collections.abc import Callable

from flask import Flask

from participe.consultations.models import Consultation
from participe.contributions.models import Contribution
from participe.kernel.registry import Registry

Finder = Callable[[Contribution], Consultation]

SUBJECTS: Registry[tuple[str, Finder]] = Registry("discussions.subjects")


def register(app: Flask, kind: str, finder: Finder) -> None:
    """Have contributions of this kind discussed in the consultation that `finder` returns."""
    SUBJECTS.add(app, (kind, finder))


def consultation_of(subject: Contribution) -> Consultation:
    return dict(SUBJECTS)[subject.kind](subject)
