"""How roles and channels are called on pages, in letters and in files."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from participe.accounts.models import Channel, Role

ROLE_NAMES = {
    Role.STAFF: _("Équipe communale"),
    Role.OFFICIAL: _("Élue ou élu"),
    Role.FACILITATOR: _("Animation d’un EPN"),
    Role.DIRECTOR: _("Direction générale"),
}
ROLE_HINTS = {
    Role.STAFF: _("Prépare les consultations, modère, invite d’autres personnes."),
    Role.OFFICIAL: _("Répond aux propositions, en son nom et sous son mandat."),
    Role.FACILITATOR: _("Accompagne les personnes dans un espace public numérique."),
    Role.DIRECTOR: _("Approuve les bilans, est avertie ou averti des réponses en retard."),
}

# How an act reached the platform, as one says it after what was done.
CHANNELS: dict[str, LazyString] = {
    Channel.ONLINE: _("en ligne"),
    Channel.ASSISTED: _("en séance accompagnée"),
    Channel.PAPER: _("sur papier"),
    Channel.MEETING: _("lors d’une rencontre"),
}
