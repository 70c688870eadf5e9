"""The pages about consultations."""

from flask import Blueprint

bp = Blueprint("consultations", __name__, url_prefix="/<commune>")
BLUEPRINTS = (bp,)
