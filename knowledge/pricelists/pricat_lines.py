"""The articles of a PRICAT: segments from one LIN to the next, as a line.

Source: EANCOM 1997 part II, PRICAT D.96A version 006, segment groups 16 and 33.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from knowledge.pricelists.edifact import Segments
from knowledge.pricelists.model import Action, Head, Line, Rejected, RejectedError
from knowledge.pricelists.pricat_draft import Draft
from knowledge.pricelists.pricat_frame import Segment, at
from knowledge.pricelists.pricat_head import dates_of
from knowledge.pricelists.pricat_prices import Price, before_discounts, chosen, price_in
from knowledge.pricelists.values import (
    MAX_CODE,
    MAX_DESCRIPTION,
    MAX_NAME,
    article_number_of,
    gtin_of,
    shown,
    text_of,
)

# Data element 1229. "No action" stands on the lines of originals, and on what a change leaves.
_ACTIONS = {"1": Action.SET, "2": Action.DELETE, "3": Action.SET, "4": Action.SET}
_PROPOSED = "23"
_UNGROUPED = ("2", "9")
_GTIN_TYPES = ("EN", "UP", "SRV", "")
_SUPPLIERS = "SA"
_DEFAULT_CURRENCY = "SEK"
_DEFAULT_UNIT = "st"  # EANCOM: a unit is named only where the article is not counted in pieces
_PART = 3  # where C288 has the name of a product group


@dataclass(slots=True)
class Group:
    """A product group (PGI): its name, and what holds for all of its articles."""

    name: str | None = None
    prices: list[Price] = field(default_factory=list)
    start: date | None = None
    end: date | None = None

    @staticmethod
    def of(kind: str, parts: list[str]) -> "Group":
        """The group that a PGI begins; its name, or its code if it has none."""
        if kind in _UNGROUPED:
            return Group()
        named = at(parts, _PART).strip() or parts[0]
        return Group(" ".join(named.split())[:MAX_CODE] or None)


class LineReader:
    """Makes lines of a message's segments."""

    def __init__(
        self, segments: Segments, head: Head, action: Action, currency: str | None
    ) -> None:
        self._segments = segments
        self._day = head.valid_from or head.issued
        self._action = action
        self._currency = currency or _DEFAULT_CURRENCY

    def read(self, number: int, collected: list[Segment], group: Group) -> Line | Rejected | None:
        """The line that LIN and the segments after it make; None for a sub-line."""
        lin = collected[0][1]
        if at(lin, 4):  # C829: part of the article before, which can be ordered whole
            return None
        draft = Draft(self._segments)
        identity = self._segments.parts(at(lin, 3))
        try:
            action = self._action_of(at(lin, 2))
            draft.take_all(collected[1:], deletes=action is Action.DELETE)
            gtin = gtin_of(identity[0]) if at(identity, 1) in _GTIN_TYPES else None
            return self._line(
                number, draft, gtin or gtin_of(draft.numbers.get("EN")), action, group
            )
        except RejectedError as error:
            known = draft.numbers.get(_SUPPLIERS) or identity[0]
            return Rejected(number, error.reason, known or None)

    def note_of_group(self, group: Group, tag: str, elements: list[str]) -> None:
        """Notes what a segment between PGI and the first LIN says of all articles of the group."""
        try:
            if tag == "PRI":
                price = price_in(self._segments, elements)
                if price is not None:
                    group.prices.append(price)
            elif tag == "DTM" and not group.prices:
                for what, day in dates_of(self._segments.parts(at(elements, 1))):
                    if what == "start":
                        group.start = day
                    elif what == "end":
                        group.end = day
        except RejectedError:
            return  # an article that needs it will miss it

    def _action_of(self, code: str) -> Action:
        if code == _PROPOSED:
            raise RejectedError("Raden är ett förslag till ändring (åtgärdskod 23), inget beslut")
        if code and code not in _ACTIONS:
            raise RejectedError(f"Åtgärdskoden {shown(code)} är okänd (LIN)")
        return _ACTIONS.get(code, self._action)

    def _line(
        self, number: int, draft: Draft, gtin: str | None, action: Action, group: Group
    ) -> Line:
        supplied = article_number_of(draft.numbers.get(_SUPPLIERS) or draft.numbers.get(""))
        if supplied is None and gtin is None:
            raise RejectedError("Raden saknar både leverantörens artikelnummer och GTIN")
        if action is Action.DELETE:
            return Line(number, supplied, "", gtin=gtin, action=action)
        names = draft.names or draft.long_names
        name = text_of(names[0] if names else None, MAX_NAME, "Benämningen")
        if name is None:
            raise RejectedError("Benämning saknas (IMD)")
        texts = (*names[1:], *(draft.long_names if draft.names else ()), *draft.texts)
        start, end = draft.start or group.start, draft.end or group.end
        if start is not None and end is not None and end < start:
            raise RejectedError(f"Slutar gälla {end}, innan den börjar gälla {start}")
        best, steps = chosen(draft.prices or group.prices, self._day)
        quantity: Decimal | None = best.quantity or draft.per_price
        gross = before_discounts(draft.prices)
        return Line(
            number=number,
            article_number=supplied or gtin,
            name=name,
            gtin=gtin,
            unit=best.unit or draft.package or _DEFAULT_UNIT,
            package=draft.per_pack,
            brand=draft.brand,
            product_group=group.name,
            price=best.each(draft.per_price),
            currency=best.currency or self._currency,
            price_quantity=None if quantity in (None, 1) else quantity,
            price_steps=steps,
            list_price=None if gross is None or gross is best else gross.each(draft.per_price),
            minimum_quantity=draft.minimum,
            valid_from=start,
            valid_to=end,
            contract=draft.contract,
            country=draft.country,
            replaces=draft.replaces,
            replaced_by=draft.replaced_by,
            description=text_of(" ".join(texts)[:MAX_DESCRIPTION], MAX_DESCRIPTION)
            if texts
            else None,
            properties=tuple(draft.properties),
        )
