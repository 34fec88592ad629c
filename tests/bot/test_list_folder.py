"""What lies in the watched folder, looked at directly: names, rights, files that come and go."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.database.models import IncomingListRow, OutboxRow
from bot.lists.folder import STILL_SECONDS, WatchedFolder
from bot.lists.found import found, readable
from bot.lists.names import shortened
from bot.lists.putting_away import put
from bot.lists.store import ListStore, Taken
from bot.messages import Message, Say
from bot.outbox import Envelope
from knowledge.library import default_content_dir, load_library
from tests.bot.world import CHANNEL, World

PHRASES = load_library(default_content_dir()).phrases
NOBODY = 65534


class Shop:
    """A folder that is watched over a world's database."""

    def __init__(self, world: World, path: Path) -> None:
        self.db = world.db
        self.path = path
        self.store = ListStore(world.db, world.clock)
        self.folder = WatchedFolder(
            path,
            db=world.db,
            store=self.store,
            outbox=world.outbox,
            people=world.people,
            phrases=PHRASES,
            draw=lambda *_: "så gick det",
            most_megabytes=10,
            channel=CHANNEL,
            woken=lambda: None,
        )

    def lay(self, name: str | bytes, *, age: float = STILL_SECONDS + 1) -> Path:
        """A file that was last written to so many seconds ago."""
        path = self.path / os.fsdecode(name)
        path.write_bytes(b"x")
        os.utime(path, (time.time(), time.time() - age))
        return path

    def claim(self) -> Taken:
        taken = self.store.claim()
        assert taken is not None
        return taken

    def refuse(self) -> int:
        """Read the next file, which is none."""
        taken = self.claim()
        with self.db.write() as session:
            self.store.finish(session, taken, "refused", error="ingen lista")
        self.folder.settle(taken.id)
        return taken.id

    def names(self) -> list[str]:
        """What the files that were taken in are called."""
        with self.db.read() as session:
            query = select(IncomingListRow.file_name).order_by(IncomingListRow.id)
            return list(session.scalars(query))

    def said(self) -> list[Message | None]:
        with self.db.read() as session:
            rows = session.scalars(select(OutboxRow.envelope).order_by(OutboxRow.id))
            return [Envelope.model_validate_json(one).message for one in rows]


@pytest.fixture
def shop(world: World, tmp_path: Path) -> Shop:
    path = tmp_path / "prislistor"
    path.mkdir()
    return Shop(world, path)


