"""The pages on which residents read, write, support and discuss propositions, by use case."""

from participe.proposals.views import authoring, commenting, proposing, reading, supporting
from participe.proposals.views.blueprint import bp

# One blueprint; each of these modules puts its pages on it.
PAGES = (reading, supporting, authoring, proposing, commenting)
BLUEPRINTS = (bp,)
