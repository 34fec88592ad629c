"""csv, xlsx, xls and ods: whatever the headings, separators, encodings and cells."""

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.pricelists import Format, Line, PriceList, PriceListError, read_price_list
from tests.knowledge.pricelists.writers import Table, Value, ods, xls, xlsx

GTIN = "2000110000080"
TABLE: Table = [
    ["Prislista våren", None, None, None, None],
    ["Art.nr", "Benämning", "Pris (SEK)", "Streckkod", "Enhet"],
    ["00123", "Mellanmjölk 1,5 %", 12.5, GTIN, "st"],
    [456, "Prästost", "1 234,50 kr", int(GTIN), "KGM"],
    [None, None, None, None, None],
    [789, None, 5, None, "st"],
]


def text(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def only(data: bytes, supplier: str | None = "Test") -> Line:
    """The one line of a list of which nothing is rejected."""
    read = read_price_list(data, supplier)
    assert read.rejected == ()
    assert len(read.lines) == 1
    return read.lines[0]


def reason(data: bytes) -> str:
    """Why the one bad line of a list was rejected."""
    read = read_price_list(data, "Test")
    assert len(read.rejected) == 1, read
    return read.rejected[0].reason


def refusal(data: bytes) -> str:
    """Why a list is refused whole."""
    with pytest.raises(PriceListError) as error:
        read_price_list(data, "Test")
    return str(error.value)


@pytest.mark.parametrize(
    ("write", "format_"), [(xlsx, Format.XLSX), (xls, Format.XLS), (ods, Format.ODS)]
)
def test_every_kind_of_workbook(write, format_: Format) -> None:  # type: ignore[no-untyped-def]
    read: PriceList = read_price_list(write(TABLE), "Skånemejerier")
    assert read.format is format_
    assert read.supplier == "Skånemejerier"
    first, second = read.lines
    assert first == Line(
        number=3,
        article_number="00123",
        name="Mellanmjölk 1,5 %",
        supplier="Skånemejerier",
        gtin=GTIN,
        unit="st",
        price=Decimal("12.5"),
        currency="SEK",
    )
    assert (second.article_number, second.price, second.unit) == ("456", Decimal("1234.5"), "kg")
    assert second.gtin == GTIN
    assert [(one.line, one.reason) for one in read.rejected] == [(6, "Benämning saknas")]


def test_the_sheet_with_headings_is_the_one_that_is_read() -> None:
    read = read_price_list(xlsx([["Hej"], ["Läs blad 2"]], TABLE, [["Benämning", "Nr"]]), "X")
    assert len(read.lines) == 2


def test_a_file_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "lista.txt"
    path.write_bytes(xlsx(TABLE))
    assert read_price_list(path, "X").format is Format.XLSX
    assert read_price_list(str(path), "X") == read_price_list(path.read_bytes(), "X")


@pytest.mark.parametrize(
    "headings",
    [
        ("Artikelnummer", "Benämning", "Pris", "Enhet", "GTIN"),
        ("ART NR", "ARTIKELBENÄMNING", "PRIS EXKL. MOMS", "FÖRSÄLJNINGSENHET", "EAN-KOD"),
        ("Nummer", "Livsmedelsnamn", "à-pris", "Enhet", "Streckkod"),
        ("Item number", "Description", "Unit price (SEK)", "UoM", "Barcode"),
        ("Leverantörens art.nr", "Namn", "Nettopris kr", "Prisenhet", "GTIN/EAN"),
        ("Varunummer", "Artikel", "Avtalspris", "Mätenhet", "EAN 13"),
    ],
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_headings_in_any_language_order_and_separator(
    headings: tuple[str, ...], separator: str
) -> None:
    cells = ("0042", "Hallonsylt", "149.50", "hink", GTIN)
    for order in ((0, 1, 2, 3, 4), (4, 2, 1, 3, 0)):
        rows = [[headings[i] for i in order], [cells[i] for i in order]]
        line = only(text(*(separator.join(row) for row in rows)))
        assert line.article_number == "0042"
        assert line.name == "Hallonsylt"
        assert (line.price, line.currency, line.unit) == (Decimal("149.5"), "SEK", "hink")
        assert line.gtin == GTIN


def test_every_column() -> None:
    heads = (
        "Varugrupp;Varumärke;Förpackning;Leverantör;Valuta;Pris;Artikelnummer;Benämning;"
        "Minsta beställning;Giltig från;Giltig t.o.m.;Avtalsnummer;UNSPSC;Ursprungsland;Ersätter;"
        "Ersätts av;Produktinformation"
    )
    row = (
        "Sylt;Bärfabriken;6 x 1 kg;Bärgrossen;eur;2,5;7;Lingonsylt;2,5;2026-03-01;20261231;A-17;"
        "50192401;SE;6;8;Rårörd"
    )
    assert only(text(heads, row), supplier=None) == Line(
        number=2,
        article_number="7",
        name="Lingonsylt",
        supplier="Bärgrossen",
        package="6 x 1 kg",
        brand="Bärfabriken",
        product_group="Sylt",
        price=Decimal("2.5"),
        currency="EUR",
        minimum_quantity=Decimal("2.5"),
        valid_from=date(2026, 3, 1),
        valid_to=date(2026, 12, 31),
        contract="A-17",
        classification="50192401",
        country="SE",
        replaces="6",
        replaced_by="8",
        description="Rårörd",
    )


def test_dates() -> None:
    rows = ("1;A;2026-03-01;tills vidare", "2;B;20260301;", "3;C;2026-03-01 00:00:00;9999-12-31")
    read = read_price_list(text("Nr;Namn;Giltig fr.o.m.;Giltig t.o.m.", *rows), "X")
    assert {line.valid_from for line in read.lines} == {date(2026, 3, 1)}
    assert [line.valid_to for line in read.lines] == [None, None, date(9999, 12, 31)]
    assert "är inget datum" in reason(text("Nr;Namn;Giltig från", "1;A;2026-13-01"))
    assert "Slutar gälla" in reason(
        text("Nr;Namn;Giltig från;Giltig till", "1;A;20260302;20260301")
    )


def test_suppliers_on_the_lines() -> None:
    lines = ("Nr;Namn;Leverantör", "1;A;Ett AB", "1;B;Två AB")
    read = read_price_list(text(*lines))
    assert read.supplier is None
    assert [line.supplier for line in read.lines] == ["Ett AB", "Två AB"]
    assert read_price_list(text(*lines[:2])).supplier == "Ett AB"
    told = read_price_list(text(*lines[:2]), "Tre AB")
    assert (told.supplier, told.lines[0].supplier) == ("Tre AB", "Tre AB")


def test_the_price_with_tax_is_not_the_price() -> None:
    assert only(text("Nr;Namn;Pris inkl. moms;Pris", "1;A;125;100")).price == Decimal(100)
    assert only(text("Nr;Namn;Pris inkl moms", "1;A;125")).price is None


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings(encoding: str) -> None:
    data = "Artikelnummer;Benämning\r\n1;Smörgåsgurka à la Skåne\r\n".encode(encoding)
    assert only(data).name == "Smörgåsgurka à la Skåne"


@pytest.mark.parametrize(
    ("written", "price"),
    [
        ("12,50", "12.5"),
        ("12.50", "12.5"),
        ("1 234,50", "1234.5"),
        ("1\u00a0234,50", "1234.5"),
        ("1.234,50", "1234.5"),
        ("1,234.50", "1234.5"),
        ("1.234.567", "1234567"),
        ("12,50 kr", "12.5"),
        ("SEK 99", "99"),
        ("25:-", "25"),
        ("0,12345", "0.1234"),
    ],
)
def test_prices(written: str, price: str) -> None:
    line = only(text("Nr;Namn;Pris", f"1;A;{written}"))
    assert line.price == Decimal(price)
    assert line.currency == "SEK"


def test_a_list_without_prices() -> None:
    line = only(text("Nr;Namn", "1;A"))
    assert (line.price, line.currency) == (None, None)


def test_a_price_for_several() -> None:
    line = only(text("Nr;Namn;Pris;Priskvantitet", "1;A;250;100"))
    assert (line.price, line.price_quantity) == (Decimal("2.5"), Decimal(100))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (";Sylt;1;;", "Artikelnummer saknas"),
        ("1;;1;;", "Benämning saknas"),
        ("1;Sylt;;;", "Pris saknas"),
        ("1;Sylt;–;;", "Pris saknas"),
        ("1;Sylt;0;;", "Priset är 0"),
        ("1;Sylt;0,00001;;", "Priset är 0"),
        ("1;Sylt;1;;XYZ", "Valutan ”XYZ”"),
        ("1;Sylt;dyrt;;", "Priset ”dyrt” går inte att läsa som ett tal"),
        ("1;Sylt;1e5;;", "går inte att läsa som ett tal"),
        ("1;Sylt;NaN;;", "går inte att läsa som ett tal"),
        ("1;Sylt;-5;;", "negativt"),
        ("1;Sylt;999999999;;", "orimligt stort"),
        ("1;Sylt;1;2000110000081;", "GTIN 2000110000081 har fel kontrollsiffra"),
        ("1;Sylt;1;200011;", "är inte 8, 12, 13 eller 14 siffror"),
        ("1;Sylt;1;20001100000AB;", "är inte 8, 12, 13 eller 14 siffror"),
        ("1;Sylt;1;;kronor i silver", "Valutan ”kronor i silver”"),
        (f"{'1' * 65};Sylt;1;;", "Artikelnumret är längre än 64 tecken"),
        (f"1;{'S' * 401};1;;", "Benämningen är längre än 400 tecken"),
        ("7;Igen;1;;", "Artikelnumret 7 finns redan på rad 2"),
        ("1;Sylt" + ";x" * 600, "Raden har 602 fält"),
    ],
)
def test_a_bad_line_is_rejected_and_the_rest_is_read(row: str, why: str) -> None:
    data = text("Nr;Namn;Pris;GTIN;Valuta", "7;God;1;;SEK", row, "8;Också god;1;;SEK")
    assert why in reason(data)
    read = read_price_list(data, "Test")
    assert read.rejected[0].line == 3
    assert [line.article_number for line in read.lines] == ["7", "8"]


