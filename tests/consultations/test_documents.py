"""Documents: taken by their content, served safely, gone when nobody may see them."""

import io

import pytest
from flask import Flask
from PIL import Image

from participe.accounts.models import Account
from participe.communes.models import StoredFile, StoredFileContent
from participe.consultations import documents
from participe.consultations.errors import FileTooLarge, TooManyDocuments
from participe.consultations.models import Consultation, Document
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.documents import ActivePdf, NeitherPdfNorImage
from tests.browser import Browser, a_file, text
from tests.consultations.drafts import a_document, a_draft, a_pdf
from tests.databases import on_both
from tests.factories import a_consultation, a_staff_member

LARGEST = 100_000


@pytest.fixture
def thomas(app: Flask) -> Account:
    assert app
    return a_staff_member()


def an_image() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(output, "PNG")
    return output.getvalue()


def address(document: Document, more: str | None = None) -> str:
    consultation = document.consultation
    base = f"/{consultation.commune.slug}/consultations/{consultation.slug}"
    return f"{base}/documents/{document.id}-{more or document.name}"


def page_of(consultation: Consultation, more: str = "") -> str:
    return (
        f"/{consultation.commune.slug}/gestion/consultations/{consultation.slug}"
        f"/preparer/documents{more}"
    )


class TestCheck:
    def test_an_image_is_made_anew(self) -> None:
        file = documents.check(an_image(), largest=LARGEST)

        assert (file.media_type, file.size) == ("image/webp", (60, 40))
        assert file.content[:4] == b"RIFF"

    def test_a_pdf_is_kept_as_it_is(self) -> None:
        file = documents.check(a_pdf(), largest=LARGEST)

        assert (file.media_type, file.content) == ("application/pdf", a_pdf())

    @pytest.mark.parametrize(
        ("content", "refusal"),
        [
            (b"<svg onload=alert(1)>", NeitherPdfNorImage),
            (b"<!doctype html><script>", NeitherPdfNorImage),
            (b"", NeitherPdfNorImage),
            (a_pdf().replace(b"/Type", b"/JavaScript /Type"), ActivePdf),
            (a_pdf() * 2000, FileTooLarge),
        ],
    )
    def test_whatever_acts_or_weighs_too_much_is_refused(
        self, thomas: Account, content: bytes, refusal: type[Exception]
    ) -> None:
        assert thomas

        with pytest.raises(refusal):
            documents.check(content, largest=LARGEST)


