"""Who is written to, and when: one module for each package whose events cause letters."""

from flask import Flask

from participe.notifications.subscriptions import (
    accounts,
    answers,
    assistance,
    commitments,
    moderation,
    proposals,
    reports,
    texts,
)


def register(app: Flask) -> None:
    """Listen to what the other packages tell."""
    for module in (
        accounts,
        proposals,
        texts,
        answers,
        commitments,
        reports,
        moderation,
        assistance,
    ):
        module.register(app)
