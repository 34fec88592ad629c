"""What a file is, by its content; its name says nothing."""

import re
import zipfile
from enum import StrEnum
from typing import IO

from knowledge.pricelists import edifact
from knowledge.pricelists.model import PriceListError
from knowledge.pricelists.sheets import check_archive


class Kind(StrEnum):
    """The kinds of files that can be price lists."""

    TEXT = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    XML = "xml"
    EDIFACT = "edifact"


_START = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OTHERS = (
    (b"\x89PNG", "en PNG-bild"),
    (b"\xff\xd8\xff", "en JPEG-bild"),
    (b"GIF8", "en GIF-bild"),
    (b"%PDF", "en PDF-fil"),
    (b"\x1f\x8b", "en gzip-fil"),
    (b"7z\xbc\xaf", "en 7-Zip-fil"),
    (b"Rar!", "en RAR-fil"),
    (b"{\\rtf", "ett RTF-dokument"),
    (_EMPTY_ZIP, "en tom zip-fil"),
)
_XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_UTF16_XML = (b"\xff\xfe<\x00", b"\xfe\xff\x00<")
_HTML = re.compile(rb"(?i)(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)")
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def kind_of(file: IO[bytes]) -> Kind:
    """The kind of a file; PriceListError names what it is if it can be no price list."""
    data = file.read(_START)
    if not data.strip() and not file.read(1):
        raise PriceListError("Filen är tom")
    if edifact.starts(data):
        return Kind.EDIFACT
    if data.startswith(_ZIP):
        return _archive_kind(file)
    if data.startswith(_OLE):
        return Kind.XLS
    for start, what in _OTHERS:
        if data.startswith(start):
            raise PriceListError(
                f"Filen är {what}, inte en prislista i PRICAT, Peppol, csv eller kalkylark"
            )
    if _HTML.match(data):
        raise PriceListError("Filen är en webbsida (HTML), inte en prislista")
    if _XML_START.match(data) or data.startswith(_UTF16_XML):
        return Kind.XML
    return Kind.TEXT


def _archive_kind(file: IO[bytes]) -> Kind:
    check_archive(file)
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return Kind.XLSX
        if "content.xml" in names and "mimetype" in names:
            with archive.open("mimetype") as part:
                if part.read(len(_ODS_TYPE)).decode("ascii", "replace") == _ODS_TYPE:
                    return Kind.ODS
    raise PriceListError("Filen är en zip-fil, men inget kalkylark (xlsx eller ods)")
