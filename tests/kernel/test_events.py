"""Tests of participe.kernel.events."""

from dataclasses import dataclass

from flask import Flask

from participe.kernel import events


@dataclass(frozen=True)
class SomethingHappened:
    what: str


def test_what_happens_unheard_is_told_to_nobody_and_the_next_thing_is_again() -> None:
    app, heard = Flask(__name__), list[SomethingHappened]()
    events.subscribe(app, SomethingHappened, heard.append)

    with app.app_context():
        with events.unheard():
            events.publish(SomethingHappened("then"))
        events.publish(SomethingHappened("now"))

    assert heard == [SomethingHappened("now")]
