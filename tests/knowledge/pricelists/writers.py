"""Price lists as suppliers' systems write them, made here so that no real one is copied."""

import io
import struct
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

import openpyxl

Value = str | int | float | None
Table = Sequence[Sequence[Value]]


def xlsx(*sheets: Table) -> bytes:
    """A workbook with a sheet a table."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Blad{number}")
        for row in table:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(table: Table) -> bytes:
    """An OpenDocument spreadsheet."""

    def cell(value: Value) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, str):
            text = f"<text:p>{escape(value)}</text:p>"
            return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in table)
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{urn}:office:1.0" xmlns:table="{urn}:table:1.0" '
        f'xmlns:text="{urn}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Blad1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{urn}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    return zipped({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def zipped(parts: dict[str, str]) -> bytes:
    """A zip file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def xls(table: Table) -> bytes:
    """An Excel 97 workbook: BIFF8 records in a compound file ([MS-XLS], [MS-CFB])."""

    def record(kind: int, body: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def cell(row: int, column: int, value: Value) -> bytes:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            text = value.encode("utf-16-le")
            return record(0x0204, place + struct.pack("<HB", len(text) // 2, 1) + text)
        if value is None:
            return b""
        return record(0x0203, place + struct.pack("<d", value))

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))

    name = b"Blad1"
    codepage = record(0x0042, struct.pack("<H", 1200))
    end = record(0x000A)
    head = begin(0x0005) + codepage
    sheet_at = len(head) + 4 + 8 + len(name) + len(end)
    bound = record(0x0085, struct.pack("<IBBBB", sheet_at, 0, 0, len(name), 0) + name)
    cells = b"".join(
        cell(r, c, value) for r, row in enumerate(table) for c, value in enumerate(row)
    )
    return _compound(head + bound + end + begin(0x0010) + cells + end)


def _compound(stream: bytes) -> bytes:
    """A compound file with the one stream "Workbook", long enough to have sectors of its own."""
    size = max(len(stream), 4096)
    sectors = -(-size // 512)
    end, free, fat_sector = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    assert sectors + 2 <= 128
    chain = [*range(1, sectors), end, end, fat_sector]
    fat = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))

    def entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
        encoded = name.encode("utf-16-le") + b"\0\0"
        return (
            encoded.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(encoded) if name else 0, kind, 1, free, free, child)
            + bytes(36)
            + struct.pack("<IQ", start, length)
        )

    directory = (
        entry("Root Entry", 5, 1, end, 0)
        + entry("Workbook", 2, free, 0, size)
        + entry("", 0, free, 0, 0) * 2
    )
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + struct.pack("<IIIIIIIII", 0, 1, sectors, 0, 4096, end, 0, end, 0)
        + struct.pack("<109I", sectors + 1, *[free] * 108)
    )
    return header + stream.ljust(sectors * 512, b"\0") + directory + fat


def item(
    number: str | None,
    name: str = "Hallonsylt",
    *,
    gtin: str | None = None,
    action: str | None = None,
    unit: str = "XBJ",
    price: str | None = "149.00",
    currency: str = "SEK",
    base: str | None = None,
    more: str = "",
    inside: str = "",
) -> str:
    """A catalogue line. `more` is put into the line before the price, `inside` into the item."""

    def tag(name: str, value: str | None, attributes: str = "") -> str:
        return "" if value is None else f"<cbc:{name}{attributes}>{escape(value)}</cbc:{name}>"

    cost = ""
    if price is not None:
        amount = tag("PriceAmount", price, f" currencyID={quoteattr(currency)}")
        quantity = tag("BaseQuantity", base, ' unitCode="C62"')
        cost = (
            "<cac:RequiredItemLocationQuantity><cac:Price>"
            f"{amount}{quantity}</cac:Price></cac:RequiredItemLocationQuantity>"
        )
    seller = standard = ""
    if number is not None:
        seller = (
            f"<cac:SellersItemIdentification>{tag('ID', number)}</cac:SellersItemIdentification>"
        )
    if gtin is not None:
        id_ = tag("ID", gtin, ' schemeID="0160"')
        standard = f"<cac:StandardItemIdentification>{id_}</cac:StandardItemIdentification>"
    return (
        f"<cac:CatalogueLine><cbc:ID>1</cbc:ID>{tag('ActionCode', action)}"
        f"<cbc:OrderableUnit>{unit}</cbc:OrderableUnit>{more}{cost}"
        f"<cac:Item>{tag('Name', name)}{inside}{seller}{standard}</cac:Item></cac:CatalogueLine>"
    )


def catalogue(
    *lines: str,
    action: str | None = "Add",
    seller: str | None = "Exempelgrossisten",
    gln: str | None = "7300009000012",
    root: str = "Catalogue",
    before: str = "",
    number: str = "1",
    issued: str = "2026-03-02",
    head: str = "",
) -> bytes:
    """A Peppol BIS Catalogue 3 without response.

    `before` stands before the root, `head` in the head.
    """
    ubl = "urn:oasis:names:specification:ubl:schema:xsd"
    code = "" if action is None else f"<cbc:ActionCode>{action}</cbc:ActionCode>"
    identity = ""
    if gln is not None:
        identity = (
            f'<cac:PartyIdentification><cbc:ID schemeID="0088">{gln}</cbc:ID>'
            "</cac:PartyIdentification>"
        )
    named = (
        f"<cac:PartyName><cbc:Name>{escape(seller)}</cbc:Name></cac:PartyName>" if seller else ""
    )
    party = f"<cac:Party>{identity}{named}</cac:Party>"
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<{root} xmlns="{ubl}:Catalogue-2" '
        f'xmlns:cac="{ubl}:CommonAggregateComponents-2" '
        f'xmlns:cbc="{ubl}:CommonBasicComponents-2">'
        "<cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:catalogue:3</cbc:CustomizationID>"
        f"<cbc:ID>{number}</cbc:ID>{code}<cbc:IssueDate>{issued}</cbc:IssueDate>{head}"
        f"<cac:SellerSupplierParty>{party}</cac:SellerSupplierParty>{''.join(lines)}</{root}>"
    )
    return text.encode()
