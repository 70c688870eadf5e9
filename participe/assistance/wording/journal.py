"""How the journal is said, and what is unusual in it: lines name acts and places, not people."""

import json
from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString, ngettext
from flask_babel import gettext as say
from flask_babel import lazy_gettext as _

from participe.assistance.models.codes import Ground
from participe.assistance.models.people import Way
from participe.assistance.patterns import Flag, Pattern
from participe.assistance.reference import Act, Count, CountedWith
from participe.assistance.wording.people import GROUNDS_SAID, WAYS

AGREED: dict[CountedWith, LazyString] = {
    CountedWith.PARTICIPANT: _("Compté avec une personne de la séance."),
    CountedWith.FACILITATOR: _("Compté avec une autre animatrice ou un autre animateur."),
    CountedWith.NOBODY: _("Personne n’a pu compter avec l’animatrice ou l’animateur."),
}
ACTS: dict[Act, LazyString] = {
    Act.FACILITATOR_ADDED: _("Animation d’un EPN confiée"),
    Act.FACILITATOR_REMOVED: _("Animation d’un EPN retirée"),
    Act.SESSION_PLANNED: _("Séance prévue"),
    Act.SESSION_CALLED_OFF: _("Séance annulée"),
    Act.SESSION_OPENED: _("Séance ouverte"),
    Act.PIN_CHANGED: _("Nouveau code d’animation"),
    Act.PIN_MISTYPED: _("Code d’animation mal tapé"),
    Act.NOTICE_READ: _("Notice lue à voix haute"),
    Act.SESSION_CLOSED: _("Séance fermée"),
    Act.PERSON_ADDED: _("Personne ajoutée"),
    Act.WAY_CHANGED: _("Façon de participer changée"),
    Act.PERSON_RENAMED: _("Nom changé, avant toute publication"),
    Act.CONSENT_REVOKED: _("Accord retiré"),
    Act.STATION_JOINED: _("Ordinateur ajouté à la séance"),
    Act.STATION_HANDED: _("Ordinateur confié"),
    Act.STATION_BEGUN: _("Début sur l’ordinateur"),
    Act.STATION_LEFT: _("Fin sur l’ordinateur"),
    Act.PROPOSED: _("Proposition publiée"),
    Act.REMARKED: _("Avis publié"),
    Act.COMMENTED: _("Commentaire publié"),
    Act.SUPPORTED: _("Soutien donné"),
    Act.SUPPORT_TAKEN_BACK: _("Soutien retiré"),
    Act.REVISED: _("Texte corrigé"),
    Act.WITHDRAWN: _("Texte retiré"),
    Act.RECEIPT_ISSUED: _("Reçu préparé"),
    Act.RECEIPT_OPENED: _("Reçu consulté avec son code"),
    Act.RECEIPT_CLAIMED: _("Contributions passées dans un compte"),
    Act.CODE_ASKED: _("Autre code demandé"),
    Act.CODE_REFUSED: _("Demande d’un autre code refusée"),
    Act.CODE_REPLACED: _("Autre code donné par une seconde personne"),
    Act.CODES_FORGOTTEN: _("Codes oubliés, le délai étant passé"),
    Act.ERASED: _("Tout retiré et nom effacé, avec le code du reçu"),
    Act.PAPERS_TYPED: _("Papiers tapés une première fois"),
    Act.PAPERS_FORGOTTEN: _("Première saisie oubliée"),
    Act.PAPERS_ENTERED: _("Papiers encodés"),
    Act.KIT_IMPORTED: _("Fichier hors ligne importé"),
}


def act(value: str) -> str:
    """Name an act of the journal; one that a forger made up is shown as it stands."""
    return str(ACTS[Act(value)]) if value in set(Act) else value


def flag(found: Flag) -> str:
    """Say what is unusual in a session, with its number."""
    return {
        Pattern.MANY_SUPPORTS: _many_supports,
        Pattern.SAME_ORDER: _same_order,
        Pattern.OUTSIDE_TIME: _outside_time,
        Pattern.MANY_PEOPLE: _many_people,
        Pattern.MANY_TYPED: _many_typed,
    }[found.pattern](found.count)


def _many_supports(count: int) -> str:
    return str(
        ngettext(
            "%(num)d personne a donné cinq soutiens ou plus en dix secondes.",
            "%(num)d personnes ont donné cinq soutiens ou plus en dix secondes.",
            count,
        )
    )


def _same_order(count: int) -> str:
    return str(
        say("%(count)s personnes ont soutenu les mêmes idées dans le même ordre.", count=count)
    )


def _outside_time(count: int) -> str:
    return str(
        ngettext(
            "%(num)d contribution ou soutien est hors de l’heure annoncée.",
            "%(num)d contributions ou soutiens sont hors de l’heure annoncée.",
            count,
        )
    )


def _many_people(count: int) -> str:
    return str(say("%(count)s personnes ont été ajoutées en une minute.", count=count))


def _many_typed(count: int) -> str:
    return str(
        say("La même personne a tapé %(count)s textes pour les autres en une heure.", count=count)
    )


def actor(act: str, *, is_participant: bool, is_facilitator: bool, is_known: bool) -> str:
    """Say who did an act of the journal, without a name."""
    if act == Act.PIN_MISTYPED:
        return str(say("quelqu’un à ce poste"))
    if is_participant:
        return str(say("la personne"))
    if is_facilitator:
        return str(say("l’animatrice ou l’animateur"))
    return str(say("une autre personne")) if is_known else str(say("la plateforme"))


def facts(kept: str, spaces: Mapping[int, str]) -> str:
    """Say the facts of a line of the journal: a way, a computer, numbers; a space by its name."""
    known = json.loads(kept)
    way, station, ground = known.get("way"), known.get("station"), known.get("ground")
    said = [
        _space(known["space"], spaces) if "space" in known else "",
        str(say("compte n° %(number)s", number=known["person"])) if "person" in known else "",
        str(WAYS[Way(way)]) if way else "",
        str(say("Poste %(number)s", number=station)) if station else "",
        str(GROUNDS_SAID[Ground(ground)]) if ground else "",
        str(say("contribution n° %(number)s", number=known["on"])) if "on" in known else "",
        str(say("au nom de %(count)s", count=known["stands_for"]))
        if known.get("stands_for", 1) > 1
        else "",
        _counted(known),
    ]
    return ", ".join(part for part in said if part)


def _space(space_id: int, names: Mapping[int, str]) -> str:
    return names.get(space_id) or str(say("EPN n° %(number)s", number=space_id))


def agreed(kept: str) -> str:
    """Say the count of a closing, from its line of the journal, and who agreed to it [A-13]."""
    known = json.loads(kept)
    counted = _counted(known)
    if not counted:
        return ""
    return f"{say('À la fermeture :')} {counted}. {_agreed_with(known)}"


def _counted(known: dict[str, Any]) -> str:
    if not set(Count._fields) <= set(known):
        return ""
    people, contributions, supports = (known[name] for name in Count._fields)
    said = (
        ngettext("%(num)d personne", "%(num)d personnes", people),
        ngettext("%(num)d contribution", "%(num)d contributions", contributions),
        ngettext("%(num)d soutien", "%(num)d soutiens", supports),
    )
    return ", ".join(map(str, said))


def _agreed_with(known: dict[str, Any]) -> str:
    who = known.get("counted_with")
    if who is None:
        return str(say("La séance s’est fermée seule : personne n’a compté."))
    return str(AGREED[CountedWith(who)])
