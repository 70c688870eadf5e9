"""How texts are found in French, in the same way on SQLite and on PostgreSQL.

Both databases only compare terms that are made here, so that accents, plurals and case matter
on neither, and so that both give the same rows.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import snowballstemmer
from rapidfuzz.fuzz import token_set_ratio
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Dialect,
    Table,
    Text,
    TypeDecorator,
    bindparam,
    column,
    event,
    false,
    table,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import DDL
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

# From here on, two titles are worth showing side by side.
SIMILAR_ENOUGH = 60
# What is longer is no word (PostgreSQL refuses terms of 2 kB), and nobody types more words.
_LONGEST_WORD = 64
_MOST_WORDS = 16

_WORD = re.compile(r"[^\W_]+")
# Words that stand in nearly every French text, folded; elided ones lost their last letter.
_STOP_WORDS = frozenset(
    "ai as au aurait aussi autre autres aux avait avec avez avoir avons ca car ce cela celle celles "
    "celui ces cet cette ceux chez comme dans de depuis des dois doit donc dont du elle elles en "
    "entre est et etait etc ete etes etre eu fait font fut hui aujourd il ils je jusqu la le les leur "
    "leurs lors lorsqu lorsque lui ma mais me mes moi mon ne ni nos notre nous on ont ou par parce "
    "pas peu peut plus pour pourquoi pourrait puis puisqu puisque qu quand que quel quelle quelles "
    "quels quelqu qui quoi quoiqu sa sans se sera serait ses si soit son sommes sont sous sur ta te "
    "tes toi ton tous tout toute toutes tres tu un une va vers vos votre vous".split()
)

_stemmer = snowballstemmer.stemmer("french")
_stemming = threading.Lock()  # the stemmer keeps the word at hand in itself


def terms(text: str) -> str:
    """Return the terms under which a text is found, each once, parted by spaces.

    Each word gives its stem and itself without the s or x of the plural: the stemmer
    knows “vélos” but not “velos”, and citizens leave accents out.
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
    with _stemming:
        stem = str(_stemmer.stemWord(word))
    folded = _folded(word)
    singular = folded[:-1] if len(folded) > 2 and folded[-1] in "sx" else folded
    return list(dict.fromkeys([_folded(stem), singular]))


def _folded(word: str) -> str:
    """Return a word without its accents, and with nothing but letters and digits."""
    parted = unicodedata.normalize("NFKD", word).casefold()
    return "".join(character for character in parted if character.isalnum()) or word


@dataclass(frozen=True)
class SearchIndex:
    """The index over a table that holds, for each thing to be found, its terms.

    The names are ours, never a person's. On SQLite it is a virtual table, on PostgreSQL an
    index; neither is known to the models, so migrations make and drop it by these statements.
    """

    table_name: str
    key_name: str
    terms_name: str = "terms"

    def create_statements(self, dialect_name: str) -> list[str]:
        """Return the DDL that makes the index, filled from the rows that are there."""
        if dialect_name != "sqlite":
            return [
                f"CREATE INDEX {self.index_name} ON {self.table_name} "
                f"USING gin ({_as_vector(self.terms_name)})"
            ]
        # The tokenizer "ascii" cuts at spaces only, for there is no other sign in the terms.
        return [
            f"CREATE VIRTUAL TABLE {self.index_name} USING fts5({self.terms_name}, "
            f"content='{self.table_name}', content_rowid='{self.key_name}', tokenize='ascii')",
            self._trigger("INSERT", self._add),
            self._trigger("DELETE", self._remove),
            self._trigger("UPDATE", self._remove + self._add),
            f"INSERT INTO {self.index_name}({self.index_name}) VALUES ('rebuild')",
        ]

    def drop_statements(self, dialect_name: str) -> list[str]:
        """Return the DDL that removes the index and leaves the rows."""
        if dialect_name != "sqlite":
            return [f"DROP INDEX {self.index_name}"]
        triggers = (self._trigger_name(change) for change in ("INSERT", "DELETE", "UPDATE"))
        return [
            *(f"DROP TRIGGER {name}" for name in triggers),
            f"DROP TABLE {self.index_name}",
        ]

    def attach(self, indexed: Table) -> None:
        """Have `create_all` make the index too, where no migration does."""
        for dialect_name in ("sqlite", "postgresql"):
            for statement in self.create_statements(dialect_name):
                made = DDL(statement.replace("%", "%%")).execute_if(dialect=dialect_name)
                event.listen(indexed, "after_create", made)
        # PostgreSQL drops an index with its table; SQLite keeps the virtual table.
        dropped = DDL(f"DROP TABLE IF EXISTS {self.index_name}").execute_if(dialect="sqlite")
        event.listen(indexed, "after_drop", dropped)

    def matches(
        self, key: ColumnElement[int], typed: str, *, any_word: bool = False
    ) -> ColumnElement[bool]:
        """Return the condition that the thing of this key has all, or any, of the words typed.

        Nothing matches where no word was typed, or none that matters.
        """
        wanted = query_terms(typed)
        if any_word and wanted:
            wanted = [[term for alternatives in wanted for term in alternatives]]
        if not wanted:
            return false()
        rows = table(self.table_name, column(self.key_name), column(self.terms_name))
        index = table(self.index_name, column("rowid"))
        return _Matches(
            key, *rows.columns, index.c.rowid, bindparam(None, wanted, type_=_Wanted, unique=True)
        )

    @property
    def index_name(self) -> str:
        """The name that `alembic check` must overlook: nothing in the models has it."""
        return f"{self.table_name}_fts"

    def _trigger_name(self, change: str) -> str:
        return f"{self.index_name}_{change.lower()}"

    def _trigger(self, change: str, body: str) -> str:
        return (
            f"CREATE TRIGGER {self._trigger_name(change)} AFTER {change} ON {self.table_name} "
            f"BEGIN {body} END"
        )

    @property
    def _add(self) -> str:
        return (
            f"INSERT INTO {self.index_name}(rowid, {self.terms_name}) "
            f"VALUES (new.{self.key_name}, new.{self.terms_name}); "
        )

    @property
    def _remove(self) -> str:
        return (
            f"INSERT INTO {self.index_name}({self.index_name}, rowid, {self.terms_name}) "
            f"VALUES ('delete', old.{self.key_name}, old.{self.terms_name}); "
        )


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
    key, _key, _terms, rowid, wanted = element.clauses
    index = rowid.table.name
    return (
        f"{compiler.process(key, **options)} IN (SELECT rowid FROM {index} "
        f"WHERE {index} MATCH {compiler.process(wanted, **options)})"
    )


@compiles(_Matches)
def _matches_elsewhere(element: _Matches, compiler: SQLCompiler, **options: Any) -> str:
    key, indexed_key, terms, _rowid, wanted = element.clauses
    return (
        f"{compiler.process(key, **options)} IN (SELECT {indexed_key.name} "
        f"FROM {indexed_key.table.name} WHERE {_as_vector(terms.name)} "
        f"@@ CAST({compiler.process(wanted, **options)} AS tsquery))"
    )
