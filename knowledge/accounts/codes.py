"""An account as people write it: a code, and a name."""

import re
from typing import NamedTuple

CODE_MAX = 32
NAME_MAX = 200

_CODE = re.compile(r"[^\W_](?:[\w./-]*[^\W_])?")
_PARTED = re.compile(r"\s*[\s:;–—]\s*[-–—:]?\s*")


class AccountText(NamedTuple):
    """A code, and the name that was written beside it."""

    code: str
    name: str | None


def account_code(text: str) -> str | None:
    """A code of letters and digits, and `.`, `/` or `-` between them; None if it is none."""
    code = text.strip()
    return code if len(code) <= CODE_MAX and _CODE.fullmatch(code) else None


def account_name(text: str) -> str | None:
    """A name on one line; None if nothing is left, or it is too long."""
    name = " ".join(text.split())
    return name if name and name.isprintable() and len(name) <= NAME_MAX else None


def parted(text: str) -> AccountText | None:
    """ "4010", "4010 Livsmedel" or "4010 – Livsmedel" as code and name; None if it is neither.

    With a name beside it a code has a digit: "vet inte" is no account.
    """
    first, *rest = _PARTED.split(text.strip(), maxsplit=1)
    code = account_code(first)
    if code is None or (rest and not any(char.isdigit() for char in code)):
        return None
    return AccountText(code, account_name(rest[0]) if rest else None)
