"""Peppol BIS Catalogue 3, with and without response."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

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
from tests.knowledge.pricelists.writers import catalogue, item

GTIN = "2000110000080"


def period(start: str, end: str) -> str:
    dates = f"<cbc:StartDate>{start}</cbc:StartDate><cbc:EndDate>{end}</cbc:EndDate>"
    return f"<cac:LineValidityPeriod>{dates}</cac:LineValidityPeriod>"


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
    more = '<cbc:ContentUnitQuantity unitCode="KGM">5</cbc:ContentUnitQuantity>'
    inside = (
        "<cbc:BrandName>Bärfabriken</cbc:BrandName><cac:CommodityClassification>"
        '<cbc:ItemClassificationCode listID="TST" name="Sylt">50192401</cbc:ItemClassificationCode>'
        "</cac:CommodityClassification>"
    )
    read = read_price_list(catalogue(item("0007", gtin=GTIN, more=more, inside=inside)))
    assert (read.format, read.supplier) == (Format.PEPPOL, "Exempelgrossisten")
    assert read.supplier_gln == "7300009000012"
    assert not read.complete
    assert read.lines == (
        Line(
            number=1,
            article_number="0007",
            name="Hallonsylt",
            gtin=GTIN,
            unit="hink",
            package="5 kg",
            brand="Bärfabriken",
            product_group="Sylt",
            price=Decimal(149),
            currency="SEK",
            classification="50192401",
        ),
    )


def test_the_supplier_that_we_are_told() -> None:
    assert read_price_list(catalogue(item("1")), "Lyreco").supplier == "Lyreco"


@pytest.mark.parametrize(
    ("catalogues", "line", "action", "complete"),
    [
        ("Add", None, Action.SET, False),
        ("Update", None, Action.SET, False),
        ("Update", "Add", Action.SET, False),
        ("Update", "Delete", Action.DELETE, False),
        ("Delete", None, Action.DELETE, True),
        ("Replace", None, Action.SET, True),
        ("Replace", "Delete", Action.SET, True),
        (None, None, Action.SET, True),
    ],
)
def test_action_codes(
    catalogues: str | None, line: str | None, action: Action, complete: bool
) -> None:
    read = read_price_list(catalogue(item("1", action=line), action=catalogues))
    assert read.lines[0].action is action
    assert read.complete is complete


def test_deleted_by_gtin_alone() -> None:
    line = only(catalogue(item(None, gtin=f"0{GTIN}", action="Delete", price=None)))
    assert (line.article_number, line.gtin) == (None, f"0{GTIN}")


def test_price_for_a_quantity_of_units() -> None:
    assert only(catalogue(item("1", price="240.00", base="12"))).price == Decimal(20)
    assert only(catalogue(item("1", price="100", base="3"))).price == Decimal("33.3333")


def test_of_several_prices_the_one_for_the_smallest_quantity() -> None:
    bulk = (
        '<cac:RequiredItemLocationQuantity><cbc:MinimumQuantity unitCode="C62">100'
        '</cbc:MinimumQuantity><cac:Price><cbc:PriceAmount currencyID="SEK">1</cbc:PriceAmount>'
        "</cac:Price></cac:RequiredItemLocationQuantity>"
    )
    assert only(catalogue(item("1", more=bulk))).price == Decimal(149)


def test_no_number() -> None:
    assert only(catalogue(item(None, gtin=GTIN))).article_number == GTIN


def test_a_unit_that_we_have_no_word_for() -> None:
    assert only(catalogue(item("1", unit="LBR"))).unit == "LBR"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (item("1", gtin="2000110000081"), "GTIN 2000110000081 har fel kontrollsiffra"),
        (item(None), "saknar både säljarens artikelnummer och GTIN"),
        (item("1", ""), "Benämning saknas"),
        (item("1", price="gratis"), "Priset ”gratis” går inte att läsa som ett tal"),
        (item("1", price="-1"), "Priset ”-1” är orimligt"),
        (
            item("1", more=period("2026-03-01", "2026-02-01")),
            "Slutar gälla 2026-02-01, innan den börjar gälla 2026-03-01",
        ),
        (item("1", more=period("2026-02-30", "")), "Startdatumet ”2026-02-30” är inget datum"),
        (item("1", price="1e400"), "Priset ”1e400” går inte att läsa som ett tal"),
        (item("1", price="999999999"), "Priset ”999999999” är orimligt"),
        (item("1", price="0.00"), "Priset är 0"),
        (item("1", price=None), "Pris saknas"),
        (item("1", unit="KGX"), "Enheten ”KGX” finns inte bland enhetskoderna"),
        (item("1", currency="XYZ"), "inte en valutakod"),
        (item("1", base="0"), "gäller 0 enheter"),
        (item("1", currency=""), "saknar valuta"),
        (item("1", currency="kronor i guld"), "inte en valutakod"),
        (item("1", action="Destroy"), "Åtgärdskoden ”Destroy” är okänd"),
        (item("god"), "Artikelnumret god finns redan på rad 1"),
        ("<cac:CatalogueLine><cbc:ID>9</cbc:ID></cac:CatalogueLine>", "saknar vara"),
    ],
)
def test_a_bad_line_is_rejected_and_the_rest_is_read(line: str, why: str) -> None:
    read = read_price_list(catalogue(item("god"), line, item("bra")))
    assert [(one.line, why in one.reason) for one in read.rejected] == [(2, True)], read.rejected
    assert [one.article_number for one in read.lines] == ["god", "bra"]


def test_a_rejected_line_still_names_its_article() -> None:
    read = read_price_list(catalogue(item("17", price="gratis"), action="Replace"))
    assert read.rejected[0].article_number == "17"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (catalogue(), "inga rader"),
        (catalogue(item("1"), seller=None), "inte vem som säljer"),
        (catalogue(item("1"), gln="7300009000013"), "GLN ”7300009000013” har fel kontrollsiffra"),
        (catalogue(item("1"), action="Explode"), "Katalogens åtgärdskod ”Explode” är okänd"),
        (catalogue(item("1"), root="Invoice"), "ingen Peppol-katalog"),
        (catalogue(item("1"))[:-40], "trasig på rad 1"),
        (b"<a/>", "ingen Peppol-katalog"),
        (b"<!DOCTYPE html><html></html>", "webbsida"),
    ],
)
def test_a_list_without_a_frame_is_refused(data: bytes, why: str) -> None:
    assert why in refusal(data)


def test_the_provider_when_no_seller_is_named() -> None:
    provider = (
        "<cac:ProviderParty><cac:PartyLegalEntity><cbc:RegistrationName>Grossisten AB"
        "</cbc:RegistrationName></cac:PartyLegalEntity></cac:ProviderParty>"
    )
    data = catalogue(provider, item("1"), seller=None, gln=None)
    assert read_price_list(data).supplier == "Grossisten AB"


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-16"])
def test_encodings(encoding: str) -> None:
    tree = etree.fromstring(catalogue(item("1", "Smörgåsgurka")))
    data = etree.tostring(tree, xml_declaration=True, encoding=encoding)
    assert isinstance(data, bytes)
    assert only(data).name == "Smörgåsgurka"


class TestHostile:
    def test_entities_are_not_expanded(self) -> None:
        bomb = '<!ENTITY e0 "aaaaaaaaaa">'
        for i in range(1, 20):
            bomb += f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">'
        data = catalogue(item("1"), before=f"<!DOCTYPE Catalogue [{bomb}]>")
        assert "DOCTYPE" in refusal(data.replace(b"Hallonsylt", b"&e19;"))

    def test_nothing_is_fetched(self) -> None:
        outside = '<!DOCTYPE Catalogue [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        data = catalogue(item("1"), before=outside).replace(b"Hallonsylt", b"&x;")
        assert "DOCTYPE" in refusal(data)

    def test_depth(self) -> None:
        assert "trasig" in refusal(catalogue("<a>" * 10_000))

    def test_one_endless_text(self) -> None:
        assert "utan en katalograd" in refusal(catalogue(item("1", "a" * 11_000_000)))

    def test_lines_that_never_end(self) -> None:
        assert "utan en katalograd" in refusal(catalogue("<cbc:Note/>" * 1_000_000))
        assert "utan en katalograd" in refusal(b"<a>" + b"<b/>" * 3_000_000 + b"</a>")

    @given(st.integers(10, 1500))
    @settings(max_examples=60, deadline=None)
    def test_cut_off_anywhere(self, length: int) -> None:
        data = catalogue(item("1"), item("2"), item("3"))
        assert refusal(data[: min(length, len(data) - 1)])


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[0-9A-Z][0-9A-Z-]{0,10}", fullmatch=True),
            st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=30),
            st.integers(1, 10**6),
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda row: row[0],
    )
)
@settings(max_examples=60, deadline=None)
def test_there_and_back(rows: list[tuple[str, str, int]]) -> None:
    lines = (
        item(number, f"Vara {name}", price=str(Decimal(cents) / 100))
        for number, name, cents in rows
    )
    read = read_price_list(catalogue(*lines))
    assert read.rejected == ()
    back = [(line.article_number, line.name, line.price) for line in read.lines]
    assert back == [(n, f"Vara {name}", Decimal(cents) / 100) for n, name, cents in rows]


def test_all_that_a_line_says() -> None:
    def tag(name: str, value: str, attributes: str = "") -> str:
        return f"<cbc:{name}{attributes}>{value}</cbc:{name}>"

    least = tag("MinimumQuantity", "100", ' unitCode="C62"')
    amount = tag("PriceAmount", "120", ' currencyID="SEK"')
    step = (
        f"<cac:RequiredItemLocationQuantity>{least}<cac:Price>{amount}</cac:Price>"
        "</cac:RequiredItemLocationQuantity>"
    )
    more = (
        tag("MinimumOrderQuantity", "2.0", ' unitCode="XBJ"')
        + period("2026-03-01", "2026-12-31")
        + f"<cac:ReplacementRelatedItem>{tag('ID', '0008')}</cac:ReplacementRelatedItem>"
        + step
    )
    inside = (
        tag("Description", "Rårörd")
        + f"<cac:OriginCountry>{tag('IdentificationCode', 'SE')}</cac:OriginCountry>"
        + "<cac:AdditionalItemProperty>"
        + tag("Name", "Sockerhalt")
        + tag("ValueQuantity", "45", ' unitCode="GRM"')
        + "</cac:AdditionalItemProperty>"
    )
    line = only(catalogue(item("0007", more=more, inside=inside, base="2")))
    assert line.minimum_quantity == Decimal(2)
    assert (line.valid_from, line.valid_to) == (date(2026, 3, 1), date(2026, 12, 31))
    assert (line.replaced_by, line.country, line.description) == ("0008", "SE", "Rårörd")
    assert (line.price, line.price_quantity) == (Decimal("74.5"), Decimal(2))
    assert line.price_steps == (PriceStep(Decimal(100), Decimal(120)),)
    assert line.properties == (("Sockerhalt", "45 g"),)


def test_what_the_head_says() -> None:
    head = (
        "<cac:ValidityPeriod><cbc:StartDate>2026-03-01</cbc:StartDate>"
        "<cbc:EndDate>2026-12-31</cbc:EndDate></cac:ValidityPeriod>"
        "<cac:ReferencedContract><cbc:ID>A-17</cbc:ID></cac:ReferencedContract>"
        "<cac:SourceCatalogueReference><cbc:ID>16</cbc:ID></cac:SourceCatalogueReference>"
    )
    read = read_price_list(catalogue(item("1"), number="17", action="Update", head=head))
    assert read.head == Head(
        Format.PEPPOL,
        kind=ListKind.CHANGE,
        supplier="Exempelgrossisten",
        supplier_gln="7300009000012",
        number="17",
        refers_to="16",
        contract="A-17",
        issued=date(2026, 3, 2),
        valid_from=date(2026, 3, 1),
        valid_to=date(2026, 12, 31),
    )


def test_a_catalogue_in_its_envelope() -> None:
    """As it comes from the network, within a StandardBusinessDocument."""
    bare = catalogue(item("1"), item("2")).partition(b"?>")[2]
    sbdh = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
    data = f'<s:StandardBusinessDocument xmlns:s="{sbdh}">'.encode() + bare
    assert len(read_price_list(data + b"</s:StandardBusinessDocument>").lines) == 2
