"""The one kind of error that a person, not a programmer, is told about."""

from typing import ClassVar

from flask_babel import lazy_gettext as _


class Refusal(Exception):
    """Something that the rules of the platform do not allow just now.

    A subclass names the rule and says it in a sentence fit to be shown, as its class
    attribute or as the text it is raised with. Who may act is not its business: see
    each package's `policies`.
    """

    message: ClassVar[str] = _("Cette action n’est pas possible.")

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message)
        self.said = message

    def __str__(self) -> str:
        return str(self.said or self.message)
