"""One line of a Peppol catalogue.

Source: https://docs.peppol.eu/poacc/upgrade-3/syntax/Catalogue/cac-CatalogueLine/
"""

from collections.abc import Callable
from decimal import Decimal

from lxml import etree

from knowledge.pricelists.model import Action, Line, PriceStep, RejectedError
from knowledge.pricelists.unit_words import unit_in
from knowledge.pricelists.values import (
    MAX_CODE,
    MAX_DESCRIPTION,
    MAX_NUMBER,
    article_number_of,
    checked_price,
    currency_of,
    date_of,
    gtin_of,
    name_of,
    number_of,
    quantity_of,
    shown,
    text_of,
)

NAMESPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
_CAC = f"{{{NAMESPACES['cac']}}}"
_CBC = f"{{{NAMESPACES['cbc']}}}"
_START_DATE = f"{_CBC}StartDate"
_END_DATE = f"{_CBC}EndDate"
_NAME = f"{_CBC}Name"
_VALUE = f"{_CBC}Value"
_VALUE_QUANTITY = f"{_CBC}ValueQuantity"
_ID = f"{_CBC}ID"
_ITEM_CLASSIFICATION_CODE = f"{_CBC}ItemClassificationCode"
_MINIMUM_QUANTITY = f"{_CBC}MinimumQuantity"
_PRICE_AMOUNT = f"{_CBC}PriceAmount"
_BASE_QUANTITY = f"{_CBC}BaseQuantity"
_PRICE = f"{_CAC}Price"
_GTIN_SCHEMES = ("0160", "GTIN", None)
_MOST_PROPERTIES = 50
_ACTIONS = {
    "Add": Action.SET,
    "Update": Action.SET,
    "Replace": Action.SET,
    "Delete": Action.DELETE,
}
_NO = "false"


def text_at(element: etree._Element, path: str) -> str | None:
    """The text of the first element at a path, None if there is none or it is empty."""
    found = element.find(path, NAMESPACES)
    text = None if found is None else (found.text or "").strip()
    return text or None


def number_in(element: etree._Element) -> str | None:
    """The seller's article number on a line, whatever else is wrong with it."""
    number = text_at(element, "cac:Item/cac:SellersItemIdentification/cbc:ID")
    return number or text_at(element, "cac:Item/cac:StandardItemIdentification/cbc:ID")


def line_of(number: int, element: etree._Element, default: Action, *, obeys: bool) -> Line:
    """The line; its own action code counts if it `obeys`. RejectedError if it fails a check."""
    draft = _Draft()
    for child in element:
        handler = _OF_LINE.get(child.tag)
        if handler is not None:
            handler(draft, child)
    if draft.code is not None and draft.code not in _ACTIONS:
        raise RejectedError(f"Åtgärdskoden {shown(draft.code)} är okänd (ActionCode)")
    action = _ACTIONS[draft.code] if draft.code is not None and obeys else default
    return draft.line(number, action)


class _Price:
    """A price of a line: for so many units, from so many ordered."""

    def __init__(self, element: etree._Element) -> None:
        self.least: Decimal = Decimal(0)
        self.value: Decimal | None = None
        self.currency: str | None = None
        self.quantity: Decimal | None = None
        self.unit: str | None = None
        for child in element:
            if child.tag == _MINIMUM_QUANTITY:
                self.least = quantity_of(child.text, "Minsta kvantitet") or Decimal(0)
            elif child.tag == _PRICE:
                self._price(child)

    def _price(self, element: etree._Element) -> None:
        for child in element:
            if child.tag == _PRICE_AMOUNT:
                self.value = number_of(child.text, "Priset")
                self.currency = currency_of(child.get("currencyID"))
                if self.currency is None:
                    raise RejectedError("Priset saknar valuta (currencyID)")
            elif child.tag == _BASE_QUANTITY:
                self.quantity = quantity_of(child.text, "Priskvantiteten")
                if self.quantity is not None and not self.quantity:
                    raise RejectedError("Priset gäller 0 enheter (BaseQuantity)")
                self.unit = unit_in(child.get("unitCode"))

    def each(self) -> Decimal:
        """The price for one unit."""
        assert self.value is not None  # noqa: S101 - those without were left out
        return checked_price(self.value if self.quantity is None else self.value / self.quantity)


