"""The public page of answers, and the desk where they are prepared and signed."""

from participe.answers.views import answering, desk, public
from participe.answers.views.blueprint import bp

# One blueprint; each of these modules puts its pages on it.
PAGES = (public, desk, answering)
BLUEPRINTS = (bp,)
