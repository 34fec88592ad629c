"""Price lists that a coordinator sends the bot: read at once, and told of in their message."""

import signal
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from bot.database.models import ArticleRow, CaseEventRow, IncomingListRow, PriceListRow, SupplierRow
from bot.import_report import load_rejections
from bot.occasion import Occasion, Place
from bot.outcomes import Done, Refused
from bot.sandbox.config import SandboxConfig
from bot.sandbox.model import Json
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.seed import ORDERING
from bot.sandbox.server import SandboxServer
from bot.sandbox.uploads import new_file
from tests.e2e.processes import ROOT, running
from tests.e2e.steps import open_case, pressed, said
from tests.support.house import ROBIN, House, environment, house
from tests.support.people import Person
from tests.support.surfaces import text_of

HEADINGS = "Artikelnummer;Benämning;Enhet;Pris;Leverantör"
DONE = "* är inläst"
READING = "Jag läser in"


def csv(*numbers: int, supplier: str = "Lyreco", price: str = "12,50") -> bytes:
    """A list of so many articles."""
    lines = [f"{n};Vara nummer {n};st;{price};{supplier}" for n in numbers]
    return "\n".join([HEADINGS, *lines, ""]).encode()


def nameless(*numbers: int) -> bytes:
    """A list that does not say whose it is."""
    lines = [f"{n};Vara nummer {n};st;12,50" for n in numbers]
    return "\n".join(["Artikelnummer;Benämning;Enhet;Pris", *lines, ""]).encode()


