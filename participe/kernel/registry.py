"""How a lower package lets higher ones add to its pages, without knowing them."""

from collections.abc import Iterator
from typing import Generic, TypeVar, cast

from flask import Flask, current_app

Provider = TypeVar("Provider")


class Registry(Generic[Provider]):
    """What was added to one place of the platform: filled from `create_app`, read in order."""

    def __init__(self, name: str) -> None:
        self._key = f"participe.registry.{name}"

    def add(self, app: Flask, provider: Provider) -> None:
        app.extensions.setdefault(self._key, []).append(provider)

    def __iter__(self) -> Iterator[Provider]:
        return iter(cast("list[Provider]", current_app.extensions.get(self._key, ())))
