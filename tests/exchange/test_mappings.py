"""What a mapping may say."""

from pathlib import Path

import pytest

from participe.exchange.errors import LineRefused, MappingUnreadable
from participe.exchange.models import RowKind
from participe.exchange.services import mappings
from participe.exchange.services.mappings import Table

pytestmark = pytest.mark.usefixtures("app")

GOOD = """
[supports]
file = "votes.csv"
[supports.columns]
proposition_id = "idea"
person_id = ["first", "last"]
[supports.between]
person_id = "-"
[supports.constants]
created_at = "2025-10-18"
"""


def load(tmp_path: Path, text: str) -> Table:
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return mappings.load(str(path)).tables[RowKind.SUPPORT]


@pytest.mark.parametrize("name", mappings.shipped())
def test_what_is_shipped_can_be_read(name: str) -> None:
    assert mappings.load(name).tables


def test_columns_are_joined_and_constants_fill_what_is_empty(tmp_path: Path) -> None:
    table = load(tmp_path, GOOD)

    fields = table.fields({"idea": " 1 ", "first": "Nadia", "last": "B"})

    assert fields == {"proposition_id": "1", "person_id": "Nadia-B", "created_at": "2025-10-18"}


def test_values_are_translated_and_others_refused(tmp_path: Path) -> None:
    table = load(tmp_path, GOOD + '[supports.values.proposition_id]\none = "1"\n')

    assert table.fields({"idea": "one"})["proposition_id"] == "1"
    with pytest.raises(LineRefused, match=r"two.* n’est pas une valeur prévue"):
        table.fields({"idea": "two"})


def test_any_other_value_can_be_foreseen(tmp_path: Path) -> None:
    table = load(tmp_path, GOOD + '[supports.values.proposition_id]\n"*" = "1"\n')

    assert table.fields({"idea": "two"})["proposition_id"] == "1"


@pytest.mark.parametrize(
    "text",
    [
        "[supports",
        "votes = 1",
        "supports = 1",
        "[supports]",
        '[supports]\nfile = "../votes.csv"',
        GOOD.replace("votes.csv", "/etc/passwd"),
        GOOD.replace("created_at", "updated_at"),
        GOOD.replace('proposition_id = "idea"', 'title = "idea"'),
        GOOD + "[supports.values]\nproposition_id = 1",
        GOOD.replace("[supports.columns]", 'format = "word"\n[supports.columns]'),
        GOOD.replace("[supports.columns]", 'script = "x"\n[supports.columns]'),
        GOOD.replace("[supports.columns]", "may_lack = 3\n[supports.columns]"),
        GOOD.replace("[supports.columns]", 'may_lack = ["colour"]\n[supports.columns]'),
        GOOD.replace("[supports.between]\n", "").replace('person_id = "-"', "between = 1"),
    ],
)
def test_what_no_mapping_can_say_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(MappingUnreadable):
        load(tmp_path, text)


@pytest.mark.parametrize("name", ["unknown", "../mappings/standard", ".", "/"])
def test_a_mapping_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(MappingUnreadable, match="republique_numerique, standard"):
        mappings.load(name)