@on_both
class TestKeeping:
    def test_a_document_that_is_removed_leaves_no_bytes(self, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        document = a_document(draft)

        documents.remove(draft, document)
        db.session.commit()

        for table in (Document, StoredFile, StoredFileContent):
            assert db.session.query(table).count() == 0

    def test_there_is_an_end_to_their_number(
        self, thomas: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(documents, "MOST", 1)
        draft = a_draft(by=thomas)
        a_document(draft)

        with pytest.raises(TooManyDocuments):
            a_document(draft)


class TestServing:
    def test_it_is_served_under_our_type_and_runs_nothing(self, browser: Browser) -> None:
        document = a_document(a_consultation(), title="Été : le plan")

        response = browser.open("GET", address(document))

        assert response.data == a_pdf()
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        disposition = response.headers["Content-Disposition"]
        assert disposition == 'attachment; filename="ete-le-plan.pdf"'
        assert "Set-Cookie" not in response.headers

    def test_whoever_has_it_already_gets_no_bytes(self, browser: Browser) -> None:
        document = a_document(a_consultation())
        etag = browser.open("GET", address(document)).headers["ETag"]

        response = browser.open("GET", address(document), headers={"If-None-Match": etag})

        assert (response.status_code, response.data) == (304, b"")

    def test_no_range_is_honoured(self, browser: Browser) -> None:
        document = a_document(a_consultation())
        ranges = "bytes=" + ",".join(["0-"] * 1000)

        response = browser.open("GET", address(document), headers={"Range": ranges})

        assert (response.status_code, response.data) == (200, a_pdf())

    def test_its_number_decides_and_another_name_leads_to_its_own(self, browser: Browser) -> None:
        document = a_document(a_consultation())

        response = browser.open("GET", address(document, "autre.html"))

        assert (response.status_code, response.location) == (301, address(document))

    def test_a_document_of_a_draft_is_for_its_staff_and_its_preview_link(
        self, browser: Browser, thomas: Account
    ) -> None:
        draft = a_draft(by=thomas)
        document = a_document(draft)
        base = f"/{draft.commune.slug}/consultations/{draft.slug}/apercu/{draft.preview_key}"
        preview = f"{base}/documents/{document.id}-{document.name}"

        browser.get(address(document), status=404)
        shown = browser.open("GET", preview)
        own = Browser(browser.app).sign_in(thomas).open("GET", address(document))

        assert (shown.status_code, own.status_code) == (200, 200)
        for response in (shown, own):
            assert response.headers["Cache-Control"] == "no-store"
            assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        browser.get(preview.replace(draft.preview_key, "x" * 43), status=404)

    def test_what_is_removed_is_gone_at_once(self, browser: Browser, thomas: Account) -> None:
        public = a_draft(by=thomas, published_at=clock.now())
        document = a_document(public)
        gone, etag = address(document), browser.open("GET", address(document)).headers["ETag"]
        Browser(browser.app).sign_in(thomas).submit(page_of(public, f"/{document.id}/retirer"))

        response = browser.open("GET", gone, headers={"If-None-Match": etag})

        assert response.status_code == 404

    def test_a_document_of_another_consultation_is_not_reached(self, browser: Browser) -> None:
        document, other = a_document(a_consultation()), a_consultation()

        base = f"/{other.commune.slug}/consultations/{other.slug}/documents"

        browser.get(f"{base}/{document.id}-{document.name}", status=404)


class TestAdding:
    def test_a_file_is_added_under_the_title_typed_whatever_its_own_name(
        self, browser: Browser, thomas: Account
    ) -> None:
        draft = a_draft(by=thomas)
        typed = {"title": "Plan", "description": "La place, vue de haut."}
        file = a_file(an_image(), "../../CON*\x00.html")

        page = browser.sign_in(thomas).submit(page_of(draft), typed | {"file": file})

        (document,) = draft.documents
        assert (document.name, document.file.media_type) == ("plan.webp", "image/webp")
        assert "La place, vue de haut." in text(page.main)
        assert not draft.needs_no_document

    def test_the_text_alternative_is_asked(self, browser: Browser, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        typed = {"title": "Plan", "description": " ", "file": a_file(a_pdf(), "plan.pdf")}

        page = browser.sign_in(thomas).post(page_of(draft), typed, status=422)

        assert text(page.select_one(".error-summary li")).startswith("Dites en quelques mots")
        assert draft.documents == []

    def test_a_wrong_file_is_said_and_the_words_are_kept(
        self, browser: Browser, thomas: Account
    ) -> None:
        draft = a_draft(by=thomas)
        typed = {"title": "Plan", "description": "Vue de haut."}
        file = a_file(b"<html><script>alert(1)</script>", "plan.png")

        page = browser.sign_in(thomas).post(page_of(draft), typed | {"file": file}, status=422)

        assert "n’est ni un PDF ni une image lisible" in text(page.select_one(".error-summary"))
        assert page.select_one("input[name=title]")["value"] == "Plan"
        assert text(page.select_one("textarea")) == "Vue de haut."
        assert draft.documents == []

    def test_a_file_above_the_limit_is_refused(self, browser: Browser, thomas: Account) -> None:
        browser.app.config["MAX_FILE_SIZE"] = LARGEST
        draft = a_draft(by=thomas)
        large = a_file(a_pdf() + b" " * LARGEST, "plan.pdf")
        typed = {"title": "Plan", "description": "Vue.", "file": large}

        page = browser.sign_in(thomas).post(page_of(draft), typed, status=422)

        assert "Ce fichier est trop lourd." in text(page.select_one(".error-summary"))
