"""Reading a text, a passage and its past: without an account, on few queries, in few bytes."""

import gzip

import pytest

from participe.consultations import services as consultations
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.texts.models import DiscussedText
from participe.texts.services import arranging, writing
from tests.browser import Browser, text
from tests.factories import a_consultation, a_phase, a_remark, a_text
from tests.statements import counted_queries
from tests.texts.versions import a_draft, a_next_version, publish, said_in, the_wording

# Some sixty words, as the articles of a real regulation have.
ARTICLE = (
    "Le marché a lieu chaque jeudi de {n} heures à treize heures, sur la place et dans la rue "
    "Haute jusqu’au numéro {n}. Les véhicules des personnes qui vendent quittent la place avant "
    "huit heures. Ils reviennent au plus tôt à treize heures. Le bourgmestre peut fixer un autre "
    "jour lorsque le jeudi est férié, après avoir prévenu les riverains {n} jours à l’avance."
)


def path_of(discussed: DiscussedText, more: str = "") -> str:
    consultation = discussed.consultation
    start = f"/{consultation.commune.slug}/consultations/{consultation.slug}"
    return f"{start}/textes/{discussed.number}{more}"


def a_text_in(*bodies: str, kind: PhaseKind = PhaseKind.REACT, closes: float = 1) -> DiscussedText:
    phases = [a_phase(kind, opens=-9, closes=closes)]
    return a_text(*bodies, consultation=a_consultation(phases=phases))


