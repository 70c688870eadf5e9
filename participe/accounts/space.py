"""What higher packages add to a person's own space, and to the export of what is theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from participe.accounts.models import Account
from participe.kernel.registry import Registry


@dataclass(frozen=True)
class Section:
    """A part of “Mon espace”: its template and what that is given; a lower `rank` comes first."""

    rank: int
    template: str
    context: dict[str, Any]


SECTIONS: Registry[Callable[[Account], Section]] = Registry("accounts.space")

# Each may name the page on which somebody begins who signed in for nothing in particular.
FIRST_PAGES: Registry[Callable[[Account], str | None]] = Registry("accounts.first_page")

# Each gives a name and plain values (strings, numbers, lists, dicts) ready for JSON.
EXPORTS: Registry[Callable[[Account], tuple[str, Any]]] = Registry("accounts.export")
