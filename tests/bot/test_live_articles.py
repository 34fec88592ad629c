"""Every process finds the articles as they are: after others' imports, from files, sound or not."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from sqlalchemy import select, text

from bot import article_store
from bot.article_files import IndexFile, cache_folder
from bot.catalogue import Catalogue
from bot.core import article_catalogue
from bot.database.models import ArticleRow, PersonRow
from bot.database.session import Database
from bot.errors import UsageError
from bot.live_articles import LiveArticles
from bot.settings import load_settings
from knowledge.articles import Article, ArticleIndex
from knowledge.library import default_content_dir, load_library
from knowledge.parties import Parties

START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
HEAD = "Artikelnummer;Benämning;Enhet;Pris"


@pytest.fixture(scope="module")
def parties() -> Parties:
    return load_library(default_content_dir()).parties


class Shop:
    """A database, a folder of files, and as many processes' catalogues as a test wants."""

    def __init__(self, db: Database, url: str, parties: Parties, folder: Path) -> None:
        self.db = db
        self.url = url
        self.parties = parties
        self.folder = folder
        self.now = START
        self.file = folder / "articles-test.index"

    def process(self, *, file: bool = True) -> Catalogue:
        """A catalogue as a process that has just started has it."""
        kept = IndexFile(self.file, worth_it=1) if file else None
        return Catalogue(self.db, self.parties, lambda: self.now, file=kept)

    def read(self, *lines: str) -> None:
        """Import a list."""
        path = self.folder / "lista.csv"
        path.write_text("\n".join((HEAD, *lines)), encoding="utf-8")
        self.process(file=False).import_list(path, "Lyreco")
        self.now += timedelta(minutes=1)


@pytest.fixture
def shop(db: Database, database_url: str, parties: Parties, tmp_path: Path) -> Iterator[Shop]:
    yield Shop(db, database_url, parties, tmp_path)


def names(catalogue: Catalogue) -> list[str]:
    """The names of all articles that can be found."""
    return sorted(article.name for article in catalogue.index())


MANY = [f"{n};Vara nummer {n};st;{n},50" for n in range(60)]


class TestChanges:
    def test_only_what_changed_is_read_again(self, shop: Shop) -> None:
        shop.read(*MANY)
        bot = shop.process()
        before = bot.index()
        # A row that changed without a word of it shows what is read.
        with shop.db.write() as session:
            session.execute(text("UPDATE articles SET name = 'Bytt' WHERE article_number = '7'"))
        shop.read("60;Saffransbulle;st;9", "3;Vara med nytt namn;st;3,50")
        found = names(bot)
        assert bot.index() is not before
        assert {"Saffransbulle", "Vara med nytt namn", "Vara nummer 7"} <= set(found)
        assert "Vara nummer 3" not in found
        assert len(found) == 61

    def test_gone_and_returned(self, shop: Shop) -> None:
        shop.read(*MANY)
        bot = shop.process()
        assert len(names(bot)) == 60
        with shop.db.write() as session:
            change = article_store.begin_change(session)
            row = session.scalars(select(ArticleRow).where(ArticleRow.article_number == "5")).one()
            row.removed_at, row.revision = START, change
            article_store.count_change(session)
        assert "Vara nummer 5" not in names(bot)
        shop.read("5;Vara nummer 5;st;5,50")
        assert "Vara nummer 5" in names(bot)

    def test_much_is_built_anew(self, shop: Shop) -> None:
        shop.read(*MANY)
        bot = shop.process()
        bot.index()
        shop.read(*(line.replace("Vara", "Artikel") for line in MANY))
        assert names(bot)[0] == "Artikel nummer 0"
        assert len(names(bot)) == 60

    def test_an_account_changes_nothing_that_is_searched(self, shop: Shop) -> None:
        shop.read(*MANY)
        bot = shop.process()
        before = bot.index()
        with shop.db.write() as session:
            session.execute(text("UPDATE articles SET account = '5460'"))
        assert bot.index() is before

    def test_what_people_pick_comes_first(self, shop: Shop) -> None:
        shop.read("1;Servett vit lunch;st;1", "2;Servett vit middag;st;1", "3;Servett röd;st;1")
        bot, other = shop.process(), shop.process()
        first, second = (hit.article for hit in bot.search("servett vit", 2))
        with shop.db.write() as session:
            for person in ("U1", "U2", "U3"):
                session.add(PersonRow(id=person, name=person, locale="sv-SE", looked_up_at=START))
                session.flush()
                other.picked(session, "vit servett", second.id, person)
        for process in (bot, other, shop.process()):
            assert process.search("servett vit")[0].article == second
            assert process.search("servett vit", 2)[1].article == first


