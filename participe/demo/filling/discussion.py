"""The comments on the propositions, and what moderation made of some texts."""

from collections.abc import Mapping
from typing import Any

from participe.accounts.models import Account, Channel
from participe.communes.models import Commune
from participe.contributions.models import Contribution
from participe.demo import content
from participe.demo.content import Calendar, Entry
from participe.discussions import services as discussions
from participe.discussions.models import Comment, Position
from participe.extensions import db
from participe.kernel.html import TextFormat
from participe.moderation.models import Ground, Measure, ModerationDecision, Notice
from participe.proposals.models import Proposal

People = dict[str, Account]


def fill_comments(
    proposals: dict[str, Proposal], people: People, calendar: Calendar
) -> dict[str, Comment]:
    """Write all comments and replies; return those that have a key."""
    keyed: dict[str, Comment] = {}
    for _consultation, entry in content.proposals():
        proposal = proposals[entry["key"]]
        written = entry.get("comments", ())
        for place, each in enumerate(written):
            at = {"place": place, "of": len(written)}
            comment = write_comment(each, proposal, None, people, calendar, at)
            keyed |= {each["key"]: comment} if "key" in each else {}
            replies = each.get("replies", ())
            for reply_place, reply in enumerate(replies):
                at = {"place": reply_place, "of": len(replies)}
                answer = write_comment(reply, proposal, comment, people, calendar, at)
                keyed |= {reply["key"]: answer} if "key" in reply else {}
    return keyed


def write_comment(
    entry: Entry,
    subject: Contribution,
    parent: Comment | None,
    people: People,
    calendar: Calendar,
    at: dict[str, int],
) -> Comment:
    """Write one comment, or a reply, where it stands in its day."""
    author = people[entry["by"]]
    position = entry.get("position", "none")
    published = calendar.moment(entry["day"], **at)
    comment = Comment(
        commune_id=subject.commune_id,
        subject_id=subject.id,
        parent_id=parent.id if parent else None,
        author_id=author.id,
        acted_by_id=people[entry["acted_by"] if "acted_by" in entry else entry["by"]].id,
        channel=Channel(entry.get("channel", "online")),
        language=entry.get("language", "fr"),
        position=None if position == "none" else Position(position),
        published_at=max(published, subject.published_at, parent.published_at)
        if parent
        else max(published, subject.published_at),
    )
    comment.write(title="", body=entry["text"].strip(), body_format=TextFormat.PLAIN)
    if "withdrawn" in entry:
        comment.withdrawn_at = calendar.moment(entry["withdrawn"])
    else:
        subject.comments_count += 1
        if parent:
            parent.comments_count += 1
    db.session.add(comment)
    db.session.flush()
    return comment


def fill_moderation(
    commune: Commune, targets: Mapping[str, Contribution], people: People, calendar: Calendar
) -> None:
    """Report some texts, keep one, hide others with their reason; two reports wait."""
    file = content.read("moderation")
    notices = {
        entry["number"]: Notice(
            commune_id=commune.id,
            number=entry["number"],
            contribution_id=targets[entry["target"]].id,
            ground=Ground(entry["ground"]),
            words=entry["words"],
            notifier_id=people[entry["by"]].id if "by" in entry else None,
            received_at=calendar.moment(entry["day"]),
        )
        for entry in file["notices"]
    }
    db.session.add_all(notices.values())
    db.session.flush()
    for entry in file["decisions"]:
        decision = _decide(entry, commune, targets[entry["target"]], people, calendar)
        if "notice" in entry:
            notices[entry["notice"]].decision_id = decision.id
    commune.last_notice_number = max(notices)
    db.session.flush()


def _decide(
    entry: Entry, commune: Commune, target: Any, people: People, calendar: Calendar
) -> ModerationDecision:
    at = calendar.moment(entry["day"], 1, 2)
    decision = ModerationDecision(
        commune_id=commune.id,
        contribution_id=target.id,
        measure=Measure(entry["measure"]),
        ground=Ground(entry["ground"]),
        reason=entry["reason"],
        message=entry.get("message", ""),
        decided_by_id=people[entry["by"]].id,
        decided_at=at,
    )
    if decision.measure is Measure.HIDE:
        target.hidden_at, target.hidden_reason = at, entry["reason"]
        if isinstance(target, Comment) and not target.is_withdrawn:
            discussions.count(target, -1)
    db.session.add(decision)
    db.session.flush()
    return decision
