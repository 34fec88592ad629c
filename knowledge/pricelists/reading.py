"""A list as it is read, line by line: what is checked across its lines, and within what bounds."""

from collections.abc import Callable

from knowledge.pricelists.model import Head, Items, Line, PriceListError, Rejected

MAX_LINES = 2_000_000
MAX_REJECTED = 100_000
_EVERY = 2_000  # lines between two calls of a progress function

Progress = Callable[[float], None]
"""Is told which share (0 to 1) has been done."""


def checked(items: Items, progress: Callable[[], None] | None = None) -> Items:
    """The items of a list, with numbers that stand twice in it rejected the second time.

    PriceListError if it has more lines, or more bad lines, than a list can have.
    """
    seen: dict[tuple[str, str] | str, int] = {}
    folded: dict[str, str] = {}  # suppliers' names, each kept once
    one_supplier = True
    lines = rejected = 0
    for item in items:
        one = item
        if isinstance(one, Head):
            seen.clear()
            one_supplier = one.supplier is not None
            yield one
            continue
        lines += 1
        if isinstance(one, Line):
            number = one.article_number or one.gtin or ""
            key: tuple[str, str] | str = number
            if one.supplier is not None and not one_supplier:
                key = (folded.setdefault(one.supplier, one.supplier.casefold()), number)
            earlier = seen.setdefault(key, one.number)
            if earlier != one.number:
                one = Rejected(
                    one.number, f"Artikelnumret {number} finns redan på rad {earlier}", number
                )
        if isinstance(one, Rejected):
            rejected += 1
            if rejected > MAX_REJECTED:
                raise PriceListError(f"Fler än {MAX_REJECTED} rader är fel: listan läses inte")
        if lines > MAX_LINES:
            raise PriceListError(f"Listan har fler än {MAX_LINES} rader, och läses inte")
        if progress is not None and lines % _EVERY == 0:
            progress()
        yield one
