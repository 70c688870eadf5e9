"""How texts are found in French, in the same way on SQLite and on PostgreSQL.

Both databases only compare terms that are made here, so that accents, plurals and case matter
on neither, and so that both give the same rows.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import snowballstemmer
from rapidfuzz.fuzz import token_set_ratio
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Dialect,
    Integer,
    SQLColumnExpression,
    Text,
    TypeDecorator,
    bindparam,
    cast,
    column,
    false,
    literal,
    literal_column,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

# From here on, two titles are worth showing side by side.
SIMILAR_ENOUGH = 60
# What is longer is no word (PostgreSQL refuses terms of 2 kB), and nobody types more words.
_LONGEST_WORD = 64
_MOST_WORDS = 16
# Texts repeat their words: an import is indexed four times faster when they are kept (some 5 MB).
_REMEMBERED = 2**15

_PLURAL = re.compile(r"(?<=..)[sx]$")
_WORD = re.compile(r"[^\W_]+")
# Words that stand in nearly every French text, folded; elided ones lost their last letter.
_STOP_TEXT = (
    "ai as au aujourd aurait aussi autre autres aux avait avec avez avoir avons ca car ce cela "
    "celle celles celui ces cet cette ceux chez comme dans de depuis des dois doit donc dont du "
    "elle elles en entre est et etait etc ete etes etre eu fait font fut hui il ils je jusqu la "
    "le les leur leurs lors lorsqu lorsque lui ma mais me mes moi mon ne ni nos notre nous on ont "
    "ou par parce pas peu peut plus pour pourquoi pourrait puis puisqu puisque qu quand que quel "
    "quelle quelles quelqu quels qui quoi quoiqu sa sans se sera serait ses si soit sommes son "
    "sont sous sur ta te tes toi ton tous tout toute toutes tres tu un une va vers vos votre vous "
)
_STOP_WORDS = frozenset(_STOP_TEXT.split())

_stemmer = snowballstemmer.stemmer("french")
_stemming = threading.Lock()  # the stemmer keeps the word at hand in itself


def terms(text: str) -> str:
    """Return the terms under which a text is found, each once, parted by spaces.

    Each word gives its stem and itself without the s or x of the plural: the stemmer
    knows “vélos” but not “velos”, and people leave accents out.
    """
    found = dict.fromkeys(term for word in _words(text) for term in _alternatives(word))
    return " ".join(found)


def query_terms(typed: str) -> list[list[str]]:
    """Return, for each word typed, the terms of which a text must have one."""
    words = dict.fromkeys(_words(typed))
    return [_alternatives(word) for word in list(words)[:_MOST_WORDS]]


def similarity(a: str, b: str) -> float:
    """Return how much two titles say the same, from 0 to 100; order does not count."""
    return token_set_ratio(_stems(a), _stems(b))


def _stems(text: str) -> str:
    return " ".join(_alternatives(word)[0] for word in _words(text))


def _words(text: str) -> Iterator[str]:
    """Yield the words that matter, in small letters, accents kept for the stemmer."""
    whole = unicodedata.normalize("NFKC", text).lower().replace("œ", "oe").replace("æ", "ae")
    for match in _WORD.finditer(unicodedata.normalize("NFC", whole)):
        word = match[0][:_LONGEST_WORD]
        if (len(word) > 1 or word.isdecimal()) and _folded(word) not in _STOP_WORDS:
            yield word


def _alternatives(word: str) -> list[str]:
    return list(dict.fromkeys([_folded(_stem(word)), _PLURAL.sub("", _folded(word))]))


@lru_cache(_REMEMBERED)
def _stem(word: str) -> str:
    with _stemming:
        return str(_stemmer.stemWord(word))


@lru_cache(_REMEMBERED)
def _folded(word: str) -> str:
    """Return a word without its accents, and with nothing but letters and digits."""
    parted = unicodedata.normalize("NFKD", word).casefold()
    return "".join(character for character in parted if character.isalnum()) or word


@dataclass(frozen=True)
class SearchIndex:
    """The index over a table that holds, for each thing to be found, its terms.

    The names are ours, never a person's. On SQLite it is a virtual table, on PostgreSQL an
    index; neither is known to the models, and `alembic check` overlooks both (migrations/env.py).
    """

    name: str
    key: str
    text: str = "terms"

    def create_statements(self, dialect_name: str) -> list[str]:
        """Return the DDL that makes the index; on SQLite, filled from the rows that are there."""
        if dialect_name == "sqlite":
            return [self._virtual_table(), *self._triggers(), self._filling()]
        name = f"ix_{self.name}_{self.text}_search"
        return [f"CREATE INDEX {name} ON {self.name} USING gin ({_as_vector(self.text)})"]

    def drop_statements(self, dialect_name: str) -> list[str]:
        """Return the DDL that removes the index and leaves the rows."""
        if dialect_name == "sqlite":
            triggers = [f"DROP TRIGGER {self.name}_{change}" for change in self._changes()]
            return [*triggers, f"DROP TABLE {self.name}_fts"]
        return [f"DROP INDEX ix_{self.name}_{self.text}_search"]

    def matches(
        self, key: SQLColumnExpression[int], typed: str, *, any_word: bool = False
    ) -> ColumnElement[bool]:
        """Return the condition that the thing of this key has all, or any, of the words typed.

        Nothing matches where no word was typed, or none that matters.
        """
        wanted = query_terms(typed)
        if any_word and wanted:
            wanted = [[term for alternatives in wanted for term in alternatives]]
        if not wanted:
            return false()
        names: list[ColumnElement[str]] = [
            literal_column(name) for name in (self.name, self.key, self.text)
        ]
        return _Matches(key, *names, bindparam(None, wanted, type_=_Wanted, unique=True))

    def found(self, typed: str, dialect_name: str) -> "Found":
        """Return the keys of what has all the words typed, to be joined, so that they lead.

        Both databases then read no more than what was found; SQLite, in the order of the
        keys, no more than is asked for. `matches` is for conditions beside others.
        """
        wanted = query_terms(typed)
        terms = bindparam(None, wanted, type_=_Wanted, unique=True)
        if dialect_name == "sqlite":
            index = table(f"{self.name}_fts", column("rowid", Integer))
            matching = literal_column(f"{self.name}_fts").bool_op("MATCH")(terms)
            return Found(index.c.rowid, matching if wanted else _nothing())
        rows = table(self.name, column(self.key, Integer))
        vector: ColumnElement[Any] = literal_column(_as_vector(self.text))
        matching = vector.bool_op("@@")(cast(terms, TSQUERY))
        return Found(rows.c[self.key], matching if wanted else _nothing())

    def _virtual_table(self) -> str:
        # The tokenizer "ascii" cuts at spaces only, for there is no other sign in the terms.
        return (
            f"CREATE VIRTUAL TABLE {self.name}_fts USING fts5({self.text}, "
            f"content='{self.name}', content_rowid='{self.key}', tokenize='ascii')"
        )

    def _filling(self) -> str:
        return f"INSERT INTO {self.name}_fts({self.name}_fts) VALUES ('rebuild')"  # noqa: S608

    def _triggers(self) -> list[str]:
        return [
            f"CREATE TRIGGER {self.name}_{change} {moment} ON {self.name} BEGIN {body}; END"
            for change, (moment, body) in self._changes().items()
        ]

    def _changes(self) -> dict[str, tuple[str, str]]:
        fts, key, text = f"{self.name}_fts", self.key, self.text
        add = f"INSERT INTO {fts}(rowid, {text}) VALUES (new.{key}, new.{text})"  # noqa: S608
        old = f"old.{key}, old.{text}"
        remove = f"INSERT INTO {fts}({fts}, rowid, {text}) VALUES ('delete', {old})"  # noqa: S608
        return {
            "added": ("AFTER INSERT", add),
            "removed": ("AFTER DELETE", remove),
            "changed": ("AFTER UPDATE", f"{remove}; {add}"),
        }


class Found(NamedTuple):
    """The keys of what a search found: a column to join, and the condition on its rows."""

    key: ColumnElement[int]
    is_found: ColumnElement[bool]


def _nothing() -> ColumnElement[bool]:
    """Return what is never true; `false()` would swallow the conditions beside it, the join too."""
    return literal(1) == literal(0)


class _Wanted(TypeDecorator[list[list[str]]]):
    """Terms that are looked for, in the query language of the database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        quoted = _quoted_for_sqlite if dialect.name == "sqlite" else _quoted_for_postgresql
        either, both = (" OR ", " AND ") if dialect.name == "sqlite" else (" | ", " & ")
        return both.join(f"({either.join(map(quoted, terms))})" for terms in value)


