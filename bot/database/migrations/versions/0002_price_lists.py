"""Price lists that were read, articles as they describe them, and prices over time"""

import sqlalchemy as sa
from alembic import op

from bot.database.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NEW = (
    ("price_quantity", sa.Numeric(precision=12, scale=4)),
    ("list_price", sa.Numeric(precision=12, scale=4)),
    ("minimum_quantity", sa.Numeric(precision=12, scale=4)),
    ("valid_from", sa.Date()),
    ("valid_to", sa.Date()),
    ("contract_number", sa.String(length=64)),
    ("classification", sa.String(length=64)),
    ("country", sa.String(length=64)),
    ("replaces", sa.String(length=64)),
    ("replaced_by", sa.String(length=64)),
    ("description", sa.Text()),
    ("details", sa.Text()),
    ("account", sa.String(length=32)),
    ("fingerprint", sa.String(length=16)),
    ("price_list_id", sa.Integer()),
    ("returned_at", UtcDateTime()),
)
_FOREIGN_KEY = "fk_articles_price_list_id_price_lists"


def upgrade() -> None:
    """Upgrade. The prices that articles have begin their history."""

    op.create_table(
        "price_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=True),
        sa.Column("refers_to", sa.String(length=64), nullable=True),
        sa.Column("contract_number", sa.String(length=64), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_price_lists_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_lists")),
    )
    with op.batch_alter_table("price_lists", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_price_lists_read_at"), ["read_at"], unique=False)
        batch_op.create_index(
            "ix_price_lists_supplier_id_issued_on", ["supplier_id", "issued_on"], unique=False
        )

    with op.batch_alter_table("articles", schema=None) as batch_op:
        for name, type_ in _NEW:
            batch_op.add_column(sa.Column(name, type_, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f(_FOREIGN_KEY), "price_lists", ["price_list_id"], ["id"]
        )

    op.create_table(
        "article_prices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("price", sa.Numeric(precision=12, scale=4), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("price_list_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_prices_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["price_list_id"],
            ["price_lists.id"],
            name=op.f("fk_article_prices_price_list_id_price_lists"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_prices")),
    )
    with op.batch_alter_table("article_prices", schema=None) as batch_op:
        batch_op.create_index(
            "ix_article_prices_article_id_seen_at", ["article_id", "seen_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_article_prices_price_list_id"), ["price_list_id"], unique=False
        )
    op.execute(
        "INSERT INTO article_prices (article_id, price, currency, seen_at) "
        "SELECT id, price, currency, updated_at FROM articles WHERE price IS NOT NULL"
    )


def downgrade() -> None:
    """Downgrade. The history is lost."""

    with op.batch_alter_table("article_prices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_prices_price_list_id"))
        batch_op.drop_index("ix_article_prices_article_id_seen_at")

    op.drop_table("article_prices")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(_FOREIGN_KEY), type_="foreignkey")
        for name, _ in reversed(_NEW):
            batch_op.drop_column(name)

    with op.batch_alter_table("price_lists", schema=None) as batch_op:
        batch_op.drop_index("ix_price_lists_supplier_id_issued_on")
        batch_op.drop_index(batch_op.f("ix_price_lists_read_at"))

    op.drop_table("price_lists")
