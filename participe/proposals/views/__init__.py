"""The pages on which residents read, write, support and discuss propositions, by use case."""

from participe.proposals.views import (
    authoring,
    commenting,
    drafts,
    filing,
    kept,
    lists,
    photos,
    proposing,
    publishing,
    reading,
    supporting,
)
from participe.proposals.views.blueprint import bp

# One blueprint; each of these modules puts its pages, or what they need, on it.
PAGES = (
    lists,
    reading,
    supporting,
    authoring,
    filing,
    photos,
    proposing,
    publishing,
    drafts,
    kept,
    commenting,
)
BLUEPRINTS = (bp,)
