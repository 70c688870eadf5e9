import json
import unicodedata
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from justhtml import JustHTML

from participe.kernel import html
from participe.kernel.html import TextFormat
from tests.shared import shared_data

FRAGMENTS = [
    *(
        "<",
        ">",
        '"',
        "'",
        "&",
        "&lt;",
        "&#x3c;",
        "/",
        "\\",
        "=",
        " ",
        "\n",
        "\t",
        "\x00",
        "é",
        "\u202e",
    ),
    *(
        "<script>",
        "</script>",
        "<svg>",
        "<math>",
        "<style>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<noscript>",
    ),
    *(
        "<a href=",
        "<p>",
        "<div>",
        "<em>",
        "</em>",
        "<ol start=",
        "<img src=x onerror=alert(1)>",
        "<table>",
    ),
    *(
        "javascript:alert(1)",
        "data:text/html,",
        "https://exemple.be",
        "mailto:a@exemple.be",
        "onclick=",
    ),
    *("[x](", ")", "![", "**", "_", "> ", "- ", "# ", "1. ", "`", "<https://exemple.be>"),
]
hostile_texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=5), max_size=30).map("".join)


def elements(markup: str) -> Iterator[Any]:
    waiting = [JustHTML(markup, fragment=True, sanitize=False).root]
    while waiting:
        node = waiting.pop()
        waiting.extend(getattr(node, "children", None) or [])
        if not node.name.startswith("#"):
            yield node


def text_of(markup: str) -> str:
    page = JustHTML(markup, fragment=True, sanitize=False)
    return page.to_text(separator="", strip=False)


def check_harmless(markup: str) -> None:
    """Judge HTML as a browser does, by parsing it."""
    for element in elements(markup):
        assert element.name in html.ALLOWED_TAGS
        if element.name == "a":
            assert set(element.attrs) == {"href", "rel"}
            assert element.attrs["rel"] == "nofollow ugc noopener"
            assert urlsplit(element.attrs["href"]).scheme in {"http", "https", "mailto"}
        else:
            assert set(element.attrs) <= ({"start"} if element.name == "ol" else set())


