"""Alembic's entry: runs migrations on the connection that `bot.database.upgrade` gives."""

from alembic import context

from bot.database.models import Base


def run() -> None:
    """Run the migrations in the caller's transaction."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


run()
