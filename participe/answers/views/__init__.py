"""The desk where answers are prepared and signed, and questions on them."""

from participe.answers.views import (
    administration,
    answering,
    clarifying,
    desk,
    preparing,
)
from participe.answers.views.blueprint import bp

# One blueprint; each of these modules puts its pages on it.
PAGES = (desk, answering, preparing, administration, clarifying)
BLUEPRINTS = (bp,)
