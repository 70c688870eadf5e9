"""The `participe` command: Flask's own, with this application found."""

import os
import secrets
import sys
from importlib.metadata import version

import click
import flask_migrate
from flask import Flask
from flask.cli import FlaskGroup

from participe import serving, settings
from participe.app import create_app
from participe.settings import UnsafeSettings

EX_CONFIG = 78  # sysexits.h: something is wrong with the settings
os.environ.setdefault("FLASK_SKIP_DOTENV", "1")


@click.group(cls=FlaskGroup, create_app=create_app, add_version_option=False)
@click.version_option(version("participe"), message="participe %(version)s")
def group() -> None:
    """Look after the platform."""


@group.command("serve")
@click.option("--bind", default="127.0.0.1:5000", show_default=True, help="Address and port.")
@click.option("--processes", default=1, show_default=True, help="Web processes, of 8 threads.")
def serve(bind: str, processes: int) -> None:
    """Bring the database up to date, then run the web server and the worker together."""
    flask_migrate.upgrade()
    sys.exit(serving.serve(bind, processes=processes))


@group.command("doctor", with_appcontext=False)
def doctor() -> None:
    """Say what is set, missing or unsafe; the exit code is 1 when something is unsafe."""
    app = Flask("participe.app", instance_relative_config=True)
    settings.read(app)
    findings = list(settings.examine(app))
    for finding in findings:
        click.echo(f"{finding.level:<8}{finding.sentence}")
    sys.exit(1 if any(finding.level == "unsafe" for finding in findings) else 0)


@group.command("secret", with_appcontext=False)
def secret() -> None:
    """Print a new random SECRET_KEY."""
    click.echo(secrets.token_urlsafe(48))


def main() -> None:
    """Run the command, and say an unsafe setting in one sentence instead of a traceback."""
    try:
        group()
    except UnsafeSettings as unsafe:
        click.echo(f"participe does not start: {unsafe}", err=True)
        sys.exit(EX_CONFIG)
