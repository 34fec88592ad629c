"""GS1's numbers: check digits of GTIN and GLN.

Source: https://www.gs1.org/services/how-calculate-check-digit-manually
"""

GTIN_LENGTHS = (8, 12, 13, 14)
GLN_LENGTH = 13
_ZERO = ord("0")


def check_digit_fits(digits: str) -> bool:
    """Whether the last of some ASCII digits is the check digit of those before it."""
    codes = digits.encode()
    once, thrice = codes[::-2], codes[-2::-2]
    weighed = sum(once) + 3 * sum(thrice) - _ZERO * (len(once) + 3 * len(thrice))
    return weighed % 10 == 0


def valid_gln(text: str) -> bool:
    """Whether `text` is a GLN: 13 digits with the right check digit."""
    digits = len(text) == GLN_LENGTH and text.isascii() and text.isdecimal()
    return digits and text.strip("0") != "" and check_digit_fits(text)
