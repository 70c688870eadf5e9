"""The pages about commitments."""

from participe.commitments.views.blueprint import bp

# One blueprint; each of these modules puts its pages on it.
PAGES = ()
BLUEPRINTS = (bp,)
