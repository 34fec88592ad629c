"""EDIFACT PRICAT D.96A: what its segments say, its frame, and whatever UNA makes of it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from knowledge.pricelists import (
    Action,
    Format,
    Head,
    Line,
    ListKind,
    PriceListError,
    PriceStep,
    read_price_list,
)
from tests.knowledge.pricelists.pricat_writer import (
    DEFAULT_UNA,
    Segment,
    article,
    interchange,
    message,
    pricat,
)

GTIN = "2000110000080"


def only(data: bytes) -> Line:
    read = read_price_list(data)
    assert read.rejected == ()
    assert len(read.lines) == 1
    return read.lines[0]


def refusal(data: bytes) -> str:
    with pytest.raises(PriceListError) as error:
        read_price_list(data)
    return str(error.value)


def test_a_line() -> None:
    more: list[Segment] = [
        ("IMD", "C", "", ("TU", "", "9")),
        ("IMD", "F", "BRN", ("", "", "", "Bärfabriken")),
        ("IMD", "F", "98", ("", "", "", "Stor")),
        ("IMD", "A", "", ("", "", "", "Rårörd, av svenska hallon")),
        ("PIA", "3", ("0008", "SA")),
        ("PIA", "4", ("0006", "SA")),
        ("MEA", "PD", "AAA", ("KGM", "5.0")),
        ("QTY", ("52", "10", "PCE")),
        ("QTY", ("53", "2")),
        ("ALI", "SE", "", "94E"),
        ("DTM", ("194", "20260301", "102")),
        ("DTM", ("206", "20261231", "102")),
        ("RFF", ("CT", "A-18")),
        ("FTX", "AAI", "", "", ("Svalt", "och torrt")),
    ]
    after: list[Segment] = [("PAC", "1", "", "CT")]
    articles = article(1, gtin=GTIN, more=more, after=after)
    group: list[Segment] = [("PGI", "3", ("7", "", "91", "SYLT OCH MOS"))]
    read = read_price_list(interchange(message(group, articles, name="Exempelgrossisten")))
    assert read.lines == (
        Line(
            number=1,
            article_number="0007",
            name="Hallonsylt",
            gtin=GTIN,
            unit="kartong",
            package="10 st",
            brand="Bärfabriken",
            product_group="SYLT OCH MOS",
            price=Decimal(149),
            currency="SEK",
            minimum_quantity=Decimal(2),
            valid_from=date(2026, 3, 1),
            valid_to=date(2026, 12, 31),
            contract="A-18",
            country="SE",
            replaces="0006",
            replaced_by="0008",
            description="Rårörd, av svenska hallon Svalt och torrt",
            properties=(
                ("Artikeltyp", "handelsenhet"),
                ("Storlek", "Stor"),
                ("Nettovikt", "5 kg"),
                ("Artikelstatus", "utgår, aviserat"),
            ),
        ),
    )


def test_the_head() -> None:
    head: list[Segment] = [
        ("DTM", ("194", "20260301", "102")),
        ("DTM", ("206", "20261231", "102")),
        ("RFF", ("PL", "4710")),
        ("DTM", ("171", "20250101", "102")),
        ("RFF", ("CT", "A-17")),
    ]
    data = interchange(message(article(1), function="4", head=head, name="Exempelgrossisten"))
    assert read_price_list(data).head == Head(
        Format.PRICAT,
        kind=ListKind.CHANGE,
        supplier="Exempelgrossisten",
        supplier_gln="7300009000012",
        number="4711",
        refers_to="4710",
        contract="A-17",
        issued=date(2026, 3, 2),
        valid_from=date(2026, 3, 1),
        valid_to=date(2026, 12, 31),
    )
    assert read_price_list(data, "Lyreco").supplier == "Lyreco"
    assert read_price_list(pricat(article(1))).supplier is None


@pytest.mark.parametrize(
    ("function", "kind", "action"),
    [
        ("9", ListKind.ORIGINAL, Action.SET),
        ("4", ListKind.CHANGE, Action.SET),
        ("5", ListKind.REPLACEMENT, Action.SET),
        ("2", ListKind.CHANGE, Action.SET),
        ("3", ListKind.CHANGE, Action.DELETE),
    ],
)
def test_functions(function: str, kind: ListKind, action: Action) -> None:
    read = read_price_list(pricat(article(1, action=""), function=function))
    assert read.head.kind is kind
    assert read.complete is (kind is ListKind.REPLACEMENT)
    assert read.lines[0].action is action


@pytest.mark.parametrize(
    ("code", "action"),
    [("1", Action.SET), ("2", Action.DELETE), ("3", Action.SET), ("4", Action.SET)],
)
def test_action_codes(code: str, action: Action) -> None:
    assert only(pricat(article(1, action=code), function="4")).action is action


def test_deleted_lines_need_nothing_but_a_number() -> None:
    data = pricat(
        article(1, "7", None, action="2", price=None),
        article(2, None, None, gtin=GTIN, action="2", price=None),
        function="4",
    )
    deleted = [(line.article_number, line.gtin) for line in read_price_list(data).lines]
    assert deleted == [("7", None), (None, GTIN)]


class TestPrices:
    def test_the_net_price_counts_before_the_gross_one(self) -> None:
        line = only(pricat(article(1, after=[("PRI", ("AAB", "180")), ("PRI", ("AAE", "200"))])))
        assert (line.price, line.list_price) == (Decimal(149), Decimal(180))
        assert only(pricat(article(1, kind="AAB", price="180"))).price == Decimal(180)

    def test_for_a_quantity_and_unit(self) -> None:
        price: Segment = ("PRI", ("AAA", "240", "CT", "", "12", "KGM"))
        line = only(pricat(article(1, price=None, after=[price])))
        assert (line.price, line.price_quantity, line.unit) == (Decimal(20), Decimal(12), "kg")
        per: Segment = ("QTY", ("129", "100"))
        line = only(pricat(article(1, price="250", more=[per])))
        assert (line.price, line.price_quantity) == (Decimal("2.5"), Decimal(100))

    def test_steps(self) -> None:
        after: list[Segment] = [
            ("RNG", "4", ("PCE", "1", "99")),
            ("PRI", ("AAA", "120", "AE")),
            ("RNG", "4", ("PCE", "100", "999")),
        ]
        line = only(pricat(article(1, after=after)))
        assert line.price == Decimal(149)
        assert line.price_steps == (PriceStep(Decimal(100), Decimal(120)),)

    def test_of_two_in_time_the_one_of_the_list_s_day(self) -> None:
        after: list[Segment] = [
            ("DTM", ("194", "20260601", "102")),
            ("PRI", ("AAA", "140")),
            ("DTM", ("206", "20260531", "102")),
        ]
        line = only(pricat(article(1, after=after)))
        assert (line.price, line.valid_from, line.valid_to) == (Decimal(140), None, None)

    def test_in_another_currency(self) -> None:
        assert only(pricat(article(1, after=[("CUX", ("2", "EUR"))]))).currency == "EUR"

    def test_of_the_whole_group(self) -> None:
        group: list[Segment] = [
            ("PGI", "4", ("", "", "", "Allt för en tia")),
            ("PRI", ("AAA", "10")),
            ("DTM", ("194", "20260301", "102")),
        ]
        data = pricat([*group, *article(1, price=None)], article(2, "8", price="12"))
        read = read_price_list(data)
        assert [line.price for line in read.lines] == [Decimal(10), Decimal(12)]
        assert {line.product_group for line in read.lines} == {"Allt för en tia"}

    def test_groups_end_where_the_next_begins(self) -> None:
        data = pricat(
            [("PGI", "3", ("", "", "", "Sylt")), *article(1, "1")],
            [("PGI", "2"), *article(2, "2")],
        )
        groups = [line.product_group for line in read_price_list(data).lines]
        assert groups == ["Sylt", None]


def test_a_supplier_with_a_number_of_its_own() -> None:
    data = interchange(message(article(1), name="Ett AB"))
    own = read_price_list(data.replace(b"SU+7300009000012::9", b"SU+KUND-17::92"))
    assert (own.supplier, own.supplier_gln) == ("Ett AB", None)


def test_a_number_without_a_type() -> None:
    data = pricat(article(1)).replace(b"0007:SA::91", b"0007")
    assert only(data).article_number == "0007"


def test_a_name_in_two_parts() -> None:
    long: Segment = ("IMD", "F", "", ("", "", "", "Hallonsylt av svenska sommarhallon ", "rårörd"))
    assert only(pricat(article(1, name=None, more=[long]))).name == (
        "Hallonsylt av svenska sommarhallon rårörd"
    )
    short: Segment = ("IMD", "F", "", ("", "", "", "Hallonsylt", "rårörd"))
    assert only(pricat(article(1, name=None, more=[short]))).name == "Hallonsylt rårörd"


def test_sub_lines_are_part_of_the_article_before() -> None:
    sub: list[Segment] = [
        ("LIN", "2", "1", (GTIN, "EN"), ("1", "1")),
        ("IMD", "F", "", ("", "", "", "En burk")),
    ]
    assert only(pricat(article(1), sub)).article_number == "0007"


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (article(2, "7", gtin="2000110000081"), "GTIN 2000110000081 har fel kontrollsiffra"),
        (article(2, None), "saknar både leverantörens artikelnummer och GTIN"),
        (article(2, "7", None), "Benämning saknas"),
        (article(2, "7", price=None), "Pris saknas"),
        (article(2, "7", kind="AAE"), "Pris saknas"),
        (article(2, "7", price=""), "Pris saknas"),
        (article(2, "7", price="0.00"), "Priset är 0"),
        (article(2, "7", price="-5"), "Priset ”-5” är orimligt"),
        (article(2, "7", price="gratis"), "Priset ”gratis” går inte att läsa som ett tal"),
        (article(2, "7", unit="KILO"), "Enheten ”KILO” finns inte bland enhetskoderna"),
        (article(2, "7", more=[("QTY", ("52", "10", "QQQ"))]), "Enheten ”QQQ”"),
        (article(2, "7", after=[("CUX", ("2", "KRO"))]), "Valutan ”KRO”"),
        (article(2, "7", more=[("DTM", ("194", "20260230", "102"))]), "Datumet ”20260230”"),
        (article(2, "7", more=[("DTM", ("194", "260302", "102"))]), "Datumet ”260302”"),
        (
            article(
                2,
                "7",
                more=[("DTM", ("194", "20260301", "102")), ("DTM", ("206", "20260201", "102"))],
            ),
            "Slutar gälla 2026-02-01, innan den börjar gälla 2026-03-01",
        ),
        (article(2, "7", more=[("ALI", "SVERIGE")]), "Ursprungslandet ”SVERIGE”"),
        (article(2, "7", action="23"), "förslag till ändring"),
        (article(2, "7", action="77"), "Åtgärdskoden ”77” är okänd"),
        (article(2, "god"), "Artikelnumret god finns redan på rad 1"),
        (
            article(2, "7", price=None, after=[("PRI", ("AAA", "5", "", "", "0"))]),
            "Priset gäller 0 enheter",
        ),
        (article(2, "7", "S" * 401), "Benämningen är längre än 400 tecken"),
    ],
)
def test_a_bad_line_is_rejected_and_the_rest_is_read(bad: list[Segment], why: str) -> None:
    read = read_price_list(pricat(article(1, "god"), bad, article(3, "bra")))
    assert [(one.line, why in one.reason) for one in read.rejected] == [(2, True)], read.rejected
    assert [line.article_number for line in read.lines] == ["god", "bra"]


def test_a_rejected_line_still_names_its_article() -> None:
    data = pricat(article(1, price="gratis"), article(2, None, gtin=GTIN, price="gratis"))
    assert [one.article_number for one in read_price_list(data).rejected] == ["0007", GTIN]


class TestFrame:
    LINE = article(1)

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (interchange(message(LINE, segments=3)), "UNT säger ”3” segment, men det är 11"),
            (interchange(message(LINE).replace("UNT+11+1", "UNT+11+2")), "UNT har referensen ”2”"),
            (interchange(message(LINE), count=2), "UNZ säger ”2” meddelanden, men det är 1"),
            (interchange(message(LINE), closing="9"), "UNZ har referensen ”9”, men UNB ”1”"),
            (interchange(message(LINE, counts=[("CNT", ("2", "7"))])), "CNT säger ”7” rader"),
            (interchange(message(LINE)).replace(b"UNT+11+1'", b""), "UNZ står på fel plats"),
            (interchange(message(LINE)).replace(b"UNZ+1+1'", b""), "UNZ saknas"),
            (interchange(), "inga meddelanden"),
            (interchange(message()), "inga rader"),
            (interchange(message(LINE, gln="7300009000013")), "GLN ”7300009000013” har fel"),
            (interchange(message(LINE, function="1")), "funktionskod ”1” är varken original"),
            (interchange(message(LINE, function="")), "funktionskod ”” är varken original"),
            (interchange(message(LINE, function="29")), "ett svar på en prislista"),
            (interchange(message(LINE, issued="2026")), "Datumet ”2026” är inget datum"),
            (
                interchange(message(LINE, kind=("ORDERS", "D", "96A", "UN", "EAN008"))),
                "Meddelandet är ”ORDERS D 96A”, inte en prislista",
            ),
            (interchange(message(LINE, kind=("PRICAT", "D", "93A", "UN"))), "PRICAT D 93A"),
            (interchange(message(LINE)) + b"LIN+2'", "står utanför ett meddelande"),
            (interchange(message(LINE)) + interchange(message(LINE)), "UNA"),
            (interchange(message(LINE), level="UNOZ"), "teckenuppsättning ”UNOZ” är okänd"),
            (b"UNA::.? 'UNB:UNOC", "går inte att använda"),
            (b"UNA", "UNA är avklippt"),
        ],
    )
    def test_a_list_without_a_frame_is_refused(self, data: bytes, why: str) -> None:
        assert why in refusal(data)

    def test_counts_that_are_right(self) -> None:
        counts: list[Segment] = [("UNS", "S"), ("CNT", ("2", "1")), ("CNT", ("1", "99"))]
        assert len(read_price_list(interchange(message(self.LINE, counts=counts))).lines) == 1

    def test_groups_of_messages(self) -> None:
        data = interchange(message(self.LINE))
        begin = b"UNG+PRICAT+7300009000012+7300009000029+260302:0800+5+UN+D:96A'UNH"
        end = b"UNE+1+5'UNZ"
        whole = data.replace(b"UNH", begin).replace(b"UNZ", end)
        assert len(read_price_list(whole).lines) == 1
        assert "UNE säger ”2”" in refusal(whole.replace(b"UNE+1", b"UNE+2"))
        assert "UNE har referensen ”6”" in refusal(whole.replace(b"UNE+1+5", b"UNE+1+6"))

    def test_two_interchanges_in_a_file(self) -> None:
        one = interchange(message(self.LINE), says_una=False)
        other = interchange(message(article(1, "8"), number="4712"), says_una=False)
        assert [line.article_number for line in read_price_list(one + other).lines] == ["0007", "8"]

    @given(st.integers(1, 600))
    @settings(max_examples=80, deadline=None)
    def test_cut_off_anywhere(self, length: int) -> None:
        data = pricat(article(1, "1"), article(2, "2"), article(3, "3"))
        cut = data[: min(length, len(data) - 1)]
        assert refusal(cut)


class TestCharacters:
    @pytest.mark.parametrize(
        ("level", "encoding"),
        [
            ("UNOA", "ascii"),
            ("UNOB", "ascii"),
            ("UNOC", "latin-1"),
            ("UNOC", "cp1252"),
            ("UNOC", "utf-8"),
            ("UNOA", "latin-1"),
            ("UNOY", "utf-8"),
            ("UNOW", "utf-8"),
            ("UNOD", "iso8859-2"),
        ],
    )
    def test_encodings(self, level: str, encoding: str) -> None:
        name = {"ascii": "HALLONSYLT", "latin-1": "Smör", "iso8859-2": "Smör"}.get(
            encoding, "Smörgåsgurka – à la"
        )
        data = interchange(message(article(1, name=name)), level=level, encoding=encoding)
        assert only(data).name == name

    def test_utf8_that_is_none(self) -> None:
        data = interchange(message(article(1, name="Smör")), level="UNOY", encoding="latin-1")
        assert "teckenkodningen är fel (byte 0xf6" in refusal(data)

    def test_level_b_s_own_separators(self) -> None:
        una = "\x1f\x1d.\x00 \x1c"
        data = interchange(message(article(1), una=una), una=una, says_una=False, level="UNOB")
        assert only(data).name == "Hallonsylt"

    def test_line_breaks_between_segments(self) -> None:
        for end in (b"'\n", b"'\r\n", b"' \t\r\n"):
            assert only(pricat(article(1)).replace(b"'L", end + b"L").replace(b"'U", end + b"U"))
        assert only(b"\xef\xbb\xbf\r\n" + pricat(article(1)))

    def test_line_breaks_as_terminators(self) -> None:
        una = ":+.? \n"
        data = interchange(message(article(1), una=una), una=una)
        assert only(data).name == "Hallonsylt"
        assert only(data.replace(b"\n", b"\r\n").replace(b"\r\n", b"\n", 1)).price == Decimal(149)

    def test_the_decimal_mark(self) -> None:
        for una, price in (
            (":+,? '", "1,5"),
            (":+.? '", "1,5"),
            (":+,? '", "1.5"),
            (":+/? '", "1/5"),
        ):
            data = interchange(message(article(1, price=price), una=una), una=una)
            assert only(data).price == Decimal("1.5"), una

    def test_a_segment_that_never_ends(self) -> None:
        assert "längre än 64 kB" in refusal(pricat(article(1))[:-9] + b"x" * 2_000_000)

    def test_an_article_that_never_ends(self) -> None:
        many: list[Segment] = [("FTX", "AAI", "", "", "Hej")] * 3_000
        assert "fler än 2000 segment" in refusal(pricat(article(1, more=many)))

    def test_a_long_list_over_many_chunks(self) -> None:
        names = [f"Vara ?:+' {n} Å" for n in range(5_000)]
        articles = [article(n, str(n), name) for n, name in enumerate(names, start=1)]
        for encoding in ("latin-1", "utf-8"):
            read = read_price_list(interchange(message(*articles), encoding=encoding))
            assert [line.name for line in read.lines] == names


UNAS = st.permutations(list("!#$%&*+:;<=>?@^_|~'\"")).map(
    lambda marks: f"{marks[0]}{marks[1]}{{mark}}{marks[2]} {marks[3]}"
)
TEXTS = st.text(
    st.characters(codec="latin-1", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40
)


@given(
    UNAS,
    st.sampled_from(",."),
    st.sampled_from(["latin-1", "utf-8"]),
    st.lists(
        st.tuples(
            st.from_regex(r"[0-9A-Z][0-9A-Z-]{0,10}", fullmatch=True),
            TEXTS,
            st.integers(1, 10**7),
            st.sampled_from(["1", "2", "3"]),
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda row: row[0],
    ),
    st.sampled_from(["9", "4", "5"]),
)
@settings(max_examples=150, deadline=None)
def test_there_and_back(
    una: str, mark: str, encoding: str, rows: list[tuple[str, str, int, str]], function: str
) -> None:
    una = una.format(mark=mark)
    articles = [
        article(
            n, number, f"Vara {text}", price=f"{cents / 100:.2f}".replace(".", mark), action=code
        )
        for n, (number, text, cents, code) in enumerate(rows, start=1)
    ]
    data = interchange(message(*articles, una=una, function=function), una=una, encoding=encoding)
    # Text in Latin 1 that happens to be UTF-8 as well is taken for that.
    assume(encoding == "utf-8" or data.isascii() or not is_utf8(data))
    read = read_price_list(data)
    assert read.rejected == ()
    back = [(line.article_number, line.name, line.price, line.action) for line in read.lines]
    wanted = [
        (number, "", None, Action.DELETE)
        if code == "2"
        else (number, " ".join(f"Vara {text}".split()), Decimal(cents) / 100, Action.SET)
        for number, text, cents, code in rows
    ]
    assert back == wanted


def is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_after_una_are_read_or_refused(data: bytes) -> None:
    for start in (f"UNA{DEFAULT_UNA}UNB+UNOC:3+".encode(), b"UNB+UNOA:1+"):
        assert refusal(start + data)