def test_a_gtin_will_do_as_number() -> None:
    line = only(text("EAN;Namn", f"{GTIN};Sylt"))
    assert (line.article_number, line.gtin) == (GTIN, GTIN)


@pytest.mark.parametrize("gtin", ["", "0", "0000000000000", "-", "saknas"])
def test_no_gtin(gtin: str) -> None:
    assert only(text("Nr;Namn;GTIN", f"1;Sylt;{gtin}")).gtin is None


@pytest.mark.parametrize("gtin", ["20001100", "200011000000", GTIN, f"0{GTIN}", "2000 1100 00080"])
def test_gtins_of_every_length(gtin: str) -> None:
    assert only(text("Nr;Namn;GTIN", f"1;Sylt;{gtin}")).gtin == gtin.replace(" ", "")


def test_quotes_and_line_breaks_in_cells() -> None:
    data = text("Nr;Namn;Enhet", '1;"Sylt; hallon\nutan kärnor";st', '2;"Skruv 3"";";st', "3;C;st")
    read = read_price_list(data, "X")
    assert [line.name for line in read.lines] == [
        "Sylt; hallon utan kärnor",
        'Skruv 3";',
        "C",
    ]
    assert [line.number for line in read.lines] == [2, 4, 5]


def test_a_quotation_mark_that_nobody_closed_costs_no_other_line() -> None:
    read = read_price_list(text("Nr;Namn", '1;"Skruv', "2;Mutter", '3;3" rör'), "X")
    assert [line.article_number for line in read.lines] == ["1", "2", "3"]


