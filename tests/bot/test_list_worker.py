"""Files that came in are read once, by one process, whatever happens on the way."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.database.models import ArticleRow, IncomingListRow, OutboxRow
from bot.importing import ImportProgress, Stage
from bot.lists.price_lists import PriceListReader
from bot.lists.reading import Arrived, Finished, Reader
from bot.lists.shown import told
from bot.lists.states import ListState, Way
from bot.lists.store import LEASE, ListStore, Taken, TakenOverError
from bot.lists.worker import (
    MOST_FAILURES,
    FetchFailedError,
    FetchRefusedError,
    ListWorker,
    Source,
)
from bot.messages import ListShown, Message, Say
from bot.outbox import Envelope, ToPlace
from knowledge.library import default_content_dir, load_library
from knowledge.text import Lang
from tests.bot.world import ANNA, CHANNEL, ERIN, KARIN, World

LIBRARY = load_library(default_content_dir())
LIST = b"Artikelnummer;Namn;Enhet;Pris;Leverant\xc3\xb6r\n1;Mj\xc3\xb6lk;l;12,50;Lyreco\n"


class Shelf:
    """Files, had from where they are; `before` happens first."""

    def __init__(self, data: bytes = LIST) -> None:
        self.data = data
        self.before: Callable[[Taken], None] = lambda _: None
        self.settled: list[int] = []

    def fetch(self, taken: Taken, folder: Path, tell: ImportProgress) -> Path:
        self.before(taken)
        tell(Stage.FETCHING, 0.5)
        path = folder / taken.file_name
        path.write_bytes(self.data)
        return path

    def settle(self, incoming: int) -> None:
        self.settled.append(incoming)


class Silent:
    """Shows no progress."""

    def show(self, message_id: int, message: Message, lang: Lang) -> None:
        """Nothing."""


class Office:
    """A worker over a world's database."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.shelf = Shelf()
        self.store = ListStore(world.db, world.clock)
        self.reader = PriceListReader(world.db, LIBRARY.parties, world.people, world.clock)
        self.worker = self.beside({"slack": self.shelf, "folder": self.shelf})

    def beside(
        self, sources: Mapping[Way, Source], *readers: Reader, long: float = 60
    ) -> ListWorker:
        """A worker, with readers before the one of price lists."""
        return ListWorker(
            db=self.world.db,
            store=self.store,
            outbox=self.world.outbox,
            people=self.world.people,
            phrases=LIBRARY.phrases,
            sources=sources,
            readers=(*readers, self.reader),
            shows=Silent(),
            channel=CHANNEL,
            woken=lambda: None,
            long=long,
        )

    def add(self, key: str = "one", name: str = "lista.csv") -> int | None:
        with self.world.db.write() as session:
            return self.store.add(session, way="folder", key=key, source=name, file_name=name)

    def row(self, incoming: int = 1) -> IncomingListRow:
        with self.world.db.read() as session:
            return self.store.get(session, incoming)

    def articles(self) -> int:
        with self.world.db.read() as session:
            return session.scalar(select(func.count()).select_from(ArticleRow)) or 0

    def said(self) -> list[Message | None]:
        with self.world.db.read() as session:
            rows = session.scalars(select(OutboxRow.envelope).order_by(OutboxRow.id))
            return [Envelope.model_validate_json(one).message for one in rows]


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def test_a_file_is_taken_in_once(office: Office) -> None:
    assert office.add() is not None
    assert office.add() is None
    assert office.worker.read_due() == 1
    assert office.worker.read_due() == 0
    assert (office.row().state, office.articles()) == ("read", 1)
    assert office.shelf.settled == [1]


def test_a_way_that_this_process_does_not_know_is_left_to_others(office: Office) -> None:
    with office.world.db.write() as session:
        office.store.add(session, way="slack", key="k", source="F1", file_name="x.csv")
    other = office.beside({"folder": office.shelf})
    assert other.read_due() == 0
    assert office.worker.read_due() == 1


def test_two_processes_take_different_files(office: Office) -> None:
    office.add("one")
    office.add("two")
    one, two = office.store.claim(), office.store.claim()
    assert one is not None
    assert two is not None
    assert (one.id, two.id) == (1, 2)
    assert office.store.claim() is None


def test_who_is_too_late_leaves_nothing_behind(office: Office) -> None:
    """A process seemed dead, another took the file: what the first did is undone."""
    office.add()

    def seem_dead(taken: Taken) -> None:
        office.shelf.before = lambda _: None
        office.world.clock.advance(seconds=LEASE.total_seconds())
        assert office.store.claim() is not None

    office.shelf.before = seem_dead
    assert office.worker.read_due() == 1
    assert (office.row().state, office.row().attempts, office.articles()) == ("reading", 2, 0)
    assert office.said() == []
    assert office.shelf.settled == []
    office.world.clock.advance(seconds=LEASE.total_seconds())
    office.worker.read_due()
    assert (office.row().state, office.articles()) == ("read", 1)


