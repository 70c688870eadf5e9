import contextlib
import zlib

import pytest

from participe.kernel.documents import ActivePdf, EncryptedPdf, NotAPdf, check_pdf

CATALOG = (
    b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]>>\nendobj\n"
)


def a_pdf(body: bytes = b"", trailer: bytes = b"") -> bytes:
    return b"%%PDF-1.7\n%%\xe2\xe3\n%b%b\ntrailer\n<</Root 1 0 R %b>>\nstartxref\n9\n%%%%EOF\n" % (
        CATALOG,
        body,
        trailer,
    )


def a_stream(dictionary: bytes, content: bytes) -> bytes:
    return b"7 0 obj\n<<%b>>\nstream\r\n%b\nendstream\nendobj\n" % (dictionary, content)


def packed(objects: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    dictionary = b"/Type/ObjStm/N 1/First 4/Filter %b/Length 99" % filters
    return a_stream(dictionary, zlib.compress(objects))


class TestCheckPdf:
    @pytest.mark.parametrize(
        "content",
        [
            a_pdf(),
            a_pdf(b"3 0 obj\n<</OpenAction[2 0 R/Fit]>>\nendobj\n"),
            a_pdf(packed(b"8 0 <</Type/Font>>")),
            a_pdf(packed(b"8 0 <</Type/Font>>", b"[ /FlateDecode ]")),
            a_pdf(a_stream(b"/Filter/DCTDecode", b"\xff\xd8/JS /JSx")),
            a_pdf(a_stream(b"/Filter/LZWDecode", b"a page of text")),
            a_pdf(b"(Encryption and JavaScripts in words)"),
        ],
    )
    def test_a_document_is_taken(self, content: bytes) -> None:
        check_pdf(content)

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"%PDF-1.7\n<html><script>alert(1)</script></html>",
            b"<html>%PDF-1.7 %%EOF</html>",
            b"PK\x03\x04%PDF-1.7 %%EOF",
            a_pdf()[:-7],
            a_pdf(packed(b"8 0 <<>>", b"[/ASCII85Decode/FlateDecode]")),
            a_pdf(a_stream(b"/Type/ObjStm/Filter/FlateDecode", b"not deflated")),
        ],
    )
    def test_t90_what_is_no_pdf_that_can_be_read_is_refused(self, content: bytes) -> None:
        with pytest.raises(NotAPdf):
            check_pdf(content)

    @pytest.mark.parametrize("name", [b"/Encrypt", b"/#45ncrypt"])
    def test_a_protected_one_is_refused(self, name: bytes) -> None:
        with pytest.raises(EncryptedPdf):
            check_pdf(a_pdf(trailer=name + b" 9 0 R"))

    @pytest.mark.parametrize(
        "body",
        [
            b"3 0 obj<</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj",
            b"3 0 obj<</S/J#61vaScript/JS 4 0 R>>endobj",
            b"3 0 obj<</S /Launch/F(cmd.exe)>>endobj",
            packed(b"8 0 <</S/JavaScript/JS(app.alert)>>"),
            packed(b"8 0 <</S/#4aavaScript/JS(app.alert)>>"),
            packed(b"8 0 <</S/JavaScript>>").replace(b"ObjStm", b"Obj#53tm"),
            packed(b"8 0 <<>>") + packed(b"9 0 <</S/JavaScript>>"),
        ],
    )
    def test_t91_one_that_acts_is_refused(self, body: bytes) -> None:
        with pytest.raises(ActivePdf):
            check_pdf(a_pdf(body))

    def test_t96_one_that_inflates_without_end_is_refused(self) -> None:
        with pytest.raises(NotAPdf):
            check_pdf(a_pdf(packed(bytes(10_000_000)) * 8))

    @pytest.mark.parametrize("pattern", [b"stream", b"stream endstream ", b"#41", b"obj"])
    def test_t104_files_made_to_hurt_end(self, pattern: bytes) -> None:
        content = a_pdf(pattern * (3_000_000 // len(pattern)))

        with contextlib.suppress(NotAPdf):
            check_pdf(content)
