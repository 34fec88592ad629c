"""The headings of spreadsheets, in Swedish and English, in any order and spelling."""

import re
from collections.abc import Sequence
from enum import StrEnum

from knowledge.articles.words import fold
from knowledge.pricelists.model import Cell, PriceListError


class Column(StrEnum):
    """What a column holds."""

    NUMBER = "artikelnummer"
    NAME = "benämning"
    SUPPLIER = "leverantör"
    UNIT = "enhet"
    PRICE = "pris"
    CURRENCY = "valuta"
    GTIN = "GTIN"
    BRAND = "varumärke"
    PACKAGE = "förpackning"
    GROUP = "varugrupp"
    PRICE_QUANTITY = "priskvantitet"
    MINIMUM = "minsta beställning"
    VALID_FROM = "giltig från"
    VALID_TO = "giltig till"
    CONTRACT = "avtalsnummer"
    CLASS = "UNSPSC"
    COUNTRY = "ursprungsland"
    REPLACES = "ersätter"
    REPLACED_BY = "ersätts av"
    DESCRIPTION = "beskrivning"


# The first heading of a row that a sheet has is the one that counts: "Artikel" is the name where
# there is no "Benämning". Folded, without anything but letters and digits.
_HEADINGS = {
    Column.NUMBER: """artikelnummer artikelnr artnr artnummer artno articlenumber articleno
        articlenr articleid artikelid leverantorensartikelnummer leverantorsartikelnummer
        leverantorensartnr leverantorsartnr levartnr suppliersarticlenumber supplieritemnumber
        supplierarticlenumber sellersitemid itemnumber itemno itemid productnumber productno
        productid produktnummer produktnr produktid varunummer varunr sku bestallningsnummer
        bestnr livsmedelsnummer nummer number nr id""",
    Column.NAME: """benamning artikelbenamning produktbenamning varubenamning artikelnamn
        produktnamn varunamn livsmedelsnamn namn name itemname productname articlename
        artikeltext produkttext beskrivning artikelbeskrivning produktbeskrivning description
        itemdescription productdescription articledescription livsmedel title titel
        produkt product vara artikel article item""",
    Column.SUPPLIER: """leverantor leverantorsnamn leverantorer supplier suppliername vendor
        vendorname saljare seller""",
    Column.UNIT: """enhet forsaljningsenhet bestallningsenhet prisenhet enhetskod matenhet mattenhet
        unit unitofmeasure uom orderunit salesunit priceunit unitcode""",
    Column.PRICE: """pris nettopris avtalspris styckpris apris priset kundpris enhetspris price
        netprice unitprice contractprice priceamount listpris listprice bruttopris""",
    Column.CURRENCY: "valuta valutakod currency currencycode",
    Column.GTIN: """gtin gtinean eangtin ean eankod eannummer eannr eancode streckkod streckkoden
        barcode gtin8 gtin12 gtin13 gtin14 ean8 ean13 gtinnummer gtinnr gtinnumber
        gtinkod gtincode""",
    Column.BRAND: """varumarke marke varumarken brand brandname fabrikat tillverkare manufacturer
        producent""",
    Column.PACKAGE: """forpackning forpackningsstorlek forpackningar forp forpstorlek package
        packaging packsize packagesize pack innehall antalperforpackning antaliforpackning storlek
        size content contents""",
    Column.GROUP: """varugrupp varugruppsnamn produktgrupp artikelgrupp varugrupper kategori
        productgroup itemgroup articlegroup category commoditygroup grupp group huvudgrupp
        livsmedelsgrupp""",
    Column.PRICE_QUANTITY: """priskvantitet prisantal prisperantal antalperpris prisenhetsantal
        pricequantity basequantity pricebasequantity priceunitquantity""",
    Column.MINIMUM: """minstabestallning minstabestallningskvantitet minstaorderkvantitet
        minbestallning minorder minimumorder minorderkvantitet minantal minorderquantity
        minimumorderquantity
        minimumquantity moq""",
    Column.VALID_FROM: """giltigfrom giltigfran galler gallerfran gallerfrom prisgallerfran
        prisgallerfrom startdatum validfrom startdate pricevalidfrom effectivedate""",
    Column.VALID_TO: """giltigtom giltigtill gallertill gallertom prisgallertill prisgallertom
        slutdatum validto validuntil enddate pricevalidto expirydate""",
    Column.CONTRACT: """avtalsnummer avtalsnr avtal kontrakt kontraktsnummer ramavtal contract
        contractnumber contractno contractid agreement""",
    Column.CLASS: "unspsc unspsckod unspsccode klassificering classification cpv",
    Column.COUNTRY: "ursprungsland ursprung land countryoforigin origincountry origin country",
    Column.REPLACES: """ersatter ersatterartikel ersatterartikelnummer ersatterartnr replaces
        replacesitem replacesitemid replacesarticle""",
    Column.REPLACED_BY: """ersattsav ersattav ersattsavartikelnummer ersattningsartikel
        ersattningsartikelnummer replacedby replacement replacementitem replacementarticle""",
    Column.DESCRIPTION: """langbeskrivning utforligbeskrivning langtext produktinformation
        varuinformation artikelinformation longdescription longtext additionalinformation""",
}