@contextmanager
def unprivileged() -> Iterator[None]:
    """Nobody who may do everything."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if me == 0:
            os.seteuid(me)


def test_a_name_that_is_not_utf8(shop: Shop) -> None:
    shop.lay(b"prislista \xe5.csv", age=200)
    shop.lay("zebra.csv")
    assert shop.folder.look() == 2
    assert shop.folder.look() == 0
    assert shop.names() == ["prislista å.csv", "zebra.csv"]
    taken = shop.claim()
    assert shop.folder.fetch(taken, shop.path, lambda *_: None).name == "prislista å.csv"


def test_its_readable_name_is_taken(shop: Shop) -> None:
    shop.lay("prislista å.csv", age=100)
    shop.lay(b"prislista \xe5.csv", age=200)
    assert shop.folder.look() == 2
    assert sorted(shop.names()) == ["prislista å (2).csv", "prislista å.csv"]


@pytest.mark.parametrize("raw", [b"\xe5\xe4\xf6.csv", b"\x81\xff.csv", "åäö.csv".encode()])
def test_any_bytes_are_readable(raw: bytes) -> None:
    name = readable(os.fsdecode(raw))
    assert name.encode().decode() == name
    assert name.endswith(".csv")


def test_files_that_come_and_go_are_no_problem(shop: Shop) -> None:
    over = threading.Event()
    rounds = 0

    def churn() -> None:
        nonlocal rounds
        while not over.is_set():
            paths = [shop.path / f"{rounds}-{n}.csv" for n in range(30)]
            for path in paths:
                path.touch()
            for path in paths:
                path.unlink()
            rounds += 1

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        looks = 0
        while looks < 200 or rounds < 20:
            shop.folder.look()
            looks += 1
    finally:
        over.set()
        thread.join()
    assert shop.said() == []


def test_another_file_that_goes_starts_no_wait_anew(shop: Shop) -> None:
    passing = shop.lay("a.csv", age=0)
    shop.lay("b.csv", age=0)
    assert shop.folder.look() == 0
    passing.unlink()
    assert shop.folder.look() == 1
    assert shop.names() == ["b.csv"]


@pytest.mark.parametrize("name", ["desktop.ini", "Thumbs.db", ".DS_Store"])
def test_what_the_system_puts_there(shop: Shop, name: str) -> None:
    shop.lay(name)
    assert shop.folder.look() == 0


@pytest.mark.parametrize("name", ["a" * 251 + ".csv", "å" * 125 + ".csv", "a" * 255])
def test_a_name_that_is_as_long_as_can_be(shop: Shop, name: str) -> None:
    shop.lay(name)
    shop.folder.look()
    shop.refuse()
    away = [one.name for one in (shop.path / "failed").iterdir()]
    assert len(away) == 3
    assert all(one.startswith(name[:100]) for one in away)
    assert (shop.folder.look(), shop.said()) == (0, [])


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=300), st.sampled_from(["", " (2)"])
)
def test_no_name_is_longer_than_may_be(name: str, mark: str) -> None:
    short = shortened(name, 100, mark)
    assert len(short.encode()) <= 100
    assert mark in short
    if mark == "" and len(name.encode()) <= 100:
        assert short == name


class TestRights:
    def test_changed_after_it_was_taken_in(self, shop: Shop) -> None:
        path = shop.lay("a.csv")
        shop.folder.look()
        taken = shop.claim()
        path.chmod(0o640)
        assert shop.folder.fetch(taken, shop.path, lambda *_: None) == path
        assert (shop.folder.look(), len(shop.names())) == (0, 1)

    def test_written_to_after_it_was_taken_in(self, shop: Shop) -> None:
        """That is another file, and has a row of its own."""
        path = shop.lay("a.csv")
        shop.folder.look()
        path.write_bytes(b"another")
        assert (shop.folder.look(), shop.folder.look(), len(shop.names())) == (0, 1, 2)

    def test_put_back_it_is_taken_in_again(self, shop: Shop) -> None:
        path = shop.lay("a.csv")
        shop.folder.look()
        shop.refuse()
        (shop.path / "failed/a.csv").rename(path)
        assert (shop.folder.look(), len(shop.names())) == (1, 2)

    def test_one_that_may_be_linked_but_not_taken_away(self) -> None:
        with TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "done").mkdir()
            (folder / "done").chmod(0o777)
            path = folder / "a.csv"
            path.write_bytes(b"x")
            path.chmod(0o666)
            folder.chmod(0o555)
            try:
                with unprivileged(), pytest.raises(PermissionError):
                    put(path, folder / "done/a.csv")
                assert list((folder / "done").iterdir()) == []
                assert path.exists()
            finally:
                folder.chmod(0o755)

    def test_what_cannot_be_taken_away_is_told_of_once(self, shop: Shop) -> None:
        path = shop.lay("a.csv")
        shop.folder.look()
        before = found(path)
        failed = shop.path / "failed"
        failed.rmdir()
        shop.refuse()
        path.chmod(0o600)
        os.link(path, shop.path / "failed-link")
        (shop.path / "failed-link").unlink()
        assert found(path).key != before.key
        for _ in range(3):
            assert shop.folder.look() == 0
        assert len(shop.names()) == 1
        [told] = shop.said()
        assert isinstance(told, Say)
        assert told.key == "list.folder.problem"
        failed.mkdir()
        shop.folder.look()
        assert sorted(one.name for one in failed.iterdir()) == [
            "a.csv",
            "a.csv.report.json",
            "a.csv.report.txt",
        ]
