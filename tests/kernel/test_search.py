from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.pool import NullPool

from participe.kernel import search
from tests import databases

INDEX = search.SearchIndex("thing_search", key="thing_id")
METADATA = MetaData()
THING = Table("thing", METADATA, Column("id", Integer, primary_key=True))
THING_SEARCH = Table(
    "thing_search",
    METADATA,
    Column("thing_id", ForeignKey("thing.id", ondelete="CASCADE"), primary_key=True),
    Column("terms", Text),
)
TEXTS = {
    1: "Des vélos pour l’école du village",
    2: "Un VELO électrique à la gare",
    3: "Les œuvres d’art de la place Saint-Pierre",
    4: "Chevaux et chariots, rue n°12",
    5: "Українська мова",
    6: "",
}
QUERIES = [
    *("velos", "vélo", "VÉLOS", "velo ecoles", "l'ecole", "l’École", "oeuvre", "œuvre d'art"),
    *("cheval", "12", "saint pierre", "saint-pierre", "українська", "vélo OR gare", "", "de la"),
    *("vélo AND gare", '"vélo', "vélo'", "vel*", "vélo:*", "NOT vélo", "(vélo", "vélo & !gare"),
    *("terms:velo", "^velo", "' OR 1=1 --", "\\", "velo\\' | gare", "%", "\x00velo"),
    *("a" * 5000, "x " * 5000, "🚲"),
]  # fmt: skip


@pytest.fixture
def connection(engine_name: str, tmp_path: Path) -> Iterator[Connection]:
    url = f"sqlite:///{tmp_path}/search.sqlite3"
    if engine_name == "postgresql":
        url = databases.create_database("kernel_search")
    with create_engine(url, poolclass=NullPool).connect() as connection:
        METADATA.create_all(connection)
        for statement in INDEX.create_statements(engine_name):
            connection.execute(text(statement))
        for key, words in TEXTS.items():
            write(connection, key, words)
        yield connection
    if engine_name == "postgresql":
        databases.drop_database("kernel_search")


def write(connection: Connection, key: int, words: str) -> None:
    connection.execute(insert(THING).values(id=key))
    connection.execute(insert(THING_SEARCH).values(thing_id=key, terms=search.terms(words)))


def found(connection: Connection, typed: str, *, any_word: bool = False) -> list[int]:
    matching = INDEX.matches(THING.c.id, typed, any_word=any_word)
    return list(connection.scalars(select(THING.c.id).where(matching).order_by(THING.c.id)))


@databases.on_both
class TestMatches:
    @pytest.mark.parametrize(
        ("typed", "keys"),
        [
            ("velos", [1, 2]),
            ("Vélo", [1, 2]),
            ("vélos écoles", [1]),
            ("l'ECOLE", [1]),
            ("oeuvre", [3]),
            ("saint-pierre", [3]),
            ("saint\u00a0pierre", [3]),
            ("cheval", [4]),
            ("12", [4]),
            ("українська", [5]),
            ("vélo piscine", []),
            ("de la", []),
            ("", []),
        ],
    )
    def test_accents_plurals_and_case_do_not_matter(
        self, connection: Connection, typed: str, keys: list[int]
    ) -> None:
        assert found(connection, typed) == keys

    def test_any_word_is_enough_when_asked(self, connection: Connection) -> None:
        assert found(connection, "gare chevaux piscine", any_word=True) == [2, 4]

    def test_t100_nothing_typed_is_an_operator(self, connection: Connection) -> None:
        for typed in QUERIES:
            assert set(found(connection, typed)) <= set(TEXTS)
            assert set(found(connection, typed)) <= set(found(connection, typed, any_word=True))
        assert found(connection, "NOT vélo") == []
        assert found(connection, "vélo & !gare") == [2]
        assert found(connection, "' OR 1=1 --") == []

    def test_two_searches_share_a_statement_and_not_their_words(
        self, connection: Connection
    ) -> None:
        assert found(connection, "cheval") == [4]
        assert found(connection, "gare") == [2]

    def test_a_changed_text_is_found_by_its_new_words_only(self, connection: Connection) -> None:
        changed = update(THING_SEARCH).where(THING_SEARCH.c.thing_id == 1)

        connection.execute(changed.values(terms=search.terms("La piscine")))

        assert found(connection, "piscines") == [1]
        assert found(connection, "vélo") == [2]

    def test_what_is_deleted_is_found_no_more(self, connection: Connection) -> None:
        connection.execute(delete(THING).where(THING.c.id == 2))
        write(connection, 2, "Autre chose")

        assert found(connection, "gare") == []

    def test_the_index_can_be_dropped_and_made_again_over_the_rows(
        self, connection: Connection, engine_name: str
    ) -> None:
        for statement in INDEX.drop_statements(engine_name) + INDEX.create_statements(engine_name):
            connection.execute(text(statement))

        assert found(connection, "velos") == [1, 2]
        connection.execute(delete(THING).where(THING.c.id == 2))
        assert found(connection, "velos") == [1]


class TestBothDatabases:
    def test_they_give_the_same_rows(self, tmp_path: Path) -> None:
        url = databases.create_database("kernel_search_same")
        answers = []
        for address in (f"sqlite:///{tmp_path}/same.sqlite3", url):
            engine = create_engine(address, poolclass=NullPool)
            with engine.connect() as connection:
                METADATA.create_all(connection)
                for statement in INDEX.create_statements(engine.dialect.name):
                    connection.execute(text(statement))
                for key, words in enumerate([*TEXTS.values(), *QUERIES]):
                    write(connection, key, words)
                answers.append([found(connection, typed, any_word=True) for typed in QUERIES])
        databases.drop_database("kernel_search_same")

        assert answers[0] == answers[1]
        assert any(answers[0])


class TestTerms:
    def test_each_word_gives_its_stem_and_its_singular_once(self) -> None:
        assert search.terms("Écoles, école d'été 2030") == "ecol ecole 2030"

    def test_words_that_say_nothing_are_left_out(self) -> None:
        assert search.terms("Est-ce que c’est à lui qu’il l’a donné aujourd’hui ?") == "don donne"

    @given(st.text())
    def test_any_text_is_found_by_each_of_its_words(self, words: str) -> None:
        written = search.terms(words).split(" ")

        for alternatives in search.query_terms(words):
            assert set(alternatives) <= set(written)

    @given(st.text())
    def test_terms_hold_no_sign_that_a_database_reads(self, words: str) -> None:
        for term in search.terms(words).split():
            assert term.isalnum()

    def test_threads_do_not_mix_their_words(self) -> None:
        words = ["continuellement", "merveilleusement", "communications", "promenades"]
        expected = {word: search.terms(word) for word in words}
        wrong = []

        def stem(word: str) -> None:
            wrong.extend(word for _ in range(300) if search.terms(word) != expected[word])

        threads = [Thread(target=stem, args=(word,)) for word in words * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert wrong == []


class TestSimilarity:
    def test_the_same_idea_in_other_words_is_similar(self) -> None:
        a, b = "Plus de vélos devant l’école", "Des places pour les velos devant les écoles"

        assert search.similarity(a, b) >= search.SIMILAR_ENOUGH

    @pytest.mark.parametrize("other", ["Une piscine couverte", "", "??"])
    def test_another_idea_is_not(self, other: str) -> None:
        assert search.similarity("Plus de vélos devant l’école", other) < search.SIMILAR_ENOUGH
