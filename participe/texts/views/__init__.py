"""The pages about texts."""

from participe.texts.views import (
    arranging,
    comparing,
    correcting,
    deciding,
    desk,
    drafting,
    importing,
    outcomes,
    printing,
    publishing,
    reading,
    remarking,
    replying,
    supporting,
    writing,
)
from participe.texts.views.blueprint import bp

# One blueprint; each of these modules puts its pages on it.
PAGES = (
    arranging,
    desk,
    drafting,
    importing,
    publishing,
    comparing,
    correcting,
    deciding,
    outcomes,
    printing,
    reading,
    remarking,
    replying,
    supporting,
    writing,
)
BLUEPRINTS = (bp,)
