"""The pages on which residents read, write, support and discuss propositions."""

from flask import Blueprint

bp = Blueprint("proposals", __name__, url_prefix="/<commune>")
BLUEPRINTS = (bp,)
