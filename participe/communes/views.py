"""The pages about a commune itself: its look, its settings, its digital spaces."""

from flask import Blueprint

bp = Blueprint("communes", __name__, url_prefix="/<commune>")
BLUEPRINTS = (bp,)
