"""The pages and files for those who reuse what is public."""

from participe.opendata.views import catalogue, files, page
from participe.opendata.views.blueprint import bp

# One blueprint; each of these modules puts its pages on it.
PAGES = (page, files, catalogue)
BLUEPRINTS = (bp,)
