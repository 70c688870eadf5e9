"""Who may do what with roles, and which names mislead about that."""

import re
import unicodedata

from participe.accounts.models import Invitation, RoleGrant, Whoever

# What people would take for the commune speaking, without accents, as whole words.
OFFICIAL_WORDS = {
    *("administrateur", "administration", "administratrice", "admin", "bourgmestre", "college"),
    *("communal", "communale", "commune", "cpas", "echevin", "echevinat", "echevine", "equipe"),
    *("moderateur", "moderation", "moderatrice", "officiel", "officielle", "participe", "police"),
    "secretariat",
}
# What passes for a Latin letter among Cyrillic and Greek letters, digits and signs (UTS #39, the
# most common): what the eye takes for the letter below it.
_LOOKALIKES = str.maketrans(
    "авсеһіјкмнорѕтухԁԛԝӏαβεικνορτυχω0134578$@!|",
    "abcehijkmhopstyxdqwlabeikvoptuxwoieastbsail",
)


def may_see_roles(who: Whoever, commune_id: int) -> bool:
    return who.is_staff and who.commune_id == commune_id


def may_withdraw(who: Whoever, grant: RoleGrant) -> bool:
    """Tell whether this person may end this role; who is last of the team, the service asks."""
    return may_see_roles(who, grant.commune_id)


def may_accept(who: Whoever, invitation: Invitation) -> bool:
    """Tell whether the invitation is for whoever is there: its address, in its commune [T-53]."""
    return (
        who.is_authenticated
        and who.commune_id == invitation.commune_id
        and who.email == invitation.email
    )


def sounds_official(name: str, commune_name: str) -> bool:
    """Tell whether a chosen name passes for the commune, its team or its elected [T-106]."""
    looks = skeleton(name)
    words = set(re.findall(r"[a-z]+", looks))
    if words & OFFICIAL_WORDS or re.match(r"(la )?(ville|village) d", looks):
        return True
    return _letters(looks) in {_letters(word) for word in OFFICIAL_WORDS | {skeleton(commune_name)}}


def skeleton(name: str) -> str:
    """Reduce a name to what the eye sees of it, to compare two of them."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return letters.translate(_LOOKALIKES)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]+", "", text)
