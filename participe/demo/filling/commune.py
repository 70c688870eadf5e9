"""The commune, its people and their roles."""

from participe.accounts.models import Account, Role, RoleGrant
from participe.communes.models import CoatOfArms, Commune, DigitalSpace
from participe.communes.services import keep_file
from participe.demo import content, drawing
from participe.demo.content import Calendar
from participe.extensions import db
from participe.kernel.images import reencode
from participe.proposals.models import Theme

OPENED = -320  # days before today


def fill_commune(calendar: Calendar) -> tuple[Commune, dict[str, Theme]]:
    """Open the commune with its settings; return it and its themes by key."""
    entry = content.read("commune")
    settings = ("name", "slug", "nis", "telephone", "email", "address", "accent", "charter")
    commune = Commune(
        **{name: entry[name] for name in settings},
        threshold=entry["threshold"],
        answer_days=entry["answer_days"],
        opened_at=calendar.moment(OPENED),
        is_demo=True,
    )
    db.session.add(commune)
    db.session.flush()
    for space in entry["digital_spaces"]:
        names = ("name", "address", "hours", "telephone")
        db.session.add(DigitalSpace(commune_id=commune.id, **{n: space[n] for n in names}))
    themes = {
        theme["key"]: Theme(commune_id=commune.id, slug=theme["key"], name=theme["name"])
        for theme in entry["themes"]
    }
    db.session.add_all(themes.values())
    _give_arms(commune, calendar)
    return commune, themes


def fill_people(commune: Commune, calendar: Calendar) -> dict[str, Account]:
    """Make everyone who acts in the demo, by key, with their roles."""
    people = {
        entry["key"]: Account(
            commune_id=commune.id,
            email=f"{entry['key']}@valbruyere.example",
            display_name=entry["name"],
            created_at=calendar.moment(OPENED),
        )
        for entry in content.read("people")["people"]
    }
    db.session.add_all(people.values())
    db.session.flush()
    for entry in content.read("people")["people"]:
        if "role" in entry:
            db.session.add(
                RoleGrant(
                    commune_id=commune.id,
                    person_id=people[entry["key"]].id,
                    role=Role(entry["role"]),
                    mandate=entry.get("mandate", ""),
                    starts_on=entry.get("starts_on"),
                    ends_on=entry.get("ends_on"),
                    granted_at=calendar.moment(OPENED),
                )
            )
    db.session.flush()
    return people


def _give_arms(commune: Commune, calendar: Calendar) -> None:
    image = reencode(drawing.coat_of_arms(), max_side=288)
    file = keep_file(
        commune,
        image.content,
        media_type=image.media_type,
        at=calendar.moment(OPENED),
        size=(image.width, image.height),
    )
    db.session.add(
        CoatOfArms(
            commune_id=commune.id,
            file_id=file.id,
            alternative="Blason de Valbruyère : cinq fleurs de bruyère et un ruisseau.",
        )
    )