def test_remarks_titles_and_empty_rows() -> None:
    data = text(
        "Vår fina prislista", "", "# gäller från mars", "Nr;Namn", ";;", "# slut", "1;A", ""
    )
    assert only(data).number == 7


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Filen är tom"),
        (b" \r\n\t", "Filen är tom"),
        (text("Namn;Pris", "A;1"), "Hittar ingen rubrik för artikelnummer"),
        (text("Nr;Pris", "1;1"), "Hittar ingen rubrik för benämning"),
        (text("hej", "svejs"), "Hittar ingen rubrik för benämning och artikelnummer"),
        (text("Nr;Namn"), "rubriker men inga rader"),
        (text("# bara", "# ord"), "den har inga rader"),
        (text("Nr;Namn", "1;A\x00B"), "varken text, ett kalkylark"),
        (text("Nr;Namn", "1;A\x02B"), "rad 2 har ett styrtecken"),
        ("Nr;Namn\n1;Smör\x81".encode("latin-1"), "hör inte hemma i cp1252"),
        (b"\xff\xfe" + "Nr;Namn".encode("utf-16-le") + b"\x00", "utf-16-le"),
        (text("Nr;Namn", f"1;{'a' * 200_000}"), "Rad 2 har fler än 100000 tecken"),
        (xlsx([["Namn", "Pris"], ["A", 1]]), "Hittar ingen rubrik för artikelnummer"),
    ],
)
def test_a_list_without_a_frame_is_refused(data: bytes, why: str) -> None:
    assert why in refusal(data)


