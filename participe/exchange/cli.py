"""The import command."""

from flask.cli import AppGroup

group = AppGroup("import", help="Import a consultation.")
