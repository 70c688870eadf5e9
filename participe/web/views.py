"""The platform's own pages, the home page of a commune, and help."""

from flask import Blueprint, render_template

from participe.kernel.authorization import for_everyone

platform = Blueprint("platform", __name__)
bp = Blueprint("web", __name__, url_prefix="/<commune>")
BLUEPRINTS = (platform, bp)


@platform.get("/")
@for_everyone
def home() -> str:
    return render_template("web/platform_home.html")