NAMES = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=30
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Rows of number, name and price, each number once, as a supplier would write them."""
    numbers = draw(
        st.lists(
            st.from_regex(r"0{0,3}[1-9A-Z][0-9A-Z-]{0,8}", fullmatch=True),
            unique=True,
            min_size=1,
            max_size=8,
        )
    )
    empty = {"", "-", "–", "—", "n/a", "saknas", "null", "none"}
    rows = []
    for number in numbers:
        name = " ".join(draw(NAMES).split())
        if name.casefold() in empty:
            name = "Vara"
        cents = draw(st.integers(1, 10**7))
        rows.append([number, name, f"{cents // 100},{cents % 100:02d}"])
    return rows


@given(tables(), st.sampled_from(";,\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@settings(max_examples=150, deadline=None)
def test_csv_there_and_back(rows: list[list[str]], separator: str, encoding: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerows([["Artikelnummer", "Benämning", "Pris"], *rows])
    read = read_price_list(out.getvalue().encode(encoding), "X")
    assert read.rejected == ()
    back = [[line.article_number, line.name, line.price] for line in read.lines]
    assert back == [
        [n, name, Decimal(price.replace(",", "."))]
        for n, name, price in rows
        if not n.startswith("#")
    ]


@pytest.mark.parametrize("write", [xlsx, xls, ods])
@given(rows=tables())
@settings(max_examples=6, deadline=None)
def test_workbooks_there_and_back(write: Callable[[Table], bytes], rows: list[list[str]]) -> None:
    table: list[list[Value]] = [["Artikelnummer", "Benämning", "Pris"]]
    table.extend([*row] for row in rows)
    read = read_price_list(write(table), "X")
    assert read.rejected == ()
    back = [[line.article_number, line.name, line.price] for line in read.lines]
    assert back == [[n, name, Decimal(price.replace(",", "."))] for n, name, price in rows]


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    # A spreadsheet's beginning would start a process; those are for the hostile files.
    if data[:2] in (b"PK", b"\xd0\xcf"):
        return
    try:
        read_price_list(data, "X")
    except PriceListError as error:
        assert str(error)
