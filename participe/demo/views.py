"""One-click sign-in as somebody of Valbruyère: in the demo only."""

from flask import Blueprint

bp = Blueprint("demo", __name__, url_prefix="/<commune>/demo")
