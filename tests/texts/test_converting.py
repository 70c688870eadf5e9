"""Files of word processors become text with nothing lost; hostile ones are refused, in words."""

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

import pytest
from odfdo import Document, Header, List, ListItem, Paragraph, Table

from participe.kernel.errors import Refusal
from participe.texts import errors
from participe.texts.converting import LARGEST, packages, read
from participe.texts.cutting import Piece, cut

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org"
MANIFEST = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
BILLION = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return made.getvalue()


def word_parts(body: str, before: str = "") -> dict[str, str | bytes]:
    """Return the least that a Word file is made of; its numbering has a bullet, then 1., 2., …"""
    levels = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:numFmt w:val="{shape}"/>'
        f'</w:lvl></w:abstractNum><w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n, shape in ((1, "bullet"), (2, "decimal"))
    )
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{RELATIONS}/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{RELATIONS}/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{RELATIONS}/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ),
        "word/numbering.xml": f"<w:numbering {W}>{levels}</w:numbering>",
        "word/document.xml": f"{before}<w:document {W}><w:body>{body}</w:body></w:document>",
    }


def word(*paragraphs: str, before: str = "") -> bytes:
    return packed(word_parts("".join(paragraphs), before))


def p(*runs: str, style: str = "", listed: int = 0) -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if listed:
        properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{listed}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(words: str, look: str = "") -> str:
    properties = f"<w:rPr><w:{look}/></w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(paragraphs)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def odt(*elements: object) -> bytes:
    document = Document("text")
    document.body.clear()
    for element in elements:
        document.body.append(element)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


class TestWord:
    def test_headings_paragraphs_lists_and_tables_become_passages(self) -> None:
        content = word(
            p(r("La place"), style="Heading1"),
            p(r("Article 1er – "), r("Le marché", "b"), style="Heading2"),
            p(r("Il a lieu "), r("le jeudi", "b"), r(", sauf :")),
            p(r("le 1er mai ;"), listed=1),
            p(r("le 21 juillet."), listed=1),
            p(r("Divers"), style="Heading1"),
            p(r("lundi"), listed=2),
            p(r("mardi"), listed=2),
            table(
                cell(p(r("Jour"))) + cell(p(r("Heure"))),
                cell(p(r("jeudi"))) + cell(p(r("7 h")), p(r("à 13 h"))),
            ),
        )

        assert cut(read(content, "règlement.docx")) == [
            Piece("La place", 1),
            Piece(
                "Article 1er – Le marché",
                2,
                "Il a lieu **le jeudi**, sauf :\n\n- le 1er mai ;\n- le 21 juillet.",
            ),
            Piece("Divers", 1),
            Piece(body="1. lundi\n2. mardi"),
            Piece(body="Jour | Heure\njeudi | 7 h à 13 h"),
        ]

    def test_a_heading_that_is_only_bold_is_one_all_the_same(self) -> None:
        content = word(p(r("Article 2", "b")), p(r("Les voitures.")))

        assert cut(read(content, "a.docx")) == [Piece("Article 2", 4, "Les voitures.")]

    def test_a_table_in_a_table_keeps_its_words(self) -> None:
        inner = table(cell(p(r("b"))) + cell(p(r("c"))))
        content = word(table(cell(p(r("a")), inner, p(r("d"))) + cell(p(r("e")))))

        assert read(content, "a.docx") == "a b c d | e"

    def test_signs_of_markdown_are_read_as_typed(self) -> None:
        content = word(p(r("# 5 * 3 = 15 et [mot](suite) _ici_ le_voila")), p(r("-----")))

        assert read(content, "a.docx") == (
            "\\# 5 \\* 3 = 15 et [mot\\](suite) \\_ici\\_ le_voila\n\n\\-----"
        )

    def test_marks_between_letters_and_signs_are_left_out(self) -> None:
        content = word(p(r("Avant"), r("(gras)", "b"), r("après "), r("mot", "i"), r(" fin")))

        assert read(content, "a.docx") == "Avant(gras)après *mot* fin"


class TestOpenDocument:
    def test_headings_paragraphs_lists_and_tables_become_passages(self) -> None:
        items = List()
        items.append(ListItem("le 1er mai ;"))
        items.append(ListItem("le 21 juillet."))
        grid = Table("Jours", width=2, height=1)
        grid.set_value((0, 0), "jeudi")
        grid.set_value((1, 0), "7 h")

        content = odt(
            Header(1, "La place"),
            Header(2, "Article 1er – Le marché"),
            Paragraph("Il a lieu le jeudi,\tsauf :  oui"),
            items,
            Header(1, "Divers"),
            grid,
        )

        assert cut(read(content, "règlement.odt")) == [
            Piece("La place", 1),
            Piece(
                "Article 1er – Le marché",
                2,
                "Il a lieu le jeudi, sauf :  oui\n\n- le 1er mai ;\n- le 21 juillet.",
            ),
            Piece("Divers", 1),
            Piece(body="jeudi | 7 h"),
        ]

    def test_a_note_stands_where_it_is_called(self) -> None:
        paragraph = Paragraph("Le marché")
        paragraph.insert_note(after="marché", note_id="n1", citation="1", body="Celui du jeudi.")

        assert read(odt(paragraph), "a.odt") == "Le marché (Celui du jeudi.)"

    def test_a_spreadsheet_is_no_text(self) -> None:
        made = BytesIO()
        Document("spreadsheet").save(made)

        with pytest.raises(errors.FileUnreadable):
            read(made.getvalue(), "a.odt")


