"""Commands about the demo: fill it, serve it on this machine only."""

import os
import subprocess
import sys
from pathlib import Path

import click
import flask_migrate
from flask.cli import AppGroup

from participe import serving
from participe.communes import queries as communes
from participe.demo.content import read
from participe.demo.filling import everything
from participe.extensions import db
from participe.kernel import clock

group = AppGroup("demo", help="The fictional commune of Valbruyère.")
DATABASE = Path("instance") / "demo.sqlite3"


@group.command("fill")
def fill() -> None:
    """Make the tables and fill Valbruyère, unless it is there already."""
    flask_migrate.upgrade()
    if communes.find(read("commune")["slug"]) is None:
        everything.fill(clock.now())
        db.session.commit()
        click.echo("Valbruyère est prête.")


@group.command("serve", with_appcontext=False)
@click.option("--port", default=5000, show_default=True, help="The port on 127.0.0.1.")
@click.option("--fresh", is_flag=True, help="Forget what was done in the demo before.")
def serve(port: int, *, fresh: bool) -> None:
    """Fill the demo in a database of its own, and serve it on this machine."""
    os.environ |= {"PARTICIPE_DEMO": "true", "PARTICIPE_ORIGIN": f"http://127.0.0.1:{port}"}
    DATABASE.parent.mkdir(exist_ok=True)
    if fresh:
        for path in DATABASE.parent.glob(f"{DATABASE.name}*"):
            path.unlink()
    os.environ.setdefault("PARTICIPE_SQLALCHEMY_DATABASE_URI", f"sqlite:///{DATABASE.absolute()}")
    subprocess.run([sys.executable, "-m", "participe", "demo", "fill"], check=True)
    slug = read("commune")["slug"]
    click.echo(f"La démonstration est servie sur http://127.0.0.1:{port}/{slug}")
    sys.exit(serving.serve(f"127.0.0.1:{port}"))
