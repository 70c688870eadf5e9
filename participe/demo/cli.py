"""Commands about the demo."""

from flask.cli import AppGroup

group = AppGroup("demo", help="The fictional commune of Valbruyère.")
