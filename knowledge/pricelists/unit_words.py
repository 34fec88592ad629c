"""The words that people in a kitchen use for the codes of units and packages."""

from functools import lru_cache

from knowledge.pricelists.codes import packages, units
from knowledge.pricelists.model import RejectedError

# UN/ECE recommendation 20, as Peppol and GS1 write units.
_UNITS = {
    "C62": "st",
    "EA": "st",
    "H87": "st",
    "NAR": "st",
    "PCE": "st",
    "NMP": "förpackning",
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
}
# UN/ECE recommendation 21.
_PACKAGES = {
    "BX": "låda",
    "CS": "kolli",
    "CT": "kartong",
    "PK": "förpackning",
    "PA": "paket",
    "RO": "rulle",
    "BG": "påse",
    "SA": "säck",
    "BO": "flaska",
    "CA": "burk",
    "TU": "tub",
    "PX": "pall",
    "PF": "pall",
    "BE": "bunt",
    "BJ": "hink",
    "DR": "fat",
    "JC": "dunk",
    "TR": "tråg",
    "CR": "back",
}


def word_of(text: str) -> str:
    """The word for the code of a unit (rec. 20, or rec. 21 with X before), other text as it is."""
    known = _UNITS.get(text)
    if known is not None:
        return known
    return _PACKAGES.get(text[1:], text) if text[:1] == "X" else text


@lru_cache(1024)
def unit_in(code: str | None) -> str | None:
    """The word for a unit in a message, where only codes will do; RejectedError if it is none."""
    if code is None or not (code := code.strip()):
        return None
    if code not in units():
        raise RejectedError(
            f"Enheten ”{code[:20]}” finns inte bland enhetskoderna (UN/ECE rekommendation 20)"
        )
    word = word_of(code)
    return _PACKAGES.get(code, word) if word == code else word


def package_word(code: str) -> str | None:
    """The word for the code of a package (rec. 21), the code if we have none, None if it is none.

    GS1's own codes of packages (three digits or letters) are not in the recommendation.
    """
    return _PACKAGES.get(code) or (code if code in packages() else None)
