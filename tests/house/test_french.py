"""The sentences that people read are set as French is: no line begins with a colon."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import participe

ROOT = Path(participe.__file__).parent
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.*") if path.suffix != ".js")
MODULES = sorted(ROOT.rglob("*.py"))
TRANSLATED = {"_", "gettext", "lazy_gettext", "ngettext", "say"}
# A plain space before a high sign or inside quotation marks, where the line may break.
BREAKS = re.compile(r"[\w)»”’…%°}] [:;?!»]|« ")
_CALL = re.compile(rf"(?<![\w.])(?:{'|'.join(sorted(TRANSLATED))})\(")
_ARGUMENT = re.compile(r'\s*"((?:[^"\\\n]|\\.)*)"\s*,?')


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def sentences_of_template(source: str) -> Iterator[str]:
    for call in _CALL.finditer(source):
        at = call.end()
        while argument := _ARGUMENT.match(source, at):
            yield argument[1]
            at = argument.end()


def sentences_of_module(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in TRANSLATED
        ):
            yield from (
                argument.value
                for argument in node.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            )


def test_a_sentence_that_could_break_is_found() -> None:
    assert list(sentences_of_template('{{ _("Pourquoi ?") }}{{ ngettext("a :", "b", n) }}')) == [
        "Pourquoi ?", "a :", "b"
    ]  # fmt: skip
    assert BREAKS.search("Pourquoi ?")
    assert not BREAKS.search("Pourquoi\u00a0?")


@pytest.mark.parametrize("template", TEMPLATES, ids=_named)
def test_no_line_of_a_template_begins_with_a_sign(template: Path) -> None:
    sentences = sentences_of_template(template.read_text(encoding="utf-8"))

    assert [sentence for sentence in sentences if BREAKS.search(sentence)] == []


@pytest.mark.parametrize("module", MODULES, ids=_named)
def test_no_line_of_a_module_begins_with_a_sign(module: Path) -> None:
    sentences = sentences_of_module(module.read_text(encoding="utf-8"))

    assert [sentence for sentence in sentences if BREAKS.search(sentence)] == []
