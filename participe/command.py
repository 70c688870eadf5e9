"""The `participe` command: Flask's own, with this application found."""

import os
import sys

import click
from flask.cli import FlaskGroup

from participe.app import create_app
from participe.settings import UnsafeSettings

# Flask's reloader and debugger are for its own `run`; we serve by `participe serve`.
os.environ.setdefault("FLASK_SKIP_DOTENV", "1")


@click.group(cls=FlaskGroup, create_app=create_app, help="participe: look after the platform.")
def group() -> None:
    """Stand for every command of the application."""


def main() -> None:
    """Run the command, and say an unsafe setting in one sentence instead of a traceback."""
    try:
        group()
    except UnsafeSettings as unsafe:
        click.echo(f"participe does not start: {unsafe}", err=True)
        sys.exit(78)  # EX_CONFIG
