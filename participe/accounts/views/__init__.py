"""The pages of signing in, of one's own space, and of roles, by use case."""

from participe.accounts.views import (
    communes,
    inviting,
    leaving,
    people,
    sign_in,
    space,
)
from participe.accounts.views.blueprint import bp, platform

# Each of these modules puts its pages on a blueprint.
PAGES = (sign_in, space, leaving, people, inviting, communes)
BLUEPRINTS = (bp, platform)
