"""Price lists on their way in, the accounts of articles, and which hits people picked"""

import sqlalchemy as sa
from alembic import op

from bot.database.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade."""
    op.create_table(
        "accounts",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_accounts")),
    )
    _incoming_lists()
    _account_choices()
    op.create_table(
        "article_picks",
        sa.Column("query_key", sa.String(length=200), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("picked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_picks_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_article_picks_person_id_people")
        ),
        sa.PrimaryKeyConstraint(
            "query_key", "article_id", "person_id", name=op.f("pk_article_picks")
        ),
    )
    op.create_index(op.f("ix_article_picks_picked_at"), "article_picks", ["picked_at"])
    op.add_column(
        "articles",
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.create_index(op.f("ix_articles_revision"), "articles", ["revision"])
    waiting, tied = "account IS NULL AND removed_at IS NULL", "account IS NOT NULL"
    for name, columns, where in (
        ("ix_articles_waiting", ["first_seen_at", "id"], waiting),
        ("ix_articles_account", ["account"], tied),
    ):
        op.create_index(
            name,
            "articles",
            columns,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.add_column("article_prices", sa.Column("unit", sa.String(length=32), nullable=True))
    # What an article's last price is for is known; what those before it were for is not.
    op.execute(
        "UPDATE article_prices SET unit = "
        "(SELECT unit FROM articles WHERE articles.id = article_prices.article_id) "
        "WHERE id IN (SELECT max(id) FROM article_prices GROUP BY article_id)"
    )
    _week_reports()
    op.add_column("price_lists", sa.Column("rejections", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("file_id", sa.String(length=32), nullable=True))


def _incoming_lists() -> None:
    op.create_table(
        "incoming_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=1000), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("confirmed_by", sa.String(length=32), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("supplier", sa.String(length=200), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("nothing_new", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["people.id"], name=op.f("fk_incoming_lists_confirmed_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox.id"], name=op.f("fk_incoming_lists_message_id_outbox")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_incoming_lists_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_lists")),
        sa.UniqueConstraint("key", name=op.f("uq_incoming_lists_key")),
    )
    op.create_index(op.f("ix_incoming_lists_received_at"), "incoming_lists", ["received_at"])
    op.create_index("ix_incoming_lists_state_due_at", "incoming_lists", ["state", "due_at"])


def _account_choices() -> None:
    op.create_table(
        "account_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=True),
        sa.Column("before", sa.String(length=32), nullable=True),
        sa.Column("suggested", sa.String(length=32), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_account_choices_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_account_choices_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_choices")),
    )
    op.create_index(op.f("ix_account_choices_article_id"), "account_choices", ["article_id"])
    op.create_index(op.f("ix_account_choices_at"), "account_choices", ["at"])
    op.create_index(op.f("ix_account_choices_batch"), "account_choices", ["batch"])
    op.create_table(
        "account_exports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_account_exports_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_exports")),
    )


def _week_reports() -> None:
    op.create_table(
        "week_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheduled", sa.Boolean(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=True),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox.id"], name=op.f("fk_week_reports_message_id_outbox")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_week_reports_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week_reports")),
    )


def downgrade() -> None:
    """Downgrade."""
    op.drop_table("week_reports")
    with op.batch_alter_table("article_prices") as batch:
        batch.drop_column("unit")
    for name in ("ix_articles_account", "ix_articles_waiting"):
        op.drop_index(name, "articles")
    op.drop_index(op.f("ix_articles_revision"), "articles")
    with op.batch_alter_table("articles") as batch:
        batch.drop_column("revision")
    with op.batch_alter_table("outbox") as batch:
        batch.drop_column("file_id")
    with op.batch_alter_table("price_lists") as batch:
        batch.drop_column("rejections")
    op.drop_table("article_picks")
    op.drop_table("account_exports")
    op.drop_table("account_choices")
    op.drop_table("incoming_lists")
    op.drop_table("accounts")
