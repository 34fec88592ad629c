"""Reasons and confidences as phrases, for messages and spreadsheets alike."""

from typing import NamedTuple, assert_never

from bot.accounts.shown import SURE
from knowledge.accounts import (
    Alike,
    Reason,
    SameClass,
    SameGoods,
    SameGroup,
    SameSupplier,
    Successor,
)

_VERY_SURE = 0.95
_LIKELY = 0.6


class Phrase(NamedTuple):
    """A phrase's key and its values."""

    key: str
    params: dict[str, str]


def reason_phrase(reason: Reason) -> Phrase:
    """Why an account is suggested."""
    match reason:
        case Alike(names=names):
            said = ", ".join(f"“{name}”" for name in names)
            return Phrase("accounts.reason.alike", {"names": said})
        case SameGroup(group=group, count=count, of=of):
            params = {"group": group, "count": str(count), "of": str(of)}
            return Phrase("accounts.reason.group", params)
        case SameClass(prefix=prefix, count=count, of=of):
            params = {"prefix": prefix, "count": str(count), "of": str(of)}
            return Phrase("accounts.reason.class", params)
        case SameSupplier(supplier=supplier, count=count, of=of):
            params = {"supplier": supplier, "count": str(count), "of": str(of)}
            return Phrase("accounts.reason.supplier", params)
        case Successor(number=number, name=name):
            return Phrase("accounts.reason.successor", {"number": number, "name": name})
        case SameGoods(supplier=supplier, name=name):
            return Phrase("accounts.reason.same", {"supplier": supplier, "name": name})
        case _:
            assert_never(reason)


def confidence_phrase(confidence: float) -> Phrase:
    """How sure a suggestion is, in words and percent."""
    if confidence >= _VERY_SURE:
        key = "accounts.sure.very"
    elif confidence >= SURE:
        key = "accounts.sure.sure"
    elif confidence >= _LIKELY:
        key = "accounts.sure.likely"
    else:
        key = "accounts.sure.unsure"
    # Never 100 per cent: that would be a promise.
    return Phrase(key, {"percent": str(min(99, int(confidence * 100)))})
