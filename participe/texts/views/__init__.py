"""The pages about texts."""

from participe.texts.views.blueprint import bp

# One blueprint; each of these modules puts its pages on it.
PAGES = ()
BLUEPRINTS = (bp,)
