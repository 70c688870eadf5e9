"""co construction

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "discussed_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("last_passage_number", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_discussed_text_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_discussed_text_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_discussed_text_created_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussed_text")),
        sa.UniqueConstraint(
            "consultation_id", "number", name=op.f("uq_discussed_text_consultation_id_number")
        ),
    )
    with op.batch_alter_table("discussed_text", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_discussed_text_commune_id"), ["commune_id"], unique=False
        )

    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["text_id"], ["discussed_text.id"], name=op.f("fk_passage_text_id_discussed_text")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint("text_id", "number", name=op.f("uq_passage_text_id_number")),
    )
    op.create_table(
        "text_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["begun_by_id"], ["person.id"], name=op.f("fk_text_version_begun_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_text_version_published_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["discussed_text.id"], name=op.f("fk_text_version_text_id_discussed_text")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_version")),
        sa.UniqueConstraint("text_id", "number", name=op.f("uq_text_version_text_id_number")),
    )
    with op.batch_alter_table("text_version", schema=None) as batch_op:
        batch_op.create_index(
            "uq_text_version_draft",
            ["text_id"],
            unique=True,
            sqlite_where=sa.text("published_at IS NULL"),
            postgresql_where=sa.text("published_at IS NULL"),
        )

    op.create_table(
        "passage_descent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("split", "merged", name="descent", native_enum=False, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["passage.id"], name=op.f("fk_passage_descent_from_id_passage")
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["passage.id"], name=op.f("fk_passage_descent_to_id_passage")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["text_version.id"],
            name=op.f("fk_passage_descent_version_id_text_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage_descent")),
        sa.UniqueConstraint(
            "version_id",
            "from_id",
            "to_id",
            "kind",
            name=op.f("uq_passage_descent_version_id_from_id_to_id_kind"),
        ),
    )
    with op.batch_alter_table("passage_descent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passage_descent_from_id"), ["from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_passage_descent_to_id"), ["to_id"], unique=False)

    op.create_table(
        "passage_removal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_passage_removal_passage_id_passage")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["text_version.id"],
            name=op.f("fk_passage_removal_version_id_text_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage_removal")),
        sa.UniqueConstraint(
            "version_id", "passage_id", name=op.f("uq_passage_removal_version_id_passage_id")
        ),
    )
    with op.batch_alter_table("passage_removal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_passage_removal_passage_id"), ["passage_id"], unique=False
        )

    op.create_table(
        "remark_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "kept",
                "partly",
                "not-kept",
                "answered",
                name="verdict",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_remark_decision_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["text_version.id"],
            name=op.f("fk_remark_decision_version_id_text_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark_decision")),
    )
    with op.batch_alter_table("remark_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_remark_decision_version_id"), ["version_id"], unique=False
        )

    op.create_table(
        "wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("heading_level", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("heading <> '' OR body <> ''", name=op.f("ck_wording_says_something")),
        sa.CheckConstraint("heading_level BETWEEN 0 AND 4", name=op.f("ck_wording_heading_level")),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_wording_passage_id_passage")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_wording_saved_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["text_version.id"], name=op.f("fk_wording_version_id_text_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint(
            "version_id", "passage_id", name=op.f("uq_wording_version_id_passage_id")
        ),
    )
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.create_index("ix_wording_order", ["version_id", "position"], unique=False)
        batch_op.create_index("ix_wording_passage", ["passage_id"], unique=False)

    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("made_on_id", sa.Integer(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "agree",
                "disagree",
                "question",
                "rewording",
                name="stance",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("supports_count", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("taken_in_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(stance = 'rewording') = (wording <> '')", name=op.f("ck_remark_rewording_has_wording")
        ),
        sa.CheckConstraint(
            "supports_count >= 0", name=op.f("ck_remark_supports_count_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["remark_decision.id"],
            name=op.f("fk_remark_decision_id_remark_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["contribution.id"], name=op.f("fk_remark_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["made_on_id"], ["text_version.id"], name=op.f("fk_remark_made_on_id_text_version")
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_remark_passage_id_passage")
        ),
        sa.ForeignKeyConstraint(
            ["taken_in_id"], ["text_version.id"], name=op.f("fk_remark_taken_in_id_text_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index("ix_remark_decision", ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remark_made_on_id"), ["made_on_id"], unique=False)
        batch_op.create_index("ix_remark_passage", ["passage_id", "id"], unique=False)

    op.create_table(
        "remark_support",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("acted_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "online",
                "assisted",
                "paper",
                "meeting",
                name="channel",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acted_by_id"], ["person.id"], name=op.f("fk_remark_support_acted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_remark_support_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["remark.id"], name=op.f("fk_remark_support_remark_id_remark")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark_support")),
        sa.UniqueConstraint(
            "remark_id", "person_id", name=op.f("uq_remark_support_remark_id_person_id")
        ),
    )
    with op.batch_alter_table("remark_support", schema=None) as batch_op:
        batch_op.create_index("ix_remark_support_person", ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("remark_support", schema=None) as batch_op:
        batch_op.drop_index("ix_remark_support_person")

    op.drop_table("remark_support")
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.drop_index("ix_remark_passage")
        batch_op.drop_index(batch_op.f("ix_remark_made_on_id"))
        batch_op.drop_index("ix_remark_decision")

    op.drop_table("remark")
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.drop_index("ix_wording_passage")
        batch_op.drop_index("ix_wording_order")

    op.drop_table("wording")
    with op.batch_alter_table("remark_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remark_decision_version_id"))

    op.drop_table("remark_decision")
    with op.batch_alter_table("passage_removal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passage_removal_passage_id"))

    op.drop_table("passage_removal")
    with op.batch_alter_table("passage_descent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passage_descent_to_id"))
        batch_op.drop_index(batch_op.f("ix_passage_descent_from_id"))

    op.drop_table("passage_descent")
    with op.batch_alter_table("text_version", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_text_version_draft",
            sqlite_where=sa.text("published_at IS NULL"),
            postgresql_where=sa.text("published_at IS NULL"),
        )

    op.drop_table("text_version")
    op.drop_table("passage")
    with op.batch_alter_table("discussed_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discussed_text_commune_id"))

    op.drop_table("discussed_text")
