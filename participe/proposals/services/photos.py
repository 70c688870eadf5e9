"""Adding photos to a proposition, and removing them."""

from datetime import datetime

from participe.communes import services as communes
from participe.extensions import db
from participe.kernel.images import ReencodedImage
from participe.proposals.errors import TooManyPhotos
from participe.proposals.models import MOST_PHOTOS, Photo, Proposal
from participe.proposals.services import editing


def add_photo(
    proposal: Proposal, image: ReencodedImage, *, alternative: str, at: datetime
) -> Photo:
    """Put an image, encoded anew by `kernel.images`, in the first free place of three.

    The caller holds the lock of the proposition; a place is given once anyway.
    """
    editing.ensure_editable(proposal)
    taken = {photo.position for photo in proposal.photos}
    free = [position for position in range(1, MOST_PHOTOS + 1) if position not in taken]
    if not free:
        raise TooManyPhotos
    file = communes.keep_file(
        proposal.commune,
        image.content,
        media_type=image.media_type,
        at=at,
        size=(image.width, image.height),
    )
    photo = Photo(position=free[0], file=file, alternative=alternative)
    proposal.photos.append(photo)
    db.session.flush()
    return photo


def remove_photo(proposal: Proposal, photo: Photo) -> None:
    """Take a photo from the page, and forget its file."""
    editing.ensure_editable(proposal)
    file = photo.file
    proposal.photos.remove(photo)
    db.session.flush()
    communes.discard_file(file)
