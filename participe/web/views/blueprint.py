"""The blueprints of the platform's own pages, of a commune's, and of its settings."""

from flask import Blueprint

platform_bp = Blueprint("platform", __name__)
bp = Blueprint("web", __name__, url_prefix="/<commune>")
settings_bp = Blueprint("settings", __name__, url_prefix="/<commune>/gestion/reglages")
