"""What all transcripts share, since it is costly to make and nothing of it changes."""

from collections.abc import Iterator

import pytest

from bot.catalogue import Catalogue
from bot.database.session import Database
from bot.database.upgrade import upgrade
from bot.settings import Settings
from bot.topic_understanding import Trained
from knowledge.articles import ArticleIndex
from knowledge.library import default_content_dir, load_library
from tests.transcripts.model import Who
from tests.transcripts.stage import CHANNEL, MONDAY_NOON, Build, Stage


@pytest.fixture(scope="session")
def trained() -> Trained:
    """The knowledge that comes with the product, with its matcher."""
    return Trained.of(load_library(default_content_dir()))


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A SQLite database at head, with nothing in it."""
    db = Database.connect(f"sqlite:///{tmp_path_factory.mktemp('transcripts')}/hjalpen.db")
    upgrade(db)
    yield db
    db.close()


@pytest.fixture(scope="session")
def articles(trained: Trained, database: Database) -> ArticleIndex:
    """The example articles."""
    catalogue = Catalogue(database, trained.library.parties, lambda: MONDAY_NOON)
    return catalogue.of_examples().index()


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The settings of an installation."""
    return Settings(coordinator_channel=CHANNEL)


@pytest.fixture
def build(
    settings: Settings, trained: Trained, articles: ArticleIndex, database: Database
) -> Iterator[Build]:
    """Builds the bot over the empty database; what it writes is undone after the test."""
    with database.rehearsal() as rehearsal:

        def built(who: Who) -> Stage:
            return Stage.build(settings, rehearsal, trained, articles, who)

        yield built