class TestPatience:
    def test_the_index_before_answers_while_the_new_one_is_made(self, shop: Shop) -> None:
        shop.read(*MANY)
        begun, go_on = threading.Event(), threading.Event()

        class Held(IndexFile):
            """A file that is being written for as long as the test likes."""

            def save(self, *_: object) -> None:
                begun.set()
                assert go_on.wait(20)

        live = LiveArticles(shop.db, lambda: START, aliases={}, patience=0.0)
        before = live.current()
        shop.read("60;Saffransbulle;st;9")
        assert live.current() is before
        live.close()
        assert len(live.current()) == 61
        held = LiveArticles(
            shop.db, lambda: START, aliases={}, file=Held(shop.file, worth_it=1), patience=30.0
        )
        first = threading.Thread(target=held.fresh)
        first.start()
        assert begun.wait(20)
        assert len(held.current()) == 61  # whoever saves the file keeps nobody waiting
        go_on.set()
        first.join()

    def test_ready_asks_nobody(self, shop: Shop) -> None:
        shop.read(*MANY)
        bot = shop.process()
        assert bot.ready() is None
        index = bot.index()
        shop.read("60;Saffransbulle;st;9")
        assert bot.ready() is index
        bot.freshen()
        assert bot.ready() is not index
        assert len(bot.index()) == 61


class TestFiles:
    def test_the_next_process_reads_the_file(self, shop: Shop) -> None:
        shop.read(*MANY)
        index = shop.process().index()
        with shop.db.write() as session:  # what is read from the database would be seen
            session.execute(text("UPDATE articles SET name = 'Bytt'"))
        again = shop.process().index()
        assert sorted(map(repr, again)) == sorted(map(repr, index))

    def test_an_older_file_and_what_changed_since(self, shop: Shop) -> None:
        shop.read(*MANY)
        shop.process().index()
        written = shop.file.read_bytes()
        shop.read("60;Saffransbulle;st;9")
        assert "Saffransbulle" in names(shop.process())
        assert shop.file.read_bytes() != written  # saved again, for the one after
        with shop.db.write() as session:
            session.execute(text("UPDATE articles SET name = 'Bytt' WHERE article_number = '7'"))
        shop.file.write_bytes(written)
        found = names(shop.process())
        assert {"Saffransbulle", "Vara nummer 7"} <= set(found)

    @pytest.mark.parametrize("damage", ["cut", "flipped", "other", "empty", "header"])
    def test_a_damaged_file_is_made_anew(self, shop: Shop, damage: str) -> None:
        shop.read(*MANY)
        shop.process().index()
        whole = shop.file.read_bytes()
        middle = len(whole) // 2
        shop.file.write_bytes(
            {
                "cut": whole[:middle],
                "flipped": whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :],
                "other": b"PK\x03\x04" * 100,
                "empty": b"",
                "header": whole[:128] + b"\xff" * 64 + whole[192:],
            }[damage]
        )
        assert len(names(shop.process())) == 60
        assert shop.file.read_bytes() == whole

    def test_a_file_of_a_history_that_was_undone(self, shop: Shop) -> None:
        """A copy of the database is put back, and goes on otherwise with the same numbers."""
        shop.read(*MANY)
        shop.read("60;Saffransbulle;st;9")
        shop.process().index()
        with shop.db.write() as session:
            session.execute(text("DELETE FROM article_prices"))
            session.execute(text("DELETE FROM articles"))
            session.execute(text("DELETE FROM price_lists"))
            session.execute(text("DELETE FROM revisions"))
        shop.read(*MANY)
        shop.read("60;Lussekatt;st;9")
        found = names(shop.process())
        assert "Lussekatt" in found
        assert "Saffransbulle" not in found

    def test_a_folder_that_cannot_be_written_to(self, shop: Shop) -> None:
        shop.read(*MANY)
        (shop.folder / "fil").write_text("")
        shop.file = shop.folder / "fil" / "articles-test.index"
        assert len(names(shop.process())) == 60

    def test_what_is_left_by_others_is_tidied(self, shop: Shop) -> None:
        shop.read(*MANY)
        old = shop.folder / "articles-gone.index"
        dead = shop.folder / ".articles-test.index.abc"
        fresh = shop.folder / ".articles-test.index.def"
        for path in (old, dead, fresh):
            path.write_bytes(b"")
        for path in (old, dead):
            os.utime(path, (1, 1))
        shop.process().index()
        assert {path.name for path in shop.folder.glob("*articles-*")} == {
            "articles-test.index",
            fresh.name,
        }

    def test_a_small_index_has_no_file(self, shop: Shop) -> None:
        shop.read(*MANY)
        kept = IndexFile(shop.file)
        assert len(Catalogue(shop.db, shop.parties, lambda: START, file=kept).index()) == 60
        assert not shop.file.exists()

    def test_where_it_lies(self) -> None:
        server = "postgresql://hjalpen:hemligt@db.example/hjalpen"
        assert cache_folder(None, "sqlite:///var/hjalpen.db") == Path("var")
        assert cache_folder(None, "sqlite://") is None
        users = cache_folder(None, server)
        assert users is not None
        assert users.name == "ehandelshjalpen"
        assert users.is_absolute()
        assert cache_folder(Path("/x"), server) == Path("/x")


