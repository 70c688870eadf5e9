"""The blueprint on which all pages about commitments stand."""

from flask import Blueprint

bp = Blueprint("commitments", __name__, url_prefix="/<commune>")
