"""The blueprint on which all pages about propositions stand."""

from flask import Blueprint

bp = Blueprint("proposals", __name__, url_prefix="/<commune>")
