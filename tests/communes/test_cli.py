from flask import Flask

from participe.communes import queries
from participe.extensions import db
from tests.factories import a_commune


class TestOpen:
    def test_it_says_where_the_commune_is(self, app: Flask) -> None:
        result = app.test_cli_runner().invoke(args=["commune", "open", "namur"])

        assert result.exit_code == 0
        assert "/namur" in result.output
        db.session.rollback()
        assert queries.find("namur") is not None

    def test_a_second_time_it_refuses_and_changes_nothing(self, app: Flask) -> None:
        a_commune(nis="92094", slug="namur", name="Namur")

        result = app.test_cli_runner().invoke(args=["commune", "open", "92094"])

        assert result.exit_code == 1
        assert "utilise déjà" in result.output

    def test_a_name_that_is_none_gets_a_hint(self, app: Flask) -> None:
        result = app.test_cli_runner().invoke(args=["commune", "open", "Namurr"])

        assert result.exit_code == 1
        assert "Namur?" in result.output


def test_the_list_has_a_line_for_each(app: Flask) -> None:
    a_commune(nis="92094", slug="namur", name="Namur")

    result = app.test_cli_runner().invoke(args=["commune", "list"])

    assert result.output == "92094  /namur  Namur\n"