def _quoted_for_sqlite(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _quoted_for_postgresql(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _as_vector(terms: str) -> str:
    """Return SQL that takes terms as they are, where to_tsvector would parse them anew."""
    return f"array_to_tsvector(string_to_array({terms}, ' '))"


class _Matches(FunctionElement[bool]):
    """True where the thing of a key has the terms wanted."""

    type = Boolean()
    inherit_cache = True


@compiles(_Matches, "sqlite")
def _matches_on_sqlite(element: _Matches, compiler: SQLCompiler, **options: Any) -> str:
    key, name, _key, _text, wanted = element.clauses
    index = f"{name}_fts"
    found = f"{index} MATCH {compiler.process(wanted, **options)}"
    rows = f"SELECT rowid FROM {index} WHERE {found}"  # noqa: S608 -- what was typed is bound
    return f"{compiler.process(key, **options)} IN ({rows})"


@compiles(_Matches)
def _matches_elsewhere(element: _Matches, compiler: SQLCompiler, **options: Any) -> str:
    key, name, row, terms, wanted = element.clauses
    query = f"CAST({compiler.process(wanted, **options)} AS tsquery)"
    rows = f"SELECT {row} FROM {name} WHERE {_as_vector(str(terms))} @@ {query}"  # noqa: S608
    return f"{compiler.process(key, **options)} IN ({rows})"
