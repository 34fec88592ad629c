"""The watched folder: lists are read, put away with a report, and waited with."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import Bot
from bot.database.models import IncomingListRow
from bot.errors import UsageError
from bot.lists.folder import STILL_SECONDS
from tests.e2e.test_lists_in import csv, nameless, replacement, sold, states
from tests.support.house import House, house
from tests.support.surfaces import text_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "prislistor"
    path.mkdir()
    return path


@pytest.fixture
def watching(tmp_path: Path, folder: Path) -> Iterator[House]:
    """A bot that watches a folder."""
    with house(tmp_path) as one:
        one.settings = one.settings.model_copy(update={"pricelist_dir": folder})
        one.start()
        yield one


def put(folder: Path, name: str, data: bytes, *, age: float = STILL_SECONDS + 1) -> Path:
    """A file that was last written to so many seconds ago."""
    path = folder / name
    path.write_bytes(data)
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - age))
    return path


def bot(at: House) -> Bot:
    assert at.bot is not None
    return at.bot


def look(at: House) -> None:
    """Look into the folder and read what is there."""
    bot(at).lists.read_folder()
    at.settle()


def there(folder: Path) -> list[str]:
    """All that is in the folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


class TestWhatLiesThere:
    def test_is_read_and_put_away_with_a_report(self, watching: House, folder: Path) -> None:
        put(folder, "lyreco.csv", csv(1, 2) + b"7;Vara;st;;Lyreco\n")
        look(watching)
        assert sold(watching) == {"1": "Lyreco", "2": "Lyreco"}
        assert there(folder) == [
            "done/lyreco.csv",
            "done/lyreco.csv.report.json",
            "done/lyreco.csv.report.txt",
        ]
        report = (folder / "done/lyreco.csv.report.txt").read_text(encoding="utf-8")
        assert "lyreco.csv är inläst" in report
        assert "2 nya" in report
        assert "Rad 4 (7):" in report
        data = json.loads((folder / "done/lyreco.csv.report.json").read_text(encoding="utf-8"))
        assert (data["state"], data["added"], data["rejected"][0]["line"]) == ("read", 2, 4)
        assert watching.robin.messages(channel=watching.channel) == []

    def test_what_is_no_price_list(self, watching: House, folder: Path) -> None:
        put(folder, "avtal.pdf", b"%PDF-1.7")
        look(watching)
        assert there(folder) == [
            "failed/avtal.pdf",
            "failed/avtal.pdf.report.json",
            "failed/avtal.pdf.report.txt",
        ]
        told = watching.robin.wait_for_message("avtal.pdf", channel=watching.channel)
        assert "PDF-fil" in text_of(told)
        report = (folder / "failed/avtal.pdf.report.txt").read_text(encoding="utf-8")
        assert "Filen är en PDF-fil" in report

    def test_a_file_that_is_still_being_written(self, watching: House, folder: Path) -> None:
        path = put(folder, "lyreco.csv", csv(1), age=0)
        look(watching)
        put(folder, "lyreco.csv", csv(1, 2), age=0)
        look(watching)
        assert sold(watching) == {}
        look(watching)
        assert sold(watching) == {"1": "Lyreco", "2": "Lyreco"}
        assert not path.exists()

    def test_in_the_order_of_their_times(self, watching: House, folder: Path) -> None:
        put(folder, "a.csv", csv(1, price="2,00"), age=100)
        put(folder, "b.csv", csv(1, price="1,00"), age=200)
        look(watching)
        with watching.db.read() as session:
            names = session.scalars(select(IncomingListRow.file_name).order_by(IncomingListRow.id))
            assert list(names) == ["b.csv", "a.csv"]

    @pytest.mark.parametrize(
        "name", ["x.csv.part", "~$x.xlsx", ".x.csv", "x.csv.crdownload", "x.csv.report.txt"]
    )
    def test_what_is_left_alone(self, watching: House, folder: Path, name: str) -> None:
        put(folder, name, csv(1))
        (folder / "mapp").mkdir()
        put(folder / "mapp", "y.csv", csv(2))
        look(watching)
        assert there(folder) == sorted([name, "mapp/y.csv"])
        assert states(watching) == []

    def test_a_name_that_is_taken(self, watching: House, folder: Path) -> None:
        put(folder, "lyreco.csv", csv(1))
        look(watching)
        put(folder, "lyreco.csv", csv(1, 2))
        look(watching)
        assert (folder / "done/lyreco.csv").read_bytes() == csv(1)
        assert (folder / "done/lyreco (2).csv").read_bytes() == csv(1, 2)
        assert (folder / "done/lyreco (2).csv.report.txt").exists()

    def test_put_back_it_is_read_again(self, watching: House, folder: Path) -> None:
        put(folder, "lyreco.csv", csv(1))
        look(watching)
        (folder / "done/lyreco.csv").rename(folder / "lyreco.csv")
        look(watching)
        assert states(watching) == ["read", "read"]
        report = (folder / "done/lyreco.csv.report.txt").read_text(encoding="utf-8")
        assert "inget nytt" in report


