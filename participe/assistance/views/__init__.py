"""The pages of assisted sessions."""

from participe.assistance.views.blueprint import bp

# One blueprint; each of these modules puts its pages on it.
PAGES = ()
BLUEPRINTS = (bp,)
