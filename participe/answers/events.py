"""What happens to answers."""

from dataclasses import dataclass

from participe.answers.models import OfficialResponse


@dataclass(frozen=True)
class AnswerSentToSign:
    """Staff have prepared an answer and ask an official to sign it."""

    response: OfficialResponse


@dataclass(frozen=True)
class AnswerPublished:
    """An official signed an answer, or a new version of one; it is public from now on."""

    response: OfficialResponse
