"""Commands about letters."""

from flask.cli import AppGroup

group = AppGroup("letters", help="Look after letters.")
