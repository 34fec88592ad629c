"""Files that are not what they seem, or that want all the memory there is."""

import io
import json
import subprocess
import sys
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.pricelists import PriceListError, read_price_list
from knowledge.pricelists.reading import MAX_REJECTED
from knowledge.pricelists.sheets import MAX_PARTS
from tests.benchmarks.pricelists import write_pricat
from tests.knowledge.pricelists.pricat_writer import article, pricat
from tests.knowledge.pricelists.writers import catalogue, item, ods, xls, xlsx, zipped

TABLE = [["Artikelnummer", "Benämning"], *([str(i), f"Vara {i}"] for i in range(40))]
BOOKS = {"xlsx": xlsx(TABLE), "xls": xls(TABLE), "ods": ods(TABLE)}


def refusal(data: bytes) -> str:
    with pytest.raises(PriceListError) as error:
        read_price_list(data, "X")
    return str(error.value)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG-bild"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "JPEG-bild"),
        (b"%PDF-1.7\n", "PDF-fil"),
        (b"\x1f\x8b\x08" + bytes(50), "gzip"),
        (b"UNA:+.? 'UNB+UNOC:3+...", "avklippt mitt i ett segment"),
        (b"UNA:+.? 'Hej", "efter UNA kommer inte UNB"),
        (b"<html><body>Logga in</body></html>", "webbsida"),
        (zipped({"brev.txt": "Hej"}), "inget kalkylark"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
            "inget kalkylark",
        ),
        (zipped({}), "tom zip-fil"),
        (bytes(range(256)) * 4, "varken text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "Kalkylarket går inte att läsa"),
    ],
)
def test_files_of_other_kinds_are_named(data: bytes, what: str) -> None:
    assert what in refusal(data)


def test_a_missing_file_and_a_folder(tmp_path: str) -> None:
    for path in (f"{tmp_path}/finns-inte.xlsx", tmp_path):
        with pytest.raises(PriceListError, match="går inte att öppna"):
            read_price_list(path)


def test_two_cells_in_opposite_corners() -> None:
    """Half a terabyte as a table: the process that reads it dies, and not we."""
    book = io.BytesIO(xlsx(TABLE))
    out = io.BytesIO()
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                part = part.replace(b"</sheetData>", corner)
                assert corner in part
            target.writestr(name, part)
    assert "trasigt eller så stort" in refusal(out.getvalue())


def test_a_cell_repeated_for_ever() -> None:
    content = ods(TABLE)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            many = b'<table:table-cell table:number-columns-repeated="2000000000" '
            target.writestr(name, part.replace(b"<table:table-cell ", many, 1))
    assert refusal(out.getvalue())


def test_a_zip_bomb() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            block = bytes(1 << 22)
            for _ in range(140):
                part.write(block)
    assert len(out.getvalue()) < 10_000_000
    assert "orimligt stort" in refusal(out.getvalue())


def test_a_zip_of_thousands_of_parts() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(MAX_PARTS + 1):
            archive.writestr(f"xl/{number}", "")
    assert "orimligt stort" in refusal(out.getvalue())


@pytest.mark.parametrize("kind", BOOKS)
@given(share=st.floats(0.01, 0.99))
@settings(max_examples=8, deadline=None)
def test_workbooks_cut_off_anywhere(kind: str, share: float) -> None:
    """A cut book is refused, or (xls, cut behind its cells) read without inventing anything."""
    book = BOOKS[kind]
    try:
        read = read_price_list(book[: int(len(book) * share)], "X")
    except PriceListError as error:
        assert str(error)
    else:
        assert kind == "xls"
        assert {line.name for line in read.lines} <= {f"Vara {i}" for i in range(40)}


def test_a_row_of_a_hundred_thousand_columns() -> None:
    data = b"Nr;Namn\n1;A\n" + b";" * 90_000 + b"x\n2;B"
    read = read_price_list(data, "X")
    assert [line.article_number for line in read.lines] == ["1", "2"]
    assert "fält" in read.rejected[0].reason
    assert "tecken" in refusal(b"Nr;Namn\n" + b";" * 120_000)


def test_a_gigantic_line() -> None:
    assert "Rad 2 har" in refusal(b"Nr;Namn\n1;" + b"a" * 20_000_000)


GIGABYTE = 1 << 30
ROWS = b"Nr;Namn\n" + b"1;Vara\n" * 2_000
CATALOGUE = catalogue(item("1"))


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (pricat(article(1))[:-20], "längre än 64 kB"),
        (b"UNA:+.? 'UNB+UNOC:3+", "längre än 64 kB"),
        (CATALOGUE[:-30], "utan en katalograd"),
        (ROWS, "styrtecken"),
        (b"Nr;Namn\n", "varken text"),
    ],
)
def test_a_file_of_a_gigabyte_of_nothing(tmp_path: Path, start: bytes, what: str) -> None:
    path = tmp_path / "stor"
    with path.open("wb") as file:
        file.write(start)
        file.truncate(GIGABYTE)
    begun = time.monotonic()
    tracemalloc.start()
    try:
        with pytest.raises(PriceListError, match=what):
            read_price_list(path, "X")
        assert tracemalloc.get_traced_memory()[1] < 64 << 20
    finally:
        tracemalloc.stop()
    assert time.monotonic() - begun < 20


def test_bad_lines_without_end() -> None:
    bad = b"Nr;Namn\n" + b";\n;x\n" * (MAX_REJECTED + 1)
    assert f"Fler än {MAX_REJECTED} rader är fel" in refusal(bad)


def test_memory_does_not_grow_with_the_list(tmp_path: Path) -> None:
    """A line more costs a few bytes, for its number: not the line."""
    peaks = []
    for lines in (2_000, 42_000):
        path = tmp_path / f"{lines}.edi"
        write_pricat(path, lines)
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.pricelists", "--child", "read", str(path)],
            capture_output=True,
            check=True,
        )
        measured = json.loads(done.stdout)
        assert measured["lines"] == lines
        peaks.append(measured["peak_mb"])
    assert peaks[1] - peaks[0] < 16


def test_a_file_that_is_two_things() -> None:
    """EDIFACT inside a text file, and text before EDIFACT: neither is guessed at."""
    assert "Hittar ingen rubrik" in refusal(b"Hej!\n" + pricat(article(1)))
    assert "utanför ett meddelande" in refusal(pricat(article(1)) + b"Hej'")
