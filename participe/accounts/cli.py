"""Commands about people: the first administrator, and the first people of a commune."""

from datetime import datetime

import click
from email_validator import EmailNotValidError, validate_email
from flask import current_app, url_for
from flask.cli import AppGroup

from participe.accounts.models import Role
from participe.accounts.services import owning, roles
from participe.communes import queries as communes
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal

group = AppGroup("person", help="Look after administrators and roles.")
A_DAY = click.DateTime(["%Y-%m-%d"])


def _address(_context: click.Context, _parameter: click.Parameter, typed: str) -> str:
    try:
        found = validate_email(typed, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise click.BadParameter(str(error)) from None
    return str(found.ascii_email).lower()


@group.command("admin")
@click.argument("email", callback=_address)
def make_admin(email: str) -> None:
    """Make EMAIL an administrator of the platform, who signs in at /connexion."""
    try:
        owning.make_platform_admin(email, at=clock.now())
    except Refusal:
        raise click.ClickException(f"{email} is an administrator already.") from None
    db.session.commit()
    click.echo(f"{email} can sign in at {current_app.config['ORIGIN']}/connexion")


@group.command()
@click.argument("commune")
@click.argument("email", callback=_address)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option(
    "--mandate", default="", help="Of an official, such as « échevine de l’environnement »."
)
@click.option("--from", "starts_on", type=A_DAY, help="The first day of the mandate.")
@click.option("--to", "ends_on", type=A_DAY, help="The last day of the mandate, included.")
def invite(
    commune: str,
    email: str,
    role: str,
    mandate: str,
    starts_on: datetime | None,
    ends_on: datetime | None,
) -> None:
    """Offer a role in COMMUNE (as its address names it) to EMAIL, by letter.

    The link that accepts is printed too, for a platform that sends no letters yet.
    """
    found = communes.find(commune)
    if found is None:
        raise click.ClickException(f"No commune is open under the name {commune}.")
    if (role == Role.OFFICIAL) != bool(mandate):
        raise click.UsageError("--mandate goes with --role official, and only with it.")
    offer = roles.Offer(
        email,
        Role(role),
        mandate,
        starts_on.date() if starts_on else None,
        ends_on.date() if ends_on else None,
    )
    with current_app.test_request_context(base_url=current_app.config["ORIGIN"]):
        try:
            token = roles.invite(found, offer, by=None, at=clock.now())
        except Refusal:
            raise click.ClickException(f"{email} holds this role already.") from None
        db.session.commit()
        link = url_for("accounts.invitation", commune=found.slug, token=token, _external=True)
    click.echo(f"{email} is invited. The link works for 14 days:\n{link}")