class TestPlainText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_accents_are_read_however_they_were_written(self, encoding: str) -> None:
        assert read("Où l’été ?\r\nIci.".encode(encoding), "A.TXT") == "Où l’été ?\nIci."

    @pytest.mark.parametrize("content", [b"", b" \n\t", "\ufeff".encode()])
    def test_an_empty_one_is_refused(self, content: bytes) -> None:
        with pytest.raises(errors.TextEmpty):
            read(content, "vide.txt")

    def test_a_word_file_without_words_is_refused(self) -> None:
        with pytest.raises(errors.TextEmpty):
            read(word(p()), "vide.docx")


def zip_bomb() -> bytes:
    return packed(word_parts("") | {"word/media/image1.bin": bytes(51 * 1024 * 1024)})


def many_entries() -> bytes:
    return packed(word_parts("") | {f"word/media/{n}": "" for n in range(2001)})


def encrypted() -> bytes:
    content = bytearray(word(p(r("secret"))))
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 1)
    return bytes(content)


def encrypted_odt() -> bytes:
    manifest = (
        f"<manifest:manifest {MANIFEST}><manifest:file-entry><manifest:encryption-data/>"
        "</manifest:file-entry></manifest:manifest>"
    )
    media_type = "application/vnd.oasis.opendocument.text"
    return packed(
        {"mimetype": media_type, "META-INF/manifest.xml": manifest, "content.xml": b"\x01\x02"}
    )


def with_entities(encoding: str = "utf-8") -> bytes:
    before = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [<!ENTITY a0 "x">{BILLION}]>'
    parts = word_parts(p(r("&a9;")), before)
    parts["word/document.xml"] = str(parts["word/document.xml"]).encode(encoding)
    return packed(parts)


HOSTILE: dict[str, tuple[Callable[[], bytes], type[Refusal]]] = {
    "zip bomb": (zip_bomb, errors.FileTooHeavy),
    "many entries": (many_entries, errors.FileTooHeavy),
    "many elements": (lambda: word("<w:p/>" * 150_001), errors.FileTooHeavy),
    "deep": (lambda: word("<w:p>" * 500 + "</w:p>" * 500), errors.FileTooHeavy),
    "a lot of XML": (lambda: word(p(r("a" * 17 * 1024 * 1024))), errors.FileTooHeavy),
    "billion laughs": (with_entities, errors.FileUnreadable),
    "billion laughs, in other bytes": (lambda: with_entities("utf-16"), errors.FileUnreadable),
    "external entity": (
        lambda: word(
            p(r("&x;")), before='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        ),
        errors.FileUnreadable,
    ),
    "external type": (
        lambda: word(p(r("x")), before='<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd">'),
        errors.FileUnreadable,
    ),
    "encrypted": (encrypted, errors.FileProtected),
    "encrypted odt": (encrypted_odt, errors.FileProtected),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), errors.FileIsOld),
    "RTF": (lambda: rb"{\rtf1 Bonjour}", errors.FileIsOld),
    "PDF": (lambda: b"%PDF-1.7\n%%EOF", errors.FileIsPdf),
    "not a zip": (lambda: b"PK\x03\x04 rien", errors.FileUnreadable),
    "cut off": (lambda: word(p(r("mot" * 900)))[:-200], errors.FileUnreadable),
    "wrong bytes": (
        lambda: word(p(r("mot"))).replace(b"word/document.xml", b"word/\xff\xfement.xml"),
        errors.FileUnreadable,
    ),
    "another zip": (lambda: packed({"a.txt": "mot"}), errors.FileUnreadable),
    "broken XML": (lambda: word("<w:p>"), errors.FileUnreadable),
    "no relations": (lambda: packed({"word/document.xml": "<a/>"}), errors.FileUnreadable),
    "text twice": (
        lambda: word(p(r("mot"))).replace(b"word/numbering.xml", b"word/document.xml\0"[:18]),
        errors.FileUnreadable,
    ),
    "an image": (lambda: b"\x89PNG\r\n", errors.FileUnreadable),
    "nothing": (lambda: b"", errors.FileUnreadable),
    "too large": (lambda: b"PK" + bytes(LARGEST), errors.FileTooHeavy),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_words(name: str) -> None:
    """T-90, T-96: whatever is sent as règlement.docx."""
    make, refusal = HOSTILE[name]

    with pytest.raises(refusal) as refused:
        read(make(), "règlement.docx")

    assert str(refused.value).endswith(".")


def test_text_that_is_none_is_refused() -> None:
    with pytest.raises(errors.FileUnreadable):
        read(b"\0\1\2\x81", "a.txt")


def test_a_word_file_does_not_tell_the_converter_what_to_do() -> None:
    parts = word_parts(p(r("Mot"))) | {"mammoth/style-map": "p => h1"}

    assert read(packed(parts), "a.docx") == "Mot"


def test_a_converter_sees_no_part_that_was_not_checked() -> None:
    parts = word_parts(p(r("Mot")))
    parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace("document.xml", "other.bin")
    parts["word/other.bin"] = str(parts["word/document.xml"]).replace("Mot", "Autre")

    assert read(packed(parts), "a.docx") == "Mot"


def test_what_is_packed_is_measured_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("read too soon"))

    with pytest.raises(errors.FileTooHeavy):
        packages.safe(zip_bomb())
