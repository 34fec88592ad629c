"""Peppol BIS Catalogue 3 and Catalogue without response 3 (UBL 2.1 Catalogue).

Source: https://docs.peppol.eu/poacc/upgrade-3/syntax/Catalogue/tree/ and the code lists beside it.
"""

from collections.abc import Iterator
from typing import IO

from lxml import etree

from knowledge.pricelists.gs1 import valid_gln
from knowledge.pricelists.model import (
    Action,
    Format,
    Head,
    Items,
    ListKind,
    PriceListError,
    Rejected,
    RejectedError,
)
from knowledge.pricelists.peppol_lines import NAMESPACES, line_of, number_in, text_at
from knowledge.pricelists.values import MAX_NUMBER, date_of, shown, text_of

ROOT = "{urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2}Catalogue"
_LINE = f"{{{NAMESPACES['cac']}}}CatalogueLine"
_GLN = "0088"
MAX_LINE = 8 * 1024 * 1024  # bytes of one catalogue line, pictures included
# What the catalogue's own action code does to the articles that it does not name, and to those
# that it does. Without a code it replaces.
_KINDS = {
    "Add": (ListKind.ORIGINAL, Action.SET),
    "Update": (ListKind.CHANGE, Action.SET),
    "Replace": (ListKind.REPLACEMENT, Action.SET),
    "Delete": (ListKind.WITHDRAWAL, Action.DELETE),
}
_DEFAULT_KIND = "Replace"


def read_catalogue(file: IO[bytes], supplier: str | None = None) -> Items:
    """The head and the lines of a catalogue; `supplier` counts before the seller that it names.

    PriceListError if it is no well-formed catalogue, or names no seller.
    """
    number = 0
    head: Head | None = None
    default = Action.SET
    for element in _lines(file):
        if head is None:
            head, default = _head(element.getparent(), supplier)
            yield head
        number += 1
        # In a catalogue that replaces or withdraws everything the lines' codes have no meaning.
        try:
            yield line_of(number, element, default, obeys=not head.complete)
        except RejectedError as error:
            yield Rejected(number, error.reason, number_in(element))
    if number == 0:
        raise PriceListError("Katalogen har inga rader (CatalogueLine)")


class _Guarded:
    """A file that stops being read when no line of a catalogue comes for long."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.since_line = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.since_line += len(data)
        if self.since_line > MAX_LINE:
            raise PriceListError(
                f"XML-filen har {MAX_LINE // 1024**2} MB utan en katalograd (CatalogueLine): "
                "det är ingen prislista"
            )
        return data


def _lines(file: IO[bytes]) -> Iterator[etree._Element]:
    """The lines one by one, forgotten when they have been seen."""
    guarded = _Guarded(file)
    try:
        events = etree.iterparse(
            guarded,
            events=("start", "end"),
            tag=(ROOT, _LINE),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        found = False
        for event, element in events:
            if event == "start":
                if element.tag == ROOT:
                    found = True
                    _refuse_doctype(element)
                continue
            if element.tag != _LINE:
                continue
            if not found:
                break
            yield element
            guarded.since_line = 0
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
        if not found:
            _refuse_doctype(events.root)
            tag = events.root.tag if events.root is not None else ""
            raise PriceListError(
                f"XML-filen är ingen Peppol-katalog (UBL Catalogue) utan {shown(str(tag))}"
            )
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise PriceListError(f"XML-filen är trasig på rad {line}: {error.msg}") from None


def _refuse_doctype(element: etree._Element | None) -> None:
    if element is not None and element.getroottree().docinfo.internalDTD is not None:
        raise PriceListError("XML-filen har en DOCTYPE, vilket en Peppol-katalog inte har")


def _head(root: etree._Element | None, supplier: str | None) -> tuple[Head, Action]:
    """What stands before the first line."""
    if root is None or root.tag != ROOT:
        raise PriceListError("XML-filen är trasig: katalograder utanför en katalog (Catalogue)")
    code = text_at(root, "cbc:ActionCode") or _DEFAULT_KIND
    if code not in _KINDS:
        raise PriceListError(f"Katalogens åtgärdskod {shown(code)} är okänd (ActionCode)")
    kind, action = _KINDS[code]
    name, gln = _seller(root)
    if supplier is None and name is None:
        raise PriceListError(
            "Katalogen säger inte vem som säljer (SellerSupplierParty saknar namn)"
        )
    try:
        head = Head(
            Format.PEPPOL,
            kind=kind,
            supplier=supplier or name,
            supplier_gln=gln,
            number=text_of(text_at(root, "cbc:ID"), MAX_NUMBER, "Katalogens nummer"),
            refers_to=text_of(
                text_at(root, "cac:SourceCatalogueReference/cbc:ID"), MAX_NUMBER, "Källkatalogen"
            ),
            contract=text_of(
                text_at(root, "cac:ReferencedContract/cbc:ID"), MAX_NUMBER, "Avtalsnumret"
            ),
            issued=date_of(text_at(root, "cbc:IssueDate"), "Katalogens datum"),
            valid_from=date_of(text_at(root, "cac:ValidityPeriod/cbc:StartDate"), "Startdatumet"),
            valid_to=date_of(text_at(root, "cac:ValidityPeriod/cbc:EndDate"), "Slutdatumet"),
        )
    except RejectedError as error:
        raise PriceListError(f"{error.reason} (i katalogens huvud)") from None
    if head.valid_from and head.valid_to and head.valid_to < head.valid_from:
        raise PriceListError(
            f"Katalogen slutar gälla {head.valid_to}, innan den börjar gälla {head.valid_from}"
        )
    return head, action


def _seller(root: etree._Element) -> tuple[str | None, str | None]:
    """The seller's name and GLN; what the seller does not say, the provider may."""
    name: str | None = None
    gln: str | None = None
    for path in ("cac:SellerSupplierParty/cac:Party", "cac:ProviderParty"):
        party = root.find(path, NAMESPACES)
        if party is None:
            continue
        try:
            name = name or text_of(
                text_at(party, "cac:PartyName/cbc:Name")
                or text_at(party, "cac:PartyLegalEntity/cbc:RegistrationName"),
                what="Säljarens namn",
            )
        except RejectedError as error:
            raise PriceListError(error.reason) from None
        gln = gln or _gln(party)
    return name, gln


def _gln(party: etree._Element) -> str | None:
    ids = (
        *party.findall("cac:PartyIdentification/cbc:ID", NAMESPACES),
        party.find("cbc:EndpointID", NAMESPACES),
    )
    for id_ in ids:
        if id_ is not None and id_.get("schemeID") == _GLN:
            gln = (id_.text or "").strip()
            if not valid_gln(gln):
                raise PriceListError(f"Säljarens GLN {shown(gln)} har fel kontrollsiffra")
            return gln
    return None
