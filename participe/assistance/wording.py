"""How assisted sessions are said: the notice read aloud, gentle names, ways to take part."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask_babel import LazyString, ngettext
from flask_babel import gettext as say
from flask_babel import lazy_gettext as _

from participe.answers.models import OfficialResponse
from participe.assistance.models.codes import Ground
from participe.assistance.models.people import ConsentForm, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.patterns import Flag, Pattern
from participe.assistance.reference import Act, Count, CountedWith
from participe.kernel import french
from participe.kernel.clock import BRUSSELS
from participe.kernel.html import TextFormat
from participe.proposals.models import Outcome
from participe.reports.wording import sentence

# What is read aloud, in some thirty seconds. A consent keeps the number of the text it was given
# to: a text is never changed, a new one gets the next number.
NOTICES: dict[int, tuple[LazyString, ...]] = {
    1: (
        _(
            "Bonjour. La commune pose une question. Elle veut connaître vos idées. Elle répondra "
            "en public."
        ),
        _(
            "Personne ne vous demande votre identité. Vous participez sous un prénom ou un surnom. "
            "Ce que vous écrivez est public, sous ce nom."
        ),
        _(
            "Vous pouvez écrire, me demander d’écrire, remplir un papier, ou juste écouter. "
            "J’écris seulement ce que vous dites. Je vous le relis avant de l’envoyer."
        ),
        _(
            "Vous recevrez un papier avec un code. Il sert à lire la réponse, à corriger, à tout "
            "retirer. Vous pouvez arrêter quand vous voulez."
        ),
        _("Êtes-vous d’accord pour participer ?"),
    ),
}
NOTICE_VERSION = max(NOTICES)

# The hour that is printed for the wall: from minute to minute.
HOUR: tuple[tuple[str, LazyString], ...] = (
    ("0 – 3", _("On ouvre la séance et on allume les ordinateurs.")),
    ("3 – 12", _("Accueil. On lit la notice, puis la question de la commune.")),
    ("12 – 14", _("Chaque personne choisit un prénom ou un surnom.")),
    ("14 – 32", _("Un premier groupe lit, soutient et propose. Les autres parlent ou écrivent.")),
    ("32 – 50", _("On échange les places.")),
    ("50 – 53", _("On imprime les reçus.")),
    ("53 – 60", _("On lit deux propositions à voix haute, on dit quand la commune répond.")),
)

WAYS: dict[Way, LazyString] = {
    Way.ALONE: _("Sans aide"),
    Way.HELPED: _("Avec une aide, de ses propres mains"),
    Way.TYPED: _("En disant ce qu’il faut écrire"),
    Way.PAPER: _("Sur papier"),
}
CONSENTS: dict[ConsentForm, LazyString] = {
    ConsentForm.SPOKEN: _("dit à voix haute"),
    ConsentForm.TICKED: _("lu et coché"),
    ConsentForm.SIGNED: _("signé sur papier"),
}
# How who works there knows a person who lost their code.
GROUNDS: dict[Ground, LazyString] = {
    Ground.SEEN: _("J’ai vu cette personne à la séance"),
    Ground.TOLD: _("Elle m’a dit ce qu’elle a écrit ou soutenu"),
    Ground.PAPER: _("Elle m’a montré son reçu, devenu illisible"),
}
# The same, as one says it of a colleague.
GROUNDS_SAID: dict[Ground, LazyString] = {
    Ground.SEEN: _("a vu cette personne à la séance"),
    Ground.TOLD: _("l’a entendue dire ce qu’elle a écrit ou soutenu"),
    Ground.PAPER: _("a vu son reçu, devenu illisible"),
}
COUNTED_WITH: dict[CountedWith, LazyString] = {
    CountedWith.PARTICIPANT: _("Une personne de la séance"),
    CountedWith.FACILITATOR: _("Une autre animatrice ou un autre animateur"),
    CountedWith.NOBODY: _("Personne n’a pu compter avec moi"),
}
AGREED: dict[CountedWith, LazyString] = {
    CountedWith.PARTICIPANT: _("Compté avec une personne de la séance."),
    CountedWith.FACILITATOR: _("Compté avec une autre animatrice ou un autre animateur."),
    CountedWith.NOBODY: _("Personne n’a pu compter avec l’animatrice ou l’animateur."),
}
# A kind of contribution that is not here is counted with the last words.
KINDS: dict[str, LazyString] = {
    "proposal": _("Propositions"),
    "comment": _("Commentaires"),
    "remark": _("Avis sur un passage"),
    "amendment": _("Reformulations"),
}
OTHER_KINDS = _("Autres contributions")

GENTLE_NAMES = (
    # Birds
    *("Alouette", "Bergeronnette", "Bouvreuil", "Chardonneret", "Cigogne", "Colibri", "Colombe"),
    *("Fauvette", "Geai", "Goéland", "Grive", "Hirondelle", "Huppe", "Linotte", "Loriot"),
    *("Martin-pêcheur", "Merle", "Mésange", "Moineau", "Mouette", "Pinson", "Roitelet"),
    *("Rossignol", "Rouge-gorge", "Sittelle", "Tourterelle", "Troglodyte", "Verdier"),
    # Trees
    *("Acacia", "Amandier", "Aubépine", "Bouleau", "Cerisier", "Charme", "Châtaignier", "Chêne"),
    *("Cornouiller", "Cyprès", "Érable", "Frêne", "Hêtre", "Mélèze", "Merisier", "Mûrier"),
    *("Noisetier", "Noyer", "Olivier", "Orme", "Peuplier", "Pommier", "Prunier", "Saule"),
    *("Sorbier", "Sureau", "Tilleul"),
    # Flowers
    *("Ancolie", "Anémone", "Bleuet", "Bruyère", "Camomille", "Campanule", "Capucine"),
    *("Coquelicot", "Crocus", "Dahlia", "Glycine", "Iris", "Jacinthe", "Jasmin", "Jonquille"),
    *("Lavande", "Lilas", "Lupin", "Marguerite", "Mimosa", "Muguet", "Myosotis", "Narcisse"),
    *("Pâquerette", "Pervenche", "Pivoine", "Primevère", "Renoncule", "Trèfle", "Tulipe"),
    *("Verveine", "Violette"),
)


class Standing(NamedTuple):
    """A sign, words and a kind of colour, as the macro `status` takes them."""

    sign: str
    words: str
    kind: str | None


def title(session: AssistedSession) -> str:
    """Name a session by its day and hour: “Séance du 12 mars, 14 h”."""
    return str(say("Séance du %(moment)s", moment=moment(session.opened_at or session.planned_for)))


def moment(at: datetime) -> str:
    """Write a day and an hour as they are said: “12 mars, 14 h 30”."""
    return f"{french.day(at.astimezone(BRUSSELS).date(), with_year=False)}, {hour(at)}"


def hour(at: datetime) -> str:
    """Write an hour as it is said: “14 h 30”."""
    local = at.astimezone(BRUSSELS)
    minutes = f"\u00a0{local:%M}" if local.minute else ""
    return f"{local.hour}\u00a0h{minutes}"


def standing(session: AssistedSession, at: datetime) -> Standing:
    """Say whether a session is planned, under way or over."""
    if session.cancelled_at is not None:
        return Standing("✕", str(say("Annulée")), "refused")
    if session.is_over_at(at):
        return Standing("✓", str(say("Fermée")), None)
    if session.opened_at is None:
        return Standing("◔", str(say("Prévue")), "soon")
    since = duration(at - session.opened_at)
    return Standing("●", str(say("En cours depuis %(duration)s", duration=since)), "open")


def duration(length: timedelta) -> str:
    """Write how long something took: “25 minutes”, “1 h 05”."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    if hours:
        return f"{hours}\u00a0h\u00a0{minutes:02}"
    return str(ngettext("%(num)d minute", "%(num)d minutes", minutes))


