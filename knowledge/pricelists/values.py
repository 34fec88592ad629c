"""The values on a line: numbers, prices, dates and codes, read from cells and checked."""

import math
import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from knowledge.pricelists.codes import currencies
from knowledge.pricelists.gs1 import GTIN_LENGTHS, check_digit_fits
from knowledge.pricelists.model import Cell, RejectedError
from knowledge.pricelists.unit_words import word_of

MAX_NUMBER = 64
MAX_NAME = 400
MAX_TEXT = 200
MAX_UNIT = 32
MAX_PRICE = Decimal(10) ** 8
MAX_DESCRIPTION = 2000
MAX_CODE = 64
_LONGEST_GTIN = GTIN_LENGTHS[-1]
_LONGEST_EMPTY = 6
_FOUR_DECIMALS = Decimal("0.0001")
_REMEMBERED = 4096  # values that stand on line after line
_EXACT_BELOW = 2**53  # whole numbers that a float holds exactly
_LONGEST_NUMBER = 24
_DATE = re.compile(
    r"(\d{4})[-./]?(\d\d)[-./]?(\d\d)(?:[T ]?\d\d:?\d\d(?::?\d\d)?)?(?:Z|[+-]\d\d:?\d\d)?"
)
_OPEN_ENDED = ("tills vidare", "tv", "t.v.", "until further notice")
_SHOWN = 60  # characters of a bad value that a reason quotes

_SPACES = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_MONEY_WORDS = re.compile(r"(?i)\b(?:sek|kr|eur|nok|dkk|usd)\b\.?|kr\.?$|:-$|,-$|[€$]")
_DECIMAL = re.compile(r"[+-]?\d+(?:\.\d+)?")
_EMPTY = frozenset(("", "-", "–", "—", "n/a", "saknas", "null", "none"))


def text_of(cell: Cell, longest: int = MAX_TEXT, what: str = "Värdet") -> str | None:
    """A cell as one line of text, None if it is empty; RejectedError if it is too long."""
    if cell is None:
        return None
    text = cell if isinstance(cell, str) else _written(cell)
    if not text.isprintable():
        text = _CONTROL.sub("", text)
    text = " ".join(text.split())
    if len(text) <= _LONGEST_EMPTY and text.casefold() in _EMPTY:
        return None
    if len(text) > longest:
        raise RejectedError(f"{what} är längre än {longest} tecken: {shown(text)}")
    return text


def _written(cell: float) -> str:
    whole = cell == int(cell) if math.isfinite(cell) else False
    return str(int(cell)) if whole and abs(cell) < _EXACT_BELOW else str(cell)


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
    if isinstance(cell, str) and cell.isdecimal() and cell.isascii():
        digits = cell
    else:
        text = text_of(cell)
        if text is None:
            return None
        digits = re.sub(r"[\s-]", "", text)
    if not digits.isascii() or not digits.isdecimal() or len(digits) > _LONGEST_GTIN:
        raise RejectedError(f"GTIN {shown(str(cell))} är inte 8, 12, 13 eller 14 siffror")
    if not digits.strip("0"):
        return None
    if not isinstance(cell, str):
        digits = digits.zfill(next(size for size in GTIN_LENGTHS if size >= len(digits)))
    if len(digits) not in GTIN_LENGTHS:
        raise RejectedError(f"GTIN {digits} är inte 8, 12, 13 eller 14 siffror")
    if not check_digit_fits(digits):
        raise RejectedError(f"GTIN {digits} har fel kontrollsiffra")
    return digits


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
    return checked_price(amount)


def checked_price(amount: Decimal) -> Decimal:
    """A price with at most four decimals; RejectedError if it is negative, nothing or absurd."""
    if amount < 0:
        raise RejectedError(f"Priset ”{amount}” är negativt")
    if amount >= MAX_PRICE:
        raise RejectedError(f"Priset ”{amount:.4g}” är orimligt stort")
    price = plain(amount.quantize(_FOUR_DECIMALS))
    if not price:
        raise RejectedError("Priset är 0")
    return price


def plain(number: Decimal) -> Decimal:
    """A number without superfluous zeros and exponent: 12.500 as 12.5, 1E+2 as 100."""
    short = number.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


@lru_cache(_REMEMBERED)
def number_of(text: str | None, what: str) -> Decimal | None:
    """A number as messages write it ("12.5", or "12,5"), None if empty.

    RejectedError if it is no number, negative or absurd. More than nine decimals are cut.
    """
    if text is None or not (text := text.strip()):
        return None
    bare = text.replace(",", ".")
    if not _DECIMAL.fullmatch(bare) or len(bare) > _LONGEST_NUMBER:
        raise RejectedError(f"{what} {shown(text)} går inte att läsa som ett tal")
    value = Decimal(bare)
    if not 0 <= value < MAX_PRICE:
        raise RejectedError(f"{what} {shown(text)} är orimligt")
    return value


@lru_cache(_REMEMBERED)
def quantity_of(text: str | None, what: str) -> Decimal | None:
    """A quantity with at most four decimals, None if empty; RejectedError as `number_of`."""
    value = number_of(text, what)
    return None if value is None else plain(value.quantize(_FOUR_DECIMALS))


@lru_cache(_REMEMBERED)
def date_of(cell: Cell, what: str = "Datumet") -> date | None:
    """A date: "2026-03-01", "20260301", "2026-03-01 00:00:00"; None if empty or "tills vidare".

    RejectedError if it is no date.
    """
    text = text_of(cell)
    if text is None or text.casefold() in _OPEN_ENDED:
        return None
    found = _DATE.fullmatch(text)
    try:
        if found is not None:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise RejectedError(f"{what} {shown(text)} är inget datum som 2026-03-01")


@lru_cache(_REMEMBERED)
def currency_of(cell: Cell) -> str | None:
    """A currency code (ISO 4217), "kr" meaning SEK; RejectedError if it is no such code."""
    text = text_of(cell)
    if text is None:
        return None
    code = "SEK" if text.casefold().rstrip(".") in ("kr", "kronor") else text.upper()
    if code not in currencies():
        raise RejectedError(f"Valutan {shown(text)} är inte en valutakod som SEK")
    return code


def unit_of(cell: Cell) -> str | None:
    """A unit: the word for a UN/ECE rec. 20 code that we know, anything else as it is."""
    text = text_of(cell, MAX_UNIT, "Enheten")
    return None if text is None else word_of(text)


def shown(text: str) -> str:
    """A bad value as a reason quotes it."""
    text = _SPACES.sub(" ", _CONTROL.sub("", text)).strip()
    return f"”{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”"
