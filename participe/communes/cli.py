"""Commands about communes."""

import click
from flask.cli import AppGroup

from participe.communes import queries, reference, services
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal

group = AppGroup("commune", help="Look after communes.")


@group.command("open")
@click.argument("nis_or_name")
@click.option("--slug", default="", help="Its address, when the one made from its name is taken.")
def open_one(nis_or_name: str, slug: str) -> None:
    """Open the platform to a commune of Wallonia."""
    found = reference.find(nis_or_name)
    if found is None:
        raise click.ClickException(_not_found(nis_or_name))
    try:
        commune = services.open_commune(found, at=clock.now(), slug=slug)
    except Refusal as refusal:
        raise click.ClickException(f"{found.name}: {refusal}") from refusal
    address = commune.slug
    db.session.commit()
    click.echo(f"{found.name} (NIS {found.nis}) is open at /{address}")


@group.command("list")
def list_all() -> None:
    """List the communes that are open, with their address."""
    for commune in queries.opened():
        click.echo(f"{commune.nis}  /{commune.slug}  {commune.name}")


def _not_found(typed: str) -> str:
    close = ", ".join(match.commune.name for match in reference.search(typed)[:3])
    hint = f" Did you mean: {close}?" if close else ""
    return f"No commune of Wallonia has this NIS code or name: {typed}.{hint}"
