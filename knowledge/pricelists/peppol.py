"""Peppol BIS Catalogue 3 and Catalogue without response 3 (UBL 2.1 Catalogue).

Source: https://docs.peppol.eu/poacc/upgrade-3/syntax/Catalogue/tree/ and the code lists beside it.
"""

from collections.abc import Iterator
from decimal import Decimal, DivisionByZero, InvalidOperation
from io import BytesIO

from lxml import etree

from knowledge.pricelists.model import (
    Action,
    Format,
    Line,
    PriceList,
    PriceListError,
    Rejected,
    RejectedError,
    note_number,
)
from knowledge.pricelists.values import (
    MAX_PRICE,
    article_number_of,
    currency_of,
    gtin_of,
    name_of,
    price_of,
    shown,
    text_of,
    unit_of,
    valid_gln,
)

ROOT = "{urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2}Catalogue"
_NS = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
_CAC = f"{{{_NS['cac']}}}"
_CBC = f"{{{_NS['cbc']}}}"
_LINE = f"{_CAC}CatalogueLine"
_GTIN = "0160"
_GLN = "0088"
_MAX_DEPTH = 40
_REPLACE = "Replace"
# What the codes of the catalogue and of its lines mean for an article.
_ACTIONS = {
    "Add": Action.SET,
    "Update": Action.SET,
    _REPLACE: Action.SET,
    "Delete": Action.DELETE,
}


def read_catalogue(data: bytes, supplier: str | None = None) -> PriceList:
    """A list from a catalogue; `supplier` counts before the seller that the catalogue names.

    PriceListError if it is no well-formed catalogue, or names no seller.
    """
    lines: list[Line] = []
    rejected: list[Rejected] = []
    seen: dict[tuple[str | None, str], int] = {}
    head = _Head()
    number = 0
    for element in _elements(data):
        if element.tag != _LINE:
            head.take(element)
            continue
        number += 1
        try:
            line = _line(number, element, head.action)
            note_number(seen, line)
        except RejectedError as error:
            named = _text(element, "cac:Item/cac:SellersItemIdentification/cbc:ID")
            rejected.append(Rejected(number, error.reason, named))
        else:
            lines.append(line)
    name = supplier or head.supplier
    if name is None:
        raise PriceListError(
            "Katalogen säger inte vem som säljer (SellerSupplierParty saknar namn)"
        )
    if number == 0:
        raise PriceListError("Katalogen har inga rader (CatalogueLine)")
    return PriceList(
        Format.PEPPOL,
        name,
        tuple(lines),
        tuple(rejected),
        supplier_gln=head.gln,
        complete=head.complete,
    )


class _Head:
    """What comes before the lines: the catalogue's own action code, and who sells."""

    def __init__(self) -> None:
        self.action = Action.SET
        self.complete = False
        self.supplier: str | None = None
        self.gln: str | None = None

    def take(self, element: etree._Element) -> None:
        if element.tag == f"{_CBC}ActionCode":
            code = (element.text or "").strip()
            if code not in _ACTIONS:
                raise PriceListError(f"Katalogens åtgärdskod {shown(code)} är okänd (ActionCode)")
            self.action = _ACTIONS[code]
            self.complete = code == _REPLACE
        elif element.tag == f"{_CAC}SellerSupplierParty":
            self._party(element.find("cac:Party", _NS))
        elif element.tag == f"{_CAC}ProviderParty" and self.supplier is None:
            self._party(element)

    def _party(self, party: etree._Element | None) -> None:
        if party is None:
            return
        try:
            name = text_of(
                _text(party, "cac:PartyName/cbc:Name")
                or _text(party, "cac:PartyLegalEntity/cbc:RegistrationName"),
                what="Säljarens namn",
            )
        except RejectedError as error:
            raise PriceListError(error.reason) from None
        self.supplier = name or self.supplier
        ids = (
            *party.findall("cac:PartyIdentification/cbc:ID", _NS),
            party.find("cbc:EndpointID", _NS),
        )
        for id_ in ids:
            if id_ is not None and id_.get("schemeID") == _GLN:
                gln = (id_.text or "").strip()
                if not valid_gln(gln):
                    raise PriceListError(f"Säljarens GLN {shown(gln)} har fel kontrollsiffra")
                self.gln = gln
                return


