"""The blueprints of accounts: in a commune, and for those who look after the whole platform."""

from flask import Blueprint

from participe.accounts.session import PLATFORM

bp = Blueprint("accounts", __name__, url_prefix="/<commune>")
platform = Blueprint(PLATFORM, __name__)
