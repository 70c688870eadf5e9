import pytest

from participe.communes import reference, services
from participe.kernel.slugs import slugify

POPULATION_OF_WALLONIA = 3_645_243  # Statbel, 1 January 2020


class TestTheTable:
    def test_it_holds_the_communes_of_wallonia(self) -> None:
        communes = reference.communes()

        assert len(communes) == 261
        assert sum(commune.population_2020 for commune in communes) == POPULATION_OF_WALLONIA
        assert all(commune.postcodes and commune.province for commune in communes)

    def test_each_has_an_address_of_its_own(self) -> None:
        slugs = {slugify(commune.name) for commune in reference.communes()}

        assert len(slugs) == 261
        assert not slugs & services.RESERVED_SLUGS

    def test_localities_are_spelled_as_people_do(self) -> None:
        namur = reference.find("92094")

        assert namur is not None
        assert {"Lives-sur-Meuse", "Marche-les-Dames", "Saint-Servais"} <= set(namur.localities)


class TestSearch:
    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("Liege", "Liège"),
            ("  LIÈGE ", "Liège"),
            ("luik", "Liège"),
            ("Lüttich", "Liège"),
            ("5000", "Namur"),
            ("5002 namur", "Namur"),
            ("Saint-Servais", "Namur"),
            ("st servais", "Namur"),
            ("namurr", "Namur"),
            ("lecluse", "Beauvechain"),
            ("l'écluse", "Beauvechain"),
            ("Bütgenbach", "Butgenbach"),
            ("braine le comte", "Braine-le-Comte"),
            ("louvain-la-neuve", "Ottignies-Louvain-la-Neuve"),
        ],
    )
    def test_the_best_comes_first(self, typed: str, found: str) -> None:
        assert reference.search(typed)[0].commune.name == found

    def test_a_commune_comes_before_a_locality_of_the_same_name(self) -> None:
        matches = reference.search("liège")

        assert [match.locality for match in matches] == ["", "Mons-lez-Liège"]

    @pytest.mark.parametrize("typed", ["", "  ", "-", "zzzz", "9999", "\x00", "x" * 10_000, "🙂"])
    def test_what_is_no_name_finds_nothing(self, typed: str) -> None:
        assert reference.search(typed) == []


class TestFind:
    @pytest.mark.parametrize("named", ["62063", "Liège", "liege", "Luik"])
    def test_by_code_or_whole_name(self, named: str) -> None:
        found = reference.find(named)

        assert found is not None
        assert found.nis == "62063"

    @pytest.mark.parametrize("named", ["", "6206", "Lièg", "21004"])
    def test_nothing_less_will_do(self, named: str) -> None:
        assert reference.find(named) is None
