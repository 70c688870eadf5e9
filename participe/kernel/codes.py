"""Codes that people read aloud and type, and tokens that only machines carry."""

import hashlib
import re
import secrets

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

# Crockford's base 32: digits and letters without I, L, O (read as 1 and 0) and U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP = 4
# The least that OWASP recommends (Password Storage Cheat Sheet): 19 MiB, two passes.
HASHING = argon2.Parameters(
    type=argon2.Type.ID,
    version=19,
    salt_len=16,
    hash_len=32,
    time_cost=2,
    memory_cost=19 * 1024,
    parallelism=1,
)

_LOOKALIKES = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212_.]+")
# x⁵ + x² + 1, whose root gives all 31 weights of the field of 32 elements in turn.
_POLYNOMIAL = 0b100101
_OVERFLOW = 0b100000
_LONGEST = 31


def new_code(groups: int = 2) -> str:
    """Return a random code of so many groups of four signs; the last sign checks the others.

    Two groups carry 35 random bits: enough beside a limit on tries, never without one.
    """
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(groups * GROUP - 1))
    return drawn + _check_sign(drawn)


def normalise(typed: str) -> str:
    """Return a code as we keep it, from what was typed after reading it on paper."""
    return _SEPARATORS.sub("", typed).upper().translate(_LOOKALIKES)


def is_valid(typed: str) -> bool:
    """Tell whether this can be a code of ours: one wrong sign, or two exchanged, cannot."""
    code = normalise(typed)
    if not GROUP <= len(code) <= _LONGEST or not set(code) <= set(ALPHABET):
        return False
    return code[-1] == _check_sign(code[:-1])


def format_code(code: str) -> str:
    """Return a code in groups of four, as it is printed and read aloud."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def random_token() -> str:
    """Return 256 bits nobody can guess, fit for an address or a cookie [T-72]."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return what is stored of a token: it has too many bits to be guessed from its hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_short_code(code: str, parameters: argon2.Parameters = HASHING) -> str:
    """Return what is stored of a short code: slow to guess even for who has the hash."""
    return argon2.PasswordHasher.from_parameters(parameters).hash(code)


def verify_short_code(code: str, hashed: str) -> bool:
    """Tell whether this is the code of that hash, in the time its own parameters take."""
    try:
        return argon2.PasswordHasher().verify(hashed, code)
    except (InvalidHashError, VerificationError):
        return False


def _check_sign(code: str) -> str:
    """Return the sign that brings the weighted sum of all signs to zero.

    The weights are distinct and none is zero, so that a wrong sign or the exchange of two
    always shows (a Reed-Solomon code with one check symbol).
    """
    total = 0
    for sign in code:
        total = _next_weight(total ^ ALPHABET.index(sign))
    return ALPHABET[total]


def _next_weight(value: int) -> int:
    doubled = value << 1
    return doubled ^ _POLYNOMIAL if doubled & _OVERFLOW else doubled
