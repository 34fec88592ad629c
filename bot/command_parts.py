"""What the commands share: settings, content, database and catalogue, each imported when needed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import UsageError
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.catalogue import Catalogue
    from bot.database.session import Database
    from bot.live_knowledge import LiveKnowledge
    from knowledge.library import Library

Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Batch = Annotated[
    Path | None, typer.Option(help="Read one text a line from FILE, and answer each in order.")
]


def command_settings(log_level: str = "info") -> Settings:
    """The settings, with logging set up; `log_level` holds when they do not say."""
    from bot.log import configure  # noqa: PLC0415

    settings = load_settings()
    said = "log_level" in settings.model_fields_set
    configure(settings.log_level if said else log_level, settings.log_format)
    return settings


def content_library(settings: Settings) -> "Library":
    """The content files; ContentError if they are not in order."""
    from bot.knowing import load_knowledge  # noqa: PLC0415

    return load_knowledge(settings)


def live_knowledge(library: "Library", db: "Database") -> "LiveKnowledge":
    """The knowledge with what coordinators have changed."""
    from bot.live_knowledge import LiveKnowledge  # noqa: PLC0415
    from bot.topic_understanding import Trained  # noqa: PLC0415

    knowledge = LiveKnowledge(db, Trained.of(library))
    knowledge.learn()
    return knowledge


@contextmanager
def opened_database(settings: Settings, *, older_too: bool = False) -> Iterator["Database"]:
    """The database, made if there is none.

    An older one wants `hjalpen db upgrade` first, unless `older_too` says to upgrade it.
    """
    from bot.database.session import Database  # noqa: PLC0415
    from bot.database.upgrade import prepare, upgrade  # noqa: PLC0415

    db = Database.connect(settings.database_url)
    try:
        if older_too:
            upgrade(db)
        else:
            prepare(db)
        yield db
    finally:
        db.close()


def opened_catalogue(settings: Settings, library: "Library", db: "Database") -> "Catalogue":
    """The catalogue of the database's articles."""
    from bot.core import article_catalogue  # noqa: PLC0415
    from bot.occasion import utc_now  # noqa: PLC0415

    return article_catalogue(settings, db, library.parties, utc_now)


def searched(catalogue: "Catalogue") -> tuple["Catalogue", bool]:
    """What a search from the terminal finds in, and whether these are only the examples: that is so
    when the database has no article.
    """
    examples = catalogue.is_empty()
    return (catalogue.of_examples() if examples else catalogue), examples


def say_examples() -> None:
    """Say, beside the hits, that they are not real goods."""
    typer.echo("hjalpen: no price list is imported; these are the examples", err=True)


def text_lines(path: Path) -> Iterable[str]:
    """The lines of a text file; UsageError if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text (byte {error.start})") from None