class _Draft:
    """What the elements of a line have said so far."""

    code: str | None = None
    unit: str | None = None
    content: tuple[str, str | None] | None = None
    minimum: str | None = None
    start: str | None = None
    end: str | None = None
    item: etree._Element | None = None
    replaced_by: str | None = None
    replaces: str | None = None
    contract: str | None = None
    # of the item
    name: str | None = None
    pack_size: str | None = None
    brand: str | None = None
    number: str | None = None
    gtin: str | None = None
    group: str | None = None
    classification: str | None = None
    country: str | None = None

    def __init__(self) -> None:
        self.prices: list[etree._Element] = []
        self.descriptions: list[str] = []
        self.properties: list[tuple[str, str]] = []

    def line(self, number: int, action: Action) -> Line:
        """The line that the elements make."""
        if self.item is None:
            raise RejectedError("Raden saknar vara (Item)")
        for child in self.item:
            handler = _OF_ITEM.get(child.tag)
            if handler is not None:
                handler(self, child)
        gtin = gtin_of(self.gtin)
        article_number = article_number_of(self.number)
        if article_number is None and gtin is None:
            raise RejectedError("Raden saknar både säljarens artikelnummer och GTIN")
        if action is Action.DELETE:
            return Line(number, article_number, self.name or "", gtin=gtin, action=action)
        start = date_of(self.start, "Startdatumet")
        end = date_of(self.end, "Slutdatumet")
        if start is not None and end is not None and end < start:
            raise RejectedError(f"Slutar gälla {end}, innan den börjar gälla {start}")
        price, steps = self._priced()
        descriptions = self.descriptions if self.name else self.descriptions[1:]
        return Line(
            number=number,
            article_number=article_number or gtin,
            name=name_of(self.name or next(iter(self.descriptions), None)),
            gtin=gtin,
            unit=unit_in(self.unit) or price.unit,
            package=self._package(),
            brand=self.brand and text_of(self.brand, what="Varumärket"),
            product_group=self.group and text_of(self.group, what="Varugruppen"),
            price=price.each(),
            currency=price.currency,
            action=action,
            price_quantity=None if price.quantity in (None, 1) else price.quantity,
            price_steps=steps,
            minimum_quantity=quantity_of(self.minimum, "Minsta beställning"),
            valid_from=start,
            valid_to=end,
            contract=self.contract and text_of(self.contract, MAX_NUMBER, "Avtalsnumret"),
            classification=self.classification,
            country=self.country and text_of(self.country, MAX_CODE, "Ursprungslandet"),
            replaces=self.replaces
            and text_of(self.replaces, MAX_NUMBER, "Det ersatta artikelnumret"),
            replaced_by=self.replaced_by
            and text_of(self.replaced_by, MAX_NUMBER, "Det ersättande artikelnumret"),
            description=text_of(" ".join(descriptions)[:MAX_DESCRIPTION], MAX_DESCRIPTION)
            if descriptions
            else None,
            properties=tuple(self.properties[:_MOST_PROPERTIES]),
        )

    def _priced(self) -> tuple[_Price, tuple[PriceStep, ...]]:
        """The price for the smallest quantity, which is the one everybody pays, and the steps."""
        prices = [one for one in map(_Price, self.prices) if one.value is not None]
        if not prices:
            raise RejectedError("Pris saknas (PriceAmount)")
        if len(prices) == 1:
            return prices[0], ()
        prices.sort(key=lambda one: one.least)
        best = prices[0]
        return best, tuple(
            PriceStep(one.least, one.each()) for one in prices if one.least > best.least
        )

    def _package(self) -> str | None:
        """What the orderable unit contains, "10 st", if the catalogue says."""
        if self.content is not None:
            quantity = quantity_of(self.content[0], "Innehållet")
            if quantity is not None:
                unit = unit_in(self.content[1])
                return text_of(f"{quantity} {unit or ''}".replace(".", ","))
        size = quantity_of(self.pack_size, "Förpackningens storlek")
        return None if size is None else text_of(f"{size} st".replace(".", ","))

    def take_content(self, element: etree._Element) -> None:
        """ContentUnitQuantity."""
        self.content = (element.text or "", element.get("unitCode"))

    def take_period(self, element: etree._Element) -> None:
        """LineValidityPeriod."""
        for child in element:
            if child.tag == _START_DATE:
                self.start = child.text
            elif child.tag == _END_DATE:
                self.end = child.text

    def take_orderable(self, element: etree._Element) -> None:
        """OrderableIndicator."""
        if (element.text or "").strip() == _NO:
            self.properties.append(("Beställningsbar", "nej"))

    def take_price(self, element: etree._Element) -> None:
        """RequiredItemLocationQuantity."""
        self.prices.append(element)

    def take_item(self, element: etree._Element) -> None:
        """Item, which is looked into when it is known that the line is good so far."""
        self.item = element

    def take_description(self, element: etree._Element) -> None:
        """Description; there may be one a language."""
        if element.text:
            self.descriptions.append(element.text)

    def take_standard(self, element: etree._Element) -> None:
        """StandardItemIdentification: its GTIN."""
        for child in element:
            if child.tag == _ID and child.get("schemeID") in _GTIN_SCHEMES:
                self.gtin = child.text

    def take_class(self, element: etree._Element) -> None:
        """CommodityClassification: the first one's name, or its code, is the group."""
        for child in element:
            if child.tag == _ITEM_CLASSIFICATION_CODE and child.text:
                code = child.text.strip()
                self.classification = self.classification or code[:MAX_CODE]
                self.group = self.group or child.get("name") or code

    def take_property(self, element: etree._Element) -> None:
        """AdditionalItemProperty."""
        name = value = ""
        for child in element:
            text = (child.text or "").strip()
            if child.tag == _NAME:
                name = text
            elif child.tag == _VALUE:
                value = text
            elif child.tag == _VALUE_QUANTITY:
                value = value or f"{text} {unit_in(child.get('unitCode')) or ''}".strip()
        if name and value:
            self.properties.append((name[:100], value[:400]))


