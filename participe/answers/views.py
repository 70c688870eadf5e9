"""The public page of answers, and the desk where they are written."""

from flask import Blueprint

bp = Blueprint("answers", __name__, url_prefix="/<commune>")
BLUEPRINTS = (bp,)
