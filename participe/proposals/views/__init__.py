"""The pages on which residents read, write, support and discuss propositions, by use case."""

from participe.proposals.views import (
    amending,
    authoring,
    commenting,
    deciding,
    drafts,
    filing,
    grouping,
    kept,
    lists,
    photos,
    proposing,
    publishing,
    reading,
    suggested,
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
    amending,
    deciding,
    suggested,
    grouping,
)
BLUEPRINTS = (bp,)
