"""The blueprint on which all pages about reports stand."""

from flask import Blueprint

bp = Blueprint("reports", __name__, url_prefix="/<commune>")
