"""What is seen of a decision: undone in ten minutes, told to the author, offered in the thread."""

from datetime import datetime, timedelta

import pytest

from participe.accounts.models import Account
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel import clock
from participe.moderation import services
from participe.moderation.models import Ground, ModerationDecision
from participe.moderation.services import Reasons
from tests.browser import Browser, text
from tests.factories import (
    a_comment,
    a_resident,
)
from tests.moderation.desk import SPAM, a_notice, desk, hiding, queue, staff_of


class TestUndo:
    def test_ten_minutes_later_it_is_too_late(
        self, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        comment = a_comment()
        browser.sign_in(staff_of(comment))
        browser.submit(desk(comment, "/masquer"), hiding(comment))
        assert browser.get(queue(comment, "/mes-decisions")).select("main form")
        then = clock.now() + timedelta(minutes=10)
        monkeypatch.setattr(clock, "now", lambda: then)

        decision = db.session.query(ModerationDecision).one()
        page = browser.submit(queue(comment, f"/decisions/{decision.id}/annuler"))

        assert "délai est passé" in text(page.select_one("[role=alert]"))
        assert comment.is_hidden
        assert not browser.get(queue(comment, "/mes-decisions")).select("main form")

    def test_not_somebody_elses(self, browser: Browser) -> None:
        comment = a_comment()
        decision = services.hide(comment, SPAM, by=staff_of(comment), seen=0, at=clock.now())
        db.session.commit()
        browser.sign_in(staff_of(comment))

        browser.post(queue(comment, f"/decisions/{decision.id}/annuler"), status=403)


class TestStatement:
    def test_the_author_reads_why_and_what_to_do(self, browser: Browser, noon: datetime) -> None:
        comment = a_comment(body="Achetez mes volets.")
        notifier = a_resident(commune=comment.commune, display_name="Dénonciateur")
        a_notice(comment, notifier=notifier, words="mots du signalement")
        reasons = Reasons(Ground.SPAM, SPAM.sentence, "Écrivez-nous si c’est une erreur.")
        decision = services.hide(comment, reasons, by=staff_of(comment), seen=0, at=noon)
        db.session.commit()
        slug = comment.commune.slug
        browser.sign_in(db.session.get_one(Account, comment.author_id))

        page = browser.get(f"/{slug}/decisions/{decision.id}")

        said = text(page.main)
        for words in (
            "Achetez mes volets.",
            "sans limite de durée",
            "Ce texte était de la publicité.",
            "Écrivez-nous si c’est une erreur.",
            "Quelqu’un nous l’a signalé",
            "Aucune machine",
            "dans les six mois",
        ):
            assert words in said
        assert "Dénonciateur" not in page.text
        assert "mots du signalement" not in page.text
        assert f"Décision {decision.id}" in browser.get(f"/{slug}/mon-espace").text

    def test_it_does_not_exist_for_others(self, browser: Browser, noon: datetime) -> None:
        comment = a_comment()
        decision = services.hide(comment, SPAM, by=staff_of(comment), seen=0, at=noon)
        db.session.commit()
        path = f"/{comment.commune.slug}/decisions/{decision.id}"

        browser.get(path, status=303)
        browser.sign_in(a_resident(commune=comment.commune)).get(path, status=404)


def test_the_thread_has_the_ways_to_report_and_to_moderate(browser: Browser) -> None:
    comment = db.session.get_one(Comment, a_comment().id)
    slug = comment.commune.slug
    link = f"/{slug}/gestion/moderation/{comment.id}"
    where = browser.open("GET", f"/{slug}/commentaires/{comment.id}").location

    assert browser.get(where).select(f'a[href="/{slug}/signaler/{comment.id}"]')
    assert not browser.get(where).select(f'a[href="{link}"]')
    assert browser.sign_in(staff_of(comment)).get(where).select(f'a[href="{link}"]')