class TestTheText:
    def test_everybody_reads_it_without_an_account(self, browser: Browser) -> None:
        """Invariant 8: and without a cookie."""
        discussed = a_text_in("Le marché a lieu le jeudi.", "Les voitures roulent à 30 km/h.")

        response = browser.open("GET", path_of(discussed))
        page = browser.get(path_of(discussed))

        assert "Set-Cookie" not in response.headers
        assert text(page.h1) == "Règlement de la place"
        passage = page.select_one("section#passage-2")
        assert "Les voitures roulent à 30 km/h." in text(passage)
        assert "Donner un avis sur le passage 2" in text(passage)
        assert text(page.select_one("section#passage-2 h2")) == "Passage 2"

    def test_the_only_text_is_found_at_the_short_address(self, browser: Browser) -> None:
        discussed = a_text_in()
        short = path_of(discussed).replace("/textes/1", "/texte")

        response = browser.open("GET", short)
        assert (response.status_code, response.location) == (302, path_of(discussed))

        a_text(consultation=discussed.consultation, number=2, title="Plan de mobilité")
        page = browser.get(short)
        assert [text(link) for link in page.select(".list a")] == [
            "Règlement de la place",
            "Plan de mobilité",
        ]

    def test_a_consultation_without_text_has_no_page_of_it(self, browser: Browser) -> None:
        discussed = a_text(published=False)

        browser.get(path_of(discussed).replace("/textes/1", "/texte"), status=404)
        browser.get(path_of(discussed), status=404)
        browser.get(path_of(discussed, "/passages/1"), status=404)

    def test_what_changed_is_marked_with_its_reason(self, browser: Browser) -> None:
        """R2: additions and removals are said as well as drawn."""
        discussed = a_text_in("Les voitures roulent à 30 km/h.", "Le marché reste.")
        a_next_version(discussed, {1: "Les voitures roulent à 20 km/h."})

        page = browser.get(path_of(discussed))

        changed = page.select_one("#passage-1")
        assert "Changé dans la version 2" in text(changed)
        assert "Vous l’avez demandé." in text(changed)
        assert text(changed.ins) == "ajouté : 20"
        assert text(changed.select_one("del")) == "retiré : 30"
        assert not page.select("#passage-2 ins, #passage-2 del")
        assert "Nous avons lu vos avis." in text(page.main)

    def test_an_earlier_version_says_that_it_is_one(self, browser: Browser) -> None:
        discussed = a_text_in("Les voitures roulent à 30 km/h.")
        a_next_version(discussed, {1: "Les voitures roulent à 20 km/h."})

        page = browser.get(path_of(discussed, "?version=1"))

        assert "Vous lisez une ancienne version" in text(page.select_one(".notice-box"))
        assert "30 km/h" in text(page.select_one("#passage-1"))
        assert "Donner un avis" not in text(page.main)
        browser.get(path_of(discussed, "?version=3"), status=404)
        browser.get(path_of(discussed, "?version=n%27importe"), status=404)

    def test_nothing_of_a_draft_is_shown(self, browser: Browser) -> None:
        discussed = a_text_in("Le marché a lieu le jeudi.")
        a_draft(discussed, {1: "SECRET"})

        for more in ("", "/passages/1"):
            assert "SECRET" not in browser.open("GET", path_of(discussed, more)).text
        browser.get(path_of(discussed, "?version=2"), status=404)

    def test_a_removed_passage_is_named_with_the_reason(self, browser: Browser) -> None:
        discussed = a_text_in("Le marché a lieu le jeudi.", "Les chiens sont interdits.")
        draft = a_draft(discussed)
        writing.remove(said_in(draft, 2), reason="Vous l’avez refusé.")
        publish(draft)

        page = browser.get(path_of(discussed))
        gone = browser.get(path_of(discussed, "/passages/2"))

        assert "Vous l’avez refusé." in text(page.select_one("[aria-labelledby=removed]"))
        assert "Ce passage n’est plus dans le texte" in text(gone.main)
        assert "Vous l’avez refusé." in text(gone.main)
        assert "Les chiens sont interdits." in text(gone.main)

    def test_when_closed_it_says_why_and_what_comes_next(self, browser: Browser) -> None:
        """Invariant 2."""
        phases = [
            a_phase(PhaseKind.REACT, opens=-9, closes=-1),
            a_phase(PhaseKind.ANSWER, opens=-1, closes=20),
        ]
        discussed = a_text(consultation=a_consultation(phases=phases))

        page = browser.get(path_of(discussed))

        assert "Cette étape est finie depuis" in text(page.main)
        assert "En ce moment : la commune répond" in text(page.main)
        assert "Donner un avis" not in text(page.main)

    def test_a_text_of_forty_passages_weighs_little(self, browser: Browser) -> None:
        """G8: fifteen kilobytes on the wire, counts, links and changes included."""
        discussed = a_text_in(*(ARTICLE.format(n=number) for number in range(1, 41)))
        a_remark(on=the_wording(discussed, 7))
        a_next_version(discussed, {4: ARTICLE.format(n=70), 9: ARTICLE.format(n=80)})

        answer = browser.open("GET", path_of(discussed))

        assert len(gzip.compress(answer.data, 6)) <= 15_000

    def test_the_queries_do_not_grow_with_the_text(self, browser: Browser) -> None:
        numbers = []
        for size in (2, 30):
            discussed = a_text_in(*(f"Passage {number}." for number in range(size)))
            for number in range(1, size + 1):
                a_remark(on=the_wording(discussed, number))
            a_next_version(discussed, {1: "Autre chose."})
            address = path_of(discussed)
            with counted_queries() as statements:
                browser.get(address)
            numbers.append(len(statements))

        assert numbers[0] == numbers[1] <= 20, statements

    def test_a_long_text_has_a_closed_list_of_its_headings_by_level(self, browser: Browser) -> None:
        """On a telephone the text begins below it: it opens without a script."""
        discussed = a_text_in(*(f"Passage {number}." for number in range(9)))
        for number, level, heading in ((3, 2, "Le bruit"), (5, 3, "La nuit"), (7, 2, "L’eau")):
            said = the_wording(discussed, number)
            said.heading, said.heading_level = heading, level
        db.session.commit()

        page = browser.get(path_of(discussed))

        contents = page.select_one("nav[aria-label=Sommaire] details")
        assert not contents.has_attr("open")
        assert text(contents.summary) == "Sommaire (3 titres)"
        links = [(text(link), link["href"]) for link in contents.select("details > ul > li > a")]
        assert links == [("Le bruit", "#passage-3"), ("L’eau", "#passage-7")]
        assert text(contents.select_one("ul ul")) == "La nuit"
        assert text(page.select_one("#passage-4 h3")) == "Passage 4"

    def test_a_passage_with_a_heading_is_called_by_it(self, browser: Browser) -> None:
        """Its number for readers stands beside, so that two numbers do not fight."""
        discussed = a_text_in("Les voitures roulent à 20 km/h.")
        said = the_wording(discussed, 1)
        said.heading, said.heading_level = "Article 7 – La vitesse", 1
        db.session.commit()

        page = browser.get(path_of(discussed))
        passage = browser.get(path_of(discussed, "/passages/1"))

        links = text(page.select_one("#passage-1 .comment__actions"))
        assert "(passage 1)" in links
        assert "Donner un avis sur « Article 7 – La vitesse »" in links
        assert text(passage.h1) == "Article 7 – La vitesse"
        assert "Passage 1 du texte" in text(passage.main)

    def test_what_changed_is_open_for_who_asks_for_it(self, browser: Browser) -> None:
        discussed = a_text_in("Les voitures roulent à 30 km/h.")
        a_next_version(discussed, {1: "Les voitures roulent à 20 km/h."})

        closed = browser.get(path_of(discussed))
        opened = browser.get(path_of(discussed, "?changements=oui"))

        assert not closed.select_one(".passage details").has_attr("open")
        assert opened.select_one(".passage details").has_attr("open")