def test_two_processes_that_import_and_search_at_once(shop: Shop) -> None:
    """Real processes, each with the same file: what each imports, the other finds."""
    shop.read(*MANY)
    program = (
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from bot.article_files import IndexFile\n"
        "from bot.catalogue import Catalogue\n"
        "from bot.database.session import Database\n"
        "from knowledge.library import default_content_dir, load_library\n"
        "url, file, path, mine, theirs = sys.argv[1:]\n"
        "db = Database.connect(url)\n"
        "parties = load_library(default_content_dir()).parties\n"
        "kept = IndexFile(Path(file), worth_it=1)\n"
        "catalogue = Catalogue(db, parties, lambda: datetime.now(UTC), file=kept)\n"
        "catalogue.index()\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "catalogue.import_list(Path(path), mine)\n"
        "print('read', flush=True); sys.stdin.readline()\n"
        "catalogue.freshen()\n"
        "found = [catalogue.search(name + 'kaka')[0].article.name for name in (mine, theirs)]\n"
        "print(','.join(found), flush=True)\n"
        "db.close()\n"
    )
    running = []
    for mine, theirs in (("Lyreco", "Staples"), ("Staples", "Lyreco")):
        path = shop.folder / f"{mine}.csv"
        path.write_text(f"{HEAD}\n99;{mine}kaka;st;9\n", encoding="utf-8")
        command = [sys.executable, "-c", program, shop.url, str(shop.file), str(path), mine, theirs]
        running.append(
            subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                text=True,
            )
        )  # fmt: skip
    for said in ("ready\n", "read\n"):
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == said, process.communicate()[1]
        for process in running:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
    outs = [process.communicate(timeout=60) for process in running]
    assert [out for out, _ in outs] == ["Lyrecokaka,Stapleskaka\n", "Stapleskaka,Lyrecokaka\n"], (
        outs
    )
    assert len(names(shop.process())) == 62


_WORDS = st.sampled_from(
    ["mjölk", "grädde", "havregryn", "eko", "1 l", "kaffe", "brygg", "vit", "servett", "laktosfri"]
)
_NAMES = st.lists(_WORDS, min_size=1, max_size=4).map(" ".join)


@how(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    first=st.dictionaries(st.integers(1, 30), _NAMES, min_size=1),
    changes=st.lists(
        st.tuples(st.dictionaries(st.integers(1, 40), _NAMES), st.sets(st.integers(1, 40))),
        max_size=3,
    ),
    query=_NAMES,
)
def test_a_changed_index_finds_as_one_built_anew(
    first: dict[int, str], changes: list[tuple[dict[int, str], set[int]]], query: str
) -> None:
    def article(id_: int, name: str) -> Article:
        return Article(id_, str(1000 + id_), None, name, "Grossen", "st")

    # So many that a few changes are a segment of their own.
    others = {1000 + n: f"vara nr {n}" for n in range(6_000)}
    now = {**others, **first}
    index = ArticleIndex.build(article(id_, name) for id_, name in now.items())
    for new, gone in changes:
        index = index.with_changes([article(*one) for one in new.items()], gone)
        now = {id_: name for id_, name in {**now, **new}.items() if id_ not in gone - new.keys()}
    built = ArticleIndex.build(article(id_, name) for id_, name in now.items())
    assert sorted(index, key=lambda one: one.id) == sorted(built, key=lambda one: one.id)
    # Words of articles that are gone count as used until the next rebuild, so rarity, and with it
    # the scores of what is only alike, differ a little: what is called as asked is first in both.
    asked = set(query.split())
    called = [name for name in now.values() if set(name.split()) == asked]
    for one in (index, built):
        found = one.search(query, 40)
        assert all(now[hit.article.id] == hit.article.name for hit in found)
        if called:
            assert set(found[0].article.name.split()) == asked


class TestSynonyms:
    """Words that a coordinator puts in the content that the installation has chosen."""

    def content(self, folder: Path, synonyms: str) -> dict[str, str]:
        (folder / "content" / "articles").mkdir(parents=True)
        (folder / "content" / "articles" / "synonyms.yaml").write_text(synonyms, encoding="utf-8")
        return {"HJALPEN_CONTENT_DIR": str(folder / "content")}

    def test_they_are_understood(self, shop: Shop) -> None:
        shop.read(*MANY, "60;Blyertspenna;st;9")
        env = self.content(shop.folder, "- [blyertspenna, ritpinne]\n")
        chosen = load_settings({"DATABASE_URL": shop.url, **env})
        catalogue = article_catalogue(chosen, shop.db, shop.parties, lambda: START)
        assert catalogue.search("ritpinne")[0].article.name == "Blyertspenna"

    def test_what_is_wrong_is_said_in_a_line(self, shop: Shop) -> None:
        env = self.content(shop.folder, "- [blyertspenna]\n")
        chosen = load_settings({"DATABASE_URL": shop.url, **env})
        with pytest.raises(UsageError, match=r"synonyms\.yaml: group 1"):
            article_catalogue(chosen, shop.db, shop.parties, lambda: START)
