"""The values on a line: numbers, prices, units and codes, read from cells and checked."""

import re
from decimal import Decimal, InvalidOperation

from stdnum import ean

from knowledge.pricelists.model import Cell, RejectedError

MAX_NUMBER = 64
MAX_NAME = 400
MAX_TEXT = 200
MAX_UNIT = 32
MAX_PRICE = Decimal(10) ** 8
_GTIN_LENGTHS = (8, 12, 13, 14)
_LONGEST_GTIN = 14
_EXACT_BELOW = 2**53  # whole numbers that a float holds exactly
_GLN_LENGTH = 13
_SHOWN = 60  # characters of a bad value that a reason quotes

_SPACES = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MONEY_WORDS = re.compile(r"(?i)\b(?:sek|kr|eur|nok|dkk|usd)\b\.?|kr\.?$|:-$|,-$|[€$]")
_DECIMAL = re.compile(r"[+-]?\d+(?:\.\d+)?")
_EMPTY = frozenset(("", "-", "–", "—", "n/a", "saknas", "null", "none"))

# UN/ECE Recommendation 20 (and 21, packages, with X before), as Peppol and GS1 write units,
# to the words that people in a kitchen use.
_UNITS = {
    "C62": "st",
    "EA": "st",
    "H87": "st",
    "NAR": "st",
    "PCE": "st",
    "KGM": "kg",
    "GRM": "g",
    "HGM": "hg",
    "LTR": "l",
    "DLT": "dl",
    "CLT": "cl",
    "MLT": "ml",
    "MTR": "m",
    "CMT": "cm",
    "MMT": "mm",
    "MTK": "m²",
    "MTQ": "m³",
    "PR": "par",
    "SET": "set",
    "DZN": "dussin",
    "XBX": "låda",
    "XCS": "kolli",
    "XCT": "kartong",
    "XPK": "förpackning",
    "XPA": "paket",
    "XRO": "rulle",
    "XBG": "påse",
    "XSA": "säck",
    "XBO": "flaska",
    "XCA": "burk",
    "XTU": "tub",
    "XPX": "pall",
    "XPF": "pall",
    "XBE": "bunt",
    "XBJ": "hink",
    "XDR": "fat",
    "XJC": "dunk",
    "XTR": "tråg",
    "XCR": "back",
}


def text_of(cell: Cell, longest: int = MAX_TEXT, what: str = "Värdet") -> str | None:
    """A cell as one line of text, None if it is empty; RejectedError if it is too long."""
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT_BELOW:
        cell = int(cell)
    text = _SPACES.sub(" ", _CONTROL.sub("", str(cell))).strip()
    if text.casefold() in _EMPTY:
        return None
    if len(text) > longest:
        raise RejectedError(f"{what} är längre än {longest} tecken: {shown(text)}")
    return text


def article_number_of(cell: Cell) -> str | None:
    """An article number, with its leading zeros; a whole number from a spreadsheet as digits."""
    return text_of(cell, MAX_NUMBER, "Artikelnumret")


def name_of(cell: Cell) -> str:
    """A name of goods; RejectedError if there is none."""
    name = text_of(cell, MAX_NAME, "Benämningen")
    if name is None:
        raise RejectedError("Benämning saknas")
    return name


def gtin_of(cell: Cell) -> str | None:
    """A GTIN of 8, 12, 13 or 14 digits; RejectedError if its check digit is wrong (GS1).

    A number cell has lost its leading zeros, and gets them back.
    """
    text = text_of(cell)
    if text is None:
        return None
    digits = re.sub(r"[\s-]", "", text)
    if not digits.isascii() or not digits.isdecimal() or len(digits) > _LONGEST_GTIN:
        raise RejectedError(f"GTIN {shown(text)} är inte 8, 12, 13 eller 14 siffror")
    if not digits.strip("0"):
        return None
    if not isinstance(cell, str):
        digits = digits.zfill(next(size for size in _GTIN_LENGTHS if size >= len(digits)))
    if len(digits) not in _GTIN_LENGTHS:
        raise RejectedError(f"GTIN {digits} är inte 8, 12, 13 eller 14 siffror")
    if not ean.is_valid(digits):
        raise RejectedError(f"GTIN {digits} har fel kontrollsiffra")
    return digits


def valid_gln(text: str) -> bool:
    """Whether `text` is a GLN: 13 digits with the right check digit (GS1)."""
    digits = text.isascii() and text.isdecimal() and len(text) == _GLN_LENGTH
    return digits and bool(ean.is_valid(text))


def price_of(cell: Cell) -> Decimal | None:
    """A price with up to four decimals, None if empty; RejectedError if it is no amount.

    "1 234,50", "1.234,50", "1,234.50", "12,50 kr" and number cells are understood.
    """
    text = str(cell) if isinstance(cell, float | int) else text_of(cell) or ""
    text = _MONEY_WORDS.sub("", text)
    text = re.sub(r"[\s'’]", "", text)
    if not text:
        return None
    if "," in text and "." in text:
        thousands = "." if text.rfind(",") > text.rfind(".") else ","
        text = text.replace(thousands, "")
    elif text.count(",") > 1 or text.count(".") > 1:
        text = text.replace(",", "").replace(".", "")
    text = text.replace(",", ".")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise RejectedError(f"Priset {shown(str(cell))} går inte att läsa som ett tal") from None
    if not amount.is_finite() or (isinstance(cell, str) and not _DECIMAL.fullmatch(text)):
        raise RejectedError(f"Priset {shown(str(cell))} går inte att läsa som ett tal")
    if amount < 0:
        raise RejectedError(f"Priset {shown(str(cell))} är negativt")
    if amount >= MAX_PRICE:
        raise RejectedError(f"Priset {shown(str(cell))} är orimligt stort")
    return amount.quantize(Decimal("0.0001")).normalize() + 0


def currency_of(cell: Cell) -> str | None:
    """A currency code (ISO 4217), "kr" meaning SEK; RejectedError if it is no such code."""
    text = text_of(cell)
    if text is None:
        return None
    code = "SEK" if text.casefold().rstrip(".") in ("kr", "kronor") else text.upper()
    if not _CURRENCY.fullmatch(code):
        raise RejectedError(f"Valutan {shown(text)} är inte en valutakod som SEK")
    return code


def unit_of(cell: Cell) -> str | None:
    """A unit: the word for a UN/ECE rec. 20 code that we know, anything else as it is."""
    text = text_of(cell, MAX_UNIT, "Enheten")
    return None if text is None else _UNITS.get(text, text)


def shown(text: str) -> str:
    """A bad value as a reason quotes it."""
    text = _SPACES.sub(" ", _CONTROL.sub("", text)).strip()
    return f"”{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”"
