"""What happens to communes, told to the packages above."""

from dataclasses import dataclass

from participe.communes.models import Commune


@dataclass(frozen=True)
class CommuneOpened:
    """A commune uses the platform from now on."""

    commune: Commune
