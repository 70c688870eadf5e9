"""The thirty articles of a real bill, what people said of them, and three versions of it."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from participe.accounts.models import Account
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.notifications.models import Letter, LetterKind
from participe.texts.cutting import cut, join, paragraphs
from participe.texts.lineage import Fate
from participe.texts.models import DiscussedText, Remark, Stance, TextVersion, Verdict, Wording
from participe.texts.queries import deciding as decisions
from participe.texts.queries import drafting as drafts
from participe.texts.queries import finding, lineage
from participe.texts.services import arranging, deciding, drafting, publishing, remarking, writing
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_consultation, a_phase, a_resident, a_staff_member
from tests.shared import shared_data

pytestmark = on_both

ARTICLES = 30
SAID_OF_EACH = 2  # real comments on each article, of some 2,000


@dataclass
class Bill:
    """The text of the bill, who writes it, and what its readers wrote."""

    source: str
    text: DiscussedText
    thomas: Account
    said: list[Remark]

    @property
    def draft(self) -> TextVersion:
        draft = drafts.draft_of(self.text)
        assert draft is not None
        return draft

    def article(self, number: int) -> Wording:
        """Return the article that had this number in the first version, as the draft has it."""
        passage = finding.find_passage(self.text, number)
        assert passage is not None
        wording = self.draft.wording_of(passage.id)
        assert wording is not None
        return wording

    def publish(self, note: str = "") -> None:
        publishing.publish(self.draft, note=note, by=self.thomas, at=clock.now())
        db.session.commit()

    def begin(self) -> None:
        drafting.begin(self.text, by=self.thomas, at=clock.now())

    def decide_all(self, verdict: Verdict, reason: str) -> None:
        waiting = decisions.to_decide(self.text, left_only=True)
        deciding.decide(
            waiting,
            version=self.draft,
            verdict=verdict,
            reason=reason,
            by=self.thomas,
            at=clock.now(),
        )


@pytest.fixture
def folder() -> Path:
    return shared_data("republique_numerique")


@pytest.fixture
def bill(app: Flask, folder: Path) -> Bill:
    """The bill as it was first published, with the first things that people said of it."""
    assert app
    thomas = a_staff_member()
    consultation = a_consultation(commune=thomas.commune, phases=[a_phase(PhaseKind.REACT)])
    articles = rows_of(folder)
    source = "\n\n".join(f"{row['title']}\n\n{row['body_text']}" for row in articles)
    draft = drafting.create(
        consultation,
        title="Projet de loi pour une République numérique",
        summary="",
        pieces=cut(source),
        by=thomas,
        at=clock.now(),
    )
    bill = Bill(source, draft.text, thomas, [])
    bill.publish()
    comments = comments_on(folder, [row["id"] for row in articles])
    first = finding.current(bill.text)
    assert first is not None
    for row, wording in zip(articles, first.wordings, strict=True):
        bill.said += [say(wording, comment) for comment in comments[row["id"]]]
    db.session.commit()
    return bill


def rows_of(folder: Path) -> list[dict[str, str]]:
    """Return the articles that the government wrote, in their order."""
    with (folder / "proposals.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["author_kind"] == "officiel"]


def comments_on(folder: Path, articles: list[str]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (folder / "comments.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            of_article = found[row["proposal_id"]] if row["proposal_id"] in articles else []
            if len(of_article) < SAID_OF_EACH:
                of_article.append(row)
    return found


def say(wording: Wording, comment: dict[str, str]) -> Remark:
    return remarking.remark(
        wording.passage,
        seen=wording.version,
        author=a_resident(commune=wording.version.text.commune),
        stance=Stance.AGREE if comment["position"] == "pour" else Stance.DISAGREE,
        body=comment["body"],
        wording="",
        at=clock.now(),
    )


def words(version: TextVersion) -> list[str]:
    said = (f"{wording.heading} {wording.body}" for wording in version.wordings)
    return [word for one in said for word in one.split() if word.strip("#")]


def test_the_bill_is_cut_into_its_thirty_articles(bill: Bill) -> None:
    """Invariant 2, on a text that we did not write."""
    first = finding.current(bill.text)

    assert first is not None
    assert [w.heading.split(" - ")[0] for w in first.wordings] == [
        f"Article {number}" for number in range(1, ARTICLES + 1)
    ]
    assert words(first) == bill.source.split()
    assert join(cut(join(cut(bill.source)))) == join(cut(bill.source))
    assert len(bill.said) == ARTICLES * SAID_OF_EACH


def test_it_goes_through_three_versions_and_every_remark_is_found_and_decided(
    browser: Browser, bill: Bill
) -> None:
    """R2: amended after remarks, a decision on every one, and what changed is shown."""
    second_version(bill)
    late = say_after(bill, 28, "Et les personnes malvoyantes ?")
    third_version(bill)

    third = finding.current(bill.text)
    assert third is not None
    assert third.number == 3
    assert decisions.undecided_of(bill.text) == 0
    remarks = db.session.scalars(select(Remark)).all()
    assert len(remarks) == len(bill.said) + 2
    assert all(remark.decision and remark.decision.version.is_published for remark in remarks)
    history = lineage.of(bill.text)
    fates = {number: fate_of(bill, number) for number in range(1, ARTICLES + 1)}
    assert {number for number, fate in fates.items() if fate is Fate.MERGED} == {17, 25}
    assert {number for number, fate in fates.items() if fate is Fate.REMOVED} == {27}
    for remark in remarks:
        place = history.place(remark.passage_id, 3)
        assert place.home in {w.passage_id for w in third.wordings} or place.reason
    check_letters(remarks, late)
    check_pages(browser, bill)


def second_version(bill: Bill) -> None:
    """Take a sentence in, cut the longest article, put two together, move one, remove one."""
    article = finding.current(bill.text).wordings[15]  # type: ignore[union-attr]
    proposed = remarking.remark(
        article.passage,
        seen=article.version,
        author=a_resident(commune=bill.text.commune),
        stance=Stance.REWORDING,
        body="Plus clair.",
        wording=f"{article.body} Ce droit vaut aussi pour les personnes mineures.",
        at=clock.now(),
    )
    bill.begin()
    deciding.take_in(
        proposed,
        version=bill.draft,
        based_on=1,
        reason="Votre phrase est plus claire.",
        by=bill.thomas,
        at=clock.now(),
    )
    before = sorted(words(bill.draft))
    longest = bill.article(12)
    parts = paragraphs(longest.body)
    halves = ["\n\n".join(parts[:10]), "\n\n".join(parts[10:])]
    arranging.split(longest, halves, based_on=1, by=bill.thomas, at=clock.now())
    arranging.merge(bill.article(16), bill.article(17), by=bill.thomas, at=clock.now())
    arranging.move(bill.article(30), to=1)
    assert sorted(words(bill.draft)) == before, "invariant 2"
    writing.remove(bill.article(27), reason="Une autre loi le permet déjà.")
    bill.decide_all(Verdict.PARTLY, "Le texte est plus clair sur ce point.")
    bill.publish("Une phrase reprise, un article retiré, des articles coupés et réunis.")
    assert proposed.taken_in is not None


def say_after(bill: Bill, number: int, body: str) -> Remark:
    """Say something of the second version: it waits for the third."""
    current = finding.current(bill.text)
    passage = finding.find_passage(bill.text, number)
    assert current is not None
    assert passage is not None
    remark = remarking.remark(
        passage,
        seen=current,
        author=a_resident(commune=bill.text.commune),
        stance=Stance.QUESTION,
        body=body,
        wording="",
        at=clock.now(),
    )
    db.session.commit()
    return remark


def third_version(bill: Bill) -> None:
    """Reword one, cut what was put together, put another into it, and answer the last remark."""
    bill.begin()
    answered = bill.article(28)
    writing.save(
        answered,
        heading=answered.heading,
        body=f"{answered.body}\n\nLe présent article vaut aussi pour les personnes malvoyantes.",
        reason="On nous l’a demandé.",
        based_on=1,
        by=bill.thomas,
        at=clock.now(),
    )
    joined = bill.article(16)
    parts = paragraphs(joined.body)
    arranging.split(
        joined,
        ["\n\n".join(parts[:4]), "\n\n".join(parts[4:])],
        based_on=1,
        by=bill.thomas,
        at=clock.now(),
    )
    arranging.merge(bill.article(24), bill.article(25), by=bill.thomas, at=clock.now())
    bill.decide_all(Verdict.ANSWERED, "Oui, elles aussi.")
    bill.publish("L’article 28 dit aussi les personnes malvoyantes.")


def fate_of(bill: Bill, number: int) -> Fate:
    passage = finding.find_passage(bill.text, number)
    assert passage is not None
    return lineage.of(bill.text).place(passage.id, 3).fate


def check_letters(remarks: list[Remark], late: Remark) -> None:
    """Invariant 5: each author is told once, by the version in which it was decided."""
    letters = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.REMARK_DECIDED))
    told = [letter.person_id for letter in letters]
    assert sorted(told) == sorted(remark.author_id for remark in remarks)
    assert late.decision is not None
    assert late.decision.version.number == 3


def check_pages(browser: Browser, bill: Bill) -> None:
    """What changed because of people is public, at the addresses of co-construction.md."""
    consultation = bill.text.consultation
    base = f"/{consultation.commune.slug}/consultations/{consultation.slug}/textes/1"
    assert "malvoyantes" in text(browser.get(base).main)
    compared = browser.get(f"{base}/comparer?de=1&a=3")
    assert "Une autre loi le permet déjà." in text(compared.main)
    assert "malvoyantes" in " ".join(added.text for added in compared.select("ins"))
    browser.get(f"{base}/suites")
    browser.get(f"{base}/imprimer?marques=1")
    assert "malvoyantes" in text(browser.get(f"{base}/passages/28").main)
    assert bill.said[0].body.split()[0] in text(browser.get(f"{base}/passages/1").main)
