"""Where each kind of contribution is read: the packages that have the pages say it here."""

from collections.abc import Callable

from flask import Flask

from participe.contributions.models import Contribution
from participe.kernel.registry import Registry

Locator = Callable[[Contribution], str]

LOCATORS: Registry[tuple[str, Locator]] = Registry("contributions.locating")


def register(app: Flask, kind: str, locator: Locator) -> None:
    """Have contributions of this kind found at the address that `locator` returns."""
    LOCATORS.add(app, (kind, locator))


def locate(contribution: Contribution) -> str:
    """Return the address at which a contribution is read, in its context."""
    return dict(LOCATORS)[contribution.kind](contribution)
