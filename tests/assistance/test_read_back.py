"""What somebody else typed is read back before it is sent; pages say who typed, without a name."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from participe.assistance.models.people import Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.views import read_back
from participe.consultations.models import Consultation
from participe.consultations.phases import PhaseKind
from participe.contributions.models import Contribution
from participe.discussions import services as discussions
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Proposal
from participe.proposals.services import publishing, supporting
from participe.texts.models import Remark, Stance
from tests.browser import Browser, Fields
from tests.browser import text as words
from tests.factories import (
    a_consultation,
    a_participant,
    a_phase,
    a_proposal,
    a_resident,
    a_text,
    an_assisted_session,
)
from tests.texts.versions import the_wording

YES = "Oui, c’est ce que j’ai dit"


def a_session() -> AssistedSession:
    consultation = a_consultation(phases=[a_phase(PhaseKind.PROPOSE), a_phase(PhaseKind.DISCUSS)])
    return an_assisted_session(consultation=consultation)


def a_person(way: Way = Way.TYPED, **values: object) -> Participant:
    return a_participant(session=a_session(), way=way, **values)


def written_by(person: Participant) -> list[Contribution]:
    return db.session.query(Contribution).filter_by(author_id=person.id).all()


def say_yes(browser: Browser, page: BeautifulSoup) -> BeautifulSoup:
    """Press the button of the page that reads back."""
    button = page.find("button", string=lambda label: label and YES in label)
    assert button is not None, words(page.main)
    form = button.find_parent("form")
    fields = {tag["name"]: tag.get("value", "") for tag in form.select("[name]")}
    return browser.submit(form["action"], fields)


def correction(page: BeautifulSoup) -> tuple[str, Fields]:
    """Return where what is corrected goes, with all that its form sends when nothing is."""
    form = page.select_one("details form")
    hidden = form.select("input[type=hidden], input[checked]")
    fields = {tag["name"]: tag.get("value", "") for tag in hidden}
    return form["action"], fields | {tag["name"]: tag.text for tag in form.select("textarea")}


def places(person: Participant) -> dict[str, tuple[str, Fields]]:
    """Return every form that publishes words of somebody, with what they say."""
    commune = person.session.commune
    consultation = person.session.consultation
    proposal = a_proposal(consultation=consultation)
    own = a_proposal(consultation=consultation, author=person)
    text = a_text(consultation=consultation)
    wording = the_wording(text)
    comment = discussions.comment(
        proposal,
        consultation=consultation,
        author=a_resident(commune=commune),
        body="Bonne idée.",
        at=clock.now(),
    )
    mine = discussions.comment(
        proposal, consultation=consultation, author=person, body="Mon mot.", at=clock.now()
    )
    db.session.commit()
    start = f"/{commune.slug}"
    passage = f"/textes/{text.number}/passages/{wording.passage.number}"
    said = {"body": "Des bancs à l’ombre."}
    return {
        "comment": (f"{start}/propositions/{proposal.number}/commenter", said),
        "reply": (f"{start}/commentaires/{comment.id}/repondre", said),
        "edited comment": (f"{start}/commentaires/{mine.id}/modifier", said | {"based_on": "1"}),
        "edited proposition": (
            f"{start}/propositions/{own.number}/modifier",
            said | {"title": own.title, "based_on": "1"},
        ),
        "remark": (
            f"{start}/consultations/{consultation.slug}{passage}/donner-un-avis",
            said | {"stance": Stance.AGREE.value, "seen": str(wording.version.number)},
        ),
    }


@pytest.mark.parametrize(
    "what", ["comment", "reply", "edited comment", "edited proposition", "remark"]
)
def test_nothing_dictated_goes_from_entry_to_published(what: str, browser: Browser) -> None:
    """A-10: no route from entry to published without the page that reads back."""
    person = a_person()
    address, fields = places(person)[what]
    browser.sign_in(person)
    before = {(one.id, one.version, one.body) for one in written_by(person)}

    page = browser.post(address, fields, status=200)

    assert words(page.h1) == "Relisez à voix haute"
    assert "Des bancs à l’ombre." in [words(said) for said in page.select(".aloud")]
    assert {(one.id, one.version, one.body) for one in written_by(person)} == before

    say_yes(browser, page)

    changed = {(one.id, one.version, one.body) for one in written_by(person)} - before
    assert [body for _id, _version, body in changed] == ["Des bancs à l’ombre."]


def test_the_seal_of_other_words_does_not_publish(browser: Browser) -> None:
    person = a_person()
    address, fields = places(person)["comment"]
    browser.sign_in(person)
    page = browser.post(address, fields, status=200)
    seal = page.select_one("[name=read_back]")["value"]
    before = len(written_by(person))

    for other in ({"body": "Autre chose."}, fields | {"position": "for"}):
        page = browser.post(address, other | {"read_back": seal}, status=200)
        assert words(page.h1) == "Relisez à voix haute"
    for false in ("", "x", seal + "x"):
        browser.post(address, fields | {"read_back": false}, status=200)

    assert len(written_by(person)) == before


def test_the_seal_of_another_person_does_not_publish(browser: Browser) -> None:
    person = a_person()
    other = a_participant(session=person.session, way=Way.TYPED)
    address, fields = places(person)["comment"]
    page = browser.sign_in(other).post(address, fields, status=200)
    seal = page.select_one("[name=read_back]")["value"]

    browser.sign_in(person).post(address, fields | {"read_back": seal}, status=200)

    assert len(written_by(person)) == 2


def test_what_was_misheard_is_corrected_and_read_again(browser: Browser) -> None:
    person = a_person()
    address, fields = places(person)["remark"]
    browser.sign_in(person)
    page = browser.post(address, fields, status=200)
    address, again = correction(page)

    page = browser.post(address, again | {"body": "Des bancs au soleil."}, status=200)

    assert "Des bancs au soleil." in words(page.main)
    assert "Je suis d’accord" in words(page.main)
    say_yes(browser, page)
    assert "Des bancs au soleil." in [one.body for one in written_by(person)]


def test_where_one_stands_is_corrected_too(browser: Browser) -> None:
    person = a_person()
    address, fields = places(person)["remark"]
    page = browser.sign_in(person).post(address, fields, status=200)
    address, again = correction(page)
    assert again["stance"] == Stance.AGREE.value

    page = browser.post(address, again | {"stance": Stance.DISAGREE.value}, status=200)

    assert "Je ne suis pas d’accord" in [words(said) for said in page.select(".aloud")]
    say_yes(browser, page)
    (remark,) = [one for one in written_by(person) if isinstance(one, Remark)]
    assert remark.stance is Stance.DISAGREE


class TestWhatCannotBeSentIsNotReadAloud:
    """The rules of the form come first: nobody says yes to what is refused a moment later."""

    def test_an_opinion_that_nobody_chose(self, browser: Browser) -> None:
        """The form holds the sentence of the commune, which is nothing that anybody said."""
        person = a_person()
        address, fields = places(person)["remark"]
        browser.sign_in(person)
        sent = browser.get(address).select_one("[name=wording]").text.strip()

        page = browser.post(
            address, {"wording": sent, "body": "", "seen": fields["seen"]}, status=422
        )

        assert "Choisissez votre avis." in words(page.main)
        assert words(page.h1) != "Relisez à voix haute"

    def test_another_sentence_that_is_the_same(self, browser: Browser) -> None:
        person = a_person()
        address, fields = places(person)["remark"]
        browser.sign_in(person)
        sent = browser.get(address).select_one("[name=wording]").text.strip()

        page = browser.post(
            address, fields | {"stance": Stance.REWORDING.value, "wording": sent}, status=422
        )

        assert "Changez la phrase du texte" in words(page.main)

    def test_a_comment_that_is_too_long(self, browser: Browser) -> None:
        person = a_person()
        address, _fields = places(person)["comment"]

        page = browser.sign_in(person).post(address, {"body": "a" * 1001}, status=422)

        assert "Votre texte dépasse 1 000 caractères." in words(page.main)
        assert len(written_by(person)) == 2

    def test_the_sentence_of_the_commune_is_not_read_as_somebodys_own(
        self, browser: Browser
    ) -> None:
        person = a_person()
        address, fields = places(person)["remark"]
        browser.sign_in(person)
        sent = browser.get(address).select_one("[name=wording]").text.strip()

        page = browser.post(address, fields | {"wording": sent}, status=200)

        read = {words(said) for said in page.select(".aloud")}
        assert read == {"Je suis d’accord", "Des bancs à l’ombre."}


def test_several_lines_are_read_back_and_sent_as_they_are(browser: Browser) -> None:
    """A browser sends the line ends of a hidden field in its own way."""
    person = a_person()
    address, _fields = places(person)["comment"]
    browser.sign_in(person)
    page = browser.post(address, {"body": "Un banc.\r\nUn arbre."}, status=200)
    seal = page.select_one("[name=read_back]")["value"]

    browser.submit(address, {"body": "Un banc.\nUn arbre.", "read_back": seal})

    assert "Un banc.\nUn arbre." in [one.body for one in written_by(person)]


def test_an_empty_form_is_refused_as_for_everybody(browser: Browser) -> None:
    person = a_person()
    address, _fields = places(person)["comment"]

    page = browser.sign_in(person).post(address, {"body": "  "}, status=422)

    assert "Écrivez votre commentaire." in words(page.main)


@pytest.mark.parametrize("way", [Way.ALONE, Way.HELPED])
def test_who_types_with_their_own_hands_sends_at_once(way: Way, browser: Browser) -> None:
    person = a_person(way)
    address, fields = places(person)["comment"]

    browser.sign_in(person).submit(address, fields)

    assert "Des bancs à l’ombre." in [one.body for one in written_by(person)]


class TestADictatedProposition:
    def begin(
        self, browser: Browser, person: Participant, consultation: Consultation | None = None
    ) -> str:
        """Type an idea for somebody, and return the address of its last step."""
        consultation = consultation or person.session.consultation
        start = f"/{consultation.commune.slug}/consultations/{consultation.slug}/proposer"
        browser.sign_in(person)
        answer = browser.open("POST", start, {"title": "Un kiosque", "body": "Pour danser."})
        assert answer.status_code == 303
        return str(answer.location)

    def test_its_last_step_reads_back(self, browser: Browser) -> None:
        person = a_person()
        check = self.begin(browser, person)

        page = browser.get(check)
        assert words(page.h1) == "Relisez à voix haute"
        assert [words(said) for said in page.select(".aloud p")] == ["Un kiosque", "Pour danser."]
        assert words(page.main).count("Un kiosque") == 1, "it is said once"
        say_yes(browser, page)

        (proposal,) = written_by(person)
        assert proposal.title == "Un kiosque"
        assert proposal.acted_by_id == person.session.facilitator_id

    def test_its_author_is_led_to_their_receipt_and_promised_no_letter(
        self, browser: Browser
    ) -> None:
        """There is one code, that of the receipt, and no address to write to."""
        page = say_yes(browser, browser.get(self.begin(browser, a_person())))

        said = words(page.main)
        assert words(page.h1) == "Votre proposition est publiée"
        assert "Votre reçu permet de lire la réponse." in said
        assert "Nous vous écrirons" not in said
        assert not page.select(".confirmation .reference")
        assert page.select('main a[href$="/poste"]')

    def test_it_is_not_published_without_that_step(self, browser: Browser) -> None:
        """A-10."""
        person = a_person()
        check = self.begin(browser, person)

        page = browser.post(check, {"age": "y"}, status=200)

        assert "Un kiosque" in words(page.main)
        assert not written_by(person)

    def test_the_age_declared_when_they_were_added_is_not_asked_again(
        self, browser: Browser
    ) -> None:
        page = browser.get(self.begin(browser, a_person()))

        assert not page.select("[name=age]")

    def test_a_consultation_for_older_people_asks_for_theirs(self, browser: Browser) -> None:
        person = a_person()
        older = a_consultation(
            commune=person.session.commune, minimum_age=person.session.consultation.minimum_age + 1
        )

        check = self.begin(browser, person, older)

        assert browser.get(check).select("[name=age]")

    def test_what_was_changed_meanwhile_is_read_again(self, browser: Browser) -> None:
        person = a_person()
        check = self.begin(browser, person)
        seal = browser.get(check).select_one("[name=read_back]")["value"]
        idea = check.replace("verifier", "idee")
        browser.open("POST", idea, {"title": "Un kiosque bleu", "body": "Pour danser."})

        page = browser.post(check, {"age": "y", "read_back": seal}, status=200)

        assert "Un kiosque bleu" in words(page.main)
        assert not written_by(person)


def test_each_form_of_the_rooms_is_read_back_or_known_to_have_no_words(app: Flask) -> None:
    """A form that is added is read back without a line here; a name that is gone is noticed."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}

    assert endpoints >= read_back.WITHOUT_WORDS


