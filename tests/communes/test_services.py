from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from participe.communes import queries, reference, services
from participe.communes.errors import AddressTaken, AlreadyOpen, CoatOfArmsTooHeavy, SvgRefused
from participe.communes.models import Commune, StoredFile, StoredFileContent
from participe.extensions import db
from participe.kernel.images import NotAnImage
from tests.databases import on_both
from tests.factories import a_commune

pytestmark = on_both


def named(name: str) -> reference.ReferenceCommune:
    found = reference.find(name)
    assert found is not None
    return found


def a_picture(image_format: str = "PNG", side: int = 600) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (side, side), "#0b5f73").save(buffer, image_format)
    return buffer.getvalue()


def files_count() -> tuple[int | None, int | None]:
    return tuple(
        db.session.scalar(select(func.count()).select_from(table))
        for table in (StoredFile, StoredFileContent)
    )  # type: ignore[return-value]


class TestOpenCommune:
    def test_its_address_comes_from_its_french_name(self, app: Flask, noon: datetime) -> None:
        commune = services.open_commune(named("Fosses-la-Ville"), at=noon)

        assert (commune.slug, commune.nis) == ("fosses-la-ville", "92048")
        assert (commune.threshold, commune.answer_days) == (10, 30)

    def test_it_opens_once(self, app: Flask, noon: datetime) -> None:
        services.open_commune(named("Namur"), at=noon)

        with pytest.raises(AlreadyOpen):
            services.open_commune(named("Namur"), at=noon, slug="namur-2")

    @pytest.mark.parametrize("slug", ["aide", "s", "nl", "Namur", "na/mur", "-", "prise"])
    def test_some_addresses_are_not_to_be_had(self, app: Flask, noon: datetime, slug: str) -> None:
        a_commune(slug="prise")

        with pytest.raises(AddressTaken):
            services.open_commune(named("Namur"), at=noon, slug=slug)

    def test_every_address_of_the_platform_is_reserved(self, app: Flask) -> None:
        first = {str(rule).split("/")[1] for rule in app.url_map.iter_rules()}
        words = {word for word in first if word and not word.startswith("<")}

        assert words <= services.RESERVED_SLUGS


class TestCoatOfArms:
    @pytest.mark.parametrize("image_format", ["PNG", "JPEG", "WEBP"])
    def test_an_image_is_written_again_and_small(
        self, app: Flask, noon: datetime, image_format: str
    ) -> None:
        commune = a_commune()

        services.put_coat_of_arms(commune, a_picture(image_format), alternative="Bleu", at=noon)

        assert commune.coat_of_arms is not None
        file = commune.coat_of_arms.file
        assert (file.width, file.height) == (480, 480)
        assert queries.content_of(file) != a_picture(image_format)

    def test_a_new_one_takes_the_place_of_the_old_file(self, app: Flask, noon: datetime) -> None:
        commune = a_commune()

        for _ in range(2):
            services.put_coat_of_arms(commune, a_picture(), alternative="Bleu", at=noon)

        assert files_count() == (1, 1)

    def test_removed_it_leaves_no_file(self, app: Flask, noon: datetime) -> None:
        commune = a_commune()
        services.put_coat_of_arms(commune, a_picture(), alternative="Bleu", at=noon)

        services.remove_coat_of_arms(commune)

        assert files_count() == (0, 0)
        assert db.session.get_one(Commune, commune.id).coat_of_arms is None

    def test_t91_an_svg_is_refused_by_its_name(self, app: Flask, noon: datetime) -> None:
        svg = b'<?xml version="1.0"?>\n<SVG xmlns="http://www.w3.org/2000/svg" onload="x"/>'

        with pytest.raises(SvgRefused):
            services.put_coat_of_arms(a_commune(), svg, alternative="x", at=noon)

    def test_t90_what_only_calls_itself_an_image_is_refused(
        self, app: Flask, noon: datetime
    ) -> None:
        with pytest.raises(NotAnImage):
            services.put_coat_of_arms(a_commune(), b"<html>", alternative="x", at=noon)

    def test_one_that_stays_too_heavy_is_refused(
        self, app: Flask, noon: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(services, "HEAVIEST_COAT_OF_ARMS", 10)

        with pytest.raises(CoatOfArmsTooHeavy):
            services.put_coat_of_arms(a_commune(), a_picture(), alternative="x", at=noon)
