"""The blueprint on which all pages about assisted sessions stand."""

from flask import Blueprint

bp = Blueprint("assistance", __name__, url_prefix="/<commune>")
