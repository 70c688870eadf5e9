"""What happens to consultations once they are public."""

from dataclasses import dataclass

from participe.consultations.models import Consultation, ContractChange, PhaseExtension


@dataclass(frozen=True)
class ConsultationPublished:
    """A consultation was published, and its contract frozen."""

    consultation: Consultation


@dataclass(frozen=True)
class ContractChanged:
    """A part of what was promised was changed, with a public reason."""

    change: ContractChange


@dataclass(frozen=True)
class PhaseExtended:
    """A phase was made longer, with a public reason."""

    extension: PhaseExtension