def _text(field: str) -> Callable[[_Draft, etree._Element], None]:
    def take(draft: _Draft, element: etree._Element) -> None:
        setattr(draft, field, (element.text or "").strip() or None)

    return take


def _id(field: str) -> Callable[[_Draft, etree._Element], None]:
    def take(draft: _Draft, element: etree._Element) -> None:
        for child in element:
            if child.tag == _ID and getattr(draft, field) is None:
                setattr(draft, field, (child.text or "").strip() or None)

    return take


_OF_LINE: dict[object, Callable[[_Draft, etree._Element], None]] = {
    f"{_CBC}ActionCode": _text("code"),
    f"{_CBC}OrderableIndicator": _Draft.take_orderable,
    f"{_CBC}OrderableUnit": _text("unit"),
    f"{_CBC}ContentUnitQuantity": _Draft.take_content,
    f"{_CBC}MinimumOrderQuantity": _text("minimum"),
    f"{_CAC}LineValidityPeriod": _Draft.take_period,
    f"{_CAC}RequiredItemLocationQuantity": _Draft.take_price,
    f"{_CAC}Item": _Draft.take_item,
    f"{_CAC}ReplacementRelatedItem": _id("replaced_by"),
    f"{_CAC}ReplacedRelatedItem": _id("replaces"),
}
_OF_ITEM: dict[object, Callable[[_Draft, etree._Element], None]] = {
    f"{_CBC}Description": _Draft.take_description,
    f"{_CBC}PackSizeNumeric": _text("pack_size"),
    f"{_CBC}Name": _text("name"),
    f"{_CBC}BrandName": _text("brand"),
    f"{_CAC}SellersItemIdentification": _id("number"),
    f"{_CAC}StandardItemIdentification": _Draft.take_standard,
    f"{_CAC}OriginCountry": lambda draft, element: setattr(
        draft, "country", text_at(element, "cbc:IdentificationCode")
    ),
    f"{_CAC}CommodityClassification": _Draft.take_class,
    f"{_CAC}AdditionalItemProperty": _Draft.take_property,
}