def test_a_sign_of_life_keeps_a_file(office: Office) -> None:
    office.add()
    taken = office.store.claim()
    assert taken is not None
    office.world.clock.advance(seconds=LEASE.total_seconds() - 1)
    assert office.store.renew(taken)
    office.world.clock.advance(seconds=LEASE.total_seconds() - 1)
    assert office.store.claim() is None
    office.world.clock.advance(seconds=1)
    assert office.store.claim() is not None
    assert not office.store.renew(taken)


def test_after_a_restart_it_is_not_waited_for_the_whole_lease(office: Office) -> None:
    office.add()
    office.store.claim()
    office.store.release()
    office.world.clock.advance(seconds=LEASE.total_seconds() / 2)
    assert office.store.claim() is not None


def test_an_effect_that_fails_undoes_the_import(office: Office, tmp_path: Path) -> None:
    office.add()
    taken = office.store.claim()
    assert taken is not None

    def finish(session: Session, finished: Finished) -> None:
        assert session.scalar(select(func.count()).select_from(ArticleRow)) == 1
        raise TakenOverError

    arrived = Arrived(
        id=taken.id,
        path=office.shelf.fetch(taken, tmp_path, lambda *_: None),
        name=taken.file_name,
        lang=Lang.SV,
        person=None,
        said=None,
        supplier=None,
        confirmed_by=None,
        tell=lambda *_: None,
        finish=finish,
    )
    with pytest.raises(TakenOverError):
        office.reader.read(arrived)
    assert office.articles() == 0


@pytest.mark.parametrize("error", [FetchFailedError("503"), ValueError("a fault of ours")])
def test_what_fails_is_tried_again_later(office: Office, error: Exception) -> None:
    office.add()

    def fail(_: Taken) -> None:
        raise error

    office.shelf.before = fail
    assert office.worker.read_due() == 1
    assert (office.row().state, office.row().failures) == ("new", 1)
    assert office.worker.read_due() == 0
    office.shelf.before = lambda _: None
    office.world.clock.advance(seconds=10)
    office.worker.read_due()
    assert office.row().state == "read"


def test_in_the_end_it_is_given_up_and_told(office: Office) -> None:
    office.add()

    def fail(_: Taken) -> None:
        raise FetchFailedError("503")

    office.shelf.before = fail
    for _ in range(MOST_FAILURES):
        office.worker.read_due()
        office.world.clock.advance(hours=1)
    assert office.row().state == "refused"
    [message] = office.said()
    assert isinstance(message, ListShown)
    assert message.problem is not None
    assert "Jag har försökt flera gånger" in message.problem
    assert office.worker.read_due() == 0


def test_a_file_that_kills_its_process_is_given_up(office: Office) -> None:
    office.add()
    for _ in range(MOST_FAILURES):
        assert office.store.claim() is not None
        office.world.clock.advance(seconds=LEASE.total_seconds())
    office.worker.read_due()
    assert (office.row().state, office.articles()) == ("refused", 0)


def test_a_person_s_decision_starts_the_count_anew(office: Office) -> None:
    office.add()
    person = office.world.people.meet(KARIN)
    office.shelf.data = b"Artikelnummer;Namn;Enhet;Pris\n1;Mj\xc3\xb6lk;l;12,50\n"

    def fail(_: Taken) -> None:
        raise FetchFailedError("503")

    for state in ("asking", "read"):
        office.shelf.before = fail
        for _ in range(MOST_FAILURES - 1):
            office.worker.read_due()
            office.world.clock.advance(hours=1)
        office.shelf.before = lambda _: None
        office.worker.read_due()
        assert office.row().state == state
        with office.world.db.write() as session:
            office.store.decide(session, 1, ("asking",), "new", by=person.id, supplier="Lyreco")


def test_ends_that_are_in_order_are_no_failures(office: Office) -> None:
    office.add()
    for _ in range(MOST_FAILURES + 1):
        taken = office.store.claim()
        assert taken is not None
        office.store.give_back(taken, timedelta(0))
    office.worker.read_due()
    assert office.row().state == "read"


class TestAnAnswerAboutAnotherContent:
    """What a person said yes to, or whose they said it is, was written over since."""

    def decide(self, office: Office, *, supplier: str | None = None) -> None:
        person = office.world.people.meet(KARIN)
        with office.world.db.write() as session:
            assert office.store.decide(
                session, 1, ("waiting", "asking"), "new", by=person.id, supplier=supplier
            )

    def test_a_yes_does_not_count(self, office: Office) -> None:
        answers: list[str | None] = []
        other = office.beside({"folder": office.shelf}, Waits(office.world, answers))
        office.add()
        other.read_due()
        self.decide(office)
        office.shelf.data = b"another"
        other.read_due()
        assert (answers, office.row().state, office.row().confirmed_by) == (
            [None, None], "waiting", None,
        )  # fmt: skip
        assert office.said()[-1] == Say(key="list.changed", params={"file": "lista.csv"})
        self.decide(office)
        other.read_due()
        assert (answers[2:], office.row().state) == ([KARIN], "read")
        assert office.said().count(Say(key="list.changed", params={"file": "lista.csv"})) == 1

    def test_nor_whose_it_is(self, office: Office) -> None:
        nameless = b"Artikelnummer;Namn;Enhet;Pris\n1;Mj\xc3\xb6lk;l;12,50\n"
        office.shelf.data = nameless
        office.add()
        office.worker.read_due()
        self.decide(office, supplier="Lyreco")
        office.shelf.data = nameless.replace(b"12,50", b"13,50")
        office.worker.read_due()
        assert (office.row().state, office.row().supplier, office.articles()) == ("asking", None, 0)


