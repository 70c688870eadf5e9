"""Signing in by six digits sent to an e-mail address, and the sessions that follow.

Every step is the same whether the address is known or not: the same rows are written and the
same letter leaves. An account is made when its code comes back, not before [T-67].
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from argon2 import Parameters
from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.exc import IntegrityError

from participe.accounts import queries
from participe.accounts.errors import CodeExpired, CodeSpent, NoPlatformAccount, WrongCode
from participe.accounts.events import SignInCodeRequested
from participe.accounts.models import Account, SignIn, SignInCode
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel import events, limits
from participe.kernel.codes import hash_short_code, hash_token, random_token, verify_short_code
from participe.kernel.database import commit_aside

DIGITS = 6
CODE_LIFE = timedelta(minutes=15)
TRIES = 5
ONE_DAY = timedelta(days=1)

CODES_SENT = limits.Limit("sign-in codes", 5, timedelta(hours=1))  # T-77
# ASVS 6.3.1. Without the second, many codes of five tries each would add up to a guess.
TRIED = (
    limits.Limit("sign-in tries", 10, timedelta(minutes=15)),
    limits.Limit("sign-in tries of a day", 30, ONE_DAY),
)


def request_code(commune: Commune | None, email: str, *, hashing: Parameters, at: datetime) -> None:
    """Send six digits to an address; from now on no earlier ones work.

    Raises TooOften, and sends nothing, when this address was sent its share of this hour. What
    was counted is committed here; the slow hash is made outside of any transaction.
    """
    commune_id = commune.id if commune else None
    limits.spend(db.session, CODES_SENT, f"{commune_id}:{email}", at)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    code_hash = hash_short_code(code, hashing)
    db.session.execute(
        update(SignInCode)
        .where(SignInCode.commune_id == commune_id, SignInCode.email == email, _unused())
        .values(ended_at=at)
    )
    db.session.execute(delete(SignInCode).where(SignInCode.expires_at < at - ONE_DAY))
    db.session.add(
        SignInCode(
            commune_id=commune_id,
            email=email,
            code_hash=code_hash,
            sent_at=at,
            expires_at=at + CODE_LIFE,
        )
    )
    db.session.flush()
    events.publish(SignInCodeRequested(commune=commune, email=email, code=code, at=at))


def use_code(commune: Commune | None, email: str, typed: str, *, at: datetime) -> None:
    """Accept the newest code of an address, once; raises what is wrong with it.

    A try is counted, and that is committed, before the digits are compared: whatever happens
    then, and however many requests arrive at once, five are compared at most [T-64].
    """
    commune_id = commune.id if commune else None
    for limit in TRIED:
        limits.spend(db.session, limit, f"{commune_id}:{email}", at)
    code_id, code_hash = _count_try(commune_id, email, at)
    commit_aside(db.session)
    if not verify_short_code(typed, code_hash):
        raise WrongCode
    if not _change(code_id, ended_at=at):
        raise CodeSpent


def account_of(commune: Commune | None, email: str, *, at: datetime) -> Account:
    """Return the account of an address that has just been proved, made now if there is none.

    Raises NoPlatformAccount for the platform's own pages: their accounts are made by a command.
    """
    found = queries.find_by_email(commune, email)
    if found is not None:
        return found
    if commune is None:
        raise NoPlatformAccount
    try:
        with db.session.begin_nested():
            account = Account(commune_id=commune.id, email=email, created_at=at)
            db.session.add(account)
    except IntegrityError:  # another request made it just now
        made = queries.find_by_email(commune, email)
        assert made is not None, "the address is taken, so somebody has it"  # noqa: S101
        return made
    return account


def begin_session(
    account: Account, *, on_public_computer: bool, config: Mapping[str, Any], at: datetime
) -> str:
    """Start a session on the server and return its token, which is nowhere but here."""
    token = random_token()
    db.session.add(
        SignIn(
            account=account,
            commune_id=account.commune_id,
            token_hash=hash_token(token),
            on_public_computer=on_public_computer,
            started_at=at,
            seen_at=at,
            expires_at=at + _longest(account, config, on_public_computer=on_public_computer),
        )
    )
    db.session.flush()
    return token


def end_session(token: str, *, at: datetime) -> None:
    """End the session with this token, if it still lives."""
    _end(SignIn.token_hash == hash_token(token), at)


def end_sessions_of(account_id: int, *, at: datetime) -> None:
    """End every session of a person: what they may do has just changed [T-43]."""
    _end(SignIn.account_id == account_id, at)


def touch(sign_in_id: int, *, at: datetime) -> None:
    """Note that a session was used, so that it does not end for being idle."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=at))


def _longest(account: Account, config: Mapping[str, Any], *, on_public_computer: bool) -> timedelta:
    if on_public_computer:
        return timedelta(minutes=config["PUBLIC_COMPUTER_MINUTES"])
    if account.is_of_the_house or account.is_platform_admin:
        return timedelta(hours=config["STAFF_HOURS"])
    return timedelta(days=config["SIGN_IN_DAYS"])


def _unused() -> ColumnElement[bool]:
    return SignInCode.ended_at.is_(None)


def _count_try(commune_id: int | None, email: str, at: datetime) -> tuple[int, str]:
    """Count a try of the newest code and return its id and hash, or raise why it cannot work."""
    code = queries.newest_code(commune_id, email)
    if code is None:
        raise WrongCode
    if at >= code.expires_at:
        raise CodeExpired
    code_id, code_hash = code.id, code.code_hash
    if not _change(code_id, SignInCode.tries < TRIES, tries=SignInCode.tries + 1):
        raise CodeSpent
    return code_id, code_hash


def _change(code_id: int, *more: ColumnElement[bool], **values: Any) -> bool:
    """Change a code that was not used yet, and tell whether it was there to be changed."""
    changed = db.session.scalar(
        update(SignInCode)
        .where(SignInCode.id == code_id, _unused(), *more)
        .values(values)
        .returning(SignInCode.id)
    )
    return changed is not None


def _end(which: ColumnElement[bool], at: datetime) -> None:
    db.session.execute(update(SignIn).where(which, SignIn.ended_at.is_(None)).values(ended_at=at))
