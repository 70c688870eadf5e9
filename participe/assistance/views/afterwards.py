"""After a session: whom to tell of an answer, the poster of answers, a letter in large type."""

from flask import redirect, render_template, url_for
from werkzeug import Response

from participe.accounts.session import for_staff_and_facilitators
from participe.assistance.queries import afterwards as queries
from participe.assistance.views import access
from participe.assistance.views.blueprint import bp
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import require_seen
from participe.proposals.wording import outcomes as proposal_words
from participe.texts import wording as remark_words

WORDS = {"proposal_words": proposal_words, "remark_words": remark_words}


@bp.get("/seances/<int:session_number>/reponses")
@for_staff_and_facilitators
def answers_since(session_number: int) -> str:
    """List who can be told something, those first who were not told yet."""
    session = access.find_to_read(session_number)
    news = sorted(queries.news_of(session), key=lambda one: one.is_told)
    return render_template("assistance/answers_since.html", session=session, news=news, **WORDS)


@bp.post("/seances/<int:session_number>/reponses/<int:place>/dit")
@for_staff_and_facilitators
def note_told(session_number: int, place: int) -> Response:
    """Note that somebody was told."""
    session = access.find_to_read(session_number)
    access.find_person(session, place).told_at = clock.now()
    db.session.commit()
    return redirect(url_for(".answers_since", session_number=session_number), 303)


@bp.get("/seances/<int:session_number>/affiche")
@for_staff_and_facilitators
def poster(session_number: int) -> str:
    """Show what was proposed in a session and what the commune answered, to be put up."""
    session = access.find_to_read(session_number)
    return render_template(
        "assistance/poster.html",
        session=session,
        answers=queries.answers_in(session),
        remarks=queries.decided_in(session),
        **WORDS,
    )


@bp.get("/seances/<int:session_number>/lettres/<int:place>")
@for_staff_and_facilitators
def letter(session_number: int, place: int) -> str:
    """Show a letter in large type for somebody: the answers to what they wrote, and no code."""
    session = access.find_to_read(session_number)
    news = next((n for n in queries.news_of(session) if n.participant.place == place), None)
    require_seen(news is not None)
    return render_template("assistance/letter.html", session=session, news=news, **WORDS)
