"""The pictures and documents of the demo, made from its content: no file is shipped."""

from collections.abc import Sequence
from io import BytesIO
from textwrap import wrap
from typing import Any

from PIL import Image, ImageDraw

SIZE = (1200, 800)  # pixels
LINE = 15  # points between two lines of a document
MARGIN = 56
PAGE = (595, 842)  # points: A4
WIDTH = 84  # characters of a line


def photo(background: str, shapes: Sequence[dict[str, Any]]) -> bytes:
    """Draw rectangles and ellipses, and return them as a PNG."""
    image = Image.new("RGB", SIZE, background)
    draw = ImageDraw.Draw(image)
    for shape in shapes:
        paint = draw.ellipse if shape["kind"] == "ellipse" else draw.rectangle
        paint(tuple(shape["box"]), fill=shape["colour"])
    content = BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def coat_of_arms() -> bytes:
    """Draw the arms of Valbruyère: a green field of heather under a wavy brook."""
    image = Image.new("RGB", (240, 288), "#ffffff")
    draw = ImageDraw.Draw(image)
    shield = [(12, 10), (228, 10), (228, 150), (190, 230), (120, 278), (50, 230), (12, 150)]
    draw.polygon(shield, fill="#2f6b3a", outline="#16202a", width=6)
    draw.polygon([(15, 112), (225, 112), (225, 146), (15, 146)], fill="#5fa3c7")
    for left, top in ((70, 40), (140, 40), (105, 176), (60, 164), (150, 164)):
        draw.ellipse((left, top, left + 34, top + 34), fill="#8a2b5f", outline="#ffffff", width=3)
    content = BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def pdf(title: str, text: str) -> bytes:
    """Set a text on one page, in a typeface every reader has (ISO 32000-1, section 9.6.2.2)."""
    lines = [("F2", 16, title), ("F1", 11, "")]
    for paragraph in text.strip().split("\n\n"):
        lines += [("F1", 11, line) for line in wrap(paragraph, WIDTH)] + [("F1", 11, "")]
    stream = f"BT\n{MARGIN} {PAGE[1] - MARGIN} Td\n"
    for font, size, line in lines:
        stream += f"/{font} {size} Tf ({_escaped(line)}) Tj 0 -{LINE} Td\n"
    content = (stream + "ET").encode("cp1252", "replace")
    fonts = [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE[0]} {PAGE[1]}] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>"
    )
    return _assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Lang (fr-BE) >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page.encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            *fonts,
        ]
    )


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _assembled(objects: list[bytes]) -> bytes:
    """Put numbered objects together, and the table that says where each begins."""
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + trailer % (len(objects) + 1, len(written))
    )
