"""Codes that people read aloud and type, and tokens that only machines carry."""

import hashlib
import secrets


def random_token() -> str:
    """Return 256 bits nobody can guess, fit for an address or a cookie."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return what is stored of a token: it has too many bits to be guessed from its hash."""
    return hashlib.sha256(token.encode()).hexdigest()
