"""Stopping letters, and reading them in the demo."""

from flask import Blueprint

bp = Blueprint("notifications", __name__, url_prefix="/<commune>")
BLUEPRINTS = (bp,)