class TestAPassage:
    def test_it_shows_its_words_its_remarks_and_its_past(self, browser: Browser) -> None:
        """R2: a remark stays with its passage, and says on which version it was made."""
        discussed = a_text_in("Les voitures roulent à 30 km/h.")
        remark = a_remark(on=the_wording(discussed), body="C’est trop rapide.")
        a_next_version(discussed, {1: "Les voitures roulent à 20 km/h."})

        page = browser.get(path_of(discussed, "/passages/1"))

        assert text(page.h1) == "Passage 1"
        assert "20 km/h" in text(page.blockquote)
        shown = page.select_one(f"#avis-{remark.id}")
        assert "C’est trop rapide." in text(shown)
        assert "fait sur la version 1" in text(shown)
        assert text(page.select_one("[aria-labelledby=past] del")) == "retiré : 30"

    def test_a_merged_passage_says_where_it_went_and_its_remarks_go_along(
        self, browser: Browser
    ) -> None:
        discussed = a_text_in("Le marché a lieu le jeudi.", "Il ferme à 13 heures.")
        a_remark(on=the_wording(discussed, 2), body="Trop tôt.")
        draft = a_draft(discussed)
        staff = discussed.created_by
        arranging.merge(said_in(draft, 1), said_in(draft, 2), by=staff, at=clock.now())  # type: ignore[arg-type]
        publish(draft)

        gone = browser.get(path_of(discussed, "/passages/2"))
        now = browser.get(path_of(discussed, "/passages/1"))
        whole = browser.get(path_of(discussed))

        link = gone.select_one(".notice-box a")
        assert link["href"] == path_of(discussed, "/passages/1")
        assert "Trop tôt." in text(gone.main)
        assert "Trop tôt." in text(now.main)
        assert "1 avis" in text(whole.select_one("#passage-1"))

    def test_remarks_are_drawn_for_the_day_never_ranked_by_popularity(
        self, browser: Browser
    ) -> None:
        """R4: unless a reader asks for it; tests/texts/test_ordering.py has the orders."""
        discussed = a_text_in()
        for number in range(21):
            a_remark(on=the_wording(discussed), body=f"{number}", supports_count=number)

        first = browser.get(path_of(discussed, "/passages/1"))
        second = browser.get(first.select_one("a[rel=next]")["href"])
        pages = [
            [int(text(said)) for said in p.select(".comment-thread .prose")]
            for p in (first, second)
        ]

        assert sorted(pages[0] + pages[1]) == list(range(21))
        assert pages[0] not in (sorted(pages[0]), sorted(pages[0], reverse=True))

    def test_hidden_remarks_keep_their_place_without_their_words(self, browser: Browser) -> None:
        discussed = a_text_in()
        a_remark(
            on=the_wording(discussed),
            body="CANARI",
            hidden_at=clock.now(),
            hidden_reason="Une insulte.",
        )
        a_remark(on=the_wording(discussed), body="RETIRÉ", withdrawn_at=clock.now())

        page = browser.get(path_of(discussed, "/passages/1"))

        assert "Une insulte." in text(page.main)
        assert "CANARI" not in page.decode()
        assert "RETIRÉ" not in page.decode()

    def test_the_queries_do_not_grow_with_the_remarks(self, browser: Browser) -> None:
        numbers = []
        for size in (1, 15):
            discussed = a_text_in()
            for _ in range(size):
                a_remark(on=the_wording(discussed))
            address = path_of(discussed, "/passages/1")
            with counted_queries() as statements:
                browser.get(address)
            numbers.append(len(statements))

        assert numbers[0] == numbers[1] <= 20, statements


class TestOnTheConsultation:
    @pytest.mark.parametrize(
        ("kind", "first"),
        [
            (PhaseKind.REACT, "Lire le texte et donner un avis"),
            (PhaseKind.PROPOSE, "Proposer une idée"),
        ],
    )
    def test_the_text_is_there_and_first_where_only_remarks_are_open(
        self, browser: Browser, kind: PhaseKind, first: str
    ) -> None:
        discussed = a_text_in(kind=kind)
        a_remark(on=the_wording(discussed))

        page = browser.get(path_of(discussed).removesuffix("/textes/1"))

        block = page.select_one("[aria-labelledby=texts]")
        assert "1 passage, 1 avis" in text(block)
        assert text(page.select_one("main .button--large")) == first

    def test_when_closed_one_still_reads(self, browser: Browser) -> None:
        discussed = a_text_in(closes=-1)

        page = browser.get(path_of(discussed).removesuffix("/textes/1"))

        assert "Lire le texte et les avis" in text(page.select_one("[aria-labelledby=texts]"))


def test_a_former_address_of_the_consultation_leads_here(browser: Browser) -> None:
    """Invariant 9."""
    discussed = a_text_in()
    former = path_of(discussed, "/passages/1")
    from_slug = discussed.consultation.slug

    consultations.move(discussed.consultation, "nouvelle-place")
    db.session.commit()

    response = browser.open("GET", former)

    assert response.status_code == 301
    assert response.location == former.replace(from_slug, "nouvelle-place")
