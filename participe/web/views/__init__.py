"""The pages that stand over several packages, cut by whom they are for."""

from participe.web.views import (
    commune,
    day,
    display,
    guides,
    legal,
    notice_board,
    platform,
    settings,
)
from participe.web.views.blueprint import bp, platform_bp, settings_bp

# Three blueprints; each of these modules puts its pages on one of them.
PAGES = (platform, commune, guides, legal, notice_board, display, day, settings)
BLUEPRINTS = (platform_bp, bp, settings_bp)
