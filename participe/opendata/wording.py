"""What each file is, what each of its columns means, and how the cells of its figures are said."""

from collections.abc import Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from participe.accounts.wording import CHANNELS
from participe.opendata.reference import Dataset
from participe.reports.queries.participation import Participation

PEOPLE: LazyString = _("personnes")
ACTS: LazyString = _("contributions")
ALL_CHANNELS: LazyString = _("tous")

TITLES: dict[Dataset, LazyString] = {
    Dataset.PROPOSALS: _("Propositions"),
    Dataset.ANSWERS: _("Réponses de la commune"),
    Dataset.COMMITMENTS: _("Engagements"),
    Dataset.REMARKS: _("Avis sur des textes"),
    Dataset.CONSULTATIONS: _("Consultations"),
    Dataset.CHANNELS: _("Résultats par canal"),
}

SAID: dict[Dataset, LazyString] = {
    Dataset.PROPOSALS: _("Les idées publiées, avec leur texte, leurs soutiens et leur suite."),
    Dataset.ANSWERS: _("La dernière version de chaque réponse publiée."),
    Dataset.COMMITMENTS: _("Ce que la commune a promis, pour quand, et si c’est fait."),
    Dataset.REMARKS: _("Ce que les gens disent des textes de la commune, et ce qu’elle en fait."),
    Dataset.CONSULTATIONS: _("Les questions posées, ce qui est à décider, et les dates."),
    Dataset.CHANNELS: _(
        "Combien de personnes ont participé en ligne, en séance accompagnée, sur papier ou lors "
        "d’une rencontre. Aucun nombre de 1 à 4 n’y est."
    ),
}

CATALOGUE_SAID: LazyString = _("Ce que les habitants proposent et ce que la commune en fait.")
KEYWORD: LazyString = _("participation citoyenne")

_TEXT: LazyString = _("Le texte, sans mise en forme.")
_LANGUAGE: LazyString = _("La langue du texte : fr, nl, de…")
_CONSULTATION: LazyString = _("L’identifiant de la consultation, le même dans tous les fichiers.")
_PUBLISHED: LazyString = _("Le jour de la publication.")
_EDITED: LazyString = _("Le jour du dernier changement du texte.")
_SUPPORTS: LazyString = _("Le nombre de soutiens.")
_COMMENTS: LazyString = _("Le nombre de commentaires.")
_OUTCOME: LazyString = _("Ce que la commune en fait : acceptée, refusée…")
_ADDRESS: LazyString = _("L’adresse de la page.")
_DUE: LazyString = _("Le dernier jour pour répondre à temps.")
_ANSWERED: LazyString = _("Le jour de la première réponse.")

