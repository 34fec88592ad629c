"""Whether a price list comes in its order among those of the same supplier."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.database.models import PriceListRow
from bot.import_report import Remark
from knowledge.pricelists import Head, ListKind


@dataclass(frozen=True, slots=True)
class Order:
    """Reasons to wait for a yes, and things to look at; both empty for a list in its order."""

    waiting: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


def looked_at(session: Session, supplier_id: int, head: Head) -> Order:
    """A list beside those that have been read of its supplier, and of its contract if it has one.

    One that was issued before the newest of them waits; one that changes a list which is not among
    them is remarked on. A list without a date of issue is in any order.
    """
    lists = select(PriceListRow).where(PriceListRow.supplier_id == supplier_id)
    if head.contract is not None:
        contract = PriceListRow.contract_number
        lists = lists.where(or_(contract == head.contract, contract.is_(None)))
    latest = session.scalar(
        lists.where(PriceListRow.issued_on.is_not(None))
        .order_by(PriceListRow.issued_on.desc(), PriceListRow.id.desc())
        .limit(1)
    )
    if latest is None:
        return Order()
    waiting: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    if _is_older(head, latest):
        waiting = (
            f"Listan {_called(head.number)} från {head.issued} är äldre än "
            f"{_called(latest.number)} från {latest.issued_on}, som redan är inläst",
        )
    before = head.refers_to
    if head.kind is ListKind.CHANGE and before is not None:
        found = session.scalar(lists.where(PriceListRow.number == before).limit(1))
        if found is None:
            text = f"Listan ändrar prislista {before}, som inte har lästs in"
            remarks = (Remark(None, text),)
    return Order(waiting, remarks)


def _is_older(head: Head, latest: PriceListRow) -> bool:
    """Whether a list was issued before another, or on the same day with a lower number."""
    if head.issued is None or latest.issued_on is None:
        return False
    if head.issued != latest.issued_on:
        return head.issued < latest.issued_on
    one, other = head.number or "", latest.number or ""
    return one.isdecimal() and other.isdecimal() and int(one) < int(other)


def _called(number: str | None) -> str:
    return number or "utan nummer"