class TestWhatWaits:
    @pytest.fixture
    def waits(self, watching: House, folder: Path) -> House:
        put(folder, "v47.edi", replacement(*range(10)))
        look(watching)
        put(folder, "v48.edi", replacement(0, 1, issued="20261130", list_number="2"))
        look(watching)
        return watching

    def test_a_coordinator_says_yes(self, waits: House, folder: Path) -> None:
        assert "waiting/v48.edi" in there(folder)
        robin = waits.robin
        asked = robin.wait_for_message("v48.edi", channel=waits.channel)
        assert "tar bort 8 av 10 artiklar" in text_of(asked)
        robin.press(asked, "Läs in ändå")
        robin.wait_until(asked, "är inläst ändå, som Robin", timeout=15)
        assert sorted(sold(waits)) == ["0", "1"]
        look(waits)
        assert [name for name in there(folder) if "v48" in name] == [
            "done/v48.edi",
            "done/v48.edi.report.json",
            "done/v48.edi.report.txt",
        ]

    def test_a_coordinator_says_no(self, waits: House, folder: Path) -> None:
        asked = waits.robin.wait_for_message("v48.edi", channel=waits.channel)
        waits.robin.press(asked, "Läs inte in")
        waits.robin.wait_until(asked, "valde att inte läsa in")
        look(waits)
        assert "failed/v48.edi" in there(folder)
        report = (folder / "failed/v48.edi.report.txt").read_text(encoding="utf-8")
        assert "Robin Ek valde att inte läsa in" in report
        assert len(sold(waits)) == 10

    def test_written_over_before_a_coordinator_says_yes(self, waits: House, folder: Path) -> None:
        """The yes was to another list."""
        asked = waits.robin.wait_for_message("v48.edi", channel=waits.channel)
        other = replacement(0, issued="20261130", list_number="2")
        (folder / "waiting/v48.edi").write_bytes(other)
        waits.robin.press(asked, "Läs in ändå")
        waits.robin.wait_for_message(
            "har ändrats efter svaret", channel=waits.channel, thread_ts=asked["ts"], timeout=15
        )
        asked = waits.robin.wait_until(asked, "tar bort 9 av 10 artiklar")
        assert len(sold(waits)) == 10
        waits.robin.press(asked, "Läs in ändå")
        waits.robin.wait_until(asked, "är inläst ändå, som Robin", timeout=15)
        assert sorted(sold(waits)) == ["0"]

    def test_a_newer_file_of_the_same_name(self, waits: House, folder: Path) -> None:
        put(folder, "v48.edi", replacement(*range(10), issued="20261201", list_number="3"))
        look(waits)
        assert {"done/v48.edi", "waiting/v48.edi"} <= set(there(folder))

    def test_nobody_says_whose_it_is(self, watching: House, folder: Path) -> None:
        put(folder, "prislista.csv", nameless(1))
        look(watching)
        assert there(folder) == ["waiting/prislista.csv"]
        robin = watching.robin
        asked = robin.wait_for_message("Vilken leverantör är", channel=watching.channel)
        robin.choose(asked, "list.supplier:1", "Staples")
        robin.wait_until(asked, "* är inläst", timeout=15)
        look(watching)
        assert sold(watching) == {"1": "Staples"}
        assert "done/prislista.csv" in there(folder)


class TestOthersBeside:
    def test_two_bots_at_one_folder(self, watching: House, folder: Path) -> None:
        other = Bot(watching.settings, watching.db, watching.clock, trained=watching.trained)
        for n in range(6):
            put(folder, f"lista {n}.csv", csv(n), age=100 + n)
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(one.lists.read_folder) for one in (bot(watching), other)]
            assert sum(one.result() for one in both) <= 6  # the bot's own thread reads as well
        bot(watching).lists.worker.read_due()
        look(watching)
        assert sorted(sold(watching)) == [str(n) for n in range(6)]
        assert states(watching) == ["read"] * 6
        assert len(list((folder / "done").glob("*.csv"))) == 6
        assert len(there(folder)) == 18

    def test_a_file_that_somebody_takes_away(self, watching: House, folder: Path) -> None:
        path = put(folder, "lyreco.csv", csv(1))
        lists = bot(watching).lists
        assert lists.folder is not None
        lists.worker.stop()
        lists.folder.look()
        path.unlink()
        lists.worker.start()
        watching.robin.wait_for_message("finns inte kvar i mappen", channel=watching.channel)


class TestAFolderThatCannotBeUsed:
    def test_it_is_not_there(self, built: House, tmp_path: Path) -> None:
        built.settings = built.settings.model_copy(update={"pricelist_dir": tmp_path / "ingen"})
        with pytest.raises(UsageError, match=r"HJALPEN_PRICELIST_DIR: .*ingen"):
            built.start()

    def test_a_file_is_in_the_way(self, built: House, tmp_path: Path) -> None:
        (tmp_path / "done").write_text("")
        built.settings = built.settings.model_copy(update={"pricelist_dir": tmp_path})
        with pytest.raises(UsageError, match=r"HJALPEN_PRICELIST_DIR: .*done"):
            built.start()

    def test_what_cannot_be_put_away_is_told_of_once(self, watching: House, folder: Path) -> None:
        (folder / "done").rmdir()
        (folder / "done").write_text("i vägen")
        put(folder, "lyreco.csv", csv(1))
        for _ in range(3):
            look(watching)
        assert sold(watching) == {"1": "Lyreco"}
        told = [text_of(one) for one in watching.robin.messages(channel=watching.channel)]
        assert len(told) == 1
        assert "Jag kommer inte åt" in told[0]
        (folder / "done").unlink()
        (folder / "done").mkdir()
        look(watching)
        assert "done/lyreco.csv" in there(folder)
        assert states(watching) == ["read"]