def _elements(data: bytes) -> Iterator[etree._Element]:
    """The catalogue's children one by one, forgotten when they have been seen."""
    try:
        events = etree.iterparse(
            BytesIO(data),
            events=("start", "end"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        depth = 0
        for event, element in events:
            if event == "start":
                depth += 1
                if depth == 1:
                    _check_root(element)
                if depth > _MAX_DEPTH:
                    raise PriceListError(f"XML-filen har element i fler än {_MAX_DEPTH} nivåer")
                continue
            depth -= 1
            if depth == 1:
                yield element
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise PriceListError(f"XML-filen är trasig på rad {line}: {error.msg}") from None


def _check_root(root: etree._Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise PriceListError("XML-filen har en DOCTYPE, vilket en Peppol-katalog inte har")
    if root.tag != ROOT:
        raise PriceListError(
            f"XML-filen är ingen Peppol-katalog (UBL Catalogue) utan {shown(root.tag)}"
        )


def _line(number: int, line: etree._Element, default: Action) -> Line:
    code = _text(line, "cbc:ActionCode")
    if code is not None and code not in _ACTIONS:
        raise RejectedError(f"Åtgärdskoden {shown(code)} är okänd (ActionCode)")
    action = default if code is None else _ACTIONS[code]
    item = line.find("cac:Item", _NS)
    if item is None:
        raise RejectedError("Raden saknar vara (Item)")
    gtin = gtin_of(_gtin(item))
    article_number = article_number_of(_text(item, "cac:SellersItemIdentification/cbc:ID"))
    if article_number is None and gtin is None:
        raise RejectedError("Raden saknar både säljarens artikelnummer och GTIN")
    if action is Action.DELETE:
        return Line(number, article_number, _text(item, "cbc:Name") or "", gtin=gtin, action=action)
    price, currency, price_unit = _price(line)
    return Line(
        number=number,
        article_number=article_number or gtin,
        name=name_of(_text(item, "cbc:Name") or _text(item, "cbc:Description")),
        gtin=gtin,
        unit=unit_of(_text(line, "cbc:OrderableUnit")) or price_unit,
        package=_package(line, item),
        brand=text_of(_text(item, "cbc:BrandName"), what="Varumärket"),
        product_group=_group(item),
        price=price,
        currency=currency,
        action=action,
    )


def _gtin(item: etree._Element) -> str | None:
    for id_ in item.findall("cac:StandardItemIdentification/cbc:ID", _NS):
        if id_.get("schemeID") in (_GTIN, "GTIN", None):
            return id_.text
    return None


def _price(line: etree._Element) -> tuple[Decimal | None, str | None, str | None]:
    """The price for one unit, its currency, and the unit that it is for if the catalogue says.

    Of several prices the one for the smallest quantity, which is the one that everybody pays.
    """
    best: tuple[Decimal, etree._Element] | None = None
    for place in line.findall("cac:RequiredItemLocationQuantity", _NS):
        price = place.find("cac:Price", _NS)
        if price is not None:
            least = _decimal(_text(place, "cbc:MinimumQuantity"), "Minsta kvantitet") or Decimal(0)
            if best is None or least < best[0]:
                best = (least, price)
    if best is None:
        return None, None, None
    amount = best[1].find("cbc:PriceAmount", _NS)
    value = _decimal(amount.text if amount is not None else None, "Priset")
    if amount is None or value is None:
        return None, None, None
    currency = currency_of(amount.get("currencyID"))
    if currency is None:
        raise RejectedError("Priset saknar valuta (currencyID)")
    base = best[1].find("cbc:BaseQuantity", _NS)
    quantity = _decimal(base.text if base is not None else None, "Priskvantiteten")
    if quantity is not None:
        try:
            value /= quantity
        except (DivisionByZero, InvalidOperation):
            raise RejectedError("Priset gäller 0 enheter (BaseQuantity)") from None
    unit = unit_of(base.get("unitCode")) if base is not None else None
    return price_of(format(value, "f")), currency, unit


def _decimal(text: str | None, what: str) -> Decimal | None:
    """An XML decimal; price lists have points in these, whatever the language."""
    if text is None or not text.strip():
        return None
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        raise RejectedError(f"{what} {shown(text)} går inte att läsa som ett tal") from None
    if not value.is_finite() or not 0 <= value < MAX_PRICE:
        raise RejectedError(f"{what} {shown(text)} är orimligt")
    return value


def _package(line: etree._Element, item: etree._Element) -> str | None:
    """What the orderable unit contains, "10 st", if the catalogue says."""
    content = line.find("cbc:ContentUnitQuantity", _NS)
    if content is not None and (content.text or "").strip():
        return text_of(f"{content.text} {unit_of(content.get('unitCode')) or ''}")
    size = _text(item, "cbc:PackSizeNumeric")
    return None if size is None else text_of(f"{size} st")


def _group(item: etree._Element) -> str | None:
    code = item.find("cac:CommodityClassification/cbc:ItemClassificationCode", _NS)
    return None if code is None else text_of(code.get("name") or code.text, what="Varugruppen")


def _text(element: etree._Element, path: str) -> str | None:
    found = element.find(path, _NS)
    text = None if found is None else (found.text or "").strip()
    return text or None