class TestEveryFormat:
    @pytest.mark.parametrize("text_format", TextFormat)
    @given(source=hostile_texts)
    @example(source="<svg><style><a title='</style><img src=x onerror=alert(1)>'>")
    @example(source="<math><mi><table><mglyph><style><!--</style><img onerror=x>")
    def test_what_comes_out_is_on_the_list(self, source: str, text_format: TextFormat) -> None:
        check_harmless(html.render(source, text_format))

    @pytest.mark.parametrize("text_format", TextFormat)
    def test_attacks_known_to_sanitisers_come_out_inert(self, text_format: TextFormat) -> None:
        attacks = json.loads(shared_data("hostile/xss_core.json").read_text("utf-8"))

        for attack in attacks:
            check_harmless(html.render(attack["payload"], text_format))
            html.excerpt(attack["payload"], text_format)

    @pytest.mark.parametrize("text_format", TextFormat)
    def test_naughty_strings_come_out_inert_and_can_be_stored(
        self, text_format: TextFormat
    ) -> None:
        strings = json.loads(shared_data("hostile/naughty_strings.json").read_text("utf-8"))

        for naughty in strings:
            check_harmless(html.render(naughty["text"], text_format))
            html.clean_line(naughty["text"]).encode()
            assert "\x00" not in html.clean_text(naughty["text"])

    @pytest.mark.parametrize("text_format", TextFormat)
    @pytest.mark.parametrize(
        "pattern",
        [
            "<ul><li>",
            "<p><em>",
            "<em>",
            "<a ",
            "<!--",
            "&",
            "[",
            "*a_ ",
            "[a](",
            "> ",
            "<",
            "\u0316\u0301",
            "http://...",
        ],
    )
    def test_adversarial_texts_of_300_kb_end(self, pattern: str, text_format: TextFormat) -> None:
        source = "a" + pattern * (300_000 // len(pattern))

        check_harmless(html.render(source, text_format))
        html.excerpt(source, text_format)
        html.clean_line(source)

    def test_the_end_of_an_endless_text_is_not_shown_and_one_sees_it(self) -> None:
        shown = html.render_plain("a" * 200_000)

        assert len(shown) < 110_000
        assert "…" in shown

    def test_the_list_stays_short(self) -> None:
        assert len(html.ALLOWED_TAGS) <= 15
        assert not html.ALLOWED_TAGS & {"style", "svg", "math", "img", "script", "iframe"}


class TestRenderMarkdown:
    def test_paragraphs_lists_and_emphasis(self) -> None:
        source = "Un **gros** *arbre*\nà l’ombre\n\n- a\n- b\n\n3. c\n4. d\n\n> cité"

        assert html.render_markdown(source) == (
            "<p>Un <strong>gros</strong> <em>arbre</em><br>\nà l’ombre</p>\n"
            "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
            '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>\n'
            "<blockquote>\n<p>cité</p>\n</blockquote>\n"
        )

    def test_headings_stand_below_those_of_the_page(self) -> None:
        assert html.render_markdown("# Un\n\n###### Six") == "<h4>Un</h4>\n<h4>Six</h4>\n"

    def test_raw_html_is_shown_as_typed(self) -> None:
        assert html.render_markdown("<b>a</b> &lt; 1 < 2") == (
            "<p>&lt;b&gt;a&lt;/b&gt; &lt; 1 &lt; 2</p>\n"
        )

    def test_what_was_escaped_twice_is_read_once(self) -> None:
        assert html.render_markdown("&amp;lt;script&amp;gt;") == "<p>&amp;lt;script&amp;gt;</p>\n"

    @pytest.mark.parametrize(
        "source",
        [
            *(
                "[x](javascript:alert(1))",
                "[x](JaVaScRiPt:alert(1))",
                "[x](&#106;avascript:alert(1))",
            ),
            *("[x](data:text/html;base64,PHN2Zz4=)", "[x](vbscript:x)", '![x](x"onerror=alert(1))'),
            *(
                "<javascript:x>",
                "[x](//exemple.be)",
                "[x](https:exemple.be)",
                "[x](/chemin)",
            ),
        ],
    )
    def test_t12_other_schemes_make_no_link(self, source: str) -> None:
        markup = html.render_markdown(source)

        assert not [element for element in elements(markup) if element.name == "a"]
        assert "x" in text_of(markup)


class TestLinks:
    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("[la piscine](https://exemple.be/a)", "la piscine (exemple.be)"),
            ("[commune.be](https://exemple.be/a)", "commune.be (exemple.be)"),
            ("[commune.be](https://commune.be@exemple.be)", "commune.be"),
            ("[exemple.be](https://www.exemple.be/a)", "exemple.be"),
            ("[https://exemple.be/a](https://exemple.be/a)", "https://exemple.be/a"),
            ("[exemple.be.evil.be](https://exemple.be)", "exemple.be.evil.be (exemple.be)"),
            ("[banque](https://evil.be\\\\@banque.be)", "banque"),
            ("[l\u202eie\u200bn](https://exemple.be)", "lien (exemple.be)"),
            ("[аpple.com](https://аpple.com)", "аpple.com (xn--pple-43d.com)"),
            ("[nous](mailto:a@exemple.be?bcc=b@exemple.be)", "nous (a@exemple.be)"),
            ("[](https://exemple.be)", "exemple.be"),
        ],
    )
    def test_t105_one_sees_where_a_link_leads(self, source: str, text: str) -> None:
        assert text_of(html.render_markdown(source)).strip() == text

    def test_a_bare_address_becomes_a_link_without_the_full_stop(self) -> None:
        markup = html.render_markdown("Voir (https://exemple.be/a_b?c=1&lt=2).")

        [link] = [element for element in elements(markup) if element.name == "a"]
        assert link.attrs["href"] == "https://exemple.be/a_b?c=1&lt=2"
        assert text_of(markup).strip() == "Voir (https://exemple.be/a_b?c=1&lt=2)."


class TestRenderHtml:
    @pytest.mark.parametrize(
        ("source", "markup"),
        [
            ("<h1>a</h1><h3 class=x>b</h3>", "<h4>a</h4><h4>b</h4>"),
            ("<div><div>a</div><div>b</div></div>", "<p>a</p><p>b</p>"),
            ("<p>a <u>b</u> <s>c</s> <span style='color:red'>d</span></p>", "<p>a b c d</p>"),
            ("<p>a<img src=x onerror=alert(1)></p><p>&nbsp;</p>", "<p>a</p>"),
            ("<p><b>a</b> <i>b</i><br/>c</p>", "<p><strong>a</strong> <em>b</em><br>c</p>"),
            ("caf&eacute; <!-- <b>non</b> --> 1 < 2", "café  1 &lt; 2"),
            ('<ol start="3" onclick=x><li>a</li></ol>', '<ol start="3"><li>a</li></ol>'),
        ],
    )
    def test_it_keeps_the_sense_of_imported_html(self, source: str, markup: str) -> None:
        assert html.render_html(source) == markup

    def test_harmless_markup_of_sanitisers_keeps_its_text(self) -> None:
        for item in json.loads(shared_data("hostile/xss_core.json").read_text("utf-8")):
            if not item["attack_like"] and item["payload"].isalnum():
                assert item["payload"] in html.render_html(item["payload"])

    def test_harmless_markup_within_our_list_survives(self) -> None:
        items = json.loads(shared_data("hostile/xss_core.json").read_text("utf-8"))
        harmless = [item["payload"] for item in items if not item["attack_like"]]
        survived = 0

        for source in harmless:
            names = {element.name for element in elements(source)}
            if names and names <= html.ALLOWED_TAGS - {"a"}:
                survived += 1
                assert "".join(text_of(html.render_html(source)).split()) == "".join(
                    text_of(source).split()
                )
        assert survived > 10

    def test_real_texts_keep_every_word(self) -> None:
        lines = shared_data("republique_numerique/proposals.jsonl").read_text("utf-8").splitlines()

        for line in lines[::10]:
            source = json.loads(line)["body_html"]
            rendered = html.render_html(source)
            check_harmless(rendered)
            words = set(text_of(unescape(source)).split())
            if "<a" not in source:
                assert len(words - set(text_of(rendered).split())) <= len(words) // 10


