"""What happens to communes, told to the packages above."""

from dataclasses import dataclass

from participe.communes.models import Commune, DigitalSpace


@dataclass(frozen=True)
class CommuneOpened:
    """A commune uses the platform from now on."""

    commune: Commune


@dataclass(frozen=True)
class DigitalSpaceRemoved:
    """A space leaves the list of its commune; who still needs it refuses here."""

    space: DigitalSpace
