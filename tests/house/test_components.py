"""The components: what a macro promises to those who cannot see, or typed something wrong."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from jinja2 import Environment, FileSystemLoader
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Form, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

import participe

TEMPLATES = Path(participe.__file__).parent / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))


class IdeaForm(Form):  # type: ignore[misc]
    """One control of each kind that a macro draws."""

    title = StringField("Titre", [InputRequired("Écrivez un titre."), Length(max=120)])
    body = TextAreaField("Texte", [Optional(), Length(max=2000)])
    outcome = RadioField(
        "Réponse",
        [InputRequired("Choisissez une réponse.")],
        choices=[SelectChoice("yes", "Oui"), SelectChoice("no", "Non")],
        validate_choice=False,
    )
    due = DateField("Pour quand ?", [Optional()], format="%d %m %Y")


@pytest.fixture(scope="module")
def jinja() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(day=str, day_time=str, iso=str)
    environment.globals.update(csrf_token=lambda: "token", form_key=lambda: "key")
    return environment


def _drawn(jinja: Environment, macro: str, call: str, **values: Any) -> BeautifulSoup:
    source = f'{{% from "components/{macro}.html" import {macro} %}}{{{{ {macro}({call}) }}}}'
    return BeautifulSoup(jinja.from_string(source).render(values), "html.parser")


def _one(page: BeautifulSoup, selector: str) -> Tag:
    (element,) = page.select(selector)
    return element


def _refused(**typed: str) -> IdeaForm:
    form = IdeaForm(MultiDict(typed))
    form.validate()
    return form


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_says_what_it_is_for(component: Path) -> None:
    assert component.read_text(encoding="utf-8").startswith("{# ")


class TestField:
    def test_its_hint_its_error_and_its_counter_are_read_with_the_control(
        self, jinja: Environment
    ) -> None:
        page = _drawn(jinja, "field", "form.title, hint='Une phrase.', count=true", form=_refused())

        described = _one(page, "input")["aria-describedby"]
        assert described == "title-hint title-error title-count"
        assert all(page.select(f"#{name}") for name in str(described).split())
        assert _one(page, "input")["aria-invalid"] == "true"

    def test_nothing_typed_is_cut_by_the_browser(self, jinja: Environment) -> None:
        page = _drawn(jinja, "field", "form.body", form=_refused(body="a < b"))

        assert "maxlength" not in _one(page, "textarea").attrs
        assert _one(page, "textarea").text.strip() == "a < b"
        assert _one(page, "[data-maximum]")["data-maximum"] == "2000"

    def test_what_one_may_leave_empty_is_said_in_words(self, jinja: Environment) -> None:
        page = _drawn(jinja, "field", "form.body", form=IdeaForm())

        assert _one(page, "label").text == "Texte (facultatif)"


class TestErrorSummary:
    def test_each_error_leads_to_a_control_that_exists(self, jinja: Environment) -> None:
        form = _refused()

        links = _drawn(jinja, "error_summary", "form", form=form).select("a")
        title = _drawn(jinja, "field", "form.title", form=form)
        outcome = _drawn(jinja, "choices", "form.outcome", form=form)

        assert [link.text for link in links] == ["Écrivez un titre.", "Choisissez une réponse."]
        assert title.select(f"input{links[0]['href']}")
        assert outcome.select(f"input{links[1]['href']}")

    def test_it_is_absent_when_nothing_is_wrong(self, jinja: Environment) -> None:
        assert not _drawn(jinja, "error_summary", "form", form=IdeaForm()).select("*")


class TestChoices:
    def test_what_was_chosen_stays_chosen(self, jinja: Environment) -> None:
        page = _drawn(jinja, "choices", "form.outcome", form=_refused(outcome="no"))

        assert _one(page, "input[checked]")["value"] == "no"
        assert all(page.select(f"label[for={box['id']}]") for box in page.select("input"))


class TestDateField:
    def test_three_numbers_make_a_date(self) -> None:
        form = IdeaForm(MultiDict([("due", "3"), ("due", "11"), ("due", "2026")]))

        assert form.due.data == date(2026, 11, 3)

    def test_a_wrong_date_is_kept_as_it_was_typed(self, jinja: Environment) -> None:
        form = IdeaForm(MultiDict([("due", "31"), ("due", "2"), ("due", "2026")]))

        page = _drawn(jinja, "date_field", "form.due", form=form)

        assert [box["value"] for box in page.select("input")] == ["31", "2", "2026"]

    def test_a_date_left_empty_is_no_error(self) -> None:
        form = IdeaForm(MultiDict([("due", ""), ("due", ""), ("due", "")]))
        form.validate()

        assert not form.due.errors


class TestDifference:
    def test_its_marks_are_said_as_well_as_drawn(self, jinja: Environment) -> None:
        page = _drawn(jinja, "difference", "parts", parts=[("removed", "30"), ("added", "<b>20")])

        assert _one(page, "del").text == "retiré\u00a0: 30"
        assert _one(page, "ins").text == "ajouté\u00a0: <b>20"