# The columns in the order of the cells that `composing` gives.
COLUMNS: dict[Dataset, dict[str, LazyString]] = {
    Dataset.PROPOSALS: {
        "numero": _("Le numéro de la proposition dans la commune."),
        "titre": _("Le titre."),
        "texte": _TEXT,
        "langue": _LANGUAGE,
        "consultation": _CONSULTATION,
        "theme": _("Le thème."),
        "lieu": _("Le village ou le quartier."),
        "publiee_le": _PUBLISHED,
        "modifiee_le": _EDITED,
        "soutiens": _SUPPORTS,
        "commentaires": _COMMENTS,
        "groupe": _("Le numéro de la proposition qui porte le groupe, s’il y en a un."),
        "seuil_atteint_le": _("Le jour où elle a eu assez de soutiens pour une réponse."),
        "reponse_pour_le": _DUE,
        "repondue_le": _ANSWERED,
        "suite": _OUTCOME,
        "adresse": _ADDRESS,
    },
    Dataset.ANSWERS: {
        "proposition": _("Le numéro de la proposition."),
        "consultation": _CONSULTATION,
        "version": _("Le numéro de la version de la réponse."),
        "suite": _OUTCOME,
        "ce_que_fait_la_commune": _("Ce que la commune fait."),
        "pour_le": _("Pour quand elle le fait."),
        "pourquoi_pas": _("Pourquoi elle ne le fait pas, ou pas tout."),
        "qui_decide": _("Qui décide, si ce n’est pas la commune."),
        "qui": _("Le service qui s’en occupe."),
        "budget": _("L’article du budget."),
        "mandat": _("Le mandat de la personne qui signe."),
        "college": _("Si la réponse est donnée au nom du collège : oui ou non."),
        "reponse_pour_le": _DUE,
        "repondue_le": _ANSWERED,
        "version_du": _("Le jour de cette version."),
        "changement": _("Pourquoi il y a une nouvelle version."),
        "adresse": _ADDRESS,
    },
    Dataset.COMMITMENTS: {
        "numero": _("Le numéro de l’engagement dans la commune."),
        "engagement": _("Ce que la commune a promis."),
        "consultation": _("La question de la consultation."),
        "proposition": _("Le numéro de la proposition."),
        "promis_le": _("Le jour de la promesse."),
        "pour_le": _("La première date promise."),
        "nouvelle_date": _("La date prévue depuis, si elle a changé."),
        "etat": _("À faire, en cours, tenu ou abandonné."),
        "jours_de_retard": _("Les jours de retard depuis la première date."),
        "termine_le": _("Le jour où il a été tenu ou abandonné."),
        "qui": _("Le service qui s’en occupe."),
        "mandat": _("Le mandat de la personne qui a promis."),
        "budget": _("L’article du budget."),
        "derniere_mise_a_jour": _("La dernière nouvelle donnée par la commune."),
        "preuve": _("L’adresse d’une décision, ou « fichier »."),
        "adresse": _ADDRESS,
    },
    Dataset.REMARKS: {
        "avis": _("Le numéro de l’avis."),
        "consultation": _CONSULTATION,
        "texte_discute": _("Le numéro du texte dans la consultation."),
        "passage": _("Le numéro du passage, le même dans toutes les versions."),
        "passage_lu": _("Le passage, tel que l’on pouvait le lire ce jour-là."),
        "position": _("D’accord, pas d’accord, question ou autre phrase."),
        "autre_phrase": _("La phrase proposée."),
        "texte": _TEXT,
        "langue": _LANGUAGE,
        "publie_le": _PUBLISHED,
        "modifie_le": _EDITED,
        "soutiens": _SUPPORTS,
        "commentaires": _COMMENTS,
        "decision": _("Ce que la commune en fait : retenu, pas retenu…"),
        "raison": _("La raison de cette décision."),
        "decide_dans_la_version": _("Le numéro de la version du texte qui donne la décision."),
        "decide_le": _("Le jour de cette version."),
        "adresse": _ADDRESS,
    },
    Dataset.CONSULTATIONS: {
        "consultation": _CONSULTATION,
        "question": _("La question posée."),
        "resume": _("Le résumé, sans mise en forme."),
        "niveau": _("Jusqu’où va la participation."),
        "decide": _("Ce qui est décidé et ne change plus."),
        "a_decider": _("Ce qui est à décider ensemble."),
        "qui_decide": _("Qui décide."),
        "reponse_pour_le": _("Le jour promis pour la réponse de la commune."),
        "soutiens_demandes": _("Le nombre de soutiens qui oblige la commune à répondre."),
        "delai_jours": _("Le nombre de jours pour répondre."),
        "age_minimum": _("L’âge à partir duquel on participe."),
        "publiee_le": _PUBLISHED,
        "commence_le": _("Le premier jour de la première étape."),
        "participation_jusqu_au": _("Le dernier jour pour participer."),
        "finit_le": _("Le dernier jour de la dernière étape."),
        "propositions": _("Le nombre de propositions que l’on peut lire."),
        "avis": _("Le nombre d’avis que l’on peut lire."),
        "bilan_publie_le": _("Le jour de la publication du bilan."),
        "adresse": _ADDRESS,
    },
    Dataset.CHANNELS: {
        "consultation": _CONSULTATION,
        "question": _("La question posée."),
        "mesure": _(
            "Personnes, ou contributions. Une personne qui a pris deux canaux compte dans les deux."
        ),
        "canal": _("Un canal, plusieurs canaux regroupés, ou tous."),
        "nombre": _("Le nombre ; vide s’il n’est pas montré."),
        "precision": _("Exact, arrondi vers le bas de 5 en 5, ou non montré."),
        "chiffres_du": _("Le jour de ces chiffres. Après le bilan, ils ne changent plus."),
        "adresse": _ADDRESS,
    },
}


def channels(names: Sequence[str]) -> str:
    """Name one channel, or several that were put together."""
    return ", ".join(str(CHANNELS[name]) for name in names)


def precision(number: int | None, told: Participation) -> str:
    """Say how near the truth a number is."""
    if number is None:
        return str(_("non montré"))
    return str(_("exact") if told.is_final or not number else _("arrondi vers le bas"))


def yes(*, is_so: bool) -> str:
    return str(_("oui") if is_so else _("non"))


def catalogue_title(commune: str) -> str:
    return str(_("Données ouvertes de la participation : %(commune)s", commune=commune))


def title_in(dataset: Dataset, commune: str) -> str:
    """Name a file where the files of many communes are listed together."""
    return str(_("%(title)s : %(commune)s", title=TITLES[dataset], commune=commune))


def publisher(commune: str) -> str:
    return str(_("Commune de %(commune)s", commune=commune))
