"""How those who take part are spoken to: the notice, ways to take part, accords, gentle names."""

from flask_babel import LazyString
from flask_babel import gettext as say
from flask_babel import lazy_gettext as _

from participe.assistance.models.codes import Ground
from participe.assistance.models.people import ConsentForm, Way

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


def age_note(minimum_age: int) -> str:
    """Return the words of the button that declares the age of whoever is added."""
    if minimum_age <= 0:
        return str(say("Ajouter"))
    return str(say("Ajouter (%(age)s ans ou plus)", age=minimum_age))