def lasted(session: AssistedSession, at: datetime) -> str:
    """Say how long a session lasted, or has lasted until now."""
    if session.opened_at is None or session.ends_at is None:
        return ""
    return duration(min(at, session.ends_at) - session.opened_at)


def age_note(minimum_age: int) -> str:
    """Return the words of the button that declares the age of whoever is added."""
    if minimum_age <= 0:
        return str(say("Ajouter"))
    return str(say("Ajouter (%(age)s ans ou plus)", age=minimum_age))


def called_off(sessions: Sequence[AssistedSession]) -> list[str]:
    """Say to who stops lending a space what each commune had announced there; no practice."""
    planned: dict[str, list[str]] = {}
    for one in sessions:
        if not one.is_practice:
            planned.setdefault(one.commune.name, []).append(moment(one.planned_for))
    return [
        str(
            ngettext(
                "%(commune)s : %(num)d séance prévue dans cet EPN est annulée (%(moments)s). "
                "Prévenez cette commune.",
                "%(commune)s : %(num)d séances prévues dans cet EPN sont annulées (%(moments)s). "
                "Prévenez cette commune.",
                len(moments),
                commune=name,
                moments="\u00a0; ".join(moments),
            )
        )
        for name, moments in planned.items()
    ]


def too_many_tries(minutes: int) -> str:
    """Say to a computer whose digits were tried too often when they can be tried again."""
    return str(
        ngettext(
            "Trop d’essais. Attendez %(num)d minute, puis retapez les chiffres.",
            "Trop d’essais. Attendez %(num)d minutes, puis retapez les chiffres.",
            minutes,
        )
    )


def kinds(by_kind: dict[str, int]) -> list[tuple[str, int]]:
    """Name what was written in a session, each kind with its number."""
    named = [(str(words), by_kind.get(kind, 0)) for kind, words in KINDS.items()]
    others = sum(number for kind, number in by_kind.items() if kind not in KINDS)
    named.append((str(OTHER_KINDS), others))
    return [(words, number) for words, number in named if number]


# The journal, whose lines name acts and places, never people.
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


def gist(answer: OfficialResponse) -> str:
    """Say in one sentence what the commune does or, when it does nothing, why or who decides."""
    if answer.outcome is Outcome.NOT_OURS:
        who = in_short(answer.who_decides).rstrip(".")
        return str(say("Qui décide : %(who)s.", who=who))
    return in_short(answer.why_not if answer.outcome is Outcome.REFUSED else answer.what_we_do)


def in_short(text: str) -> str:
    """Return the first sentence of what the commune wrote."""
    return sentence(text, TextFormat.PLAIN)
