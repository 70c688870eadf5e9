"""assisted sessions

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal_chain",
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_journal_chain_commune_id_commune")
        ),
        sa.PrimaryKeyConstraint("commune_id", name=op.f("pk_journal_chain")),
    )
    op.create_table(
        "space_commune",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_space_commune_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["digital_space.id"], name=op.f("fk_space_commune_space_id_digital_space")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_commune")),
        sa.UniqueConstraint(
            "space_id", "commune_id", name=op.f("uq_space_commune_space_id_commune_id")
        ),
    )
    with op.batch_alter_table("space_commune", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_space_commune_commune_id"), ["commune_id"], unique=False
        )

    op.create_table(
        "space_facilitator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_space_facilitator_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["digital_space.id"],
            name=op.f("fk_space_facilitator_space_id_digital_space"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_facilitator")),
        sa.UniqueConstraint(
            "space_id", "person_id", name=op.f("uq_space_facilitator_space_id_person_id")
        ),
    )
    with op.batch_alter_table("space_facilitator", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_space_facilitator_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "assisted_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("facilitator_id", sa.Integer(), nullable=False),
        sa.Column("is_practice", sa.Boolean(), nullable=False),
        sa.Column("computers", sa.Integer(), nullable=False),
        sa.Column("planned_for", sa.DateTime(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("pin_tries", sa.Integer(), nullable=False),
        sa.Column("notice_version", sa.Integer(), nullable=True),
        sa.Column("notice_read_at", sa.DateTime(), nullable=True),
        sa.Column("listeners", sa.Integer(), nullable=False),
        sa.Column("questions", sa.String(), nullable=False),
        sa.CheckConstraint(
            "closed_at IS NULL OR opened_at IS NOT NULL",
            name=op.f("ck_assisted_session_closed_only_once_opened"),
        ),
        sa.CheckConstraint(
            "computers >= 0", name=op.f("ck_assisted_session_computers_not_negative")
        ),
        sa.CheckConstraint(
            "listeners >= 0", name=op.f("ck_assisted_session_listeners_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_assisted_session_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_assisted_session_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["facilitator_id"],
            ["person.id"],
            name=op.f("fk_assisted_session_facilitator_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["digital_space.id"],
            name=op.f("fk_assisted_session_space_id_digital_space"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assisted_session")),
        sa.UniqueConstraint(
            "commune_id", "number", name=op.f("uq_assisted_session_commune_id_number")
        ),
    )
    with op.batch_alter_table("assisted_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assisted_session_consultation_id"), ["consultation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_assisted_session_facilitator_id"), ["facilitator_id"], unique=False
        )
        batch_op.create_index(
            "ix_assisted_session_space", ["space_id", "planned_for"], unique=False
        )

    op.create_table(
        "paper_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("supports", sa.String(), nullable=False),
        sa.Column("remarks", sa.String(), nullable=False),
        sa.Column("typed_by_id", sa.Integer(), nullable=False),
        sa.Column("typed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["assisted_session.id"],
            name=op.f("fk_paper_row_session_id_assisted_session"),
        ),
        sa.ForeignKeyConstraint(
            ["typed_by_id"], ["person.id"], name=op.f("fk_paper_row_typed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_row")),
        sa.UniqueConstraint("session_id", "place", name=op.f("uq_paper_row_session_id_place")),
    )
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("alone", "helped", "typed", "paper", name="way", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("stands_for", sa.Integer(), nullable=False),
        sa.Column("code_prefix", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("code_valid_until", sa.Date(), nullable=True),
        sa.Column("receipt_printed_at", sa.DateTime(), nullable=True),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("kept_id", sa.Integer(), nullable=True),
        sa.Column("captured_at", sa.DateTime(), nullable=True),
        sa.Column("rehearsed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"], ["person.id"], name=op.f("fk_participant_claimed_by_id_person")
        ),
        sa.ForeignKeyConstraint(["id"], ["person.id"], name=op.f("fk_participant_id_person")),
        sa.ForeignKeyConstraint(
            ["kept_id"],
            ["intention.id"],
            name=op.f("fk_participant_kept_id_intention"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["assisted_session.id"],
            name=op.f("fk_participant_session_id_assisted_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index("ix_participant_code", ["code_prefix"], unique=False)
        batch_op.create_index(batch_op.f("ix_participant_session_id"), ["session_id"], unique=False)

    op.create_table(
        "code_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum("seen", "told", "paper", name="ground", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column(
            "confirmed_ground",
            sa.Enum("seen", "told", "paper", name="ground", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(), nullable=True),
        sa.Column("former_prefix", sa.String(), nullable=False),
        sa.Column("former_hash", sa.String(), nullable=False),
        sa.CheckConstraint(
            "confirmed_by_id <> asked_by_id", name=op.f("ck_code_request_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_code_request_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_code_request_confirmed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_code_request_participant_id_participant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_request")),
    )
    with op.batch_alter_table("code_request", schema=None) as batch_op:
        batch_op.create_index("ix_code_request_former", ["former_prefix"], unique=False)
        batch_op.create_index("ix_code_request_participant", ["participant_id"], unique=False)
        batch_op.create_index(
            "uq_code_request_waiting",
            ["participant_id"],
            unique=True,
            sqlite_where=sa.text("confirmed_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL AND dropped_at IS NULL"),
        )

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("notice_version", sa.Integer(), nullable=False),
        sa.Column(
            "given",
            sa.Enum("ticked", "spoken", "signed", name="consentform", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_consent_participant_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_consent_recorded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consent_participant_id"), ["participant_id"], unique=False
        )

    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_journal_entry_actor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_journal_entry_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_journal_entry_participant_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["assisted_session.id"],
            name=op.f("fk_journal_entry_session_id_assisted_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint(
            "commune_id", "number", name=op.f("uq_journal_entry_commune_id_number")
        ),
    )
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_journal_entry_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "kit_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("captured_at", sa.DateTime(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["person.id"], name=op.f("fk_kit_record_imported_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_kit_record_participant_id_participant"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["assisted_session.id"],
            name=op.f("fk_kit_record_session_id_assisted_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_record")),
        sa.UniqueConstraint("uuid", name=op.f("uq_kit_record_uuid")),
    )
    with op.batch_alter_table("kit_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_record_session_id"), ["session_id"], unique=False)

    op.create_table(
        "station",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_facilitators", sa.Boolean(), nullable=False),
        sa.Column("join_digits", sa.String(), nullable=False),
        sa.Column("digits_expire_at", sa.DateTime(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("lent_by_id", sa.Integer(), nullable=True),
        sa.Column("lent_on_public_computer", sa.Boolean(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("handed_at", sa.DateTime(), nullable=True),
        sa.Column("begun_at", sa.DateTime(), nullable=True),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lent_by_id"], ["person.id"], name=op.f("fk_station_lent_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_station_participant_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["assisted_session.id"],
            name=op.f("fk_station_session_id_assisted_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_station_participant_id")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_station_session_id_number")),
    )
    with op.batch_alter_table("station", schema=None) as batch_op:
        batch_op.create_index("ix_station_digits", ["join_digits"], unique=False)
        batch_op.create_index("ix_station_token", ["token_hash"], unique=False)

    with op.batch_alter_table("commune", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("types_papers_twice", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column(
                "last_session_number", sa.Integer(), nullable=False, server_default=sa.text("0")
            )
        )

    with op.batch_alter_table("proposal_grouping", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("left_reason", sa.String(), nullable=False, server_default=sa.text("''"))
        )

    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.add_column(sa.Column("joined", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.drop_column("joined")

    with op.batch_alter_table("proposal_grouping", schema=None) as batch_op:
        batch_op.drop_column("left_reason")

    with op.batch_alter_table("commune", schema=None) as batch_op:
        batch_op.drop_column("last_session_number")
        batch_op.drop_column("types_papers_twice")

    with op.batch_alter_table("station", schema=None) as batch_op:
        batch_op.drop_index("ix_station_token")
        batch_op.drop_index("ix_station_digits")

    op.drop_table("station")
    with op.batch_alter_table("kit_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_record_session_id"))

    op.drop_table("kit_record")
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_entry_session_id"))

    op.drop_table("journal_entry")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_participant_id"))

    op.drop_table("consent")
    with op.batch_alter_table("code_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_code_request_waiting",
            sqlite_where=sa.text("confirmed_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL AND dropped_at IS NULL"),
        )
        batch_op.drop_index("ix_code_request_participant")
        batch_op.drop_index("ix_code_request_former")

    op.drop_table("code_request")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participant_session_id"))
        batch_op.drop_index("ix_participant_code")

    op.drop_table("participant")
    op.drop_table("paper_row")
    with op.batch_alter_table("assisted_session", schema=None) as batch_op:
        batch_op.drop_index("ix_assisted_session_space")
        batch_op.drop_index(batch_op.f("ix_assisted_session_facilitator_id"))
        batch_op.drop_index(batch_op.f("ix_assisted_session_consultation_id"))

    op.drop_table("assisted_session")
    with op.batch_alter_table("space_facilitator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_space_facilitator_person_id"))

    op.drop_table("space_facilitator")
    with op.batch_alter_table("space_commune", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_space_commune_commune_id"))

    op.drop_table("space_commune")
    op.drop_table("journal_chain")
