"""Signing in and out, and a person's own space."""

from flask import Blueprint

bp = Blueprint("accounts", __name__, url_prefix="/<commune>")
BLUEPRINTS = (bp,)
