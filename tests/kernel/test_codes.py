import argon2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participe.kernel import codes

some_codes = st.integers(min_value=1, max_value=6).map(codes.new_code)


class TestNewCode:
    @given(some_codes)
    def test_it_is_valid_and_holds_no_sign_that_is_misread(self, code: str) -> None:
        assert codes.is_valid(code)
        assert not set(code) & set("ILOU")

    def test_it_has_as_many_groups_as_asked(self) -> None:
        assert len(codes.new_code(groups=3)) == 12

    def test_two_are_not_alike(self) -> None:
        assert len({codes.new_code() for _ in range(1000)}) == 1000


class TestIsValid:
    """T-143."""

    @given(some_codes, st.data())
    def test_one_wrong_sign_always_shows(self, code: str, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(code) - 1))
        wrong = data.draw(st.sampled_from(codes.ALPHABET).filter(lambda sign: sign != code[place]))

        assert not codes.is_valid(code[:place] + wrong + code[place + 1 :])

    @given(some_codes, st.data())
    def test_two_exchanged_signs_always_show(self, code: str, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(code) - 2))
        a, b = code[place : place + 2]

        assert codes.is_valid(code[:place] + b + a + code[place + 2 :]) == (a == b)

    @given(st.text())
    def test_anything_can_be_asked(self, typed: str) -> None:
        codes.is_valid(typed)

    @pytest.mark.parametrize("typed", ["", "0", "U000", "VALB-", "0" * 32, "0000\x00"])
    def test_what_is_no_code_is_not_valid(self, typed: str) -> None:
        assert not codes.is_valid(typed)


class TestNormalise:
    @given(some_codes)
    def test_what_is_printed_is_understood_in_any_case(self, code: str) -> None:
        assert codes.normalise(codes.format_code(code)) == code
        assert codes.normalise(f" {codes.format_code(code).lower()} ") == code

    def test_lookalikes_and_all_kinds_of_dashes(self) -> None:
        assert codes.normalise("o1i–l 7\u00a0kq4\u20114") == "01117KQ44"

    def test_format_puts_groups_of_four(self) -> None:
        assert codes.format_code("7KQ4M2XR") == "7KQ4-M2XR"


class TestTokens:
    def test_t72_tokens_are_long_and_never_alike(self) -> None:
        tokens = {codes.random_token() for _ in range(10_000)}

        assert len(tokens) == 10_000
        assert all(len(token) >= 43 for token in tokens)

    def test_what_is_stored_does_not_give_the_token_back(self) -> None:
        token = codes.random_token()

        assert codes.hash_token(token) == codes.hash_token(token)
        assert token not in codes.hash_token(token)


class TestShortCodes:
    def test_only_the_right_code_verifies(self) -> None:
        hashed = codes.hash_short_code("123456", argon2.profiles.CHEAPEST)

        assert codes.verify_short_code("123456", hashed)
        assert not codes.verify_short_code("123457", hashed)
        assert not codes.verify_short_code("", hashed)

    def test_the_same_code_is_stored_differently_each_time(self) -> None:
        cheap = argon2.profiles.CHEAPEST

        assert codes.hash_short_code("1", cheap) != codes.hash_short_code("1", cheap)

    def test_what_is_no_hash_verifies_nothing(self) -> None:
        assert not codes.verify_short_code("123456", "")
        assert not codes.verify_short_code("123456", "$argon2id$nonsense")
