import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from participe.kernel import colour
from participe.kernel.colour import DARK, LIGHT, contrast, derive

SHEET = Path(colour.__file__).parents[1] / "static" / "css" / "participe.css"
some_colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


class TestContrast:
    def test_it_is_that_of_wcag(self) -> None:
        assert contrast("#000", "#fff") == pytest.approx(21)
        assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
        assert contrast("#0b5f73", "#0b5f73") == 1

    @pytest.mark.parametrize("typed", ["", "red", "#12", "#12345g", "#1234567", "#fff;}"])
    def test_what_is_no_colour_is_refused(self, typed: str) -> None:
        assert not colour.is_colour(typed)
        with pytest.raises(ValueError, match="no colour"):
            derive(typed)


class TestDerive:
    @given(some_colours)
    @example("#ffffff")
    @example("#000000")
    @example("#ffcc00")
    def test_whatever_the_accent_its_texts_can_be_read(self, accent: str) -> None:
        theme = derive(accent)
        pairs = [
            *(
                (theme.accent, under)
                for under in (LIGHT["paper"], LIGHT["mist"], theme.accent_tint)
            ),
            (theme.on_accent, theme.accent),
            *((theme.dark_accent, under) for under in (DARK["paper"], DARK["mist"])),
            (theme.dark_accent, theme.dark_accent_tint),
            (theme.dark_on_accent, theme.dark_accent),
            (DARK["ink"], theme.dark_accent_tint),
        ]

        for text, under in pairs:
            assert contrast(text, under) >= 4.5
        assert contrast(theme.on_accent, theme.accent_hover) >= 7
        assert contrast(LIGHT["ink"], theme.accent_tint) >= 7
        assert contrast(LIGHT["ink-soft"], theme.accent_tint) >= 7

    def test_a_readable_accent_is_kept(self) -> None:
        theme = derive("#0B5F73")

        assert theme.accent == "#0b5f73"
        assert not theme.is_adjusted

    def test_a_pale_accent_is_darkened_and_says_so(self) -> None:
        assert derive("#fc0").is_adjusted


class TestStylesheet:
    def test_it_sets_what_the_sheet_takes_and_nothing_else(self) -> None:
        names = re.findall(r"(--[a-z-]+):#[0-9a-f]{6}", colour.stylesheet("#e30613"))

        taken = re.findall(r"var\((--theme-[a-z-]+)", SHEET.read_text("utf-8"))
        assert sorted(names) == sorted(set(taken))

    def test_the_colours_it_counts_with_are_those_of_the_sheet(self) -> None:
        for name in LIGHT:
            token = re.compile(rf"--{name}: var\(--light, (\S+)\) var\(--dark, (\S+)\);")
            found = token.search(SHEET.read_text("utf-8"))
            assert found is not None
            assert contrast(found[1], LIGHT[name]) == contrast(found[2], DARK[name]) == 1
