"""Commands about communes."""

from flask.cli import AppGroup

group = AppGroup("commune", help="Look after communes.")
