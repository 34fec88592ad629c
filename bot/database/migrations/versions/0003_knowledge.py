"""What coordinators change of the knowledge, and questions that they have settled"""

import sqlalchemy as sa
from alembic import op

from bot.database.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SETTLED_BY = "fk_questions_settled_by_people"


def upgrade() -> None:
    """Upgrade."""

    op.create_table(
        "knowledge_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["people.id"], name=op.f("fk_knowledge_versions_actor_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_versions")),
    )
    op.create_index(op.f("ix_knowledge_versions_topic_id"), "knowledge_versions", ["topic_id"])
    op.create_table(
        "knowledge_drafts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_knowledge_drafts_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_drafts")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("settled_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("settled_by", sa.String(length=32), nullable=True))
        batch_op.create_foreign_key(_SETTLED_BY, "people", ["settled_by"], ["id"])


def downgrade() -> None:
    """Downgrade."""

    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_constraint(_SETTLED_BY, type_="foreignkey")
        batch_op.drop_column("settled_by")
        batch_op.drop_column("settled_at")
    op.drop_table("knowledge_drafts")
    op.drop_index(op.f("ix_knowledge_versions_topic_id"), "knowledge_versions")
    op.drop_table("knowledge_versions")
