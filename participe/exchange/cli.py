"""The import command, in the words of those who run it."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from flask_babel import gettext, ngettext

from participe.communes import queries as communes
from participe.consultations import queries as consultations
from participe.consultations.models import Consultation
from participe.exchange import queries
from participe.exchange.models import RowKind
from participe.exchange.services import checking, mappings, reporting, texts, writing
from participe.exchange.services.checking import Plan
from participe.exchange.services.files import Problem, Sheet
from participe.exchange.services.mappings import Correspondence
from participe.exchange.services.texts import Texts
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal

SHOWN = 20  # refused lines on the screen; --report writes them all


@click.command(
    "import", help="Importer une consultation depuis des fichiers CSV (guide : importer)."
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--commune", required=True, help="Adresse de la commune, par exemple « valbruyere ».")
@click.option("--consultation", required=True, help="Adresse de la consultation dans la commune.")
@click.option(
    "--mapping",
    default=mappings.STANDARD,
    show_default=True,
    help="Correspondance des colonnes : un nom fourni, ou un fichier .toml.",
)
@click.option("--dry-run", is_flag=True, help="Tout vérifier sans rien écrire.")
@click.option("--keep-good-lines", is_flag=True, help="Importer malgré les lignes refusées.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Fichier CSV où écrire toutes les lignes refusées.",
)
@with_appcontext
def import_folder(**options: Any) -> None:
    """Import a folder: all of it, or nothing and the reasons why."""
    try:
        _run(_Order(**options))
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal


# The name under which the application finds the commands of each package.
group = import_folder


@dataclass(frozen=True)
class _Order:
    """What the command was asked to do."""

    folder: Path
    commune: str
    consultation: str
    mapping: str
    dry_run: bool
    keep_good_lines: bool
    report: Path | None


def _run(order: _Order) -> None:
    at = clock.now()
    correspondence = mappings.load(order.mapping)
    known = queries.known(_find(order.commune, order.consultation))
    db.session.rollback()  # no lock is held while files are read and texts cleaned
    plan = checking.check(order.folder, correspondence, known, at)
    _say_what_was_found(plan, correspondence)
    _say_problems(plan.problems, order.report)
    if plan.problems and not order.keep_good_lines:
        raise click.ClickException(gettext("Rien n’a été importé."))
    if plan.is_empty or order.dry_run:
        _say_nothing_written(plan)
        return
    ready = _prepare(plan)
    consultation = _find(order.commune, order.consultation)
    writing.write(plan, ready, consultation, source=correspondence.source, at=at)
    db.session.commit()
    _say_done(plan)


def _prepare(plan: Plan) -> Texts:
    label = gettext("Préparation des textes")
    with click.progressbar(length=plan.texts, label=label, show_pos=True) as bar:
        return texts.prepare(plan, bar.update)


def _find(commune_slug: str, slug: str) -> Consultation:
    commune = communes.find(commune_slug)
    if commune is None:
        raise Refusal(gettext("Aucune commune à l’adresse « %(slug)s ».", slug=commune_slug))
    consultation = consultations.find(commune, slug)
    if consultation is None:
        raise Refusal(
            gettext(
                "Aucune consultation « %(slug)s » dans la commune « %(commune)s ».",
                slug=slug,
                commune=commune_slug,
            )
        )
    return consultation


def _say_what_was_found(plan: Plan, correspondence: Correspondence) -> None:
    """Say for each file how much of it is new, what is not in it, and what of it is not taken."""
    new: dict[RowKind, Sized] = {
        RowKind.PERSON: plan.people,
        RowKind.PROPOSAL: plan.propositions,
        RowKind.COMMENT: plan.comments,
        RowKind.SUPPORT: plan.supports,
    }
    for kind, table in correspondence.tables.items():
        sheet = plan.sheets.get(kind)
        if sheet is None:
            click.echo(gettext("%(file)s : ce fichier n’est pas dans le dossier", file=table.file))
            continue
        click.echo(
            gettext(
                "%(file)s : %(new)s nouvelles lignes sur %(read)s lues",
                file=sheet.name,
                new=len(new[kind]),
                read=sheet.records,
            )
        )
        _say_unread(sheet)


def _say_unread(sheet: Sheet) -> None:
    if sheet.unread:
        click.echo(
            gettext("  colonnes laissées de côté : %(names)s", names=", ".join(sheet.unread))
        )


def _say_problems(problems: Sequence[Problem], report: Path | None) -> None:
    for problem in problems[:SHOWN]:
        click.echo(_as_sentence(problem), err=True)
    if len(problems) > SHOWN:
        click.echo(
            gettext(
                "… et %(more)s autres ; --report FICHIER les écrit toutes.",
                more=len(problems) - SHOWN,
            ),
            err=True,
        )
    if problems:
        refused = ngettext("%(num)s ligne refusée.", "%(num)s lignes refusées.", len(problems))
        click.echo(refused, err=True)
    if report:
        reporting.write(report, problems)


def _as_sentence(problem: Problem) -> str:
    if not problem.line:
        return f"{problem.file} : {problem.reason}"
    where = gettext("%(file)s, ligne %(line)s", file=problem.file, line=problem.line)
    return f"{where} : {problem.reason}"


def _say_nothing_written(plan: Plan) -> None:
    if plan.is_empty and plan.already:
        click.echo(
            gettext(
                "Rien de nouveau : les %(count)s lignes avaient déjà été importées. "
                "Rien n’a été changé.",
                count=plan.already,
            )
        )
    elif plan.is_empty:
        click.echo(gettext("Il n’y a aucune ligne à importer."))
    else:
        click.echo(
            gettext(
                "Essai : %(count)s lignes seraient importées. Rien n’a été écrit.", count=plan.size
            )
        )


def _say_done(plan: Plan) -> None:
    click.echo(
        gettext(
            "Importé : %(people)s personnes, %(propositions)s propositions, "
            "%(comments)s commentaires, %(supports)s soutiens.",
            people=len(plan.people),
            propositions=len(plan.propositions),
            comments=len(plan.comments),
            supports=len(plan.supports),
        )
    )
