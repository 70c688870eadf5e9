"""What happens to answers."""

from dataclasses import dataclass

from participe.answers.models import Clarification, OfficialResponse


@dataclass(frozen=True)
class AnswerSentToSign:
    """Staff have prepared an answer and ask an official to sign it."""

    response: OfficialResponse


@dataclass(frozen=True)
class AnswerPublished:
    """An official signed an answer, or a new version of one; it is public from now on."""

    response: OfficialResponse


@dataclass(frozen=True)
class ClarificationAsked:
    """Somebody who is concerned by an answer did not understand it."""

    clarification: Clarification


@dataclass(frozen=True)
class ClarificationGiven:
    """The commune said in other words what somebody had not understood."""

    clarification: Clarification
