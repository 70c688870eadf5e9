"""Nobody is silenced without knowing it: authors see of their texts what everyone sees (M-9)."""

from collections.abc import Iterator
from dataclasses import replace

from flask import Flask
from sqlalchemy import select

from participe.accounts.models import Account
from participe.contributions.models import Contribution
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.html import TextFormat
from participe.proposals.models import Proposal
from tests.browser import Browser
from tests.factories import a_comment, a_proposal, a_resident
from tests.security.world import World, as_, readable, routes

REASON = "Raison que tout le monde lit."


def of_one_author(world: World) -> Account:
    """Give every text of the world to one person and a word of its own; return who wrote them."""
    proposal = db.session.get_one(Proposal, world.values["contribution_id"])
    author = proposal.author
    assert isinstance(author, Account)
    a_proposal(consultation=proposal.consultation, author=author, withdrawn_at=clock.now())
    a_comment(on=proposal, author=author, withdrawn_at=clock.now())
    for text in db.session.scalars(select(Contribution)):
        text.author = author
        text.write(title=f"titre{text.id}x", body=f"mot{text.id}x", body_format=TextFormat.PLAIN)
        if text.is_hidden:
            text.hidden_reason = REASON
        if text.is_withdrawn:
            text.withdrawn_reason = REASON
    db.session.commit()
    return author


def public_pages(app: Flask, world: World) -> Iterator[str]:
    """Give the address of every page for everyone, of each proposition in turn."""
    numbers = db.session.scalars(select(Proposal.number)).all()
    for rule, audience in routes(app, "GET"):
        if audience != "everyone" or "preview" in rule.endpoint:
            continue
        for number in numbers if "number" in rule.arguments else numbers[:1]:
            yield replace(world, values=world.values | {"number": number}).address(rule)


def test_an_author_sees_of_their_texts_what_everyone_sees(
    app: Flask, browser: Browser, world: World
) -> None:
    """What others do not see, its author sees nowhere as if they did."""
    author = of_one_author(world)
    db.session.refresh(author)
    reader = a_resident(commune=author.commune)
    texts = db.session.scalars(select(Contribution)).all()
    words = {f"mot{text.id}x": text.is_hidden or text.is_withdrawn for text in texts}
    seen: set[str] = set()
    differing, untold = [], []
    for address in public_pages(app, world):
        page = readable(as_(browser, author).open("GET", address))
        other = readable(as_(browser, reader).open("GET", address))
        mine, theirs = ({word for word in words if word in shown} for shown in (page, other))
        seen |= theirs
        differing += [
            (address, word) for word in mine ^ theirs if word in theirs or not words[word]
        ]
        untold += [(address, word) for word in mine - theirs if words[word] and REASON not in page]

    assert not differing
    assert not untold
    # A question to the commune is public once it has its reply; the rest must have been met.
    met = {text.kind for text in texts if f"mot{text.id}x" in seen}
    assert met == {"proposal", "comment", "amendment", "remark", "observation"}
    assert not [word for word in seen if words[word]]
