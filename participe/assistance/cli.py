"""Commands about assisted sessions: whether the journal is whole."""

import sys

import click
from flask.cli import AppGroup

from participe.assistance.services import journal
from participe.communes import queries as communes

group = AppGroup("journal", help="Look after the journal of assisted sessions.")


@group.command("verify")
@click.option("--commune", "slug", required=True, help="The name of the commune in addresses.")
def verify(slug: str) -> None:
    """Say whether the journal is as it was written; the exit code is 1 when it is not."""
    commune = communes.find(slug)
    if commune is None:
        raise click.ClickException(f"There is no commune {slug}.")
    broken = journal.verify(commune)
    if broken is None:
        click.echo(f"The journal of {slug} is whole.")
        return
    click.echo(f"The journal of {slug} is broken: line {broken} does not follow.", err=True)
    sys.exit(1)
