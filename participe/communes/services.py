"""What is done to communes: opening one, its settings, its files, its short numbers."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from participe.communes import queries
from participe.communes.errors import AddressTaken, AlreadyOpen, CoatOfArmsTooHeavy, SvgRefused
from participe.communes.events import CommuneOpened, DigitalSpaceRemoved
from participe.communes.models import (
    CoatOfArms,
    Commune,
    DigitalSpace,
    StoredFile,
    StoredFileContent,
)
from participe.communes.reference import ReferenceCommune
from participe.extensions import db
from participe.kernel import events, images
from participe.kernel.codes import random_token
from participe.kernel.slugs import slugify

# What stands, or may one day stand, where an address names a commune.
RESERVED_SLUGS = frozenset(
    {
        *("aide", "affichage", "api", "blason", "communes", "connexion", "contact", "courriel"),
        *("courriels", "deconnexion", "demo", "embed", "healthz", "plateforme", "poste", "s"),
        *("robots.txt", "seances", "sitemap.xml", "static", "suivi", "vie-privee", "well-known"),
        *("de", "en", "fr", "nl"),
    }
)
HEAVIEST_COAT_OF_ARMS = 100_000  # bytes: it comes with every page
COAT_OF_ARMS_SIDE = 480  # pixels: four times what is shown
SVG_SEEN_WITHIN = 4096  # bytes


def open_commune(reference: ReferenceCommune, *, at: datetime, slug: str = "") -> Commune:
    """Make a commune of the reference table a tenant; what it does not set has its default.

    `slug` replaces the address made from its French name. Raises AlreadyOpen or AddressTaken,
    also when somebody opens it at the same time.
    """
    slug = slug or slugify(reference.name)
    if queries.find_by_nis(reference.nis):
        raise AlreadyOpen
    if slug != slugify(slug) or slug in RESERVED_SLUGS or queries.find(slug):
        raise AddressTaken
    commune = Commune(nis=reference.nis, slug=slug, name=reference.name, opened_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(commune)
    except IntegrityError as error:
        raise AlreadyOpen from error
    events.publish(CommuneOpened(commune))
    return commune


def put_coat_of_arms(
    commune: Commune,
    content: bytes,
    *,
    alternative: str,
    at: datetime,
) -> None:
    """Show this image, written again by us, on every page of the commune.

    Raises a Refusal for what is no image we take; an SVG is a document that may hold script
    and is refused by name (docs/adr/0021).
    """
    if b"<svg" in content[:SVG_SEEN_WITHIN].lower():
        raise SvgRefused
    image = images.reencode(content, max_side=COAT_OF_ARMS_SIDE)
    if len(image.content) > HEAVIEST_COAT_OF_ARMS:
        raise CoatOfArmsTooHeavy
    remove_coat_of_arms(commune)
    file = keep_file(
        commune,
        image.content,
        media_type=image.media_type,
        at=at,
        size=(image.width, image.height),
    )
    commune.coat_of_arms = CoatOfArms(file=file, alternative=alternative)
    db.session.flush()


def remove_coat_of_arms(commune: Commune) -> None:
    """Take the image from the pages and forget the file; the drawn shield is shown instead."""
    if commune.coat_of_arms is None:
        return
    file = commune.coat_of_arms.file
    commune.coat_of_arms = None
    db.session.flush()
    discard_file(file)


def add_digital_space(
    commune: Commune, *, name: str, address: str, hours: str, telephone: str
) -> DigitalSpace:
    space = DigitalSpace(
        commune_id=commune.id, name=name, address=address, hours=hours, telephone=telephone
    )
    db.session.add(space)
    db.session.flush()
    return space


def remove_digital_space(space: DigitalSpace) -> None:
    events.publish(DigitalSpaceRemoved(space))
    db.session.delete(space)
    db.session.flush()


def keep_file(
    commune: Commune,
    content: bytes,
    *,
    media_type: str,
    at: datetime,
    size: tuple[int, int] | None = None,
) -> StoredFile:
    """Keep bytes that a kernel module has checked and written again; `size` is that of an image."""
    width, height = size or (None, None)
    file = StoredFile(
        commune_id=commune.id,
        key=random_token(),
        media_type=media_type,
        size=len(content),
        width=width,
        height=height,
        stored_at=at,
    )
    db.session.add(file)
    db.session.flush()
    db.session.add(StoredFileContent(file_id=file.id, content=content))
    db.session.flush()
    return file


def discard_file(file: StoredFile) -> None:
    """Forget a file that nothing shows any more."""
    db.session.delete(file)
    db.session.flush()


def next_number(commune_id: int, counter: InstrumentedAttribute[int]) -> int:
    """Return the next of a commune's short numbers; two requests never get the same."""
    return next_numbers(commune_id, counter, 1)


def next_numbers(commune_id: int, counter: InstrumentedAttribute[int], how_many: int) -> int:
    """Give out so many short numbers at once, and return the first of them."""
    last = db.session.scalars(
        update(Commune)
        .where(Commune.id == commune_id)
        .values({counter: counter + how_many})
        .returning(counter)
        .execution_options(synchronize_session=False)
    ).one()
    return last - how_many + 1
