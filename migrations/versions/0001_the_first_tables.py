"""the first tables

Revision: 0001, after None.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


SEARCH = {
    "sqlite": [
        "CREATE VIRTUAL TABLE proposal_search_fts USING fts5(terms, content='proposal_search', content_rowid='proposal_id', tokenize='ascii')",
        "CREATE TRIGGER proposal_search_added AFTER INSERT ON proposal_search BEGIN INSERT INTO proposal_search_fts(rowid, terms) VALUES (new.proposal_id, new.terms); END",
        "CREATE TRIGGER proposal_search_removed AFTER DELETE ON proposal_search BEGIN INSERT INTO proposal_search_fts(proposal_search_fts, rowid, terms) VALUES ('delete', old.proposal_id, old.terms); END",
        "CREATE TRIGGER proposal_search_changed AFTER UPDATE ON proposal_search BEGIN INSERT INTO proposal_search_fts(proposal_search_fts, rowid, terms) VALUES ('delete', old.proposal_id, old.terms); INSERT INTO proposal_search_fts(rowid, terms) VALUES (new.proposal_id, new.terms); END",
        "INSERT INTO proposal_search_fts(proposal_search_fts) VALUES ('rebuild')",
    ],
    "postgresql": [
        "CREATE INDEX ix_proposal_search_terms_search ON proposal_search USING gin (array_to_tsvector(string_to_array(terms, ' ')))",
    ],
}
DROP = {
    "sqlite": [
        "DROP TRIGGER proposal_search_added",
        "DROP TRIGGER proposal_search_removed",
        "DROP TRIGGER proposal_search_changed",
        "DROP TABLE proposal_search_fts",
    ],
    "postgresql": [
        "DROP INDEX ix_proposal_search_terms_search",
    ],
}


def upgrade() -> None:
    op.create_table(
        "commune",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nis", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("accent", sa.String(), nullable=False),
        sa.Column("charter", sa.String(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("last_proposal_number", sa.Integer(), nullable=False),
        sa.Column("last_notice_number", sa.Integer(), nullable=False),
        sa.Column("last_consultation_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("answer_days > 0", name=op.f("ck_commune_answer_days_positive")),
        sa.CheckConstraint("threshold > 0", name=op.f("ck_commune_threshold_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commune")),
        sa.UniqueConstraint("nis", name=op.f("uq_commune_nis")),
        sa.UniqueConstraint("slug", name=op.f("uq_commune_slug")),
    )
    op.create_table(
        "limit_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("window_starts_at", sa.DateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limit_counter")),
        sa.UniqueConstraint(
            "key", "window_starts_at", name=op.f("uq_limit_counter_key_window_starts_at")
        ),
    )
    with op.batch_alter_table("limit_counter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_limit_counter_window_starts_at"), ["window_starts_at"], unique=False
        )

    op.create_table(
        "submission",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_accepted_at"), ["accepted_at"], unique=False
        )

    op.create_table(
        "digital_space",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_digital_space_commune_id_commune")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digital_space")),
    )
    with op.batch_alter_table("digital_space", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_digital_space_commune_id"), ["commune_id"], unique=False
        )

    op.create_table(
        "intention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_intention_commune_id_commune")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intention")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_intention_key_hash")),
    )
    with op.batch_alter_table("intention", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intention_commune_id"), ["commune_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=True),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("is_platform_admin", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("erased_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "commune_id IS NOT NULL OR is_platform_admin", name=op.f("ck_person_of_one_commune")
        ),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_person_commune_id_commune")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("commune_id", "email", name=op.f("uq_person_commune_id_email")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_commune_id"), ["commune_id"], unique=False)
        batch_op.create_index(
            "uq_person_platform_email",
            ["email"],
            unique=True,
            sqlite_where=sa.text("commune_id IS NULL"),
            postgresql_where=sa.text("commune_id IS NULL"),
        )

    op.create_table(
        "sign_in_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_sign_in_code_commune_id_commune")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_code")),
    )
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_code_address", ["commune_id", "email"], unique=False)

    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_stored_file_commune_id_commune")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("key", name=op.f("uq_stored_file_key")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_file_commune_id"), ["commune_id"], unique=False)

    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_theme_commune_id_commune")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("commune_id", "slug", name=op.f("uq_theme_commune_id_slug")),
    )
    op.create_table(
        "coat_of_arms",
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("alternative", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_coat_of_arms_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_coat_of_arms_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("commune_id", name=op.f("pk_coat_of_arms")),
    )
    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("minimum_age", sa.Integer(), nullable=False),
        sa.Column("preview_key", sa.String(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("proofread_by_id", sa.Integer(), nullable=True),
        sa.Column("proofread_at", sa.DateTime(), nullable=True),
        sa.Column("needs_no_document", sa.Boolean(), nullable=False),
        sa.Column("needs_no_translation", sa.Boolean(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "minimum_age >= 0", name=op.f("ck_consultation_minimum_age_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_consultation_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_consultation_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proofread_by_id"], ["person.id"], name=op.f("fk_consultation_proofread_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_consultation_published_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_consultation_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("commune_id", "slug", name=op.f("uq_consultation_commune_id_slug")),
        sa.UniqueConstraint("preview_key", name=op.f("uq_consultation_preview_key")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consultation_published", ["commune_id", "published_at"], unique=False
        )

    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
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
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "body_format",
            sa.Enum("markdown", "html", "plain", name="textformat", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("body_html", sa.String(), nullable=False),
        sa.Column("sanitiser_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("edited_at", sa.DateTime(), nullable=True),
        sa.Column("hidden_at", sa.DateTime(), nullable=True),
        sa.Column("hidden_reason", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=False),
        sa.Column("comments_count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_reason IS NULL)",
            name=op.f("ck_contribution_hidden_with_reason"),
        ),
        sa.CheckConstraint(
            "comments_count >= 0", name=op.f("ck_contribution_comments_count_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["acted_by_id"], ["person.id"], name=op.f("fk_contribution_acted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_contribution_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_contribution_commune_id_commune")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("commune_id", "number", name=op.f("uq_contribution_commune_id_number")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index("ix_contribution_author", ["author_id", "published_at"], unique=False)
        batch_op.create_index(
            "ix_contribution_listed", ["commune_id", "kind", "published_at"], unique=False
        )

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("staff", "official", "facilitator", name="role", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("mandate", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_invitation_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["person.id"], name=op.f("fk_invitation_invited_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_commune_id"), ["commune_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "sign-in-code",
                "invitation",
                "proposal-published",
                "proposal-changed",
                "answer-published",
                "answer-to-sign",
                "contribution-hidden",
                "contribution-restored",
                "notice-decided",
                "notice-received",
                "threshold-reached",
                "answer-late",
                name="letterkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("dedup_key", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body_text", sa.String(), nullable=False),
        sa.Column("body_html", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.Column("given_up_at", sa.DateTime(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_letter_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_letter_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_letter_dedup_key")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_commune_id"), ["commune_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_letter_waiting", ["sent_at", "given_up_at", "not_before"], unique=False
        )

    op.create_table(
        "letter_preference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sign-in-code",
                "invitation",
                "proposal-published",
                "proposal-changed",
                "answer-published",
                "answer-to-sign",
                "contribution-hidden",
                "contribution-restored",
                "notice-decided",
                "notice-received",
                "threshold-reached",
                "answer-late",
                name="letterkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("stopped_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_letter_preference_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_preference")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_letter_preference_person_id_kind")),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("staff", "official", "facilitator", name="role", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("mandate", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "role <> 'official' OR mandate <> ''", name=op.f("ck_role_grant_official_has_mandate")
        ),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_role_grant_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["person.id"], name=op.f("fk_role_grant_granted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_role_grant_withdrawn_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_commune_id"), ["commune_id"], unique=False)
        batch_op.create_index(
            "uq_role_grant_current",
            ["person_id", "role"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("on_public_computer", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["person.id"], name=op.f("fk_sign_in_account_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_sign_in_commune_id_commune")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account_id"), ["account_id"], unique=False)

    op.create_table(
        "stored_file_content",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
            name=op.f("fk_stored_file_content_file_id_stored_file"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_stored_file_content")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column(
            "position",
            sa.Enum("for", "against", "question", name="position", native_enum=False, length=32),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["contribution.id"], name=op.f("fk_comment_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["comment.id"], name=op.f("fk_comment_parent_id_comment")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["contribution.id"], name=op.f("fk_comment_subject_id_contribution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index("ix_comment_replies", ["parent_id", "id"], unique=False)
        batch_op.create_index("ix_comment_thread", ["subject_id", "parent_id", "id"], unique=False)

    op.create_table(
        "consultation_slug",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_consultation_slug_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_slug_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_slug")),
        sa.UniqueConstraint(
            "commune_id", "slug", name=op.f("uq_consultation_slug_commune_id_slug")
        ),
    )
    op.create_table(
        "consultation_translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_translation_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_translation")),
        sa.UniqueConstraint(
            "consultation_id",
            "language",
            name=op.f("uq_consultation_translation_consultation_id_language"),
        ),
    )
    op.create_table(
        "contract",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "information",
                "consultation",
                "concertation",
                "co-construction",
                name="participationlevel",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("decided", sa.String(), nullable=False),
        sa.Column("open_points", sa.String(), nullable=False),
        sa.Column("who_decides", sa.String(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=True),
        sa.Column("answers_by", sa.Date(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_contract_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["person.id"], name=op.f("fk_contract_official_id_person")
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_contract")),
    )
    op.create_table(
        "contribution_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "body_format",
            sa.Enum("markdown", "html", "plain", name="textformat", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_contribution_version_contribution_id_contribution"),
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"],
            ["person.id"],
            name=op.f("fk_contribution_version_replaced_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_version")),
        sa.UniqueConstraint(
            "contribution_id", "number", name=op.f("uq_contribution_version_contribution_id_number")
        ),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_document_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_document_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "imported_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "person",
                "proposal",
                "comment",
                "support",
                name="rowkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_imported_row_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_row")),
        sa.UniqueConstraint(
            "consultation_id",
            "kind",
            "external_id",
            name=op.f("uq_imported_row_consultation_id_kind_external_id"),
        ),
    )
    op.create_table(
        "moderation_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum("keep", "hide", name="measure", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "private",
                "insult",
                "hate",
                "spam",
                "off-topic",
                "duplicate",
                "illegal",
                "other",
                name="ground",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "measure = 'keep' OR reason <> ''",
            name=op.f("ck_moderation_decision_hidden_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_moderation_decision_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_moderation_decision_contribution_id_contribution"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["person.id"],
            name=op.f("fk_moderation_decision_decided_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_decision")),
    )
    with op.batch_alter_table("moderation_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_moderation_decision_commune_id"), ["commune_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_moderation_decision_contribution_id"), ["contribution_id"], unique=False
        )

    op.create_table(
        "phase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "inform",
                "propose",
                "discuss",
                "answer",
                "report",
                name="phasekind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opens_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_phase_opens_before_closing")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_phase_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase")),
    )
    with op.batch_alter_table("phase", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_phase_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("locality", sa.String(), nullable=False),
        sa.Column("excerpt", sa.String(), nullable=False),
        sa.Column("shuffle", sa.Integer(), nullable=False),
        sa.Column("supports_count", sa.Integer(), nullable=False),
        sa.Column("threshold_reached_at", sa.DateTime(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted",
                "partly",
                "refused",
                "studied",
                "not-ours",
                name="outcome",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(threshold_reached_at IS NULL) = (due_on IS NULL)",
            name=op.f("ck_proposal_due_once_reached"),
        ),
        sa.CheckConstraint(
            "supports_count >= 0", name=op.f("ck_proposal_supports_count_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_proposal_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["contribution.id"], name=op.f("fk_proposal_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_proposal_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index("ix_proposal_added", ["consultation_id", "id"], unique=False)
        batch_op.create_index(
            "ix_proposal_answered", ["consultation_id", "answered_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_proposal_due", ["consultation_id", "answered_at", "due_on"], unique=False
        )
        batch_op.create_index("ix_proposal_locality", ["consultation_id", "locality"], unique=False)
        batch_op.create_index(
            "ix_proposal_shuffled", ["consultation_id", "shuffle", "id"], unique=False
        )
        batch_op.create_index("ix_proposal_theme", ["theme_id", "id"], unique=False)

    op.create_table(
        "contract_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "title",
                "summary",
                "level",
                "decided",
                "open_points",
                "who_decides",
                "official",
                "answers_by",
                name="contractfield",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_contract_change_changed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["contract.consultation_id"],
            name=op.f("fk_contract_change_consultation_id_contract"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_change")),
    )
    with op.batch_alter_table("contract_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contract_change_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "imported_total",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=False),
        sa.Column("votes_mixed", sa.Integer(), nullable=False),
        sa.Column("votes_against", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_imported_total_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_imported_total")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "private",
                "insult",
                "hate",
                "spam",
                "off-topic",
                "duplicate",
                "illegal",
                "other",
                name="ground",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("notifier_id", sa.Integer(), nullable=True),
        sa.Column("notifier_email", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_notice_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_notice_contribution_id_contribution"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["moderation_decision.id"],
            name=op.f("fk_notice_decision_id_moderation_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["notifier_id"], ["person.id"], name=op.f("fk_notice_notifier_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("commune_id", "number", name=op.f("uq_notice_commune_id_number")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_contribution_id"), ["contribution_id"], unique=False
        )
        batch_op.create_index(
            "ix_notice_open", ["commune_id", "decision_id", "received_at"], unique=False
        )

    op.create_table(
        "official_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted",
                "partly",
                "refused",
                "studied",
                "not-ours",
                name="outcome",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("what_we_do", sa.String(), nullable=False),
        sa.Column("done_by", sa.Date(), nullable=True),
        sa.Column("why_not", sa.String(), nullable=False),
        sa.Column("who_decides", sa.String(), nullable=False),
        sa.Column("change_note", sa.String(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=True),
        sa.Column("signer_id", sa.Integer(), nullable=True),
        sa.Column("sent_to_sign_at", sa.DateTime(), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("mandate", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "published_at IS NULL OR (outcome IS NOT NULL AND signed_by_id IS NOT NULL)",
            name=op.f("ck_official_response_published_is_signed"),
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"],
            ["person.id"],
            name=op.f("fk_official_response_prepared_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_official_response_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["person.id"], name=op.f("fk_official_response_signed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["signer_id"], ["person.id"], name=op.f("fk_official_response_signer_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_response")),
        sa.UniqueConstraint(
            "proposal_id", "version", name=op.f("uq_official_response_proposal_id_version")
        ),
    )
    with op.batch_alter_table("official_response", schema=None) as batch_op:
        batch_op.create_index("ix_official_response_published", ["published_at"], unique=False)
        batch_op.create_index(
            "uq_official_response_draft",
            ["proposal_id"],
            unique=True,
            sqlite_where=sa.text("published_at IS NULL"),
            postgresql_where=sa.text("published_at IS NULL"),
        )

    op.create_table(
        "phase_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("closed_at_before", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("next_opens_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("extended_by_id", sa.Integer(), nullable=False),
        sa.Column("extended_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["extended_by_id"], ["person.id"], name=op.f("fk_phase_extension_extended_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["phase.id"], name=op.f("fk_phase_extension_phase_id_phase")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_extension")),
    )
    with op.batch_alter_table("phase_extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phase_extension_phase_id"), ["phase_id"], unique=False)

    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("alternative", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_photo_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_photo_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("proposal_id", "position", name=op.f("uq_photo_proposal_id_position")),
    )
    op.create_table(
        "proposal_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("compared_at", sa.DateTime(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("locality", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("published_id", sa.Integer(), nullable=True),
        sa.Column("receipt_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_proposal_draft_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_proposal_draft_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["published_id"], ["proposal.id"], name=op.f("fk_proposal_draft_published_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_proposal_draft_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_draft")),
    )
    with op.batch_alter_table("proposal_draft", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposal_draft_consultation_id"), ["consultation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_proposal_draft_key_hash"), ["key_hash"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_proposal_draft_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_draft_published_id"), ["published_id"], unique=False
        )

    op.create_table(
        "proposal_search",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("terms", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_proposal_search_proposal_id_proposal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_proposal_search")),
    )
    op.create_table(
        "support",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
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
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["acted_by_id"], ["person.id"], name=op.f("fk_support_acted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_support_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_support_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support")),
    )
    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.create_index("ix_support_person", ["person_id"], unique=False)
        batch_op.create_index(
            "uq_support_current",
            ["proposal_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
    for statement in SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in DROP[op.get_bind().dialect.name]:
        op.execute(statement)
    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_support_current",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index("ix_support_person")

    op.drop_table("support")
    op.drop_table("proposal_search")
    with op.batch_alter_table("proposal_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_draft_published_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_draft_person_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_draft_key_hash"))
        batch_op.drop_index(batch_op.f("ix_proposal_draft_consultation_id"))

    op.drop_table("proposal_draft")
    op.drop_table("photo")
    with op.batch_alter_table("phase_extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phase_extension_phase_id"))

    op.drop_table("phase_extension")
    with op.batch_alter_table("official_response", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_official_response_draft",
            sqlite_where=sa.text("published_at IS NULL"),
            postgresql_where=sa.text("published_at IS NULL"),
        )
        batch_op.drop_index("ix_official_response_published")

    op.drop_table("official_response")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_open")
        batch_op.drop_index(batch_op.f("ix_notice_contribution_id"))

    op.drop_table("notice")
    op.drop_table("imported_total")
    with op.batch_alter_table("contract_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contract_change_consultation_id"))

    op.drop_table("contract_change")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index("ix_proposal_theme")
        batch_op.drop_index("ix_proposal_shuffled")
        batch_op.drop_index("ix_proposal_locality")
        batch_op.drop_index("ix_proposal_due")
        batch_op.drop_index("ix_proposal_answered")
        batch_op.drop_index("ix_proposal_added")

    op.drop_table("proposal")
    with op.batch_alter_table("phase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phase_consultation_id"))

    op.drop_table("phase")
    with op.batch_alter_table("moderation_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moderation_decision_contribution_id"))
        batch_op.drop_index(batch_op.f("ix_moderation_decision_commune_id"))

    op.drop_table("moderation_decision")
    op.drop_table("imported_row")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_consultation_id"))

    op.drop_table("document")
    op.drop_table("contribution_version")
    op.drop_table("contract")
    op.drop_table("consultation_translation")
    op.drop_table("consultation_slug")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index("ix_comment_thread")
        batch_op.drop_index("ix_comment_replies")

    op.drop_table("comment")
    op.drop_table("stored_file_content")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_account_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_role_grant_current",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_role_grant_commune_id"))

    op.drop_table("role_grant")
    op.drop_table("letter_preference")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index("ix_letter_waiting")
        batch_op.drop_index(batch_op.f("ix_letter_person_id"))
        batch_op.drop_index(batch_op.f("ix_letter_commune_id"))

    op.drop_table("letter")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_commune_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index("ix_contribution_listed")
        batch_op.drop_index("ix_contribution_author")

    op.drop_table("contribution")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_index("ix_consultation_published")

    op.drop_table("consultation")
    op.drop_table("coat_of_arms")
    op.drop_table("theme")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_file_commune_id"))

    op.drop_table("stored_file")
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_code_address")

    op.drop_table("sign_in_code")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_person_platform_email",
            sqlite_where=sa.text("commune_id IS NULL"),
            postgresql_where=sa.text("commune_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_person_commune_id"))

    op.drop_table("person")
    with op.batch_alter_table("intention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intention_commune_id"))

    op.drop_table("intention")
    with op.batch_alter_table("digital_space", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_digital_space_commune_id"))

    op.drop_table("digital_space")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_accepted_at"))

    op.drop_table("submission")
    with op.batch_alter_table("limit_counter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_limit_counter_window_starts_at"))

    op.drop_table("limit_counter")
    op.drop_table("commune")
