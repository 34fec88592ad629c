"""Files that are not what they seem, or that want all the memory there is."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.pricelists import PriceListError, read_price_list
from knowledge.pricelists.sheets import MAX_PARTS
from tests.knowledge.pricelists.writers import ods, xls, xlsx, zipped

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
        (b"UNA:+.? 'UNB+UNOC:3+...", "EDIFACT"),
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