def sheet(*rows: tuple[str | float, ...]) -> bytes:
    """A workbook."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return buffer.getvalue()


def replacement(*numbers: int, issued: str = "20261123", list_number: str = "1") -> bytes:
    """A PRICAT that replaces everything that the supplier had."""
    lines = [
        part
        for place, n in enumerate(numbers, start=1)
        for part in (
            f"LIN+{place}+1'",
            f"PIA+5+{n}:SA'",
            f"IMD+F+ANM+:::Vara nummer {n}'",
            "PRI+AAA:12.50::::PCE'",
        )
    ]
    body = [
        "UNH+1+PRICAT:D:96A:UN:EAN008'",
        f"BGM+9+{list_number}+5'",
        f"DTM+137:{issued}:102'",
        "NAD+SU+7300009000012::9++Exempelgrossisten'",
        "CUX+2:SEK:8'",
        *lines,
    ]
    frame = ["UNA:+.? '", "UNB+UNOC:3+S:14+R:14+261123:1200+1'"]
    end = [f"UNT+{len(body) + 1}+1'", "UNZ+1+1'"]
    return "".join([*frame, *body, *end]).encode("latin-1")


def send(
    person: Person,
    name: str,
    data: bytes,
    then: str = DONE,
    *,
    text: str = "",
    thread_ts: str | None = None,
) -> Json:
    """Send a file to the bot, and wait for what comes of it."""
    person.upload(name, data, text=text, thread_ts=thread_ts)
    return person.wait_for_message(
        lambda message: then in text_of(message) and name in text_of(message),
        thread_ts=thread_ts,
        timeout=15,
    )


def prepared(at: House, name: str, data: bytes) -> str:
    """The id of a file that robin has put in Slack, and shown to nobody."""

    def put(sandbox: Sandbox) -> str:
        file = new_file(sandbox.workspace, ROBIN, name, len(data))
        sandbox.files.put(file.id, data)
        file.complete = True
        return file.id

    return at.server.call(put)


def sold(at: House) -> dict[str, str]:
    """The numbers of the articles that are sold, and whose they are."""
    with at.db.read() as session:
        rows = session.execute(
            select(ArticleRow.article_number, SupplierRow.name)
            .join(SupplierRow, SupplierRow.id == ArticleRow.supplier_id)
            .where(ArticleRow.removed_at.is_(None), ArticleRow.example.is_(False))
        )
        return {row.article_number: row.name for row in rows}


def states(at: House) -> list[str]:
    with at.db.read() as session:
        return list(session.scalars(select(IncomingListRow.state).order_by(IncomingListRow.id)))


class TestAList:
    def test_is_read_and_told_of(self, at: House) -> None:
        told = send(at.robin, "lyreco v48.csv", csv(1, 2, 3))
        shown = text_of(told)
        assert "Lyreco" in shown
        assert "3 nya, 0 ändrade, 0 borttagna, 0 oförändrade" in shown
        assert "går att söka efter nu" in shown
        assert sold(at) == {"1": "Lyreco", "2": "Lyreco", "3": "Lyreco"}
        at.settle()
        assert not any(READING in text_of(one) for one in at.robin.messages())
        said(at.kim, "artikelnummer till vara nummer 2", "Vara nummer 2")
        at.robin.press(told, "Koppla konton")
        at.robin.wait_for_modal()

    def test_the_same_list_again(self, at: House) -> None:
        send(at.robin, "lyreco v48.csv", csv(1, 2))
        told = send(at.robin, "lyreco igen.csv", csv(1, 2), "inget nytt")
        assert "Koppla konton" not in text_of(told)
        assert "0 nya, 0 ändrade, 0 borttagna, 2 oförändrade" in text_of(told)

    def test_mentioned_in_the_coordinators_channel(self, at: House) -> None:
        at.robin.upload(
            "lyreco.csv", csv(1), channel=at.channel, text="@E-handelshjälpen läs in den här"
        )
        asked = at.robin.messages(channel=at.channel)[-1]["ts"]
        at.robin.wait_for_message(DONE, channel=at.channel, thread_ts=asked, timeout=15)
        assert sold(at) == {"1": "Lyreco"}

    def test_what_comes_under_it_is_in_the_same_thread(self, at: House) -> None:
        bad = b"".join(f"{n};Vara {n};st;;Lyreco\n".encode() for n in range(100, 112))
        asked = at.robin.upload(
            "lyreco.csv", csv(1) + bad, channel=at.channel, text="@E-handelshjälpen"
        )
        told = at.robin.wait_for_message(
            "Här är alla rader", channel=at.channel, thread_ts=asked, timeout=15
        )
        assert told["thread_ts"] == asked

    def test_in_a_thread_of_the_dm(self, at: House) -> None:
        ts = at.robin.say("hej")
        at.settle()
        send(at.robin, "lyreco.csv", csv(1), thread_ts=ts)
        assert sold(at) == {"1": "Lyreco"}

    def test_several_files_in_one_message(self, at: House) -> None:
        files = [("lyreco.csv", csv(1)), ("bild.png", b"\x89PNG"), ("st.csv", csv(2))]
        ids = [prepared(at, name, data) for name, data in files]
        at.robin.post("message", channel=at.robin.dm, text="", file_ids=ids)
        at.robin.wait_for_message("lyreco.csv* är inläst", timeout=15)
        at.robin.wait_for_message("st.csv* är inläst", timeout=15)
        assert sold(at) == {"1": "Lyreco", "2": "Lyreco"}

    def test_lines_that_are_wrong(self, at: House) -> None:
        bad = b"".join(f"{n};Vara {n};st;;Lyreco\n".encode() for n in range(100, 112))
        told = send(at.robin, "lyreco.csv", csv(1) + bad)
        shown = text_of(told)
        assert "Rad 3 (100):" in shown
        assert "… och 2 till" in shown
        [file] = at.robin.wait_for_message("Här är alla rader", thread_ts=told["ts"])["files"]
        data = at.server.call(lambda sandbox: sandbox.files.get(file["id"]))
        assert data is not None
        rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
        assert [line[1] for line in rows[1:]] == [str(n) for n in range(100, 112)]
        with at.db.read() as session:
            kept = session.scalars(select(PriceListRow)).one()
            assert [bad.line for bad in load_rejections(kept.rejections)] == list(range(3, 15))

    def test_every_line_is_wrong(self, at: House) -> None:
        data = f"{HEADINGS}\n1;Vara;st;;Lyreco\n2;Vara;st;;Lyreco\n".encode()
        told = send(at.robin, "lyreco.csv", data, "Inget lästes in ur")
        assert "Rad 2 (1):" in text_of(told)
        assert sold(at) == {}
        assert states(at) == ["refused"]

    @pytest.mark.parametrize(
        ("name", "data", "why"),
        [
            ("avtal.pdf", b"%PDF-1.7 hej", "Filen är en PDF-fil"),
            ("lista.csv", b"hej;svejs\n1;2\n", "rubrik"),
            ("lista.xlsx", b"PK\x03\x04" + b"\x00" * 400, ""),
            ("tom.csv", b" ", "Filen är tom"),
        ],
    )
    def test_what_is_no_price_list(self, at: House, name: str, data: bytes, why: str) -> None:
        told = send(at.robin, name, data, "kunde inte läsa in")
        assert why in text_of(told)
        assert "Be leverantören om en rättad lista" in text_of(told)
        assert sold(at) == {}


class TestWhoseItIs:
    def test_the_files_name_says(self, at: House) -> None:
        send(at.robin, "Prislista Procurator v48.csv", nameless(1))
        assert sold(at) == {"1": "Procurator"}

    def test_the_message_says(self, at: House) -> None:
        send(at.robin, "prislista.csv", nameless(1), text="Ny prislista från lyreco för v49")
        assert sold(at) == {"1": "Lyreco"}

    def test_the_message_says_a_name_that_is_new(self, at: House) -> None:
        asked = send(
            at.robin, "prislista.csv", nameless(1), "Vilken leverantör", text="från menigo, tack!"
        )
        assert sold(at) == {}
        at.robin.choose(asked, "list.supplier:1", "Ny leverantör: Menigo")
        at.robin.wait_until(asked, DONE, timeout=15)
        assert sold(at) == {"1": "Menigo"}
        send(at.robin, "menigo v49.csv", nameless(2))
        send(at.robin, "v50.csv", nameless(3), text="den här är från menigo också")
        assert sold(at) == dict.fromkeys("123", "Menigo")

    def test_what_the_list_says_counts_more(self, at: House) -> None:
        send(at.robin, "prislista.csv", csv(1), text="den här är från Procurator")
        assert sold(at) == {"1": "Lyreco"}

    def test_nobody_says(self, at: House) -> None:
        asked = send(at.robin, "prislista.csv", nameless(1, 2), "Vilken leverantör är")
        assert sold(at) == {}
        at.robin.choose(asked, "list.supplier:1", "Skånemejerier")
        at.robin.wait_until(asked, DONE, timeout=15)
        assert sold(at) == {"1": "Skånemejerier", "2": "Skånemejerier"}

    def test_never_mind(self, at: House) -> None:
        asked = send(at.robin, "prislista.csv", nameless(1), "Vilken leverantör är")
        at.robin.press(asked, "Läs inte in")
        at.robin.wait_until(asked, "valde att inte läsa in")
        assert states(at) == ["declined"]


class TestAListThatWaits:
    @pytest.fixture
    def waits(self, at: House) -> Json:
        """A list that would remove eight articles of ten."""
        send(at.robin, "v47.edi", replacement(*range(10)))
        return send(
            at.robin,
            "v48.edi",
            replacement(0, 1, issued="20261130", list_number="2"),
            "är inte inläst än",
        )

    def test_says_why_and_changes_nothing(self, at: House, waits: Json) -> None:
        assert "tar bort 8 av 10 artiklar" in text_of(waits)
        assert "8 borttagna" in text_of(waits)
        assert len(sold(at)) == 10

    def test_is_read_when_a_coordinator_says_yes(self, at: House, waits: Json) -> None:
        at.robin.press(waits, "Läs in ändå")
        done = at.robin.wait_until(waits, "är inläst ändå, som Robin", timeout=15)
        assert "tar bort 8 av 10 artiklar" in text_of(done)
        assert sorted(sold(at)) == ["0", "1"]
        with at.db.read() as session:
            last = session.scalars(select(IncomingListRow).order_by(IncomingListRow.id)).all()[-1]
            assert (last.confirmed_by, last.state) == (at.robin.user, "read")

    def test_is_not_read_when_a_coordinator_says_no(self, at: House, waits: Json) -> None:
        at.robin.press(waits, "Läs inte in")
        at.robin.wait_until(waits, "valde att inte läsa in")
        assert len(sold(at)) == 10
        assert states(at) == ["read", "declined"]

    def test_two_who_say_yes(self, at: House, waits: Json) -> None:
        assert at.bot is not None
        last = len(states(at))
        for key in ("one", "other"):
            at.bot.core.inbox.record(key, {}, ROBIN)
        place = Place(channel=at.robin.dm)
        outcomes = [
            at.bot.lists.arrivals.confirm(Occasion(key=key, person=ROBIN, place=place), last)
            for key in ("one", "other")
        ]
        assert outcomes == [Done(), Refused(key="list.decided_by_you")]
        at.robin.wait_for_message("Du har redan svarat")
        at.robin.wait_until(waits, "är inläst ändå", timeout=15)
        assert states(at) == ["read", "read"]

    def test_who_has_left_the_channel_decides_nothing(self, at: House, waits: Json) -> None:
        at.server.leave(at.channel, at.robin.user)
        at.settle()
        pressed(at.robin, waits, "Läs in ändå", "bara medlemmarna")
        assert len(sold(at)) == 10


class TestWhoSends:
    def test_others_files_are_not_read(self, at: House) -> None:
        at.kim.upload("lyreco.csv", csv(1), text="Går det att läsa den här?")
        at.settle()
        at.kim.wait_for_message("Filen lyreco.csv kan jag inte öppna, men")
        assert sold(at) == {}
        assert states(at) == []

    def test_a_file_alone_is_answered_with_what_to_do(self, at: House) -> None:
        at.kim.upload("bild.png", b"\x89PNG")
        told = at.kim.wait_for_message("Filen bild.png kan jag inte öppna")
        pressed(at.kim, told, "Prata med en person", "i ett enda meddelande")
        at.kim.upload("bild.png", b"\x89PNG", text="Skärmen ser ut så här")
        card = at.robin.wait_for_message("Skärmen ser ut så här", channel=at.channel)
        assert "bild.png" in text_of(card)

    def test_several_files_alone(self, at: House) -> None:
        ids = [prepared(at, name, b"\x89PNG") for name in ("bild.png", "karta.png")]
        at.robin.post("message", channel=at.robin.dm, text="", file_ids=ids)
        at.robin.wait_for_message("Filerna bild.png, karta.png kan jag inte öppna")

    def test_in_another_channel_nothing_is_read(self, at: House) -> None:
        at.robin.upload("x.csv", csv(1), channel=ORDERING, text="@E-handelshjälpen titta")
        at.settle()
        assert states(at) == []

    def test_in_a_thread_among_people_nothing_is_read(self, at: House) -> None:
        ts = at.robin.say("Har ni sett Lyrecos lista?", channel=at.channel)
        at.robin.upload("lyreco.csv", csv(1), channel=at.channel, thread_ts=ts, text="stämmer den?")
        at.settle()
        assert states(at) == []
        at.robin.upload(
            "st.csv", csv(2), channel=at.channel, thread_ts=ts, text="@E-handelshjälpen läs in den"
        )
        at.robin.wait_for_message("st.csv* är inläst", channel=at.channel, thread_ts=ts, timeout=15)
        assert sold(at) == {"2": "Lyreco"}

    def test_a_file_in_a_cases_thread_belongs_to_the_case(self, at: House) -> None:
        card = open_case(at, at.kim)
        at.robin.upload(
            "x.csv", csv(1), channel=at.channel, thread_ts=card["ts"], text="@E-handelshjälpen se"
        )
        at.settle()
        assert states(at) == []
        with at.db.read() as session:
            drafts = session.scalars(select(CaseEventRow).where(CaseEventRow.kind == "draft"))
            assert ["x.csv" in draft.text for draft in drafts] == [True]


class TestOnTheWay:
    def test_the_same_event_twice(self, at: House) -> None:
        at.server.add_fault("duplicate_event")
        send(at.robin, "lyreco.csv", csv(1))
        at.settle()
        assert states(at) == ["read"]
        assert sum("lyreco.csv" in text_of(one) for one in at.robin.messages()) == 1

    def test_sent_while_the_bot_was_away(self, tmp_path: Path) -> None:
        with house(tmp_path, time_scale=0.02, ack_seconds=0.5) as one:
            one.robin.upload("lyreco.csv", csv(1))
            one.start()
            one.robin.wait_for_message(DONE, timeout=20)

    def test_slack_does_not_answer(self, at: House) -> None:
        at.server.add_fault("http_500", method="files.info")
        send(at.robin, "lyreco.csv", csv(1))
        assert states(at) == ["read"]


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    with house(tmp_path) as one:
        one.settings = one.settings.model_copy(update={"pricelist_max_mb": 1})
        one.start()
        told = send(one.robin, "stor.csv", b"x" * 1_000_001, "kunde inte läsa in")
        assert "större än 1 MB" in text_of(told)
        assert "rättad lista" not in text_of(told)


def test_a_bot_that_is_killed_while_it_fetches(tmp_path: Path) -> None:
    with SandboxServer(SandboxConfig(manifest=ROOT / "manifest.json")) as server:
        env = environment(server, f"sqlite:///{tmp_path / 'hjalpen.db'}")
        robin = Person(server, ROBIN)
        fault = server.add_fault("timeout", method="files.info", seconds=60)
        with running("run", env=env, folder=tmp_path) as bot:
            server.wait_for_connection(timeout=60)
            robin.upload("lyreco.csv", csv(1))
            robin.wait_for_message(READING, timeout=10)
            server.wait_for(lambda: fault.count == 0, 10, "the file to be fetched")
            bot.stop(signal.SIGKILL)
        server.clear_faults()
        with running("run", env=env, folder=tmp_path):
            robin.wait_for_message(DONE, timeout=60)
            assert len(robin.messages()) == 2
        assert server.violations == []
