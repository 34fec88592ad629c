"""People who would rather not say more of themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade."""
    op.add_column(
        "people", sa.Column("declined", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    """Downgrade."""
    with op.batch_alter_table("people") as batch:
        batch.drop_column("declined")