class TestBullets:
    def test_those_that_a_word_processor_pastes_begin_the_items_of_a_list(self) -> None:
        source = "Il faut :\n•\tun banc\n• un arbre\n\nSans • au milieu."

        assert "<li>un banc</li>" in html.render_markdown(source)
        assert html.render_markdown(source).count("<li>") == 2
        assert html.excerpt(source, TextFormat.MARKDOWN) == (
            "Il faut : un banc un arbre Sans • au milieu."
        )


class TestRenderPlain:
    def test_empty_lines_part_paragraphs_and_others_break_them(self) -> None:
        assert html.render_plain("a <b>\r\nc\r\n\r\n \r\nd\n") == (
            "<p>a &lt;b&gt;<br>c</p>\n<p>d</p>"
        )


class TestExcerpt:
    def test_it_is_text_without_markup(self) -> None:
        source = "# Titre\n\nUn **arbre** [ici](https://exemple.be) <b>"

        assert html.excerpt(source, TextFormat.MARKDOWN) == "Titre Un arbre ici <b>"

    def test_scripts_of_imported_html_are_no_text(self) -> None:
        source = "<p>a</p><p>b<script>c</script></p>"

        assert html.excerpt(source, TextFormat.HTML) == "a b"

    def test_it_is_cut_between_words(self) -> None:
        assert html.excerpt("un deux, trois quatre", TextFormat.PLAIN, 12) == "un deux…"

    @given(hostile_texts, st.integers(min_value=2, max_value=50))
    def test_it_is_never_longer_than_asked(self, source: str, length: int) -> None:
        assert len(html.excerpt(source, TextFormat.MARKDOWN, length)) <= length


class TestHeadline:
    @pytest.mark.parametrize(
        ("source", "told"),
        [
            ("Deux bancs.", "Deux bancs."),
            (
                "Oui. Deux bancs seront là. Les autres attendent l’été.",
                "Oui. Deux bancs seront là.",
            ),
            ("Deux bancs seront posés là par le service", "Deux bancs seront posés là…"),
            ("Deux bancs pour M. Dupont et pour sa voisine", "Deux bancs pour M. Dupont et…"),
        ],
    )
    def test_whole_sentences_are_kept_as_far_as_they_fit(self, source: str, told: str) -> None:
        assert html.headline(source, TextFormat.PLAIN, 30) == told

    @given(hostile_texts, st.integers(min_value=2, max_value=50))
    def test_it_is_never_longer_than_asked(self, source: str, length: int) -> None:
        assert len(html.headline(source, TextFormat.MARKDOWN, length)) <= length


class TestCleanLine:
    def test_it_folds_blanks_and_drops_what_is_invisible(self) -> None:
        assert html.clean_line(" a\x00\tb\r\n\u2028c\u202ed\u200b \ud800e\u0301 ") == "a b cd é"

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("Pourquoi\u00a0?", "Pourquoi\u00a0?"),
            ("10\u202f000 € \u00a0: trop\u00a0", "10\u202f000 €\u00a0: trop"),
            ("\u00a0\u202f un\u200b\u00a0\u00a0deux \u202f", "un\u00a0deux"),
            ("un\u2003\u3000deux", "un deux"),
        ],
    )
    def test_it_keeps_together_what_french_keeps_together(self, typed: str, kept: str) -> None:
        assert html.clean_line(typed) == kept

    @given(st.text())
    def test_cleaning_twice_changes_nothing(self, typed: str) -> None:
        cleaned = html.clean_line(typed)

        assert html.clean_line(cleaned) == cleaned
        assert unicodedata.is_normalized("NFC", cleaned)
        cleaned.encode()


class TestCleanText:
    def test_it_keeps_lines_and_tabulations(self) -> None:
        assert html.clean_text("a\r\nb\rc\td\x00\x0b\x1be\n") == "a\nb\nc\tde\n"

    def test_thirty_marks_on_a_letter_are_enough(self) -> None:
        assert len(html.clean_text("x" + "\u0316" * 1000)) == 31
