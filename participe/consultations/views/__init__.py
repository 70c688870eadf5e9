"""The public pages of consultations, and those on which staff prepare, publish and change them."""

from participe.consultations.views import amending, desk, documents, items, phases, public
from participe.consultations.views.blueprint import bp

# One blueprint; each of these modules puts its pages on it.
PAGES = (public, documents, desk, items, phases, amending)
BLUEPRINTS = (bp,)
