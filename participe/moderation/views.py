"""Reporting a text, and the queue where staff decide."""

from flask import Blueprint

bp = Blueprint("moderation", __name__, url_prefix="/<commune>")
BLUEPRINTS = (bp,)
