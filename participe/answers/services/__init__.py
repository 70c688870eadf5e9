"""What the commune does with its answers, by use case; signing is asked of the room itself."""

from participe.answers.services.answering import (
    Content,
    promises_the_past,
    save,
    send_back,
    send_to_sign,
    sign,
)

__all__ = ["Content", "promises_the_past", "save", "send_back", "send_to_sign", "sign"]
