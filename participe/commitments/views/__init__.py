"""The pages about commitments."""

from participe.commitments.views import (
    downloads,
    following,
    observing,
    proofs,
    public,
    staff,
)
from participe.commitments.views.blueprint import bp

# One blueprint; each of these modules puts its pages on it.
PAGES = (public, downloads, proofs, following, observing, staff)
BLUEPRINTS = (bp,)
