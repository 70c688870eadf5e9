"""The pages about texts."""

from participe.texts.views import (
    comparing,
    deciding,
    outcomes,
    printing,
    reading,
    remarking,
    replying,
    supporting,
)
from participe.texts.views.blueprint import bp

# One blueprint; each of these modules puts its pages on it.
PAGES = (
    comparing,
    deciding,
    outcomes,
    printing,
    reading,
    remarking,
    replying,
    supporting,
)
BLUEPRINTS = (bp,)