HEADING_ROWS = 30  # how far down the headings may stand, under titles and remarks
_ASIDE = re.compile(r"\(.*?\)|\[.*?\]|\b(?:exkl|ex|exklusive|excl|utan)\.? ?(?:moms|vat)\b")
_WITH_TAX = re.compile(r"ink?l.{0,10}(?:moms|vat|tax)")
_CURRENCY = re.compile(r"\b(sek|eur|nok|dkk|usd|kr)\b")
_SHOWN = 8


class Headings:
    """Where the columns of a sheet are, by index; `currency` is one that the price's names."""

    def __init__(self, columns: dict[Column, int], currency: str | None) -> None:
        self.columns = columns
        self.currency = currency

    @property
    def enough(self) -> bool:
        """Whether articles can be read: they have a name, and a number or a GTIN."""
        return Column.NAME in self.columns and (
            Column.NUMBER in self.columns or Column.GTIN in self.columns
        )


def headings_in(row: Sequence[Cell]) -> Headings:
    """The columns that a row's cells name."""
    found: dict[Column, tuple[int, int]] = {}
    currency: str | None = None
    for index, cell in enumerate(row):
        if not isinstance(cell, str) or not cell.strip():
            continue
        folded = fold(cell)
        if _WITH_TAX.search(folded):
            continue
        column, rank = _column(folded)
        if column is None or (column in found and found[column][0] <= rank):
            continue
        found[column] = (rank, index)
        if column is Column.PRICE:
            named = _CURRENCY.search(folded)
            currency = named[1].upper().replace("KR", "SEK") if named else None
    return Headings({column: index for column, (_, index) in found.items()}, currency)


def missing(row: Sequence[Cell], headings: Headings) -> PriceListError:
    """The error for a sheet whose best row of headings is `row`."""
    needed = [column for column in (Column.NAME, Column.NUMBER) if column not in headings.columns]
    seen = ", ".join(str(cell) for cell in row[:_SHOWN] if cell not in (None, ""))
    more = " …" if len(row) > _SHOWN else ""
    return PriceListError(
        f"Hittar ingen rubrik för {' och '.join(needed)} bland de {HEADING_ROWS} första raderna. "
        f"Rubrikerna verkar vara: {seen[:200]}{more}"
    )


def _column(folded: str) -> tuple[Column | None, int]:
    bare = re.sub(r"[^a-z0-9]", "", _ASIDE.sub("", folded))
    without_currency = re.sub(r"[^a-z0-9]", "", _CURRENCY.sub("", _ASIDE.sub("", folded)))
    for column, names in _HEADINGS.items():
        ranked = names.split()
        for name in (bare, without_currency):
            if name in ranked:
                return column, ranked.index(name)
    return None, 0
