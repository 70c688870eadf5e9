"""The pages about reports."""

from participe.reports.views import approving, public, writing
from participe.reports.views.blueprint import bp

# One blueprint; each of these modules puts its pages on it.
PAGES = (public, writing, approving)
BLUEPRINTS = (bp,)
