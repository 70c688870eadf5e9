"""Reporting a text, deciding on it, and reading why it was hidden: a module for each audience."""

from participe.moderation.views import deciding, reporting, statements
from participe.moderation.views.blueprint import bp

# One blueprint; each of these modules puts its pages on it.
PAGES = (reporting, deciding, statements)
BLUEPRINTS = (bp,)
