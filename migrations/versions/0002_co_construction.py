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
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_service_commune_id_commune")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("commune_id", "name", name=op.f("uq_service_commune_id_name")),
    )
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
        "outcome_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("what_was_kept", sa.String(), nullable=False),
        sa.Column("what_was_not", sa.String(), nullable=False),
        sa.Column("next_steps", sa.String(), nullable=False),
        sa.Column("figures", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("sent_back_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_back_at", sa.DateTime(), nullable=True),
        sa.Column("sent_back_word", sa.String(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("official_id", sa.Integer(), nullable=True),
        sa.Column("mandate", sa.String(), nullable=False),
        sa.CheckConstraint(
            "published_at IS NULL OR (approved_at IS NOT NULL AND summary <> '' AND figures <> '')",
            name=op.f("ck_outcome_report_published_was_approved"),
        ),
        sa.CheckConstraint(
            "approved_at IS NULL OR (submitted_at IS NOT NULL AND approved_by_id IS NOT NULL)",
            name=op.f("ck_outcome_report_approved_was_submitted"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["person.id"], name=op.f("fk_outcome_report_approved_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_outcome_report_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["person.id"], name=op.f("fk_outcome_report_official_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["person.id"],
            name=op.f("fk_outcome_report_published_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_outcome_report_saved_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["sent_back_by_id"],
            ["person.id"],
            name=op.f("fk_outcome_report_sent_back_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"],
            ["person.id"],
            name=op.f("fk_outcome_report_submitted_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_report")),
        sa.UniqueConstraint("consultation_id", name=op.f("uq_outcome_report_consultation_id")),
    )
    with op.batch_alter_table("outcome_report", schema=None) as batch_op:
        batch_op.create_index("ix_outcome_report_published", ["published_at"], unique=False)

    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("made_version", sa.Integer(), nullable=True),
        sa.Column("became_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["became_id"], ["proposal.id"], name=op.f("fk_amendment_became_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["contribution.id"], name=op.f("fk_amendment_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_amendment_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_became_id"), ["became_id"], unique=False)
        batch_op.create_index("ix_amendment_proposal", ["proposal_id", "id"], unique=False)

    op.create_table(
        "answer_case",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("official_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["person.id"], name=op.f("fk_answer_case_assigned_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["person.id"], name=op.f("fk_answer_case_official_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_answer_case_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_answer_case_service_id_service")
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_answer_case")),
    )
    with op.batch_alter_table("answer_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_answer_case_official_id"), ["official_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_answer_case_service_id"), ["service_id"], unique=False)

    op.create_table(
        "answer_extension",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["person.id"], name=op.f("fk_answer_extension_given_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_answer_extension_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_answer_extension")),
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
        "proposal_grouping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("grouped_by_id", sa.Integer(), nullable=False),
        sa.Column("grouped_at", sa.DateTime(), nullable=False),
        sa.Column("left_by_id", sa.Integer(), nullable=True),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["grouped_by_id"], ["person.id"], name=op.f("fk_proposal_grouping_grouped_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["proposal.id"], name=op.f("fk_proposal_grouping_lead_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["left_by_id"], ["person.id"], name=op.f("fk_proposal_grouping_left_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["proposal.id"], name=op.f("fk_proposal_grouping_member_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_grouping")),
    )
    with op.batch_alter_table("proposal_grouping", schema=None) as batch_op:
        batch_op.create_index("ix_proposal_grouping_lead", ["lead_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_proposal_grouping_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "service_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_service_note_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_service_note_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_service_note_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_note_service_id_service")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_note")),
    )
    with op.batch_alter_table("service_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_service_note_answered_by_id"), ["answered_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_service_note_asked_by_id"), ["asked_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_service_note_proposal_id"), ["proposal_id"], unique=False
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
        "clarification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("replied_at", sa.DateTime(), nullable=True),
        sa.Column("replied_by_id", sa.Integer(), nullable=True),
        sa.Column("mandate", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["person.id"], name=op.f("fk_clarification_asker_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["contribution.id"], name=op.f("fk_clarification_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["replied_by_id"], ["person.id"], name=op.f("fk_clarification_replied_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["official_response.id"],
            name=op.f("fk_clarification_response_id_official_response"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarification")),
        sa.UniqueConstraint(
            "response_id", "asker_id", name=op.f("uq_clarification_response_id_asker_id")
        ),
    )
    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("is_of_answer", sa.Boolean(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("budget_line", sa.String(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("mandate", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "to-do", "under-way", "kept", "dropped", name="state", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NOT NULL) = (state IN ('kept', 'dropped'))",
            name=op.f("ck_commitment_closed_when_over"),
        ),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_commitment_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_commitment_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_commitment_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["person.id"], name=op.f("fk_commitment_official_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_commitment_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["official_response.id"],
            name=op.f("fk_commitment_response_id_official_response"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("commune_id", "number", name=op.f("uq_commitment_commune_id_number")),
    )
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.create_index("ix_commitment_consultation", ["consultation_id", "id"], unique=False)
        batch_op.create_index(
            "ix_commitment_due", ["commune_id", "closed_at", "due_on"], unique=False
        )
        batch_op.create_index("ix_commitment_listed", ["commune_id", "made_at", "id"], unique=False)
        batch_op.create_index("ix_commitment_proposal", ["proposal_id"], unique=False)
        batch_op.create_index(
            "uq_commitment_of_answer",
            ["proposal_id"],
            unique=True,
            sqlite_where=sa.text("is_of_answer"),
            postgresql_where=sa.text("is_of_answer"),
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
        "commitment_follow",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_commitment_follow_commitment_id_commitment"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_commitment_follow_person_id_person")
        ),
        sa.PrimaryKeyConstraint("commitment_id", "person_id", name=op.f("pk_commitment_follow")),
    )
    with op.batch_alter_table("commitment_follow", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commitment_follow_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "commitment_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "to-do", "under-way", "kept", "dropped", name="state", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("new_what", sa.String(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("decision_url", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("alternative", sa.String(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "file_id IS NULL OR alternative <> ''",
            name=op.f("ck_commitment_update_file_told_in_words"),
        ),
        sa.CheckConstraint(
            "state <> 'dropped' OR reason <> ''",
            name=op.f("ck_commitment_update_dropped_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_commitment_update_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_commitment_update_commitment_id_commitment"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_commitment_update_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["official_response.id"],
            name=op.f("fk_commitment_update_response_id_official_response"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_update")),
        sa.UniqueConstraint(
            "commitment_id", "number", name=op.f("uq_commitment_update_commitment_id_number")
        ),
    )
    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("is_seen", sa.Boolean(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(), nullable=True),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("replied_by_id", sa.Integer(), nullable=True),
        sa.Column("replied_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(reply <> '') = (replied_at IS NOT NULL) AND (replied_at IS NULL) = (replied_by_id IS NULL)",
            name=op.f("ck_observation_reply_is_signed"),
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.id"],
            name=op.f("fk_observation_commitment_id_commitment"),
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["contribution.id"], name=op.f("fk_observation_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_observation_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["replied_by_id"], ["person.id"], name=op.f("fk_observation_replied_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.create_index("ix_observation_commitment", ["commitment_id", "id"], unique=False)
        batch_op.create_index(
            "uq_observation_current",
            ["commitment_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )

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

    with op.batch_alter_table("commune", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "last_commitment_number", sa.Integer(), nullable=False, server_default=sa.text("0")
            )
        )

    with op.batch_alter_table("official_response", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("who_does", sa.String(), nullable=False, server_default=sa.text("''"))
        )
        batch_op.add_column(
            sa.Column("budget_line", sa.String(), nullable=False, server_default=sa.text("''"))
        )
        batch_op.add_column(
            sa.Column("is_collective", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lead_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("people_count", sa.Integer(), nullable=True))
        batch_op.create_index("ix_proposal_lead", ["lead_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_proposal_lead_id_proposal"), "proposal", ["lead_id"], ["id"]
        )

    with op.batch_alter_table("proposal_draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("born_of_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_proposal_draft_born_of_id_amendment"),
            "amendment",
            ["born_of_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("proposal_draft", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_proposal_draft_born_of_id_amendment"), type_="foreignkey"
        )
        batch_op.drop_column("born_of_id")

    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_proposal_lead_id_proposal"), type_="foreignkey")
        batch_op.drop_index("ix_proposal_lead")
        batch_op.drop_column("people_count")
        batch_op.drop_column("lead_id")

    with op.batch_alter_table("official_response", schema=None) as batch_op:
        batch_op.drop_column("is_collective")
        batch_op.drop_column("budget_line")
        batch_op.drop_column("who_does")

    with op.batch_alter_table("commune", schema=None) as batch_op:
        batch_op.drop_column("last_commitment_number")

    with op.batch_alter_table("remark_support", schema=None) as batch_op:
        batch_op.drop_index("ix_remark_support_person")

    op.drop_table("remark_support")
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.drop_index("ix_remark_passage")
        batch_op.drop_index(batch_op.f("ix_remark_made_on_id"))
        batch_op.drop_index("ix_remark_decision")

    op.drop_table("remark")
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_observation_current",
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )
        batch_op.drop_index("ix_observation_commitment")

    op.drop_table("observation")
    op.drop_table("commitment_update")
    with op.batch_alter_table("commitment_follow", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_follow_person_id"))

    op.drop_table("commitment_follow")
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
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_commitment_of_answer",
            sqlite_where=sa.text("is_of_answer"),
            postgresql_where=sa.text("is_of_answer"),
        )
        batch_op.drop_index("ix_commitment_proposal")
        batch_op.drop_index("ix_commitment_listed")
        batch_op.drop_index("ix_commitment_due")
        batch_op.drop_index("ix_commitment_consultation")

    op.drop_table("commitment")
    op.drop_table("clarification")
    with op.batch_alter_table("text_version", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_text_version_draft",
            sqlite_where=sa.text("published_at IS NULL"),
            postgresql_where=sa.text("published_at IS NULL"),
        )

    op.drop_table("text_version")
    with op.batch_alter_table("service_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_note_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_service_note_asked_by_id"))
        batch_op.drop_index(batch_op.f("ix_service_note_answered_by_id"))

    op.drop_table("service_note")
    with op.batch_alter_table("proposal_grouping", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_grouping_member_id"))
        batch_op.drop_index("ix_proposal_grouping_lead")

    op.drop_table("proposal_grouping")
    op.drop_table("passage")
    op.drop_table("answer_extension")
    with op.batch_alter_table("answer_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_case_service_id"))
        batch_op.drop_index(batch_op.f("ix_answer_case_official_id"))

    op.drop_table("answer_case")
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.drop_index("ix_amendment_proposal")
        batch_op.drop_index(batch_op.f("ix_amendment_became_id"))

    op.drop_table("amendment")
    with op.batch_alter_table("outcome_report", schema=None) as batch_op:
        batch_op.drop_index("ix_outcome_report_published")

    op.drop_table("outcome_report")
    with op.batch_alter_table("discussed_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discussed_text_commune_id"))

    op.drop_table("discussed_text")
    op.drop_table("service")