def test_what_can_never_be_had_is_refused_at_once(office: Office) -> None:
    office.add()

    def refuse(_: Taken) -> None:
        raise FetchRefusedError("list.problem.too_large", megabytes="7")

    office.shelf.before = refuse
    office.worker.read_due()
    assert office.row().state == "refused"
    assert "7 MB" in (office.row().error or "")


class Locked(Shelf):
    """A file that is there, and cannot be opened."""

    def fetch(self, taken: Taken, folder: Path, tell: ImportProgress) -> Path:
        tell(Stage.FETCHING, 1.0)
        return folder / taken.file_name


def test_what_cannot_be_opened_is_refused_at_once_with_the_reason(office: Office) -> None:
    office.add()
    office.beside({"folder": Locked()}).read_due()
    assert office.row().state == "refused"
    assert "går inte att öppna" in (office.row().error or "")


class Notes:
    """A reader of another kind of file."""

    def __init__(self, world: World) -> None:
        self.db = world.db

    def wants(self, path: Path) -> bool:
        return path.read_bytes().startswith(b"note")

    def read(self, file: Arrived) -> None:
        message = told(file.id, file.name, "read")
        under: tuple[Message, ...] = (Say(key="ui.gone"),)
        with self.db.write() as session:
            file.finish(session, Finished("waiting", message, under))


class Waits:
    """A reader that wants a yes, and notes who gave it."""

    def __init__(self, world: World, answers: list[str | None]) -> None:
        self.db = world.db
        self.answers = answers

    def wants(self, path: Path) -> bool:  # noqa: ARG002 - every file
        return True

    def read(self, file: Arrived) -> None:
        self.answers.append(file.confirmed_by)
        state: ListState = "waiting" if file.confirmed_by is None else "read"
        with self.db.write() as session:
            file.finish(session, Finished(state, told(file.id, file.name, state)))


def test_another_reader_is_asked_first(office: Office) -> None:
    other = office.beside({"folder": office.shelf}, Notes(office.world))
    office.shelf.data = b"note to self"
    office.add("one")
    other.read_due()
    assert (office.row(1).state, len(office.said())) == ("waiting", 2)
    office.shelf.data = LIST
    office.add("two")
    other.read_due()
    assert office.row(2).state == "read"


def test_the_senders_language(office: Office) -> None:
    person = office.world.people.meet(ERIN)
    with office.world.db.write() as session:
        office.store.add(
            session,
            way="slack",
            key="k",
            source="F1",
            file_name="x.pdf",
            person_id=person.id,
        )
    office.shelf.data = b"%PDF-1.7"
    office.worker.read_due()
    with office.world.db.read() as session:
        envelope = Envelope.model_validate_json(session.scalars(select(OutboxRow.envelope)).one())
    assert envelope.lang is Lang.EN


@pytest.mark.parametrize(
    ("data", "key"),
    [(LIST, "list.done"), (b"Artikelnummer;Namn;Enhet;Pris\n1;Is;l;12,50\n", "list.awaits")],
)
def test_who_has_waited_long_is_told_where_the_result_stands(
    office: Office, data: bytes, key: str
) -> None:
    world = office.world
    with world.db.write() as session:
        target = ToPlace(channel="DANNA", thread_ts="1.0")
        said = Envelope(target=target, lang=Lang.SV, message=Say(key="ui.gone"))
        incoming = office.store.add(
            session, way="slack", key="k", source="F1", file_name="x.csv", person_id=ANNA
        )
        assert incoming is not None
        office.store.get(session, incoming).message_id = world.outbox.put(session, said)
    office.shelf.data = data
    office.beside({"slack": office.shelf}, long=-1).read_due()
    _, result, told = office.said()
    assert isinstance(result, ListShown)
    assert told == Say(key=key, params={"file": "x.csv"})
    with world.db.read() as session:
        last = session.scalars(select(OutboxRow.envelope).order_by(OutboxRow.id.desc())).first()
    assert Envelope.model_validate_json(last or "").target == target


def test_nothing_is_read_when_it_ends(office: Office) -> None:
    office.add()
    office.worker.stop()
    assert office.worker.read_due() == 0
    assert office.row().state == "new"
