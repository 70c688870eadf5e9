from hypothesis import given
from hypothesis import strategies as st

from participe.kernel.differences import Kind, Piece, differences

texts = st.lists(st.sampled_from(["un", "banc", "école", ",", ".", " ", "\n", "l’"])).map("".join)


def squeezed(pieces: list[Piece], without: Kind) -> str:
    return "".join("".join(piece.text for piece in pieces if piece.kind is not without).split())


class TestDifferences:
    def test_they_are_read_word_by_word(self) -> None:
        assert differences("Un banc près de l’école.", "Un banc vert près de la gare.") == [
            Piece(Kind.SAME, "Un banc "),
            Piece(Kind.ADDED, "vert "),
            Piece(Kind.SAME, "près de "),
            Piece(Kind.REMOVED, "l’école"),
            Piece(Kind.ADDED, "la gare"),
            Piece(Kind.SAME, "."),
        ]

    def test_words_added_at_the_end_touch_no_other(self) -> None:
        assert differences("Un banc", "Un banc vert") == [
            Piece(Kind.SAME, "Un banc "),
            Piece(Kind.ADDED, "vert"),
        ]

    def test_the_same_text_has_none(self) -> None:
        assert differences("Un banc.", "Un banc.") == [Piece(Kind.SAME, "Un banc.")]
        assert differences("", "") == []

    @given(texts, texts)
    def test_both_texts_can_be_read_in_them(self, before: str, after: str) -> None:
        pieces = differences(before, after)

        assert squeezed(pieces, Kind.ADDED) == "".join(before.split())
        assert squeezed(pieces, Kind.REMOVED) == "".join(after.split())

    def test_t104_texts_made_to_hurt_end(self) -> None:
        for before, after in (
            ("a b c " * 50_000, "c a b b a " * 30_000),
            ("a b c " * 280, "c a b b a " * 170),
            ("\n" * 300_000, " " * 300_000),
        ):
            pieces = differences(before, after)
            assert squeezed(pieces, Kind.ADDED) == "".join(before.split())