class TestWhatPagesSay:
    def show(self, browser: Browser, person: Participant) -> str:
        idea = publishing.Idea(person.session.consultation, "Un kiosque")
        proposal = publishing.publish(idea, author=person, at=clock.now())
        discussions.comment(
            proposal,
            consultation=person.session.consultation,
            author=person,
            body="Un mot.",
            at=clock.now(),
        )
        db.session.commit()
        page = browser.get(
            f"/{person.session.commune.slug}/propositions/{proposal.number}-{proposal.slug}"
        )
        return words(page.main)

    def test_where_and_who_typed_without_a_name(self, browser: Browser) -> None:
        person = a_person()
        space, facilitator = person.session.space.name, person.session.facilitator.display_name

        said = self.show(browser, person)

        assert f"en séance accompagnée ({space}), texte tapé par l’animatrice" in said
        assert said.count("texte tapé par l’animatrice ou l’animateur") == 2
        assert facilitator not in said

    def test_who_typed_alone_is_not_said_to_be_typed_for(self, browser: Browser) -> None:
        said = self.show(browser, a_person(Way.ALONE))

        assert "en séance accompagnée" in said
        assert "texte tapé" not in said

    def test_a_group_says_how_many_stand_behind_it_and_counts_as_one(
        self, browser: Browser
    ) -> None:
        person = a_person(Way.HELPED, stands_for=12)

        said = self.show(browser, person)

        assert "au nom de 12 personnes" in said
        proposal = db.session.query(Proposal).filter_by(author_id=person.id).one()
        supporting.support(proposal, person=person, at=clock.now())
        assert proposal.supports_count == 1
