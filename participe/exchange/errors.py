"""What stops an import, or one line of it."""

from flask_babel import lazy_gettext as _

from participe.kernel.errors import Refusal


class LineRefused(Refusal):
    """A line that says something that cannot be kept; the others are read on."""

    message = _("Cette ligne ne peut pas être importée.")


class FileRefused(Refusal):
    """A file that cannot be read, or not beyond this line (0: not at all)."""

    message = _("Ce fichier ne peut pas être lu.")

    def __init__(self, message: str, *, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class MappingUnreadable(Refusal):
    """A mapping that does not exist, or says something that no mapping can say."""

    message = _("Cette correspondance ne peut pas être lue.")


class NothingToRead(Refusal):
    """A folder in which there is none of the files that the mapping names."""

    message = _("Ce dossier ne contient aucun des fichiers attendus.")


class ImportedMeanwhile(Refusal):
    """Another import into the same consultation ended while this one was reading its files."""

    message = _(
        "Un autre import dans la même consultation s’est terminé entre-temps. "
        "Rien n’a été écrit par celui-ci : relancez-le."
    )
